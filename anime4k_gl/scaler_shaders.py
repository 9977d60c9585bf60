"""The scalers, by mpv's names, as user shaders: a kernel in a resampling pass.

A scaler is a `UserShader` whose last pass saves ``SCALED`` at the target size; the planner runs
it between PREKERNEL and POSTKERNEL like any other pass.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from .defaults import DEFAULT_SCALER as DEFAULT_SCALER
from .errors import OptionError
from .formats import Size
from .lazy.dataclass import dataclass
from .library import package_source
from .usershader import SourceText, UserShader, parse_user_shader
from .usershader.source import cut, joined, made

NO_SCALER = "none"
"""The name for no scaler: the source already has the output's size."""


@dataclass(frozen=True, slots=True)
class Scaler:
    """One scaler.

    Attributes
    ----------
    name : mpv's name
    desc : its properties in one line
    template : the resampling passes (a file in ``shaders/scalers``)
    kernel : the file in ``shaders/scalers/kernels`` with its weights, None if it needs none
    defines : constants the kernel file expects, as GLSL text
    blur : for jinc kernels, the factor by which kernel and window are widened (below 1 is
        sharper); mpv does not widen the window
    """

    name: str
    desc: str
    template: str
    kernel: str | None = None
    defines: tuple[tuple[str, str], ...] = ()
    blur: float | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """Settings of a scaler that differ from its defaults; the meanings are mpv's.

    Attributes
    ----------
    param1, param2 : B and C of the cubic scalers, catmull_rom and mitchell
    radius : radius of the lanczos kernels, in source pixels
    antiring : 0 to 1: how much ringing beyond the nearest pixels' values is removed
    """

    param1: float | None = None
    param2: float | None = None
    radius: float | None = None
    antiring: float = 0.0


PLAIN = Tuning()
"""The defaults of every scaler."""

_MAX_RADIUS = 16.0


def check_tuning(name: str, tuning: Tuning) -> Tuning:
    """Return a scaler's tuning after checking it.

    Raises
    ------
    OptionError : a value out of range, or one that this scaler does not use
    """
    scaler = SCALERS[resolve_scaler(name)]
    params = (tuning.param1, tuning.param2)
    if any(value is not None for value in params) and scaler.kernel != "cubic":
        raise OptionError(
            f"scaler {name!r} has no param1 or param2; only catmull_rom and mitchell do"
        )
    for value in params:
        if value is not None and not math.isfinite(value):
            raise OptionError(
                f"scaler {name!r}: param1 and param2 must be finite numbers, not {value}"
            )
    if tuning.radius is not None:
        if scaler.kernel not in ("lanczos", "jinc"):
            raise OptionError(f"scaler {name!r} has no radius to set; only the lanczos ones do")
        if not 1 <= tuning.radius <= _MAX_RADIUS:
            raise OptionError(f"scaler {name!r}: the radius must be 1 to 16, not {tuning.radius}")
    if not 0 <= tuning.antiring <= 1:
        raise OptionError(f"scaler {name!r}: antiring must be 0 to 1, not {tuning.antiring}")
    return tuning


def _cubic(name: str, desc: str, b: str, c: str) -> Scaler:
    return Scaler(name, desc, "separable", "cubic", (("B", b), ("C", c)))


SCALERS: dict[str, Scaler] = {
    scaler.name: scaler
    for scaler in (
        Scaler("nearest", "blocks, for pixel art", "nearest"),
        Scaler("bilinear", "soft", "separable", "bilinear"),
        _cubic("catmull_rom", "sharp, little ringing; the default (alias: bicubic)", "0.0", "0.5"),
        _cubic("mitchell", "smooth, hardly any ringing", "1.0 / 3.0", "1.0 / 3.0"),
        Scaler("spline36", "sharper, some ringing", "separable", "spline36"),
        Scaler("lanczos", "sharper, some ringing", "separable", "lanczos"),
        Scaler("ewa_lanczos", "round and clean, slow (Jinc)", "polar", "jinc", blur=1.0),
        # The blur that makes the polar kernel sharpest without visible ringing, as mpv has it.
        Scaler("ewa_lanczossharp", "round, clean and sharper, slow", "polar", "jinc",
               blur=0.9812505644269356),
    )
}  # fmt: skip

ALIASES = {"bicubic": "catmull_rom"}

_JINC_ZEROS = (1.2196698912665045, 3.2383154841662362)
"""The first and third zero of jinc: the end of the window's main lobe, and the kernel's radius."""

_VO_GPU_JINC_RADIUS = {"ewa_lanczos": 3.0}
"""The radii that differ in mpv 0.35's vo_gpu."""

_PLAYER_CUTOFF = 0.001
"""The weight below which mpv's polar kernels end."""

_COMPUTE_RADIUS = 5.0
"""The largest radius whose tile in a compute dispatch fits in 32 KiB of shared memory, which every
driver has."""

_COMPUTE_STEPS = 8

_KERNEL_STEPS = 512

_PLAYER_STEPS = 1024
"""The size of mpv's largest table; a polar kernel ends at one of its steps."""


def scaler_names() -> tuple[str, ...]:
    """Return every name that `resolve_scaler` accepts, including aliases and ``none``."""
    return (*SCALERS, *ALIASES, NO_SCALER)


def resolve_scaler(name: str) -> str:
    """Return the scaler's own name for a name or alias.

    Raises
    ------
    OptionError : no such scaler; the message lists the valid ones
    """
    name = ALIASES.get(name, name)
    if name != NO_SCALER and name not in SCALERS:
        raise OptionError.unknown("scaler", name, scaler_names())
    return name


def check_unscaled(source: Size, target: Size) -> None:
    """Check the sizes of a picture that is not scaled, because it has its output's size already.

    Raises
    ------
    OptionError : the sizes differ
    """
    if source != target:
        raise OptionError(
            f"scaler {NO_SCALER!r} needs a source of the output size, not {source} for {target};"
            " choose a scaler, or leave the size out"
        )


@cache
def scaler_shader(
    name: str,
    *,
    alpha: bool = False,
    antialias: bool = True,
    as_player: bool = False,
    libplacebo: bool = False,
    tuning: Tuning = PLAIN,
    compute: tuple[float, float] | None = None,
    template: SourceText | None = None,
) -> UserShader:
    """Return the passes of a scaler.

    Parameters
    ----------
    name : a scaler's name or alias, not ``none``
    alpha : whether the picture has an alpha channel to weight colour by
    antialias : stretch the kernel over what an output pixel covers; False also where no side is
        made smaller, which is faster
    as_player : repeat the border's pixels and leave values beyond 0 and 1, as mpv does; else cut
        the kernel off at the border and clamp, as Pillow does
    libplacebo : which of mpv's two outputs the player is, where their polar kernels differ
    tuning : how it is set apart from its defaults
    compute : as one compute dispatch, where `has_compute_form` says there is one, of so many source
        pixels to an output pixel along x and y, at most 1; it knows neither alpha nor anti-aliasing
    template : with `compute`, the source of a pass that scales so and does more besides; see
        `UserShader.scaled_first`

    Raises
    ------
    OptionError : no such scaler, or a setting it does not use
    """
    check_tuning(name, tuning)
    scaler = SCALERS[resolve_scaler(name)]
    if compute:
        scaler = replace(scaler, template=f"{scaler.template}_compute")
    if as_player and scaler.name == "nearest":
        scaler = Scaler("nearest", scaler.desc, "separable", "box")
    elif as_player and not libplacebo and scaler.name == "bilinear":
        scaler = Scaler("bilinear", scaler.desc, "sampled")
    source = template or package_source(f"scalers/{scaler.template}.glsl")
    if scaler.kernel is None:
        return parse_user_shader(source.text, filename=source.filename, source_map=source.map)
    defines = dict(scaler.defines)
    if alpha:
        defines["HAS_ALPHA"] = ""
    if compute:
        # A few steps, each for many sizes, since programs are slow to compile.
        steps = (math.ceil(step * _COMPUTE_STEPS) / _COMPUTE_STEPS for step in compute)
        defines |= dict(zip(("STEP_X", "STEP_Y"), map(repr, steps), strict=True))
    if as_player:
        defines["AS_PLAYER"] = ""
        if libplacebo:
            defines["LIBPLACEBO"] = ""
    if not antialias:
        defines["NO_STRETCH"] = ""
    for key, value in (("B", tuning.param1), ("C", tuning.param2), ("RADIUS", tuning.radius)):
        if value is not None:
            defines[key] = f"({float(value)!r})"
    if tuning.antiring:
        defines["ANTIRING"] = repr(float(tuning.antiring))
    weights: list[float] = []
    if scaler.blur is not None:
        radius = tuning.radius or _JINC_ZEROS[1]
        if as_player:
            if not libplacebo:
                radius = tuning.radius or _VO_GPU_JINC_RADIUS.get(scaler.name, radius)
            weights = _jinc_weights(radius, _PLAYER_STEPS, scaler.blur)
            defines["CUTOFF"] = repr(_cutoff(weights, radius))
        else:
            weights = _jinc_weights(radius, _KERNEL_STEPS)
            radius *= scaler.blur
        defines |= {"RADIUS": repr(radius), "KERNEL_STEPS": str(len(weights))}
    name = f"scalers/{scaler.name}.glsl"
    preamble = "".join(f"#define {key} {value}\n" for key, value in defines.items())
    kernel = (
        made(f"\n{preamble}", name),
        package_source("scalers/taps.glsl"),
        package_source(f"scalers/kernels/{scaler.kernel}.glsl"),
    )
    text = source.text
    parts: list[SourceText] = []
    # The file's opening comment would be read as more of the table.
    start = text.index("//!")
    if weights:
        parts.append(made(_table(weights), name))
    else:
        parts.append(cut(source, 0, start))
    # Each pass is a program of its own, so the kernel goes in front of every body.
    for desc in re.finditer(r"(?m)^//!DESC .*\n", text):
        if desc.start() > text.index("//!HOOK"):
            parts += (cut(source, start, desc.end()), *kernel)
            start = desc.end()
    whole = joined([*parts, cut(source, start, len(text))], name)
    return parse_user_shader(whole.text, filename=name, source_map=whole.map)


def has_compute_form(name: str, tuning: Tuning = PLAIN) -> bool:
    """Return whether a scaler has a form as one compute dispatch."""
    scaler = SCALERS[resolve_scaler(name)]
    reach = tuning.radius or 3.0
    return scaler.template == "separable" and reach <= _COMPUTE_RADIUS and not tuning.antiring


def _jinc_weights(radius: float, count: int, blur: float = 1.0) -> list[float]:
    """Return the weights at even steps from 0 to `radius`.

    Parameters
    ----------
    radius : the end of the window
    count : number of weights
    blur : the factor by which only the kernel is widened
    """
    steps = (radius * i / (count - 1) for i in range(count))
    return [
        _jinc(x / blur) * _jinc(x * _JINC_ZEROS[0] / radius) if x < radius * blur else 0.0
        for x in steps
    ]


def _cutoff(weights: Sequence[float], radius: float) -> float:
    """Return the end of mpv's kernel with these weights."""
    last = max(i for i, weight in enumerate(weights) if abs(weight) > _PLAYER_CUTOFF)
    return radius * last / (len(weights) - 1)


def _table(weights: Sequence[float]) -> str:
    """Return weights as a lookup table."""
    body = struct.pack(f"<{len(weights)}f", *weights).hex()
    return (
        f"//!TEXTURE KERNEL\n//!SIZE {len(weights)} 1\n//!FORMAT r32f\n//!FILTER NEAREST\n{body}\n"
    )


def _jinc(x: float) -> float:
    """Return 2 J1(pi x) / (pi x), the radial counterpart of sinc."""
    if x < 1e-8:
        return 1.0
    z = math.pi * x
    # J1 by Bessel's integral; the trapezoidal rule converges exponentially on a periodic integrand.
    n = 64
    angles = (math.pi * (k + 0.5) / n for k in range(n))
    j1 = sum(math.cos(a - z * math.sin(a)) for a in angles) / n
    return 2 * j1 / z
