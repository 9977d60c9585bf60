// Statements that work out the slopes of a texel's four pixels, of the four rows around them (Sobel)
// In units of the map's own a pixel, times 8: `along_x` and `along_y`.

    vec4 upper = row0 + 2.0 * row1 + row2, lower = row1 + 2.0 * row2 + row3;
    vec4 above = row2 - row0, below = row3 - row1;
    vec4 along_x = vec4(upper.zw - upper.xy, lower.zw - lower.xy);
    vec4 along_y = vec4(above.xy + 2.0 * above.yz + above.zw, below.xy + 2.0 * below.yz + below.zw);
