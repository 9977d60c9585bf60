"""Which form of the shaders runs: in fragment passes, or in compute passes.

A preset may have both forms of one picture. ``fragment`` runs everywhere; ``compute`` needs OpenGL
4.3. ``auto`` is compute where that was measured to be faster (benchmarks/compute.md):

- on graphics cards that have it: 0.24 ms against 9.8 ms on an NVIDIA H200, 1080p to 2160p;
- not on software rasterisers, which must put a work group's threads by at every barrier: 144 ms
  against 122 ms on llvmpipe, 540p to 1080p.

A user's own shader file is what it is, whichever backend is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .errors import GLError
from .gl.context import Capabilities
from .library import preset, preset_shader
from .options import ShaderSource, check_backend, resolve_shaders
from .usershader import UserShader


@dataclass(frozen=True, slots=True)
class Chosen:
    """What runs.

    Attributes
    ----------
    shaders : the passes
    compute_scaling : whether pictures are scaled in compute passes too
    wide : whether half floats are better stored in 32 bits: on software drivers
    """

    shaders: tuple[UserShader, ...]
    compute_scaling: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of what was asked for, of which the driver decides.

    Attributes
    ----------
    backend : ``auto``, ``fragment`` or ``compute``
    fragment : the shaders as fragment passes, or the user's own
    compute : the same picture in compute passes; the user's own again; None where there is none
    """

    backend: str
    fragment: tuple[UserShader, ...]
    compute: tuple[UserShader, ...] | None

    @classmethod
    def of(cls, backend: str, preset_name: str, shaders: Sequence[ShaderSource] = ()) -> Forms:
        """Return the forms of a preset, or of the user's shaders.

        Raises
        ------
        OptionError : an unknown preset or backend, a file that cannot be read, or a preset without
            the form that the backend names
        UserShaderError : a file that breaks the format
        """
        check_backend(backend)
        fragment = resolve_shaders(preset_name, shaders)
        compute: tuple[UserShader, ...] | None = None
        if shaders or not fragment or preset(preset_name).files:
            compute = fragment
        elif backend == "compute" or (backend == "auto" and preset(preset_name).compute):
            compute = (preset_shader(preset_name, compute=True),)
        return cls(backend, fragment, compute)

    def on(self, capabilities: Capabilities) -> Chosen:
        """Return what runs on a driver.

        Raises
        ------
        GLError : backend ``compute``, and the driver has no OpenGL 4.3
        """
        if self.backend == "compute" and not capabilities.compute:
            raise GLError(
                "backend 'compute' needs OpenGL 4.3, which this driver does not have;"
                " use 'fragment' or 'auto'"
            )
        run = self._chosen(faster=capabilities.compute and not capabilities.software)
        return replace(run, wide=capabilities.software)

    def by_graphics_card(self) -> Chosen:
        """Return what runs on a graphics card that has OpenGL 4.3."""
        return self._chosen(faster=True)

    def _chosen(self, *, faster: bool) -> Chosen:
        """Return what runs where compute is the faster form, or is not."""
        wanted = self.backend == "compute" or (self.backend == "auto" and faster)
        if wanted and self.compute is not None:
            return Chosen(self.compute, compute_scaling=True)
        return Chosen(self.fragment)

    def without_shaders(self) -> Forms:
        """Return the scaler alone, by the same backend."""
        return Forms(self.backend, (), ())


def chosen(shaders: Forms | Sequence[UserShader], capabilities: Capabilities) -> Chosen:
    """Return what runs on a driver, of forms or of shaders that were chosen before.

    Raises
    ------
    GLError : as `Forms.on`
    """
    if isinstance(shaders, Forms):
        return shaders.on(capabilities)
    return Chosen(tuple(shaders), wide=capabilities.software)
