"""The two forms a preset's shaders may have: fragment passes, and compute passes.

A preset may have both forms of one picture. ``fragment`` runs everywhere; ``compute`` needs OpenGL
4.3. ``auto`` is compute where that was measured to be faster (benchmarks/compute.md):

- on graphics cards that have it: 0.24 ms against 9.8 ms on an NVIDIA H200, 1080p to 2160p;
- not on software rasterisers, which must suspend all threads at each barrier: 144 ms against
  122 ms on llvmpipe, 540p to 1080p.

A preset of a large network has compute passes alone: it needs OpenGL 4.3, and a software rasteriser
compiles it for minutes, so that nothing draws it there that was not told to.

A user's own shader file is what it is, whichever backend is chosen.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..defaults import DEFAULT_BACKEND
from ..errors import GLError, OptionError
from ..formats import RGBA32F
from ..lazy.dataclass import dataclass
from ..library import (
    NO_PRESET,
    check_after_scaling,
    compute_alone,
    preset,
    preset_shader,
    preset_shaders,
)
from ..usershader import PresetOrigin, UserShader, read_user_shader
from .options import check_backend

if TYPE_CHECKING:
    from ..gl.context import Capabilities  # brings moderngl

ShaderSource = str | os.PathLike[str] | UserShader
"""A user shader file, or one already read."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The form that runs on a driver.

    Attributes
    ----------
    shaders : the passes
    compute_scaling : whether pictures are scaled in compute passes too
    wide : whether half floats are better stored in 32 bits: on software drivers
    """

    shaders: tuple[UserShader, ...]
    compute_scaling: bool = False
    wide: bool = False


_NOTHING = PresetOrigin(NO_PRESET, NO_PRESET)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of what was asked for, of which the driver decides.

    Attributes
    ----------
    backend : ``auto``, ``fragment`` or ``compute``
    fragment : the shaders as fragment passes, or the user's own
    compute : the same picture in compute passes; the user's own again; None where there is none.
        Where a preset has these alone, ``fragment`` is the same
    origin : the preset they are of; None for a user's own shaders
    """

    backend: str
    fragment: tuple[UserShader, ...]
    compute: tuple[UserShader, ...] | None
    origin: PresetOrigin | None = None

    @classmethod
    def of(
        cls,
        backend: str,
        preset_name: str,
        shaders: Sequence[ShaderSource] = (),
        *,
        without: tuple[str, ...] = (),
        after_scaling: bool = False,
    ) -> Forms:
        """Return the forms of a preset, or of the user's shaders.

        Parameters
        ----------
        without : what of the preset to leave out, see `Preset.without`
        after_scaling : for pictures that were scaled before, see `Preset.after_scaling`

        Raises
        ------
        OptionError : an unknown preset or backend, a file that cannot be read, or a preset without
            the form that the backend names
        UserShaderError : a file that breaks the format
        """
        check_backend(backend)
        _check_name(preset_name)
        if isinstance(shaders, str | bytes | os.PathLike):
            raise OptionError("shaders must be a list of paths or parsed shaders: shaders=[...]")
        if shaders:
            own = resolve_shaders(preset_name, shaders)
            return cls(backend, own, own, _origin_of(own))
        if preset_name == NO_PRESET:
            return cls.nothing(backend)
        chosen = preset(preset_name)
        if chosen.files:
            own = preset_shaders(preset_name)
            return cls(backend, own, own, _origin_of(own))
        compute: tuple[UserShader, ...] | None = None
        if after_scaling:
            check_after_scaling(preset_name)
        if chosen.compute_only:
            if backend == "fragment":
                remedy = "use backend 'compute' or 'auto'"
                raise OptionError(compute_alone(preset_name, remedy=remedy))
            own = (preset_shader(preset_name, compute=True, without=without),)
            return cls(backend, own, own, _origin_of(own))
        if after_scaling and chosen.after_scaling:
            if backend == "compute":
                raise OptionError(
                    f"preset {preset_name!r} has no compute form for scaler 'none'; use backend"
                    " 'fragment' or 'auto'"
                )
            fragment = (preset_shader(preset_name, after_scaling=True),)
            return cls(backend, fragment, None, _origin_of(fragment))
        fragment = (preset_shader(preset_name, without=without),)
        if backend == "compute" or (backend == "auto" and chosen.compute):
            compute = (preset_shader(preset_name, compute=True, without=without),)
        return cls(backend, fragment, compute, _origin_of(fragment))

    @classmethod
    def nothing(cls, backend: str = DEFAULT_BACKEND) -> Forms:
        """Return no shaders: the scaler alone."""
        return cls(backend, (), (), _NOTHING)

    @classmethod
    def as_given(cls, shaders: Sequence[UserShader]) -> Forms:
        """Return shaders that run as they are, on every driver."""
        if not shaders:
            return cls.nothing("fragment")
        return cls("fragment", tuple(shaders), None, _origin_of(shaders))

    @property
    def preset(self) -> str | None:
        """The preset they are of, as it was asked for; None for a user's own shaders."""
        return None if self.origin is None else self.origin.name

    @property
    def compute_only(self) -> bool:
        """Whether they are of a preset that has compute passes alone."""
        base = None if self.origin is None else self.origin.base
        return base is not None and preset(base).compute_only

    def fragment_only(self) -> Forms:
        """Return the same in fragment passes, whatever the driver, if there are such."""
        return self if self.compute_only else replace(self, backend="fragment", compute=None)

    def on(self, capabilities: Capabilities) -> Chosen:
        """Return what runs on a driver.

        Raises
        ------
        GLError : backend ``compute``, or a preset that has compute passes alone, and the context is
            below OpenGL 4.3 and OpenGL ES 3.1
        """
        if self.compute_only and not capabilities.compute:
            need = (
                ", which need OpenGL 4.3 or OpenGL ES 3.1, and this context is of"
                f" {capabilities.profile.name}"
            )
            raise GLError(compute_alone(self.preset or "", need, remedy="update the driver"))
        if self.backend == "compute" and not capabilities.compute:
            raise GLError(
                "backend 'compute' needs OpenGL 4.3 or OpenGL ES 3.1, and this context is of"
                f" {capabilities.profile.name}; use 'fragment' or 'auto'"
            )
        # Nothing that has only OpenGL ES was measured; the fragment form needs the least of it.
        profile, software = capabilities.profile, capabilities.software
        run = self._chosen(faster=capabilities.compute and not software and not profile.es)
        return replace(run, wide=software and profile.draws(RGBA32F))

    def by_graphics_card(self) -> Chosen:
        """Return what runs on a graphics card that has OpenGL 4.3."""
        return self._chosen(faster=True)

    def _chosen(self, *, faster: bool) -> Chosen:
        """Return what runs where compute is the faster form, or is not."""
        wanted = self.backend == "compute" or (self.backend == "auto" and faster)
        if wanted and self.compute is not None:
            return Chosen(self.compute, compute_scaling=True)
        return Chosen(self.fragment)


def offered(preset_name: str, backend: str, capabilities: Capabilities) -> bool:
    """Whether a preset is tried and listed on a driver where nobody has named it.

    One of compute passes alone is where compute is the faster form: see the module.

    Raises
    ------
    OptionError : there is no such preset
    """
    if not preset(preset_name).compute_only:
        return True
    faster = capabilities.compute and not capabilities.software and not capabilities.profile.es
    return faster and backend != "fragment"


def resolve_shaders(preset_name: str, shaders: Sequence[ShaderSource]) -> tuple[UserShader, ...]:
    """Return the shaders to run: those given, in their order, else the preset's.

    Raises
    ------
    OptionError : an unknown preset, or a file that cannot be read
    UserShaderError : a file that breaks the format
    """
    if shaders:
        return tuple(
            shader if isinstance(shader, UserShader) else read_user_shader(shader)
            for shader in shaders
        )
    _check_name(preset_name)
    return preset_shaders(preset_name)


def _check_name(preset_name: object) -> None:
    if not isinstance(preset_name, str):
        raise OptionError(f"preset must be a name, 'none' for no preset, not {preset_name!r}")


def _origin_of(shaders: Sequence[UserShader]) -> PresetOrigin | None:
    """Return the preset that all the shaders were made from; None where there is no such."""
    origins = {shader.preset for shader in shaders}
    return origins.pop() if len(origins) == 1 else None
