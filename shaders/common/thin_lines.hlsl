// Thin lines: a candidate, and what candidates are compared by
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

// rgb is the colour, a its luma.
float4 lit(float4 c) {
    return float4(c.rgb, luma(c.rgb));
}

float highest(float4 x, float4 y, float4 z) {
    return max(x.a, max(y.a, z.a));
}

float lowest(float4 x, float4 y, float4 z) {
    return min(x.a, min(y.a, z.a));
}

// c moved towards the mean of the light taps, where that makes it lighter than the best so far.
float4 lightest(float4 best, float4 c, float4 light0, float4 light1, float4 light2) {
    float strength = min(scale * thin_strength, 1.0);
    float4 candidate = c * (1.0 - strength) + (light0 + light1 + light2) / 3.0 * strength;
    return candidate.a > best.a ? candidate : best;
}
