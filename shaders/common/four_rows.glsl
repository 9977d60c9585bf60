// Statements that name the rows of the 4x4 pixels around a texel's own four, of nine texels

    vec4 row0 = vec4(tl.w, t.zw, tr.z), row1 = vec4(l.y, c.xy, r.x);
    vec4 row2 = vec4(l.w, c.zw, r.z), row3 = vec4(bl.y, b.xy, br.x);
