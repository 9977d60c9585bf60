// Anime4K v1.1: columns doubled
// From here on a texel of a map holds the four pixels that become of one of the source:
// 
//     x y
//     z w
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND ROWS
//!SAVE DOUBLED
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: columns doubled

#ifdef ROWS_near
#define ROW(y) ROWS_near(ROWS_pos + ROWS_pt * vec2(0, y)).xy
#else
#define ROW(y) texelFetch(ROWS_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(0, y), \
                                    ivec2(0, 0), ivec2(ROWS_size) - ivec2(1, 1)), 0).xy
#endif

vec4 hook() {
    vec2 a = ROW(-3), b = ROW(-2), c = ROW(-1), d = ROW(0), e = ROW(1), f = ROW(2), g = ROW(3);
    return vec4(0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
                0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g);
}
