// The approximate luma, (2R + 3G + B) / 6
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

float luma(float3 rgb) {
    return dot(rgb, float3(2.0, 3.0, 1.0)) / 6.0;
}
