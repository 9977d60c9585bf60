// lumas(at): four lumas of THIN at once

// The lumas of the 2x2 pixels whose top left one is `at`; beyond the border, of the nearest.
vec4 lumas(vec2 at) {
#ifdef THIN_gather
    return THIN_gather((at + 1.0) * THIN_pt, 3).wzxy;
#else
    ivec2 last = ivec2(THIN_size) - ivec2(1, 1);
    ivec2 low = clamp(ivec2(at), ivec2(0, 0), last);
    ivec2 high = clamp(ivec2(at) + ivec2(1, 1), ivec2(0, 0), last);
    return vec4(texelFetch(THIN_raw, low, 0).a, texelFetch(THIN_raw, ivec2(high.x, low.y), 0).a,
                texelFetch(THIN_raw, ivec2(low.x, high.y), 0).a, texelFetch(THIN_raw, high, 0).a);
#endif
}
