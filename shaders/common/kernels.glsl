// Comparisons for kernels: the largest and the smallest of three taps

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}
