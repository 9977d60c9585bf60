// Anime4K v1.0 RC, pass 1: thin lines
// Dark lines give way to the lighter side of their edges; identity where the picture is not
// upscaled. THIN is the thinned colour with its luma in alpha, which all later passes read.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE THIN
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: thin lines

// One tap, of the nearest texel within the picture. NAME_near is faster than fetching clamped
// coordinates; players do not have it.
#ifdef HOOKED_near
#define TAP(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y))
#else
#define TAP(x, y) texelFetch(HOOKED_raw, clamp(ivec2(HOOKED_pos * HOOKED_size) + ivec2(x, y), \
                                         ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0)
#endif

// Six times the approximate luma (2R + 3G + B) / 6. Half floats make these sums exact in any order:
// pixels whose lumas are equal must come out equal, since the kernels compare them.
float luma6(vec3 rgb) {
    return 2.0 * rgb.r + (3.0 * rgb.g + rgb.b);
}

// The luma of what is stored, which later passes compare: colour as half floats, cut off as GPUs do.
vec4 with_luma(vec3 rgb) {
    vec3 stored = uintBitsToFloat(floatBitsToUint(rgb) & uvec3(0xFFFFE000u));
    return vec4(stored, luma6(stored) / 6.0);
}

// The taps, by compass position, one output pixel apart. What is in a vec4 belongs to the four taps
// to the sides of c (t r b l), or to the four in the corners (tr br bl tl), so that .wxyz is the
// neighbour counter-clockwise and .yzwx the next one.
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
vec4 hook() {
    vec3 c = TAP(0, 0).rgb;
    float y = luma6(c);
    float scale = HOOKED_size.x / input_size.x;
    float strength = min(scale * thin_strength, 1.0);
    if (scale <= 1.0 || strength <= 0.0) return with_luma(c);

    vec4 sides = vec4(luma6(TAP(0, -1).rgb), luma6(TAP(1, 0).rgb),
                      luma6(TAP(0, 1).rgb), luma6(TAP(-1, 0).rgb));
    vec4 corners = vec4(luma6(TAP(1, -1).rgb), luma6(TAP(1, 1).rgb),
                        luma6(TAP(-1, 1).rgb), luma6(TAP(-1, -1).rgb));

    // Where all of it is within half an 8-bit code, thinning would move c by a sixth of one.
    vec4 away = max(abs(sides - y), abs(corners - y));
    if (max(max(away.x, away.y), max(away.z, away.w)) < 6.0 * 0.5 / 255.0) return with_luma(c);

    // By how much each kernel's darkest light tap is lighter than its lightest dark one: of those
    // that look to a side (0 2 4 6), and of those that look to a corner (1 3 5 7).
    vec4 after = min(sides, corners);
    vec4 to_side = min(after, corners.wxyz), to_corner = min(after, sides.yzwx);
    vec4 bright = max(max(sides, corners), corners.wxyz);
    to_side -= max(bright.zwxy, y);
    to_corner -= max(max(sides.wwyy, sides.zxxz), y);

    // A kernel that matches has light taps above c, so its mean is lighter than c; of several the
    // lightest mean wins. A sum that does not count is cut down below 0.
    vec4 sum = sides + corners;
    vec4 side_sum = min(sum + corners.wxyz, 1e9 * to_side);
    vec4 corner_sum = min(sum + sides.yzwx, 1e9 * to_corner);
    vec4 best4 = max(side_sum, corner_sum);
    float best = max(max(best4.x, best4.y), max(best4.z, best4.w));
    if (best <= 0.0) return with_luma(c);

    // Which kernel that was, as weights of 0 and 1; then its light taps: the one in its direction,
    // and the neighbours of that on the ring around c. Keeping the colours of all nine taps until
    // here takes longer than reading three of them again.
    vec4 side = clamp((side_sum - best) * 1e9 + 1.0, 0.0, 1.0);
    vec4 corner = clamp((corner_sum - best) * 1e9 + 1.0, 0.0, 1.0);
    vec2 middle = vec2(side.y - side.w + corner.x + corner.y - corner.z - corner.w,
                       side.z - side.x - corner.x + corner.y + corner.z - corner.w);
    middle = clamp(middle, -1.0, 1.0);
    vec2 across = vec2(-middle.y, middle.x);
    vec2 one = clamp(middle + across, -1.0, 1.0), other = clamp(middle - across, -1.0, 1.0);
    vec3 light = TAP(middle.x, middle.y).rgb + TAP(one.x, one.y).rgb + TAP(other.x, other.y).rgb;
    return with_luma(mix(c, light / 3.0, strength));
}
