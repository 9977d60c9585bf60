// Anime4K v1.0 RC, pass 3: Gaussian blur of the luma along y, and the line mask
// A line is darker than its blurred surroundings.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND THIN
//!BIND LINES
//!SAVE LINES
//!WIDTH LINES.w
//!HEIGHT LINES.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: Gaussian y, line mask

#include "common/taps/thin_lumas.glsl"

// A texel of the map, clamped to it. NAME_near is faster; players do not have it.
#include "common/taps/lines.glsl"

// What is `y` texels down. Beyond the border, its nearest row twice; the last row of an odd height
// has no second.
vec4 within(vec4 v, float y) {
    float row = 2.0 * (gl_FragCoord.y + y), last = THIN_size.y;
    if (row < 0.0) return v.xyxy;
    return row < last ? v : (last == 2.0 * LINES_size.y ? v.zwzw : v.xyxy);
}

vec4 hook() {
    vec4 a = LINE(0, -2), b = LINE(0, -1), c = LINE(0, 0), d = LINE(0, 1), e = LINE(0, 2);
    // Fetched before, not in the branch: a software rasteriser computes both of its sides.
    if (gl_FragCoord.y < 2.0 || 2.0 * gl_FragCoord.y + 4.0 >= THIN_size.y) {
        a = within(a, -2.0), b = within(b, -1.0), c = within(c, 0.0);
        d = within(d, 1.0), e = within(e, 2.0);
    }
    vec2 even = 0.160854 * c.xy + 0.155931 * (b.zw + c.zw) + 0.142046 * (b.xy + d.xy)
              + 0.121597 * (a.zw + d.zw);
    vec2 odd = 0.160854 * c.zw + 0.155931 * (c.xy + d.xy) + 0.142046 * (b.zw + d.zw)
             + 0.121597 * (b.xy + e.xy);
    vec4 blurred = clamp(vec4(even, odd), 0.001, 0.999);
    vec4 y = clamp(lumas(2.0 * gl_FragCoord.xy - 1.0), 0.001, 0.999);
    vec4 darker = min(y / blurred, 1.0);
    return 1.0 - clamp(darker - 0.05, 0.0, 1.0);
}
