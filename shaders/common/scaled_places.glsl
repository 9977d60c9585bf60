// Where an output pixel lies in the source, and which of its taps is the first

vec2 centre(ivec2 at) {
    return HOOKED_map(at) * HOOKED_size;
}

int first_of(float middle) {
    return int(floor(middle - 0.5)) - TAPS / 2 + 1;
}
