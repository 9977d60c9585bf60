"""The functions ``linearize`` and ``delinearize`` for bodies written for libplacebo.

They convert colours from the source's transfer function to linear light, where 1.0 is the white of
standard dynamic range, and back. As in libplacebo, black of such a display is a thousandth of its
white. An untagged video is taken as BT.1886, an R'G'B' picture as sRGB.
"""

from __future__ import annotations

from collections.abc import Callable

from ..colour import UNSPECIFIED, Colour, Matrix
from ..glsl_syntax.words import declares_function, has_word

_NAMES = ("linearize", "delinearize")

_BLACK = 0.001  # relative to white
_WHITE_NITS = 203.0  # cd/m2 of 1.0
_HLG_PEAK = 1000.0 / _WHITE_NITS

_SRGB, _PQ, _HLG, _LINEAR = 13, 16, 18, 8
_GAMMAS = {4: 2.2, 5: 2.8, 17: 2.6}
"""Exponents by H.273 transfer code; every other code is BT.1886."""


def transfer_lines(body: str, own: frozenset[str], colour: Colour | None) -> list[str]:
    """Return the two functions if a body calls them and does not define them.

    Parameters
    ----------
    body : the pass's GLSL
    own : the macros it defines
    colour : the source's description; None for an R'G'B' picture
    """
    used = any(has_word(body, name) for name in _NAMES)
    if not used or own & {*_NAMES} or any(declares_function(body, name) for name in _NAMES):
        return []
    code = _SRGB if colour is None else colour.transfer
    if colour is not None and code == UNSPECIFIED and colour.matrix is Matrix.RGB:
        code = _SRGB
    return [
        line
        for name, curve in zip(_NAMES, _curves(code), strict=True)
        for line in _function(name, curve)
    ]


def _function(name: str, statements: list[str]) -> list[str]:
    return [
        f"vec4 {name}(vec4 color) {{",
        "    vec3 c = color.rgb;",
        *(f"    {statement}" for statement in statements),
        "    return vec4(c, color.a);",
        "}",
    ]


_NOT_NEGATIVE = "c = max(c, vec3(0.0));"


def _curves(code: int) -> tuple[list[str], list[str]]:
    curve: dict[int, Callable[[], tuple[list[str], list[str]]]] = {
        _SRGB: _srgb,
        _PQ: _pq,
        _HLG: _hlg,
        _LINEAR: lambda: ([], []),
    }
    if code in curve:
        return curve[code]()
    return _power(_GAMMAS[code]) if code in _GAMMAS else _bt1886()


def _bt1886() -> tuple[list[str], list[str]]:
    low, high = _BLACK ** (1 / 2.4), 1.0
    gain, lift = (high - low) ** 2.4, low / (high - low)
    return (
        [_NOT_NEGATIVE, f"c = {gain:.9f} * pow(c + vec3({lift:.9f}), vec3(2.4));"],
        [
            _NOT_NEGATIVE,
            f"c = pow({1 / gain:.9f} * c, vec3({1 / 2.4:.9f})) - vec3({lift:.9f});",
        ],
    )


def _with_black(to_light: str, from_light: str) -> tuple[list[str], list[str]]:
    """Return a curve from 0 to 1, raised to the display's black."""
    span = 1.0 - _BLACK
    return (
        [_NOT_NEGATIVE, to_light, f"c = {span:.9f} * c + vec3({_BLACK:.9f});"],
        [f"c = max((c - vec3({_BLACK:.9f})) / {span:.9f}, vec3(0.0));", from_light],
    )


def _power(gamma: float) -> tuple[list[str], list[str]]:
    return _with_black(
        f"c = pow(c, vec3({gamma:.9f}));",
        f"c = pow(c, vec3({1 / gamma:.9f}));",
    )


def _srgb() -> tuple[list[str], list[str]]:
    return _with_black(
        "c = mix(c / 12.92, pow((c + vec3(0.055)) / 1.055, vec3(2.4)),"
        " vec3(lessThan(vec3(0.04045), c)));",
        f"c = mix(c * 12.92, 1.055 * pow(c, vec3({1 / 2.4:.9f})) - vec3(0.055),"
        " vec3(lessThan(vec3(0.0031308), c)));",
    )


def _pq() -> tuple[list[str], list[str]]:
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    peak = 10000 / _WHITE_NITS
    return (
        [
            _NOT_NEGATIVE,
            f"c = pow(c, vec3({1 / m2:.9f}));",
            f"c = max(c - vec3({c1:.9f}), vec3(0.0)) / (vec3({c2:.9f}) - {c3:.9f} * c);",
            f"c = {peak:.9f} * pow(c, vec3({1 / m1:.9f}));",
        ],
        [
            _NOT_NEGATIVE,
            f"c = pow({1 / peak:.9f} * c, vec3({m1:.9f}));",
            f"c = (vec3({c1:.9f}) + {c2:.9f} * c) / (vec3(1.0) + {c3:.9f} * c);",
            f"c = pow(c, vec3({m2:.9f}));",
        ],
    )


def _hlg() -> tuple[list[str], list[str]]:
    # On a display of 1000 cd/m2, for which the system gamma is 1.2.
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    luma = "vec3(0.2627, 0.6780, 0.0593)"
    return (
        [
            _NOT_NEGATIVE,
            f"c = mix(4.0 * c * c, exp((c - vec3({c})) / {a}) + vec3({b}),"
            " vec3(lessThan(vec3(0.5), c))) / 12.0;",
            f"c *= {_HLG_PEAK:.9f} * pow(max(dot({luma}, c), 0.0), 0.2);",
        ],
        [
            f"c = max(c / {_HLG_PEAK:.9f}, vec3(0.0));",
            f"c *= 12.0 * pow(max(dot({luma}, c), 1e-6), {-0.2 / 1.2:.9f});",
            f"c = mix(vec3(0.5) * sqrt(c), {a} * log(max(c - vec3({b}), vec3(1e-6)))"
            f" + vec3({c}), vec3(lessThan(vec3(1.0), c)));",
        ],
    )
