// blurred(nine texels): a binomial blur of five by five pixels, of four pixels a texel

// The middle two of a row's six pixels, times 16.
vec2 row_blurred(vec2 a, vec2 b, vec2 c) {
    return vec2(a.x + 4.0 * (a.y + b.y) + 6.0 * b.x + c.x, a.y + 4.0 * (b.x + c.x) + 6.0 * b.y + c.y);
}

vec4 blurred(vec4 tl, vec4 t, vec4 tr, vec4 l, vec4 c, vec4 r, vec4 bl, vec4 b, vec4 br) {
    vec2 row0 = row_blurred(tl.xy, t.xy, tr.xy), row1 = row_blurred(tl.zw, t.zw, tr.zw);
    vec2 row2 = row_blurred(l.xy, c.xy, r.xy), row3 = row_blurred(l.zw, c.zw, r.zw);
    vec2 row4 = row_blurred(bl.xy, b.xy, br.xy), row5 = row_blurred(bl.zw, b.zw, br.zw);
    return vec4(row0 + 4.0 * (row1 + row3) + 6.0 * row2 + row4,
                row1 + 4.0 * (row2 + row4) + 6.0 * row3 + row5) / 256.0;
}
