// sample_of(block), samples_of(cell): what blocks of three by three pixels of HOOKED say of the frame's noise
// and sharpness. A block is one of 96 by 96, a cell one of 32 by 32, and has nine. Summed over blocks are
// their variances, in codes of 255, those of the flattest weighed most; the weights; and of the blocks on
// lines, where luma rises or falls, the squares of the second and of the first differences, in x and in y.

float sample_at(ivec2 at) {
    return dot(texelFetch(HOOKED_raw, at, 0).rgb, vec3(0.2126, 0.7152, 0.0722));
}

vec3 sample_row(ivec2 at) {
    return vec3(sample_at(at), sample_at(at + ivec2(1, 0)), sample_at(at + ivec2(2, 0)));
}

vec4 sample_of(ivec2 block) {
    ivec2 last = max(ivec2(HOOKED_size) - ivec2(3, 3), ivec2(0, 0));
    vec2 middle = (vec2(block) + 0.5) / 96.0 * HOOKED_size;
    ivec2 at = clamp(ivec2(middle) - ivec2(1, 1), ivec2(0, 0), last);
    vec3 a = sample_row(at), b = sample_row(at + ivec2(0, 1)), c = sample_row(at + ivec2(0, 2));
    float mean = dot(a + b + c, vec3(1.0 / 9.0));
    float variance = (dot(a - mean, a - mean) + dot(b - mean, b - mean) + dot(c - mean, c - mean)) * 7225.0;
    float weight = 1.0 / ((variance + 0.25) * (variance + 0.25));
    vec3 left = vec3(a.y - a.x, b.y - b.x, c.y - c.x), right = vec3(a.z - a.y, b.z - b.y, c.z - c.y);
    vec3 above = b - a, below = c - b;
    // Thin lines, of which all are steep on both sides, do not count: only what rises or falls.
    vec3 in_x = step(0.0, left * right), in_y = step(0.0, above * below);
    vec3 squares_x = left * left + right * right, squares_y = above * above + below * below;
    float line = step(0.03, dot(squares_x + squares_y, vec3(1.0)));
    float first = line * (dot(in_x, squares_x) + dot(in_y, squares_y));
    float second = first - 2.0 * line * (dot(in_x, left * right) + dot(in_y, above * below));
    return vec4(weight * variance, weight, second, first);
}

vec4 samples_of(ivec2 cell) {
    vec4 sums = vec4(0.0);
    for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 3; x++) sums += sample_of(3 * cell + ivec2(x, y));
    }
    return sums;
}
