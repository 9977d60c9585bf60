// What kernels compare: the most and the least of three taps; and the gradient
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}

// Sobel over three rows of lumas: flat is 1, an edge is towards 0.
float slope(float3 top, float3 middle, float3 bottom) {
    float3 x = top + 2.0 * middle + bottom, y = bottom - top;
    float2 g = float2(x.z - x.x, y.x + 2.0 * y.y + y.z);
    return 1.0 - saturate(sqrt(dot(g, g)));
}
