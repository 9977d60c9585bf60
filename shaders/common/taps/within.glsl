// within(size, x, y): where a tap of a map lies

// The texel this far away, of the nearest within the map.
ivec2 within(ivec2 size, int x, int y) {
    return clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), ivec2(0, 0), size - ivec2(1, 1));
}
