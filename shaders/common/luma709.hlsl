// The luma of BT.709
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

float luma709(float3 rgb) {
    return dot(rgb, float3(0.2126, 0.7152, 0.0722));
}
