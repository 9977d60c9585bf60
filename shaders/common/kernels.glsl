// What kernels compare: the most and the least of three taps

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}
