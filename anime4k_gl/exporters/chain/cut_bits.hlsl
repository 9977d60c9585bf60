float3 a4k_cut(float3 x) {
    return asfloat(asuint(x) & uint3(0xFFFFE000u, 0xFFFFE000u, 0xFFFFE000u));
}
