"""PARAM of every type. mpv 0.35 has none: it is given the values, see `params.without_params`."""

from __future__ import annotations

from oracles.mpv.case import SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked


def param(name: str, kind: str, default: str, *more: str) -> str:
    """Return a PARAM block."""
    lines = [f"PARAM {name}", f"TYPE {kind}", *more]
    return "".join(f"//!{line}\n" for line in lines) + f"{default}\n"


_STRENGTH = param("strength", "float", "0.35", "DESC how much", "MINIMUM 0.0", "MAXIMUM 1.0")
_MIX = hooked("vec4(mix(HOOKED_tex(HOOKED_pos).rgb, vec3(0.9, 0.2, 0.4), strength), 1.0)", "MAIN")
_MODE = param("mode", "ENUM int", "PLAIN\nWARM\nCOLD", "DESC tint")
_TINT = hooked(
    """vec4 hook() {
    vec3 c = HOOKED_tex(HOOKED_pos).rgb;
    if (mode == WARM) c *= vec3(1.0, 0.9, 0.7);
    if (mode == COLD) c *= vec3(0.7, 0.9, 1.0);
    return vec4(c, 1.0);
}""",
    "MAIN",
)
_TAPS = (
    param("taps", "DEFINE", "2", "MINIMUM 0", "MAXIMUM 4")
    + param("scale", "CONSTANT float", "0.8", "MINIMUM 0", "MAXIMUM 2")
    + hooked(
        """#if taps > 0
const float spread[taps + 1] = float[taps + 1](1.0, 2.0, 1.0);
#endif
vec4 hook() {
    vec4 sum = vec4(0.0);
#if taps > 0
    for (int i = 0; i <= taps; i++) sum += HOOKED_texOff(vec2(i - 1, 0)) * spread[i] / 4.0;
#else
    sum = HOOKED_tex(HOOKED_pos);
#endif
    return sum * scale;
}""",
        "MAIN",
    )
)

CASES = (
    Case("param-float", (_STRENGTH + _MIX,), ("rgb24", "yuv420p"), (SAME, UP)),
    Case("param-float-given", (_STRENGTH + _MIX,), ("rgb24",), params={"strength": 0.8}),
    Case("param-int", (
        param("levels", "int", "6", "MINIMUM 2", "MAXIMUM 64")
        + hooked("vec4(floor(HOOKED_tex(HOOKED_pos).rgb * float(levels)) / float(levels - 1), 1.0)",
                 "MAIN"),), ("rgb24",)),
    Case("param-int-negative", (
        param("shift", "int", "-3", "MINIMUM -5", "MAXIMUM 5")
        + hooked("HOOKED_texOff(vec2(shift, 0))", "MAIN"),), ("rgb24",)),
    Case("param-uint", (
        param("bits", "uint", "5", "MINIMUM 1", "MAXIMUM 8")
        + hooked("vec4(vec3(float(uint(HOOKED_tex(HOOKED_pos).r * 255.0) >> (8u - bits)) / 32.0),"
                 " 1.0)", "MAIN"),), ("rgb24",)),
    Case("param-define-and-constant", (_TAPS,), ("rgb24",), (SAME, UP)),
    Case("param-define-given", (_TAPS,), ("rgb24",), params={"taps": 0, "scale": 1.25}),
    Case("param-enum", (_MODE + _TINT,), ("rgb24",)),
    Case("param-enum-given", (_MODE + _TINT,), ("rgb24",), params={"mode": 2}),
    Case("param-dynamic", (
        param("gain", "DYNAMIC float", "0.7", "MINIMUM 0", "MAXIMUM 2")
        + hooked("HOOKED_tex(HOOKED_pos) * gain", "MAIN"),), ("rgb24",)),
    Case("param-in-when", (
        param("on", "int", "1", "MINIMUM 0", "MAXIMUM 1") + param("off", "float", "0.0")
        + hooked(GAMMA, "MAIN", "WHEN on", desc="on")
        + hooked("vec4(1.0)", "MAIN", "WHEN off", desc="off")
        + hooked("vec4(HOOKED_tex(HOOKED_pos).brg, 1.0)", "OUTPUT", "WHEN on 1 = off ! *",
                 desc="both"),), ("rgb24",), ran=("on", "both")),
    Case("param-enum-in-when", (
        _MODE + hooked("vec4(1.0)", "MAIN", "WHEN mode WARM =", desc="warm")
        + hooked(GAMMA, "MAIN", "WHEN mode PLAIN =", desc="plain"),), ("rgb24",), ran=("plain",)),
    Case("param-in-width", (
        param("factor", "float", "1.5", "MINIMUM 1", "MAXIMUM 4")
        + hooked(GAMMA, "MAIN", "WIDTH HOOKED.w factor *", "HEIGHT HOOKED.h factor *"),),
        ("rgb24",), (SAME, UP)),
    Case("param-in-every-pass", (
        _STRENGTH + _MIX + hooked("HOOKED_tex(HOOKED_pos) * (1.0 - strength * 0.5)", "OUTPUT"),),
        ("rgb24",), ran=("MAIN", "OUTPUT")),
    Case("param-of-two-files", (
        param("amount", "float", "0.25") + hooked("HOOKED_tex(HOOKED_pos) + amount", "MAIN"),
        param("amount", "float", "0.5") + hooked("HOOKED_tex(HOOKED_pos) * amount", "MAIN")),
        ("rgb24",), ran=("MAIN", "MAIN")),
    Case("param-after-its-pass", (_MIX + _STRENGTH,), ("rgb24",)),
    Case("param-in-compute", (
        _STRENGTH + shader_pass("""void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(out_image, at, vec4(HOOKED_tex(HOOKED_pos).rgb * strength, 1.0));
}""", "HOOK MAIN", "BIND HOOKED", "COMPUTE 8 8", "DESC compute"),), ("rgb24",)),
)  # fmt: skip
