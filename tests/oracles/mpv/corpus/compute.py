"""COMPUTE passes: blocks and threads, shared memory, what is written where."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked, view
from oracles.mpv.corpus.lookups import lookup, table

_PLAIN = """void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    vec4 c = HOOKED_tex(HOOKED_pos);
    imageStore(out_image, at, vec4(c.brg, 1.0));
}"""
_GUARDED = """void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(at, ivec2(target)))) return;
    imageStore(out_image, at, vec4(HOOKED_tex(HOOKED_pos).gbr, 1.0));
}""".replace("target", "HOOKED_size")
_BLOCKS = """void hook() {
    ivec2 base = ivec2(gl_WorkGroupID.xy) * ivec2(32, 8);
    for (int i = 0; i < 2; i++) {
        ivec2 at = base + ivec2(int(gl_LocalInvocationID.x) * 2 + i, gl_LocalInvocationID.y);
        vec4 c = HOOKED_tex(HOOKED_map(at));
        imageStore(out_image, at, vec4(1.0 - c.rgb, 1.0));
    }
}"""
_SHARED = """shared vec3 tile[10][18];
void hook() {
    ivec2 local = ivec2(gl_LocalInvocationID.xy);
    ivec2 base = ivec2(gl_WorkGroupID.xy) * ivec2(16, 8) - 1;
    for (int n = int(gl_LocalInvocationIndex); n < 180; n += 128) {
        ivec2 at = ivec2(n % 18, n / 18);
        tile[at.y][at.x] = HOOKED_tex((vec2(base + at) + 0.5) * HOOKED_pt).rgb;
    }
    barrier();
    vec3 sum = vec3(0.0);
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++)
            sum += tile[local.y + y][local.x + x] * float((2 - abs(x - 1)) * (2 - abs(y - 1)));
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), vec4(sum / 16.0, 1.0));
}"""
_DOUBLER = """void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy) * 2;
    vec4 c = HOOKED_tex((vec2(gl_GlobalInvocationID.xy) + 0.5) * HOOKED_pt);
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++)
            imageStore(out_image, at + ivec2(x, y), c * (1.0 - 0.1 * float(x + 2 * y)));
}"""
_RAW_STORE = """void hook() {
    float l = HOOKED_tex(HOOKED_pos).r;
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), vec4(l, 1.0 - l, l * 0.5, l * 0.25));
}"""
_DIMS = ("yuv420p", "rgb24", "yuv420p-odd")

CASES = (
    Case("compute-plain", (hooked(_PLAIN, "MAIN", "COMPUTE 8 8"),), _DIMS, (SAME, UP)),
    Case("compute-32x32", (hooked(_PLAIN, "MAIN", "COMPUTE 32 32"),), ("yuv420p-odd",)),
    Case("compute-one-row", (hooked(_PLAIN, "MAIN", "COMPUTE 64 1"),), ("yuv420p-odd",)),
    Case("compute-guarded", (hooked(_GUARDED, "MAIN", "COMPUTE 16 16"),), _DIMS),
    Case("compute-blocks-of-fewer-threads", (hooked(_BLOCKS, "MAIN", "COMPUTE 32 8 16 8"),), _DIMS,
         (SAME, UP)),
    Case("compute-shared", (hooked(_SHARED, "MAIN", "COMPUTE 16 8"),), _DIMS, (SAME, UP)),
    Case("compute-at-luma", (hooked(_PLAIN.replace("brg", "rrr"), "LUMA", "COMPUTE 8 8"),),
         ("yuv420p", "yuv420p10", "gray"), (SAME, UP)),
    Case("compute-at-chroma", (hooked(_PLAIN.replace("c.brg, 1.0", "c.gr, 0.0, 1.0"), "CHROMA",
                                      "COMPUTE 8 8"),), ("yuv420p", "nv12"), (SAME, UP)),
    Case("compute-at-output", (hooked(_PLAIN, "OUTPUT", "COMPUTE 8 8"),), ("yuv420p", "rgb24"),
         (SAME, UP)),
    Case("compute-doubles-luma", (
        hooked(_DOUBLER, "LUMA", "COMPUTE 32 16 16 8", "WIDTH HOOKED.w 2 *",
               "HEIGHT HOOKED.h 2 *"),), ("yuv420p", "gray", "yuv420p-odd"), (SAME, DOUBLE)),
    Case("compute-doubles-main-with-offset", (
        hooked(_DOUBLER, "MAIN", "COMPUTE 32 16 16 8", "WIDTH HOOKED.w 2 *",
               "HEIGHT HOOKED.h 2 *", "OFFSET -0.5 -0.5"),), ("rgb24",), (SAME, DOUBLE)),
    Case("compute-saves-raw", (
        hooked(_RAW_STORE, "LUMA", "COMPUTE 8 8", "SAVE RAW", desc="raw"),
        view("gl_FragCoord.x < 32.0 ? vec4(RAW_tex(RAW_pos).rgb, 1.0)"
             " : vec4(RAW_tex(RAW_pos).aaa, 1.0)", "RAW")), ("yuv420p", "gray"),
         ran=("raw", "view")),
    Case("compute-align", (
        hooked("""void hook() {
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), HOOKED_tex(HOOKED_pos));
}""", "CHROMA", "COMPUTE 8 8", "OFFSET ALIGN"),), ("yuv420p", "yuv420p-odd"), (SAME, UP)),
    Case("compute-align-to-luma-size", (
        hooked("""void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(out_image, at, HOOKED_tex(HOOKED_map(at)));
}""", "CHROMA", "COMPUTE 16 16", "OFFSET ALIGN", "WIDTH LUMA.w", "HEIGHT LUMA.h"),),
         ("yuv420p", "yuv420p-odd"), (SAME, UP)),
    Case("compute-map-of-another-size", (
        hooked("HOOKED_tex(HOOKED_pos)", "MAIN", "WIDTH 20", "HEIGHT 17", "SAVE SMALL",
               desc="small"),
        shader_pass("""void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    vec3 c = 0.5 * (SMALL_tex(SMALL_map(at)).rgb + HOOKED_texOff(vec2(1, 0)).rgb);
    imageStore(out_image, at, vec4(c, 1.0));
}""", "HOOK MAIN", "BIND HOOKED", "BIND SMALL", "COMPUTE 8 8", "DESC mixed")),
        ("rgb24", "yuv420p"), (SAME, UP), ran=("small", "mixed")),
    Case("compute-globals", (
        hooked("""void hook() {
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy),
               vec4(random, float(frame) / 8.0, input_size.x / 128.0, 1.0));
}""", "MAIN", "COMPUTE 8 8"),), ("rgb24",), frames=3),
    Case("compute-with-lookup", (
        lookup("LUT", "rgba8", (5, 4), table(80))
        + hooked("""void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(out_image, at, vec4(HOOKED_tex(HOOKED_pos).rgb * texture(LUT, HOOKED_pos).rgb, 1));
}""", "MAIN", "COMPUTE 8 8", "BIND LUT"),), ("rgb24", "yuv420p")),
    Case("compute-then-fragment", (
        hooked(_SHARED, "MAIN", "COMPUTE 16 8", desc="compute"),
        hooked(GAMMA, "MAIN", desc="fragment"),
        hooked(_PLAIN, "OUTPUT", "COMPUTE 8 8", desc="compute again")), ("yuv420p",),
        (SAME, UP), ran=("compute", "fragment", "compute again")),
    Case("compute-gather", (
        hooked("""void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    vec4 four = HOOKED_gather((vec2(at) + 1.0) * HOOKED_pt, 0);
    imageStore(out_image, at, vec4(dot(four, vec4(0.1, 0.2, 0.3, 0.4))));
}""", "LUMA", "COMPUTE 8 8"),), ("yuv420p", "yuv420p10")),
    Case("compute-when", (
        hooked(_PLAIN, "MAIN", "COMPUTE 8 8", "WHEN OUTPUT.w HOOKED.w 1.2 * >"),), ("rgb24",),
        (SAME, UP)),
)  # fmt: skip
