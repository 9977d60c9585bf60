"""The options every entry point shares: sizes from scales, and shaders from presets and files."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence

from .errors import OptionError
from .formats import Size
from .library import NO_PRESET, preset, preset_shaders
from .plan import Dialect, ScalingOptions, resolve_dialect
from .scalers import NO_SCALER, PLAIN, Tuning, check_tuning, resolve_scaler
from .usershader import UserShader, read_user_shader

_BEYOND_ALL_LIMITS = 1e12  # a side no driver has; keeps infinity out of the arithmetic

BACKENDS = ("auto", "fragment", "compute")

ShaderSource = str | os.PathLike[str] | UserShader
"""A user shader file, or one already read."""


def check_scale(scale: float) -> float:
    """Return a scale factor as a float.

    Raises
    ------
    OptionError : it is no finite number above 0
    """
    try:
        number = float(scale)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number <= 0:
        raise OptionError(f"the scale must be a finite number above 0, not {scale}")
    return number


def check_backend(backend: str) -> str:
    """Return the backend's name.

    Raises
    ------
    OptionError : no backend has that name
    """
    if backend not in BACKENDS:
        raise OptionError.unknown("backend", backend, BACKENDS)
    return backend


def scaled(size: Size, scale: float) -> Size:
    """Return `size` times `scale`, each side rounded to the nearest pixel and at least 1."""
    sides = (min(side * scale, _BEYOND_ALL_LIMITS) for side in size)
    return Size(*(max(1, math.floor(side + 0.5)) for side in sides))


def parse_size(text: str, source: Size) -> Size:
    """Return the size that ``1920x1080``, ``1920x`` or ``x1080`` names.

    A side left out follows from the source's aspect.

    Raises
    ------
    OptionError : the text is no size
    """
    match = re.fullmatch(r"([0-9]{0,7})x([0-9]{0,7})", text.strip())
    if match is None or not any(match.groups()) or any(s and not int(s) for s in match.groups()):
        raise OptionError(f"a size is WxH in pixels, 1920x1080 for example, not {text!r}")
    if not match[2]:
        return _fitted(Size(int(match[1]), 0), source)
    if not match[1]:
        return _fitted(Size(0, int(match[2])), source)
    return check_size(Size(int(match[1]), int(match[2])))


def _fitted(size: Size, source: Size) -> Size:
    scale = size.width / source.width or size.height / source.height
    fitted = scaled(source, scale)
    return Size(size.width or fitted.width, size.height or fitted.height)


def check_size(size: Size) -> Size:
    """Return a size.

    Raises
    ------
    OptionError : a side is under 1
    """
    if size.width < 1 or size.height < 1:
        raise OptionError(f"the size must be 1x1 or more, not {size}")
    return size


def resolve_sizes(
    source: Size, *, scale: float, size: Size | None, scaler: str
) -> tuple[Size, Size]:
    """Return (target size, native size) for a source.

    With the scaler ``none`` the source is taken as already scaled by `scale` from the native size.

    Raises
    ------
    OptionError : an unusable scale, size or scaler, or a size given together with ``none``
    """
    if resolve_scaler(scaler) == NO_SCALER:
        if size is not None and size != source:
            raise OptionError(
                f"scaler 'none' takes a source of the output's size, not {source} for {size};"
                " choose a scaler, or leave the size out"
            )
        return source, scaled(source, 1 / check_scale(scale))
    if size is not None:
        return check_size(size), source
    return scaled(source, check_scale(scale)), source


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
    return preset_shaders(preset_name)


def resolve_scaling(
    *,
    scaler: str,
    cscaler: str = "bilinear",
    dscaler: str | None = None,
    linear_upscaling: bool = False,
    sigmoid_upscaling: bool = False,
    linear_downscaling: bool = False,
    correct_downscaling: bool = True,
    tuning: Tuning = PLAIN,
    ctuning: Tuning = PLAIN,
    dtuning: Tuning = PLAIN,
) -> ScalingOptions:
    """Return how scaling is to be done; the names and meanings are mpv's.

    Raises
    ------
    OptionError : a scaler that does not exist, or a tuning it has no use for
    """
    for name, tuned in ((scaler, tuning), (cscaler, ctuning), (dscaler, dtuning)):
        if name is None and tuned != PLAIN:
            raise OptionError("a dscaler's tuning needs a dscaler; name one")
        if name is not None and resolve_scaler(name) != NO_SCALER:
            check_tuning(name, tuned)
    for name in (cscaler, dscaler):
        if name == NO_SCALER:
            raise OptionError("chroma and downscaling cannot do with the scaler 'none'")
    return ScalingOptions(
        scaler=resolve_scaler(scaler),
        cscaler=resolve_scaler(cscaler),
        dscaler=None if dscaler is None else resolve_scaler(dscaler),
        linear_upscaling=linear_upscaling,
        sigmoid_upscaling=sigmoid_upscaling,
        linear_downscaling=linear_downscaling,
        correct_downscaling=correct_downscaling,
        tuning=tuning,
        ctuning=ctuning,
        dtuning=dtuning,
    )


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
    return Dialect.VO_GPU if shaders or preset(preset_name).files else None
