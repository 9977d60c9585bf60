// The pixel x to the right and y below, on the border at most.
float4 tap(float2 tex, float x, float y) {
    return READ(clamp(tex + float2(x, y) * TEXEL, 0.5 * TEXEL, 1.0 - 0.5 * TEXEL));
}
