// jinc windowed by jinc, tabulated: KERNEL holds the weight at even steps from 0 to RADIUS.
float kernel(float x) {
    float at = x / RADIUS * float(KERNEL_STEPS - 1);
    int low = int(at);
    float weight = at - float(low);
    float a = texelFetch(KERNEL, ivec2(low, 0), 0).x;
    float b = texelFetch(KERNEL, ivec2(min(low + 1, KERNEL_STEPS - 1), 0), 0).x;
    return mix(a, b, weight);
}
