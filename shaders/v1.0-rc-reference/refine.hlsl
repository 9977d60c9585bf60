// Anime4K v1.0 RC: Gaussian blur of the line mask along y, gradient and refine
// Colour is pulled along the gradient, away from an edge, where a line is likely. Alpha: the mask
// blurred along x, then both numbers that FXAA needs of a pixel, `packed`.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

float clamped_luma(float3 rgb) {
    return clamp(dot(rgb, float3(2.0, 3.0, 1.0)) / 6.0, 0.001, 0.999);
}

#include "common/kernels.hlsl"

// The strength of a line and the luma in one number: the luma is the ten bits that a half float has
// after its point, the strength, off or in 57 steps from the threshold to 1, its sign and exponent.
// A luma that is never 0 nor 1 keeps the logarithm that takes them apart off whole numbers.
float packed(float strength, float y) {
    float above = saturate((strength - line_threshold) / max(1.0 - line_threshold, 0.001));
    float level = strength > 0.0 ? 1.0 + floor(above * 56.0 + 0.5) : 0.0;
    float digits = 1.0 + floor(y * 1024.0 + 0.5) / 1024.0;
    return level < 29.0 ? digits * exp2(level - 14.0) : -digits * exp2(level - 43.0);
}

float over_threshold(float strength) {
    return strength < line_threshold ? 0.0 : strength;
}

MAIN {
    #include "common/refine_taps.hlsl"

    float probability = saturate(0.160854 * c.a + 0.155931 * (t.a + b.a)
                                 + 0.142046 * (above.a + below.a)
                                 + 0.121597 * (tap(tex, 0, -3).a + tap(tex, 0, 3).a));
    float strength = over_threshold(saturate(refine_line_multiplier * probability));
    strength = saturate(min(scale * refine_strength, 1.0) * strength);
    float smoothing = over_threshold(saturate(fxaa_line_multiplier * probability));

    float y00 = clamped_luma(tap(tex, -2, -2).rgb), y01 = clamped_luma(tap(tex, -1, -2).rgb);
    float y02 = clamped_luma(above.rgb);
    float y03 = clamped_luma(tap(tex, 1, -2).rgb), y04 = clamped_luma(tap(tex, 2, -2).rgb);
    float y10 = clamped_luma(tap(tex, -2, -1).rgb), y11 = clamped_luma(tl.rgb);
    float y12 = clamped_luma(t.rgb), y13 = clamped_luma(tr.rgb);
    float y14 = clamped_luma(tap(tex, 2, -1).rgb);
    float y20 = clamped_luma(tap(tex, -2, 0).rgb), y21 = clamped_luma(l.rgb);
    float y22 = clamped_luma(c.rgb), y23 = clamped_luma(r.rgb);
    float y24 = clamped_luma(tap(tex, 2, 0).rgb);
    float y30 = clamped_luma(tap(tex, -2, 1).rgb), y31 = clamped_luma(bl.rgb);
    float y32 = clamped_luma(b.rgb), y33 = clamped_luma(br.rgb);
    float y34 = clamped_luma(tap(tex, 2, 1).rgb);
    float y40 = clamped_luma(tap(tex, -2, 2).rgb), y41 = clamped_luma(tap(tex, -1, 2).rgb);
    float y42 = clamped_luma(below.rgb);
    float y43 = clamped_luma(tap(tex, 1, 2).rgb), y44 = clamped_luma(tap(tex, 2, 2).rgb);

    #include "common/refine_search.hlsl"
    return float4(lerp(c.rgb, light / 3.0, strength), packed(smoothing, y22));
}
