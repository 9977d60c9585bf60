// Statements that work out how far each of a texel's four pixels is pushed, `x` and `y` in pixels, of
// the slopes of the edges' strength and of that strength, `c`

    vec4 far = 0.125 * push_strength / (c + push_least);
    x = clamp(-far * along_x, -1.0, 1.0);
    y = clamp(-far * along_y, -1.0, 1.0);
