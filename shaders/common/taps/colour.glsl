// A tap of HOOKED's colour, of the nearest pixel within the picture

vec3 colour(int x, int y) {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 c = ivec2(HOOKED_pos * HOOKED_size);
    return texelFetch(HOOKED_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).rgb;
}
