// Anime4K v1.0 RC, pass 5: gradient
// Sobel on the clamped luma: flat is 1, an edge is towards 0. Four pixels a texel.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND THIN
//!BIND LINES
//!SAVE GRADIENT
//!WIDTH LINES.w
//!HEIGHT LINES.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: gradient

// The lumas of the 2x2 pixels whose top left one is `at`; beyond the border, of the nearest.
vec4 lumas(vec2 at) {
#ifdef THIN_gather
    return clamp(THIN_gather((at + 1.0) * THIN_pt, 3).wzxy, 0.001, 0.999);
#else
    ivec2 last = ivec2(THIN_size) - ivec2(1, 1);
    ivec2 low = clamp(ivec2(at), ivec2(0, 0), last);
    ivec2 high = clamp(ivec2(at) + ivec2(1, 1), ivec2(0, 0), last);
    vec4 v = vec4(texelFetch(THIN_raw, low, 0).a, texelFetch(THIN_raw, ivec2(high.x, low.y), 0).a,
                  texelFetch(THIN_raw, ivec2(low.x, high.y), 0).a, texelFetch(THIN_raw, high, 0).a);
    return clamp(v, 0.001, 0.999);
#endif
}

vec4 hook() {
    vec2 at = 2.0 * gl_FragCoord.xy - 1.0;
    vec4 tl = lumas(at + vec2(-1, -1)), tr = lumas(at + vec2(1, -1));
    vec4 bl = lumas(at + vec2(-1, 1)), br = lumas(at + vec2(1, 1));
    // Four rows of four pixels: tl.xy tr.xy, tl.zw tr.zw, bl.xy br.xy, bl.zw br.zw. Their sums and
    // differences along x, for the two columns in the middle, then along y.
    vec4 smooth0 = vec4(tl.x + 2.0 * tl.y + tr.x, tl.y + 2.0 * tr.x + tr.y,
                        tl.z + 2.0 * tl.w + tr.z, tl.w + 2.0 * tr.z + tr.w);
    vec4 smooth2 = vec4(bl.x + 2.0 * bl.y + br.x, bl.y + 2.0 * br.x + br.y,
                        bl.z + 2.0 * bl.w + br.z, bl.w + 2.0 * br.z + br.w);
    vec4 slope0 = vec4(tr.x - tl.x, tr.y - tl.y, tr.z - tl.z, tr.w - tl.w);
    vec4 slope2 = vec4(br.x - bl.x, br.y - bl.y, br.z - bl.z, br.w - bl.w);
    vec4 gx = vec4(slope0.xy + 2.0 * slope0.zw + slope2.xy, slope0.zw + 2.0 * slope2.xy + slope2.zw);
    vec4 gy = smooth2 - smooth0;
    return 1.0 - clamp(sqrt(gx * gx + gy * gy), 0.0, 1.0);
}
