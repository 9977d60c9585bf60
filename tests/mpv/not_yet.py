"""The cases in which the engine does not do as mpv does, to be worked off until none is left.

An entry is a case's name, which means all its clips and sizes, or ``name/clip/size``. The tests
of these must fail: one that passes is to be taken off.
"""

from __future__ import annotations

NOT_YET: frozenset[str] = frozenset(
    {
        "chroma-bilateral/nv12/same",
        "chroma-bilateral/nv12/up",
        "chroma-bilateral/yuv420p-full/same",
        "chroma-bilateral/yuv420p-full/up",
        "chroma-bilateral/yuv420p/same",
        "chroma-bilateral/yuv420p/up",
        "chroma-bilateral/yuv420p10/same",
        "chroma-bilateral/yuv420p10/up",
        "chroma-bilateral/yuv422p/same",
        "chroma-doubled/yuv420p-odd/double",
        "chroma-doubled/yuv420p-odd/same",
        "chroma-to-luma-size/yuv420p-odd/same",
        "chroma-to-luma-size/yuv420p-odd/up",
        "cscale-nearest/yuv420p-odd/same",
        "everything/yuv420p/double",
        "everything/yuv420p/up",
        "main-invert/nv12-odd/down",
        "main-invert/nv12-odd/same",
        "main-invert/nv12-odd/up",
        "nothing/nv12-odd/double",
        "nothing/nv12-odd/same",
        "prescaler-and-chroma/yuv420p/double",
        "prescaler-and-chroma/yuv420p/up",
        "scale-ewa_lanczos-down-correct/rgb24/down",
        "scale-ewa_lanczossharp-down-correct/rgb24/down",
        "when-names/yuv420p-odd/double",
        "when-names/yuv420p-odd/same",
    }
)
