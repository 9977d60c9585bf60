// Anime4K v1.1 after scaling: edges
// How steep the luma is, by Sobel: largest in the middle of an edge. Alpha: 1 less that.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/luma709.hlsl"

float luma_at(float2 tex, float x, float y) {
    return luma709(tap(tex, x, y).rgb);
}

MAIN {
    #define AT luma_at
    #include "common/slopes.hlsl"
    return float4(tap(tex, 0, 0).rgb, 1.0 - 0.125 * length(along));
}
