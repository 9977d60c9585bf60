// Anime4K v1.0 RC, pass 2: Gaussian blur of the luma along x
// From here to the control pass, a texel holds four pixels of one scalar, at half size:
//
//     x y
//     z w
//
// so a fetch brings four of them.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND THIN
//!SAVE LINES
//!WIDTH HOOKED.w 2 / 0.25 +
//!HEIGHT HOOKED.h 2 / 0.25 +
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: luma, Gaussian x

#include "common/taps/thin_lumas.glsl"

vec4 hook() {
    vec2 at = 2.0 * gl_FragCoord.xy - 1.0;
    vec4 a = lumas(at + vec2(-3, 0)), b = lumas(at + vec2(-1, 0));
    vec4 c = lumas(at + vec2(1, 0)), d = lumas(at + vec2(3, 0));
    // A row's eight pixels are a.xy b.xy c.xy d.xy; the two in the middle are blurred.
    vec2 even = 0.160854 * b.yw + 0.155931 * (b.xz + c.xz) + 0.142046 * (a.yw + c.yw)
              + 0.121597 * (a.xz + d.xz);
    vec2 odd = 0.160854 * c.xz + 0.155931 * (b.yw + c.yw) + 0.142046 * (b.xz + d.xz)
             + 0.121597 * (a.yw + d.yw);
    return clamp(vec4(even.x, odd.x, even.y, odd.y), 0.0, 1.0);
}
