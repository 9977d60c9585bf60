// Anime4K v1.1 after scaling: push
// Each pixel takes the luma from further down the slope of the edges' strength, at most one pixel
// away in x and in y, and less where the picture was scaled by less than two. Alpha: 1 less the edges'
// strength, then by how much the luma changes, from 0 up or from 1 down. So 1, which surfaces without
// alpha read, is no edge and no change.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/luma709.hlsl"

float edge_at(float2 tex, float x, float y) {
    return 1.0 - tap(tex, x, y).a;
}

float luma_at(float2 tex, float2 offset) {
    return luma709(tap(tex, offset.x, offset.y).rgb);
}

MAIN {
    #define AT edge_at
    #include "common/slopes.hlsl"
    float4 c = tap(tex, 0, 0);
    float far = 0.125 * push_strength / (1.0 - c.a + push_least);
    float2 offset = clamp(-far * along, -1.0, 1.0) * 0.7 * saturate(scale - 1.0);

    // Linear between a pixel and its neighbours: along x, then along y.
    float2 beside = sign(offset);
    float own = luma709(c.rgb);
    float here = lerp(own, luma_at(tex, float2(beside.x, 0.0)), abs(offset.x));
    float there = lerp(luma_at(tex, float2(0.0, beside.y)), luma_at(tex, beside), abs(offset.x));
    float change = clamp(lerp(here, there, abs(offset.y)) - own, -0.49, 0.49);
    return float4(c.rgb, change < 0.0 ? 1.0 + change : change);
}
