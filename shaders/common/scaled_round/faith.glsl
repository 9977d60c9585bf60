// hook() that gives back to PUSHED what it lacks of GREY, as v1.1/after_scaling/faith.glsl and
// faith_again.glsl have it

#include "common/taps/grey_at.glsl"
#include "common/four_blurred.glsl"
#include "common/scaled_by.glsl"

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef PUSHED_near
#define PUSHED_AT(x, y) PUSHED_near(PUSHED_pos + PUSHED_pt * vec2(x, y))
#else
#define PUSHED_AT(x, y) texelFetch(PUSHED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                          ivec2(0, 0), ivec2(PUSHED_size) - ivec2(1, 1)), 0)
#endif

vec4 pushed_mean() {
#define TAP PUSHED_AT
#include "common/nine_texels.glsl"
    return blurred(tl, t, tr, l, c, r, bl, b, br);
}
#undef TAP

// A row's middle two pixels: the lowest and the highest of three, and their sum by 1, 2 and 1.
vec2 lowest(vec4 row) {
    return min(row.yz, min(row.xy, row.zw));
}

vec2 highest(vec4 row) {
    return max(row.yz, max(row.xy, row.zw));
}

vec2 three(vec4 row) {
    return row.xy + 2.0 * row.yz + row.zw;
}

vec4 hook() {
#define TAP GREY_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
    vec2 low = min(lowest(row1), lowest(row2)), high = max(highest(row1), highest(row2));
    vec4 least = vec4(min(low, lowest(row0)), min(low, lowest(row3)));
    vec4 most = vec4(max(high, highest(row0)), max(high, highest(row3)));
    vec2 upper = three(row1), lower = three(row2);
    vec4 near = vec4(three(row0) + 2.0 * upper + lower, upper + 2.0 * lower + three(row3)) / 16.0;
    vec4 mean = blurred(tl, t, tr, l, c, r, bl, b, br);
    vec4 given = mean - pushed_mean() + 0.75 * scaled_by() * (near - mean);
    return clamp(PUSHED_AT(0, 0) + faith * given, least, most);
}
