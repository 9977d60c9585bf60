"""TEXTURE blocks: every format, filter, border and dimension, and whose name counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from oracles.mpv.case import SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked

_DTYPES = {"8": "<u1", "16": "<u2", "16f": "<f4", "32f": "<f4", "8ui": "<u1", "16ui": "<u2"}


def lookup(
    name: str, fmt: str, size: Sequence[int], values: npt.NDArray[np.float64], *more: str
) -> str:
    """Return a TEXTURE block.

    Parameters
    ----------
    values : in [0, 1], of as many numbers as texels times channels; integer formats hold them
        times the largest code
    more : further directives
    """
    dtype = np.dtype(_DTYPES[fmt.lstrip("rgba")])
    if dtype.kind == "u":
        values = np.rint(values * np.iinfo(dtype).max)
    sides = " ".join(map(str, size))
    lines = [f"TEXTURE {name}", f"SIZE {sides}", f"FORMAT {fmt}", *more]
    header = "".join(f"//!{line}\n" for line in lines)
    return header + values.astype(dtype).tobytes().hex() + "\n"


def table(count: int, seed: int = 1) -> npt.NDArray[np.float64]:
    """Return numbers in [0, 1], the same every time."""
    return np.random.default_rng(seed).random(count)


_FETCHED = "texelFetch(LUT, ivec2(gl_FragCoord.xy / 13.0) % ivec2(5, 4), 0)"
_SAMPLED = "texture(LUT, HOOKED_pos)"


def _shown(fmt: str, read: str) -> str:
    channels = len(fmt) - len(fmt.lstrip("rgba"))
    if fmt.endswith("ui"):
        top = 255.0 if fmt.endswith("8ui") else 65535.0
        read = f"(vec4({read}) / {top})"
    return {
        1: f"vec4({read}.r, 0.5, 0.2, 1.0)",
        2: f"vec4({read}.rg, 0.5, 1.0)",
        3: f"vec4({read}.rgb, 1.0)",
        4: f"vec4({read}.rgb * 0.5 + {read}.a * 0.5, 1.0)",
    }[channels]


def _format_case(fmt: str) -> Case:
    channels = len(fmt) - len(fmt.lstrip("rgba"))
    integer = fmt.endswith("ui")
    block = lookup("LUT", fmt, (5, 4), table(20 * channels), *(["FILTER NEAREST"] * integer))
    read = _FETCHED if integer else _SAMPLED
    body = f"gl_FragCoord.y < 24.0 ? {_shown(fmt, _FETCHED)} : {_shown(fmt, read)}"
    return Case(f"lookup-{fmt}", (block + hooked(body, "OUTPUT", "BIND LUT"),), ("rgb24",))


def _one(*more: str, read: str, size: Sequence[int] = (5, 4), point: str = "OUTPUT") -> str:
    texels = int(np.prod(size))
    return lookup("LUT", "rgba8", size, table(4 * texels), *more) + hooked(
        f"vec4({read}.rgb, 1.0)", point, "BIND LUT"
    )


_WIDE = "texture(LUT, HOOKED_pos * 2.6 - 0.8)"
_CUBE = np.stack(
    [(np.arange(512) // step % 8 / 7) ** 0.8 for step in (8, 64, 1)] + [np.ones(512)], axis=-1
).ravel()
_CURVE = np.sqrt(np.arange(32) / 31)
_ON_CURVE = """vec4 hook() {
    vec3 c = clamp(HOOKED_tex(HOOKED_pos).rgb, 0.0, 1.0) * 31.0 / 32.0 + 0.5 / 32.0;
    return vec4(texture(CURVE, c.r).r, texture(CURVE, c.g).r, texture(CURVE, c.b).r, 1.0);
}"""

CASES = (
    *(_format_case(channels + bits) for channels in ("r", "rg", "rgb", "rgba")
      for bits in ("8", "16", "16f", "32f", "8ui", "16ui")),
    Case("lookup-rgb10_a2", (
        "//!TEXTURE LUT\n//!SIZE 5 4\n//!FORMAT rgb10_a2\n"
        + np.random.default_rng(3).integers(0, 1 << 32, 20, np.uint32).tobytes().hex() + "\n"
        + hooked(_shown("rgba", _SAMPLED), "OUTPUT", "BIND LUT"),), ("rgb24",)),
    Case("lookup-default-filter", (_one(read=_SAMPLED),), ("rgb24",), (SAME, UP)),
    Case("lookup-linear", (_one("FILTER LINEAR", read=_SAMPLED),), ("rgb24",)),
    Case("lookup-nearest", (_one("FILTER NEAREST", read=_SAMPLED),), ("rgb24",), (SAME, UP)),
    Case("lookup-default-border", (_one(read=_WIDE),), ("rgb24",)),
    Case("lookup-clamp", (_one("BORDER CLAMP", read=_WIDE),), ("rgb24",)),
    Case("lookup-repeat", (_one("BORDER REPEAT", read=_WIDE),), ("rgb24",)),
    Case("lookup-repeat-nearest", (_one("BORDER REPEAT", "FILTER NEAREST", read=_WIDE),),
         ("rgb24",)),
    Case("lookup-1d", (_one(size=(9,), read="texture(LUT, HOOKED_pos.x * 1.4 - 0.2)"),),
         ("rgb24",), (SAME, UP)),
    Case("lookup-1d-repeat", (_one("BORDER REPEAT", size=(9,),
                                   read="texture(LUT, HOOKED_pos.x * 3.0)"),), ("rgb24",)),
    Case("lookup-3d", (_one(size=(4, 3, 2), read="texture(LUT, vec3(HOOKED_pos, 0.4))"),),
         ("rgb24",)),
    Case("lookup-3d-cube", (
        lookup("CUBE", "rgba16", (8, 8, 8), _CUBE)
        + hooked("vec4(texture(CUBE, clamp(HOOKED_tex(HOOKED_pos).bgr, 0.0, 1.0) * 7.0 / 8.0"
                 " + 0.5 / 8.0).rgb, 1.0)", "MAIN", "BIND CUBE"),),
        ("rgb24", "yuv420p"), (SAME, UP)),
    Case("lookup-curve", (lookup("CURVE", "r32f", (32,), _CURVE)
                          + hooked(_ON_CURVE, "MAIN", "BIND CURVE"),),
         ("rgb24", "yuv420p"), (SAME, UP)),
    Case("lookup-lut-pos-macro", (
        lookup("CURVE", "r16f", (32,), _CURVE)
        + hooked("vec4(texture(CURVE, LUT_POS(clamp(HOOKED_tex(HOOKED_pos).r, 0.0, 1.0), 32.0)).r,"
                 " 0.2, 0.4, 1.0)", "MAIN", "BIND CURVE"),), ("rgb24",)),
    Case("lookup-single-channel-rows", (
        lookup("LUT", "r8", (5, 3), table(15)) + lookup("L3", "rgb8", (3, 5), table(45, 2))
        + hooked("vec4(texelFetch(LUT, ivec2(gl_FragCoord.xy) % ivec2(5, 3), 0).r,"
                 " texelFetch(L3, ivec2(gl_FragCoord.xy) % ivec2(3, 5), 0).gb, 1.0)", "OUTPUT",
                 "BIND LUT", "BIND L3"),), ("rgb24",)),
    Case("lookup-unbounded-floats", (
        lookup("LUT", "rg32f", (4, 4), table(32) * 3000 - 1500)
        + hooked("vec4(texture(LUT, HOOKED_pos).rg / 3000.0 + 0.5, 0.0, 1.0)", "OUTPUT",
                 "BIND LUT"),), ("rgb24",)),
    Case("lookup-half-rounds", (
        lookup("LUT", "r16f", (4, 4), 2048 + table(16) * 8)
        + hooked("vec4((texelFetch(LUT, ivec2(HOOKED_pos * 4.0), 0).r - 2047.0) / 10.0)", "OUTPUT",
                 "BIND LUT"),), ("rgb24",)),
    # Whose name counts.
    Case("lookup-used-before-defined", (
        hooked("vec4(texture(LUT, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND LUT")
        + lookup("LUT", "rgba8", (5, 4), table(80)),), ("rgb24",)),
    Case("lookup-of-an-earlier-file", (
        lookup("LUT", "rgba8", (5, 4), table(80)) + hooked(GAMMA, "MAIN"),
        hooked("vec4(texture(LUT, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND LUT")), ("rgb24",)),
    Case("lookup-of-a-later-file", (
        hooked("vec4(texture(LUT, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND LUT"),
        lookup("LUT", "rgba8", (5, 4), table(80)) + hooked(GAMMA, "MAIN")), ("rgb24",)),
    Case("lookup-defined-twice", (
        lookup("LUT", "rgba8", (5, 4), table(80)) + lookup("LUT", "rgba8", (5, 4), table(80, 9))
        + hooked("vec4(texture(LUT, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND LUT"),), ("rgb24",)),
    Case("lookup-named-as-a-point", (
        lookup("NATIVE", "rgba8", (5, 4), table(80))
        + hooked("vec4(texture(NATIVE, HOOKED_pos).rgb, 1.0)", "MAIN", "BIND NATIVE"),),
        ("rgb24", "yuv420p")),
    Case("lookup-named-as-a-save", (
        lookup("HALF", "rgba8", (5, 4), table(80))
        + hooked("vec4(1.0)", "MAIN", "SAVE HALF", desc="save")
        + hooked("vec4(texture(HALF, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND HALF"),), ("rgb24",)),
    Case("lookup-has-no-macros", (
        lookup("LUT", "rgba8", (5, 4), table(80))
        + hooked("""vec4 hook() {
#if defined(LUT_tex) || defined(LUT_pos) || defined(LUT_size)
    return vec4(1.0, 0.0, 0.0, 1.0);
#else
    return vec4(texture(LUT, HOOKED_pos).rgb, 1.0);
#endif
}""", "OUTPUT", "BIND LUT"),), ("rgb24",)),
    Case("lookup-in-several-passes", (
        lookup("LUT", "rgba8", (5, 4), table(80))
        + hooked("HOOKED_tex(HOOKED_pos) * texture(LUT, HOOKED_pos)", "MAIN", "BIND LUT",
                 desc="one")
        + hooked("HOOKED_tex(HOOKED_pos) + 0.5 * texture(LUT, HOOKED_pos.yx)", "OUTPUT",
                 "BIND LUT", desc="two"),), ("rgb24", "yuv420p"), ran=("one", "two")),
    Case("lookup-upper-case-hex", (
        lookup("LUT", "rgba8", (5, 4), table(80)).replace("a", "A").replace("rgbA8", "rgba8")
        .replace("d", "D").replace("e", "E")
        + hooked("vec4(texture(LUT, HOOKED_pos).rgb, 1.0)", "OUTPUT", "BIND LUT"),), ("rgb24",)),
    Case("lookup-bound-first", (
        lookup("LUT", "rgba8", (5, 4), table(80))
        + shader_pass("mix(HOOKED_tex(HOOKED_pos), texture(LUT, HOOKED_pos), 0.5)", "HOOK MAIN",
                      "BIND LUT", "BIND HOOKED", "DESC mixed"),), ("yuv420p",), (SAME, UP)),
)  # fmt: skip
