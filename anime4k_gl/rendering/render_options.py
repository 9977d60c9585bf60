"""`RenderOptions`: how a picture is made, as one value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALER
from ..errors import OptionError
from ..lazy.dataclass import dataclass
from ..library import NO_PRESET, preset_names, times_read
from ..library import preset as preset_of
from ..plan import Dialect, ScalingOptions, resolve_dialect
from ..scaler_shaders import NO_SCALER
from ..usershader import UserShader
from .options import ParamValues
from .scaling import check_scaling
from .shader_forms import Forms, ShaderSource

_Given = tuple[tuple[str, type, Any], ...]


@dataclass(frozen=True, kw_only=True)
class RenderOptions:
    """How a picture is made: built once where options come in, and handed on from there.

    Attributes
    ----------
    forms : the shaders in the forms they have, the backend, and the preset they are of
    params : values for their parameters, by name or by ``file-stem/name``; read-only
    dialect : whose rules hold where mpv's video outputs differ, see `make_plan`
    scaling : the scalers, and how they are used
    """

    forms: Forms = field(default_factory=Forms.nothing)
    params: ParamValues = field(default_factory=dict, hash=False)
    dialect: Dialect | None = None
    scaling: ScalingOptions = field(default_factory=ScalingOptions)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    @classmethod
    def of(
        cls,
        *,
        preset: str = DEFAULT_PRESET,
        scaler: str = DEFAULT_SCALER,
        shaders: Sequence[ShaderSource] = (),
        params: ParamValues | None = None,
        backend: str = DEFAULT_BACKEND,
        dialect: Dialect | str | None = None,
        scaling: ScalingOptions | None = None,
    ) -> RenderOptions:
        """Return what options ask for; they are as for `upscale`.

        Raises
        ------
        OptionError : an option that cannot be used
        UserShaderError : a shader file that breaks the format
        """
        if params is not None and not isinstance(params, Mapping):
            raise OptionError(f"params must be a dict of values by name, not {params!r}")
        if scaling is not None and not isinstance(scaling, ScalingOptions):
            raise OptionError(f"scaling must be a ScalingOptions, not {scaling!r}")
        values = dict(params or {})
        if not shaders and preset in (NO_PRESET, *preset_names()):  # whose files do not change
            given = tuple((name, type(value), value) for name, value in values.items())
            with suppress(TypeError):  # some value is of a kind that cannot be looked up
                return _of_package(times_read(), preset, scaler, given, backend, dialect, scaling)
        return cls._of(preset, scaler, shaders, values, backend, dialect, scaling)

    @classmethod
    def _of(
        cls,
        preset: str,
        scaler: str,
        shaders: Sequence[ShaderSource],
        params: ParamValues,
        backend: str,
        dialect: Dialect | str | None,
        scaling: ScalingOptions | None,
    ) -> RenderOptions:
        return cls(
            forms=Forms.of(backend, preset, shaders, after_scaling=scaler == NO_SCALER),
            params=params,
            dialect=choose_dialect(dialect, shaders, preset),
            scaling=check_scaling(replace(scaling or ScalingOptions(), scaler=scaler)),
        )

    @classmethod
    def for_shaders(
        cls,
        shaders: Sequence[UserShader] | Forms = (),
        *,
        scaler: str = DEFAULT_SCALER,
        params: ParamValues | None = None,
        dialect: Dialect | str | None = None,
        scaling: ScalingOptions | None = None,
    ) -> RenderOptions:
        """Return options that run parsed shaders; no dialect is chosen for them.

        Raises
        ------
        OptionError : as `of`
        """
        return cls(
            forms=shaders if isinstance(shaders, Forms) else Forms.as_given(shaders),
            params=params or {},
            dialect=None if dialect is None else resolve_dialect(dialect),
            scaling=check_scaling(replace(scaling or ScalingOptions(), scaler=scaler)),
        )

    @property
    def scaler(self) -> str:
        """The scaler's own name; ``none`` where the picture has the output's size already."""
        return self.scaling.scaler

    @property
    def unscaled(self) -> bool:
        """Whether the picture has the output's size already."""
        return self.scaler == NO_SCALER

    @property
    def shaders(self) -> tuple[UserShader, ...]:
        """The shaders as fragment passes, or the user's own."""
        return self.forms.fragment

    @property
    def preset(self) -> str | None:
        """The preset's name or path, ``none`` for the scaler alone; None for own shaders."""
        return self.forms.preset

    def scaler_alone(self) -> RenderOptions:
        """Return the same without shaders."""
        return replace(self, forms=Forms.nothing(self.forms.backend), params={})

    def plan_options(self) -> dict[str, Any]:
        """Return what `make_plan` takes of them; which shaders run, the driver decides."""
        return {
            "scaler": self.scaler,
            "params": self.params,
            "dialect": self.dialect,
            "scaling": self.scaling,
        }

    def key(self) -> Hashable:
        """Return what tells apart the options with which different things run.

        The files too: shaders that mean the same may differ in the place their errors name.
        """
        return self._key

    @cached_property
    def _key(self) -> Hashable:
        files = tuple((shader.filename, shader.source_map) for shader in self.shaders)
        params = tuple(sorted(self.params.items()))
        return _Key((self.forms, params, self.dialect, self.scaling, files))


@dataclass(frozen=True, slots=True)
class _Key:
    """A value whose hash is computed once: that of a preset's passes takes 0.1 ms."""

    value: Hashable
    hash: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", hash(self.value))

    def __hash__(self) -> int:
        return self.hash


@lru_cache(32)
def _of_package(_: int, preset: str, scaler: str, params: _Given, *others: Any) -> RenderOptions:
    """Return the options for a preset of the package; the same object for the same values."""
    values = {name: value for name, _, value in params}
    return RenderOptions._of(preset, scaler, (), values, *others)


def choose_dialect(
    dialect: Dialect | str | None, shaders: Sequence[ShaderSource], preset_name: str = NO_PRESET
) -> Dialect | None:
    """Return whose rules hold: those asked for, else vo_gpu's for a user's own shaders.

    A user's own are those given, and those of a preset of shader files.

    None, for presets, is vo_gpu's rules with our own, more exact scaling.

    Raises
    ------
    OptionError : there is no such dialect, or no such preset
    """
    if dialect is not None:
        return resolve_dialect(dialect)
    return Dialect.VO_GPU if shaders or preset_of(preset_name).files else None
