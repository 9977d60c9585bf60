"""Linear and sigmoidised light around the main scaler, as user shaders.

Off by default. The curves are those players use for SDR: a pure power of 2.4 for BT.1886 and
untagged sources, sRGB's own for sources tagged so. libplacebo's curves, which include a black
level, are the functions that bodies may call.
"""

from __future__ import annotations

import math

from ...usershader import UserShader, parse_user_shader

_SRGB = 13  # H.273 transfer characteristics
_POWERS = {4: 2.2, 5: 2.8}
_BT1886 = 2.4

HDR_TRANSFERS = frozenset({16, 18})
"""PQ and HLG, whose light exceeds the range of the sigmoid curve."""

SIGMOID_CENTRE, SIGMOID_SLOPE = 0.75, 6.5
"""mpv's defaults for sigmoid-center and sigmoid-slope."""


def _pass(desc: str, expression: str) -> UserShader:
    return parse_user_shader(
        f"//!HOOK PREKERNEL\n//!BIND HOOKED\n//!SAVE HOOKED\n//!DESC {desc}\n\n"
        "vec4 hook() {\n    vec4 c = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0);\n"
        f"    vec3 v = clamp(c.rgb, 0.0, 1.0);\n    return vec4({expression}, c.a);\n}}\n",
        filename=f"<{desc}>",
    )


def _calling(desc: str, function: str) -> UserShader:
    return parse_user_shader(
        f"//!HOOK PREKERNEL\n//!BIND HOOKED\n//!SAVE HOOKED\n//!DESC {desc}\n\n"
        "vec4 hook() {\n"
        f"    return {function}(texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0));\n}}\n",
        filename=f"<{desc}>",
    )


def linearize(transfer: int | None) -> UserShader:
    """Return the pass from a gamma-encoded picture to linear light; None is libplacebo's curve."""
    if transfer is None:
        return _calling("to linear light", "linearize")
    if transfer == _SRGB:
        return _pass(
            "to linear light",
            "mix(pow((v + 0.055) / 1.055, vec3(2.4)), v / 12.92, lessThanEqual(v, vec3(0.04045)))",
        )
    return _pass("to linear light", f"pow(v, vec3({_POWERS.get(transfer, _BT1886)}))")


def delinearize(transfer: int | None) -> UserShader:
    """Return the pass from linear light back; None is libplacebo's curve."""
    if transfer is None:
        return _calling("from linear light", "delinearize")
    if transfer == _SRGB:
        return _pass(
            "from linear light",
            "mix(1.055 * pow(v, vec3(1.0 / 2.4)) - 0.055, v * 12.92,"
            " lessThanEqual(v, vec3(0.0031308)))",
        )
    return _pass("from linear light", f"pow(v, vec3(1.0 / {_POWERS.get(transfer, _BT1886)}))")


def _sigmoid_ends() -> tuple[float, float]:
    """Return (offset, scale) that put the logistic curve through (0, 0) and (1, 1)."""
    low = 1 / (1 + math.exp(SIGMOID_SLOPE * SIGMOID_CENTRE))
    high = 1 / (1 + math.exp(SIGMOID_SLOPE * (SIGMOID_CENTRE - 1)))
    return low, high - low


def sigmoidize() -> UserShader:
    """Return the pass from linear to sigmoidised light, where scalers ring less."""
    offset, scale = _sigmoid_ends()
    return _pass(
        "to sigmoidised light",
        f"{SIGMOID_CENTRE} - log(1.0 / (v * {scale!r} + {offset!r}) - 1.0) / {SIGMOID_SLOPE}",
    )


def desigmoidize() -> UserShader:
    """Return the pass from sigmoidised to linear light."""
    offset, scale = _sigmoid_ends()
    return _pass(
        "from sigmoidised light",
        f"(1.0 / (1.0 + exp({SIGMOID_SLOPE} * ({SIGMOID_CENTRE} - v))) - {offset!r}) / {scale!r}",
    )
