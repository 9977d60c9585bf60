// Anime4K v1.0 RC: Gaussian blur of alpha along y, and the line mask
// A line is darker than its blurred surroundings. Alpha: luma blurred along x, then the mask.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/luma.hlsl"

MAIN {
    float4 c = tap(tex, 0, 0);
    float blurred = 0.160854 * c.a
                  + 0.155931 * (tap(tex, 0, -1).a + tap(tex, 0, 1).a)
                  + 0.142046 * (tap(tex, 0, -2).a + tap(tex, 0, 2).a)
                  + 0.121597 * (tap(tex, 0, -3).a + tap(tex, 0, 3).a);
    float darker = min(clamp(luma(c.rgb), 0.001, 0.999) / clamp(blurred, 0.001, 0.999), 1.0);
    return float4(c.rgb, 1.0 - saturate(darker - 0.05));
}
