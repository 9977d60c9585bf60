"""Macros for each bound texture, and the globals."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked, view

_SAMPLED = ("yuv420p", "rgb24", "yuv420p-odd", "yuv420p10")

_MUL = view(
    """vec4 hook() {
    float l = LUMA_mul / 100.0, c = CHROMA_mul / 2.0;
    return vec4(l, c, HOOKED_mul / 2.0, 1.0);
}""",
    "LUMA", "CHROMA", "HOOKED",
)  # fmt: skip


def _last_bits(place: str, point: str, *more: str) -> str:
    """Return a file that shows the low byte of a coordinate's 32 bits, as brightness."""
    taken = hooked(f"vec4(float(floatBitsToUint({place}) & 255u) / 255.0)", point, "SAVE BITS",
                   "WIDTH LUMA.w", "HEIGHT LUMA.h", "COMPONENTS 4", *more)  # fmt: skip
    shown = "vec4(texelFetch(BITS_raw, ivec2(gl_FragCoord.xy), 0).rrr, 1.0)"
    return taken + view(shown, "BITS")


_SIZES = ("yuv420p", "yuv420p-odd", "yuv420p-50x38")

CASES = (
    Case("pos-bits-x", (_last_bits("LUMA_pos.x", "LUMA"),), _SIZES),
    Case("pos-bits-y", (_last_bits("LUMA_pos.y", "LUMA"),), _SIZES),
    Case("pos-bits-of-chroma", (_last_bits("CHROMA_pos.x", "CHROMA"),), _SIZES),
    # In its middle, between two samples, an odd pixel's neighbour is the last bit's to choose.
    Case("pos-ties", (
        hooked("""vec4 hook() {
    vec2 at = HOOKED_pos * HOOKED_size - vec2(0.5);
    return vec4(HOOKED_tex((round(at) + vec2(0.5)) * HOOKED_pt).rg, 0.0, 1.0);
}""", "CHROMA", "WIDTH LUMA.w", "HEIGHT LUMA.h", "OFFSET ALIGN"),), _SIZES),
    Case("macro-raw", (hooked("vec4(texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).gbr, 1.0)",
                              "MAIN"),), _SAMPLED, (SAME, UP)),
    Case("macro-raw-of-luma", (
        hooked("vec4(LUMA_mul * texture(LUMA_raw, LUMA_pos).r)", "LUMA", "BIND LUMA"
               ).replace("//!BIND HOOKED\n", ""),), ("yuv420p", "yuv420p10", "gray")),
    Case("macro-pos", (hooked("vec4(HOOKED_pos, 0.25, 1.0)", "OUTPUT"),), _SAMPLED, (SAME, UP)),
    Case("macro-size", (hooked("vec4(HOOKED_size / 128.0, 0.5, 1.0)", "MAIN"),), _SAMPLED,
         (SAME, UP)),
    Case("macro-pt", (hooked("vec4(HOOKED_pt * 16.0, 0.5, 1.0)", "MAIN"),), _SAMPLED),
    Case("macro-tex-outside", (
        hooked("vec4(HOOKED_tex(HOOKED_pos * 1.5 - 0.25).rgb, 1.0)", "MAIN"),),
        ("yuv420p", "rgb24")),
    Case("macro-tex-between-texels", (
        hooked("vec4(HOOKED_tex(HOOKED_pos + HOOKED_pt * vec2(0.5, 0.25)).rgb, 1.0)", "MAIN"),),
        ("yuv420p", "rgb24"), (SAME, UP)),
    Case("macro-texOff", (
        hooked("""vec4 hook() {
    vec4 sum = vec4(0.0);
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++)
            sum += HOOKED_texOff(vec2(x, y)) * float(2 - abs(x)) * float(2 - abs(y));
    return sum / 16.0;
}""", "MAIN"),), ("yuv420p", "rgb24"), (SAME, UP)),
    Case("macro-texOff-scalar", (hooked("HOOKED_texOff(1)", "MAIN"),), ("rgb24",)),
    Case("macro-texOff-of-chroma", (
        hooked("vec4(HOOKED_texOff(vec2(1, 0)).rg, 0.0, 1.0)", "CHROMA"),), ("yuv420p", "nv12")),
    Case("macro-gather", (
        hooked("""vec4 hook() {
#ifdef HOOKED_gather
    vec4 four = HOOKED_gather(HOOKED_pos + HOOKED_pt * 0.5, 1);
    return vec4(four.x, four.y, 0.5 * (four.z + four.w), 1.0);
#else
    return vec4(1.0, 0.0, 1.0, 1.0);
#endif
}""", "MAIN"),), ("yuv420p", "rgb24")),
    Case("macro-with-a-fallback", (
        hooked("""/* once
#define HOOKED_tex(p) vec4(0.0)
*/
#ifndef HOOKED_tex
#define HOOKED_tex(p) vec4(1.0)
#endif
#if 0
#define HOOKED_pos vec2(0.0)
#endif
vec4 hook() { return HOOKED_tex(HOOKED_pos); }""", "MAIN"),), ("yuv420p",)),
    Case("fragcoord-depth", (hooked("vec4(gl_FragCoord.z * 0.5)", "MAIN"),), ("yuv420p",)),
    Case("macro-gather-luma", (
        hooked("""vec4 hook() {
    vec4 four = HOOKED_gather(HOOKED_pos + HOOKED_pt * 0.5, 0);
    return vec4(dot(four, vec4(0.4, 0.3, 0.2, 0.1)));
}""", "LUMA"),), ("yuv420p", "gray", "yuv420p10")),
    Case("macro-gather-component", (
        hooked("vec4(HOOKED_gather(HOOKED_pos + 0.25 * HOOKED_pt, 0).r,"
               " HOOKED_gather(HOOKED_pos - 0.25 * HOOKED_pt, 1).r,"
               " HOOKED_gather(HOOKED_pos + 0.25 * HOOKED_pt, 2).r, 1.0)", "MAIN"),), ("rgb24",)),
    Case("macro-mul", (_MUL,), ("yuv420p", "yuv420p10", "yuv444p16", "nv12")),
    Case("macro-mul-gray", (view("vec4(LUMA_mul / 100.0, 0.5, 0.5, 1.0)", "LUMA"),),
         ("gray", "gray10")),
    Case("macro-mul-rgb", (view("vec4(RGB_mul / 100.0, 0.5, 0.5, 1.0)", "RGB"),),
         ("rgb24", "gbrp", "gbrp10")),
    Case("macro-off", (
        hooked("vec4(HOOKED_off * 0.5 + 0.5, 0.0, 1.0)", "CHROMA", "SAVE OFFSETS",
               "COMPONENTS 3", desc="off"),
        hooked("vec4(HOOKED_off * 0.5 + 0.5, 0.0, 1.0)", "CHROMA", "OFFSET ALIGN", desc="aligned"),
        view("vec4(OFFSETS_tex(OFFSETS_pos).rgb, 1.0) * 0.5 +"
             " vec4(CHROMA_tex(CHROMA_pos).rg, 0.0, 1.0) * 0.5", "OFFSETS", "CHROMA")),
        ("yuv420p", "yuv444p", "yuv420p-full", "yuv420p-odd")),
    Case("macro-rot", (
        hooked("vec4(HOOKED_rot[0][0] * 0.5, HOOKED_rot[0][1] + 0.5, HOOKED_rot[1][1] * 0.7, 1.0)",
               "MAIN"),), ("yuv420p",)),
    Case("macro-hooked-and-own", (
        hooked("vec4(MAIN_tex(MAIN_pos).r, HOOKED_tex(HOOKED_pos).g, MAIN_size.x / 128.0, 1.0)",
               "MAIN"),), ("yuv420p",)),
    Case("macro-of-saved", (
        hooked("HOOKED_tex(HOOKED_pos)", "MAIN", "SAVE SMALL", "WIDTH 20", "HEIGHT 11",
               desc="small"),
        view("vec4(SMALL_texOff(vec2(1, -1)).rg, SMALL_size.x / 32.0 + SMALL_pt.y, 1.0)",
             "SMALL")), ("rgb24", "yuv420p"), (SAME, UP)),
    Case("fifteen-binds", (
        "".join(hooked(f"HOOKED_tex(HOOKED_pos) * {number / 16!r}", "MAIN", f"SAVE T{number}",
                       desc=f"save {number}") for number in range(14))
        + shader_pass("vec4((" + " + ".join(f"T{n}_tex(T{n}_pos).rgb" for n in range(14))
                      + ") / 8.0, 1.0)", "HOOK MAIN", "BIND HOOKED",
                      *(f"BIND T{number}" for number in range(14)), "DESC sum"),), ("rgb24",)),
    Case("frame", (hooked("vec4(float(frame % 4) / 4.0, float(frame) / 16.0, 0.0, 1.0)", "MAIN"),),
         ("yuv420p", "rgb24"), frames=4),
    Case("frame-at-two-points", (
        hooked("vec4(vec3(float(frame) / 8.0), 1.0)", "MAIN"),
        hooked("HOOKED_tex(HOOKED_pos) * 0.5 + float(frame) / 16.0", "OUTPUT")),
        ("rgb24",), frames=3),
    Case("random", (
        hooked("vec4(random, HOOKED_tex(HOOKED_pos).g, random * 0.5, 1.0)", "MAIN", desc="one"),
        hooked("vec4(1.0)", "MAIN", "WHEN 0", desc="draws none"),
        hooked("vec4(HOOKED_tex(HOOKED_pos).rg, random, 1.0)", "OUTPUT", desc="two")),
        ("rgb24",), frames=4),
    Case("random-unused-still-drawn", (
        hooked("HOOKED_tex(HOOKED_pos)", "MAIN"),
        hooked("vec4(vec3(random), 1.0)", "OUTPUT")), ("rgb24",), frames=2),
    Case("fragcoord", (hooked("vec4(gl_FragCoord.xy / 128.0, 0.5, 1.0)", "MAIN"),),
         ("rgb24", "yuv420p-odd"), (SAME, DOUBLE)),
    Case("fragcoord-at-output", (hooked("vec4(gl_FragCoord.xy / 128.0, 0.5, 1.0)", "OUTPUT"),),
         ("rgb24",), (SAME, UP)),
    # How a file is read.
    Case("licence-above", ("// A licence.\n// Blah.\n\n/* more */\n" + hooked(GAMMA, "MAIN"),),
         ran=("MAIN",)),
    Case("crlf", ((hooked(GAMMA, "MAIN") + hooked(GAMMA, "OUTPUT")).replace("\n", "\r\n"),),
         ran=("MAIN", "OUTPUT")),
    Case("spaces-before-directives", (hooked(GAMMA, "MAIN").replace("//!", "  \t//!"),),
         ran=("MAIN",)),
    Case("no-space-after-keyword", (hooked(GAMMA, "MAIN").replace("//!BIND ", "//!BIND")
                                    .replace("//!HOOK ", "//!HOOK"),), ran=("MAIN",)),
    Case("any-order", (shader_pass(GAMMA, "DESC any", "WHEN 1", "BIND HOOKED", "COMPONENTS 3",
                                   "HOOK MAIN"),), ran=("any",)),
    Case("body-ends-anywhere", (
        hooked(GAMMA, "MAIN", desc="one").rstrip("\n") + " //!HOOK OUTPUT\n//!BIND HOOKED\n"
        "//!DESC two\n" + f"vec4 hook() {{ return {GAMMA}; }}\n",), ran=("one", "two")),
    Case("passes-share-nothing", (
        "".join(shader_pass(f"#define K {k}\nfloat scale() {{ return K; }}\n"
                            "vec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).rgb * scale(), 1.0);"
                            " }", "HOOK MAIN", "BIND HOOKED", f"DESC {k}")
                for k in (0.5, 1.5)),), ("rgb24",), ran=("0.5", "1.5")),
    Case("globals-and-structs", (
        hooked("""const vec3 weights[2] = vec3[2](vec3(0.2, 0.3, 0.5), vec3(0.5, 0.25, 0.25));
struct Pair { float a; float b; };
Pair both(vec3 c) { return Pair(dot(c, weights[0]), dot(c, weights[1])); }
vec4 hook() {
    Pair pair = both(HOOKED_tex(HOOKED_pos).rgb);
    return vec4(pair.a, pair.b, 1.0 - pair.a, 1.0);
}""", "MAIN"),), ("rgb24",)),
    Case("early-return", (
        hooked("""vec4 hook() {
    vec4 c = HOOKED_tex(HOOKED_pos);
    if (c.r > 0.5) return c.gbra;
    return c;
}""", "MAIN"),), ("rgb24",)),
)  # fmt: skip
