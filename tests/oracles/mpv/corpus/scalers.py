"""mpv's own scalers around the hook points: the picture's, chroma's, and the light they work in."""

from __future__ import annotations

from typing import Any

from oracles.mpv.case import DOUBLE, DOWN, SAME, UP, Case
from oracles.mpv.corpus.hooks import GAMMA, hooked

_SCALERS = (
    "nearest", "bilinear", "catmull_rom", "mitchell", "spline36", "lanczos", "ewa_lanczos",
    "ewa_lanczossharp",
)  # fmt: skip
_SHADER = hooked(GAMMA, "MAIN")
_RESIZED = hooked(GAMMA, "LUMA", "WIDTH HOOKED.w 1.5 *", "HEIGHT HOOKED.h 1.5 *")


# With its usual table of 64 weights, mpv on Mesa's rasteriser draws garbage in every third
# run or so; with a table of 1024, in one of hundreds. From 0.37 on the table always has 256.
_TABLE_SIZE = "--scaler-lut-size=10"


def _options(**options: Any) -> dict[str, Any]:
    """Return mpv's options and the engine's from one set of names and values."""
    names = {"scaler": "scale", "cscaler": "cscale", "dscaler": "dscale"}
    mpv = tuple(
        f"--{names.get(name, name.replace('_', '-'))}"
        f"={value if isinstance(value, str) else 'yes' if value else 'no'}"
        for name, value in options.items()
    )
    bilinear = {options.get(name, "bilinear") for name in names} == {"bilinear"}
    return {
        "mpv": (*mpv, _TABLE_SIZE),
        "engine": options,
        "resampled": True,
        "confirmed": not bilinear,
    }


CASES = (
    *(Case(f"scale-{name}", (_SHADER,), ("rgb24", "yuv420p"), (UP,),
           **_options(scaler=name)) for name in _SCALERS),
    *(Case(f"scale-{name}-double", (_SHADER,), ("rgb24",), (DOUBLE,),
           **_options(scaler=name)) for name in ("nearest", "lanczos", "ewa_lanczos")),
    *(Case(f"scale-{name}-down", (_SHADER,), ("rgb24",), (DOWN,), **_options(scaler=name))
      for name in _SCALERS),
    *(Case(f"scale-{name}-down-correct", (_SHADER,), ("rgb24",), (DOWN,),
           **_options(scaler=name, correct_downscaling=True))
      for name in _SCALERS),
    *(Case(f"cscale-{name}", (_SHADER,), ("yuv420p", "yuv420p-odd"), (SAME,),
           **_options(cscaler=name)) for name in _SCALERS),
    Case("cscale-lanczos-up", (_SHADER,), ("yuv420p", "yuv420p-odd"), (UP,),
         **_options(cscaler="lanczos")),
    Case("cscale-spline36-after-luma-resize", (_RESIZED,), ("yuv420p",), (SAME, UP),
         **_options(cscaler="spline36")),
    Case("cscale-spline36-of-nv12", (_SHADER,), ("nv12",), **_options(cscaler="spline36")),
    Case("cscale-spline36-full", (_SHADER,), ("yuv420p-full", "yuv422p", "yuv444p"),
         **_options(cscaler="spline36")),
    Case("dscale-mitchell", (_SHADER,), ("rgb24", "yuv420p"), (DOWN, UP),
         **_options(scaler="spline36", dscaler="mitchell", correct_downscaling=True)),
    *(Case(f"light-{light}-{scaler}", (_SHADER,), ("rgb24", "yuv420p"), (UP, DOWN),
           **_options(**{"scaler": scaler, f"{light}": True, "correct_downscaling": True}))
      for light in ("linear_upscaling", "sigmoid_upscaling", "linear_downscaling")
      for scaler in ("bilinear", "spline36")),
)  # fmt: skip
