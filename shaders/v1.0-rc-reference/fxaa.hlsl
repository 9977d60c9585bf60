// Anime4K v1.0 RC: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), where a line is likely. Alpha:
// the line's strength and the luma, as refine packed them; then 1.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/luma.hlsl"

// What refine packed, x the strength, y the luma. Surfaces that have no alpha read 1, which is none
// and 0; the smallest is for those that have too little.
float2 unpacked(float alpha) {
    float size = max(abs(alpha), exp2(-14.0));
    float exponent = floor(log2(size));
    float level = alpha < 0.0 ? exponent + 43.0 : exponent + 14.0;
    float strength = line_threshold + (level - 1.0) / 56.0 * (1.0 - line_threshold);
    return float2(level < 0.5 ? 0.0 : strength, size / exp2(exponent) - 1.0);
}

float edge_luma(float2 tex, float x, float y) {
    return unpacked(tap(tex, x, y).a).y;
}

// A bilinear read `offset` pixels from c, by hand: players sample with points.
float3 colour(float2 tex, float2 offset) {
    float2 at = tex * SIZE + offset - 0.5;
    float2 low = (floor(at) + 0.5) * TEXEL, weight = frac(at);
    return lerp(lerp(tap(low, 0, 0).rgb, tap(low, 1, 0).rgb, weight.x),
                lerp(tap(low, 0, 1).rgb, tap(low, 1, 1).rgb, weight.x), weight.y);
}

MAIN {
    float4 c = tap(tex, 0, 0);
    float2 line_and_luma = unpacked(c.a);
    float strength = saturate(min(scale * refine_strength, 1.0) * line_and_luma.x);

    float3 smoothed = c.rgb;
    [branch] if (strength > 0.0) {
        float tl = edge_luma(tex, -1, -1), tr = edge_luma(tex, 1, -1);
        float bl = edge_luma(tex, -1, 1), br = edge_luma(tex, 1, 1);
        float y = line_and_luma.y;
        float darkest = min(y, min(min(tl, tr), min(bl, br)));
        float lightest = max(y, max(max(tl, tr), max(bl, br)));

        // Along the edge, in pixels.
        float2 along = float2((bl + br) - (tl + tr), (tl + bl) - (tr + br));
        float reduce = max((tl + tr + bl + br) / 32.0, 1.0 / 128.0);
        along = clamp(along / (min(abs(along.x), abs(along.y)) + reduce), -fxaa_span, fxaa_span);

        float3 nearby = 0.5 * (colour(tex, -along / 6.0) + colour(tex, along / 6.0));
        float3 far = 0.5 * nearby
                   + 0.25 * (colour(tex, -along / 2.0) + colour(tex, along / 2.0));
        float mean = luma(far);
        smoothed = mean < darkest || mean > lightest ? nearby : far;
    }
    return float4(lerp(c.rgb, smoothed, strength), 1.0);
}
