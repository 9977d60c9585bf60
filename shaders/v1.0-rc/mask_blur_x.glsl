// Anime4K v1.0 RC, pass 4: Gaussian blur of the line mask along x
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINES
//!SAVE LINES
//!WIDTH LINES.w
//!HEIGHT LINES.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: mask, Gaussian x

// A texel of the map, clamped to it. NAME_near is faster; players do not have it.
#include "common/taps/lines.glsl"

// What is `x` texels to the right. Beyond the border, its nearest column twice; the last column of
// an odd width has no second.
vec4 within(vec4 v, float x) {
    float column = 2.0 * (gl_FragCoord.x + x), last = HOOKED_size.x;
    if (column < 0.0) return v.xxzz;
    return column < last ? v : (last == 2.0 * LINES_size.x ? v.yyww : v.xxzz);
}

vec4 hook() {
    vec4 a = LINE(-2, 0), b = LINE(-1, 0), c = LINE(0, 0), d = LINE(1, 0), e = LINE(2, 0);
    // Fetched before, not in the branch: a software rasteriser computes both of its sides.
    if (gl_FragCoord.x < 2.0 || 2.0 * gl_FragCoord.x + 4.0 >= HOOKED_size.x) {
        a = within(a, -2.0), b = within(b, -1.0), c = within(c, 0.0);
        d = within(d, 1.0), e = within(e, 2.0);
    }
    vec2 even = 0.160854 * c.xz + 0.155931 * (b.yw + c.yw) + 0.142046 * (b.xz + d.xz)
              + 0.121597 * (a.yw + d.yw);
    vec2 odd = 0.160854 * c.yw + 0.155931 * (c.xz + d.xz) + 0.142046 * (b.yw + d.yw)
             + 0.121597 * (b.xz + e.xz);
    return clamp(vec4(even.x, odd.x, even.y, odd.y), 0.0, 1.0);
}
