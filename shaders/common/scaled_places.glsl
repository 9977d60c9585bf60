// The place of an output pixel in the source, and the first of its taps

vec2 centre(ivec2 at) {
    return HOOKED_map(at) * HOOKED_size;
}

int first_of(float middle) {
    return int(floor(middle - 0.5)) - TAPS / 2 + 1;
}
