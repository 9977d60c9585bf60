// As half floats, which the next passes count on, also where a player stores more.
vec4 hook() {
    return uintBitsToFloat(floatBitsToUint(unrounded()) & uvec4(0xFFFFE000u));
}
