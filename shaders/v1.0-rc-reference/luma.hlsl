// Anime4K v1.0 RC: luma
// In place of thin lines where there are none to thin. Alpha: the luma.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/luma.hlsl"

MAIN {
    float3 rgb = tap(tex, 0, 0).rgb;
    return float4(rgb, luma(rgb));
}
