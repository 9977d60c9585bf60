"""Text that players read otherwise than it looks: words behind names and numbers, out_color."""

from __future__ import annotations

from oracles.mpv.case import SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked
from oracles.mpv.corpus.params import param

_COMPUTE = """void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(out_image, at, HOOKED_tex(HOOKED_pos).gbra);
}"""

CASES = (
    Case("hook-with-words", (
        hooked("vec4(1.0)", "OUTPUT // or MAIN", desc="never")
        + hooked("vec4(1.0)", "NONE MAIN", "HOOK MAIN // here", desc="never either")
        + hooked(GAMMA, "MAIN"),), ("rgb24",), ran=("MAIN",)),
    Case("bind-with-words", (
        hooked("vec4(1.0)", "MAIN", "BIND MAIN // itself", desc="skipped")
        + hooked("vec4(1.0)", "MAIN", "SAVE KEPT // for later", desc="saved")
        + shader_pass("KEPT_tex(KEPT_pos)", "HOOK MAIN", "BIND KEPT", "DESC skipped, too")
        + hooked(GAMMA, "MAIN"),), ("rgb24",), ran=("saved", "MAIN")),
    Case("numbers-with-words", (
        shader_pass(_COMPUTE, "HOOK MAIN", "BIND HOOKED", "COMPUTE 8 8 // one thread a pixel",
                    "DESC compute")
        + hooked("HOOKED_texOff(vec2(2, 0))", "MAIN", "OFFSET -2.0 0px left",
                 "COMPONENTS 3 // no alpha", desc="moved"),), ("rgb24",), ran=("compute", "moved")),
    Case("texture-with-words", (
        "//!TEXTURE LUT // a table\n//!SIZE 1 1 // texel\n//!FORMAT r8\nff\n"
        + shader_pass("vec4(1.0)", "HOOK MAIN", "BIND HOOKED", "BIND LUT", "DESC skipped"),
        hooked(GAMMA, "OUTPUT")), ("rgb24",), ran=("OUTPUT",)),
    Case("texture-with-half-a-byte", (
        "//!TEXTURE LUT\n//!SIZE 2 1\n//!FORMAT r8\n40c0f\n"
        + shader_pass("vec4(texture(LUT, vec2(0.25, 0.5)).r)", "HOOK MAIN", "BIND LUT",
                      "DESC table"),), ("rgb24",), ran=("table",)),
    Case("out-color", (hooked("""vec4 hook() {
    out_color = HOOKED_tex(HOOKED_pos).gbra;
    out_color.r *= 0.5;
    return out_color;
}""", "MAIN") + hooked("""vec4 shade(vec4 out_color) { return out_color * 0.75; }
vec4 hook() {
    vec4 out_color = shade(HOOKED_tex(HOOKED_pos));
    return out_color;
}""", "OUTPUT"),), ("rgb24",), (SAME, UP), ran=("MAIN", "OUTPUT")),
    Case("param-in-const", (
        param("gain", "float", "0.35", "MINIMUM 0.0", "MAXIMUM 1.0")
        + param("count", "int", "3") + """//!HOOK MAIN
//!BIND HOOKED
//!DESC constants
#define DOUBLED (gain * 2.0)
const float strength = clamp(DOUBLED, 0.0, 1.0);
const float weights[count] = float[count](1.0, strength, gain);
vec4 hook() { return HOOKED_tex(HOOKED_pos) * weights[1] * weights[2] * 3.0; }
""",), ("rgb24",), ran=("constants",), params={"gain": 0.45}),
)  # fmt: skip
