// Anime4K v1.0 RC, pass 4: gradient
// Sobel on the thinned luma: flat is 1, an edge is towards 0.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND THINNED
//!SAVE GRADIENT
//!WIDTH THINNED.w
//!HEIGHT THINNED.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: fast, gradient

#include "common/taps/within.glsl"

// A nearest sampler (NAME_near), where there is one, clamps by itself and costs less.
#ifdef THINNED_near
#define TAP(x, y) THINNED_near(THINNED_pos + THINNED_pt * vec2(x, y))
#else
#define TAP(x, y) texelFetch(THINNED_raw, within(ivec2(THINNED_size), x, y), 0)
#endif

vec4 hook() {
    vec4 m = TAP(0, 0), b = TAP(0, -1), d = TAP(-1, 0), e = TAP(1, 0), g = TAP(0, 1);
    // Four rows of four pixels; the fraction is the luma.
    vec4 row0 = fract(vec4(TAP(-1, -1).w, b.zw, TAP(1, -1).z));
    vec4 row1 = fract(vec4(d.y, m.xy, e.x)), row2 = fract(vec4(d.w, m.zw, e.z));
    vec4 row3 = fract(vec4(TAP(-1, 1).y, g.xy, TAP(1, 1).x));
    vec4 slope01 = row1 + row1 + row0 + row2, slope12 = row2 + row2 + row1 + row3;
    vec4 down02 = row2 - row0, down13 = row3 - row1;
    vec4 gx = vec4(slope01.zw - slope01.xy, slope12.zw - slope12.xy);
    vec4 gy = vec4(down02.xy + 2.0 * down02.yz + down02.zw,
                   down13.xy + 2.0 * down13.yz + down13.zw);
    return 1.0 - clamp(sqrt(gx * gx + gy * gy), 0.0, 1.0);
}
