float3 a4k_cut(float3 x) {
    float3 tiny = float3(6.103515625e-05, 6.103515625e-05, 6.103515625e-05);
    float3 unit = exp2(floor(log2(max(x, tiny))) - 10.0);
    return floor(x / unit) * unit;
}
