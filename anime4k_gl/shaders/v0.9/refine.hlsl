// Anime4K v0.9: gradient and refine
// Colour is pulled along the gradient, away from an edge, everywhere. Needs no alpha.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

float luma(float3 rgb) {
    return dot(rgb, float3(2.0, 3.0, 1.0)) / 6.0;
}

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}

// Sobel over three rows of lumas: flat is 1, an edge is towards 0.
float slope(float3 top, float3 middle, float3 bottom) {
    float3 x = top + 2.0 * middle + bottom, y = bottom - top;
    float2 g = float2(x.z - x.x, y.x + 2.0 * y.y + y.z);
    return 1.0 - saturate(sqrt(dot(g, g)));
}

MAIN {
    // The lumas of 5 x 5 pixels, a row each; the colours of the 3 x 3 in the middle:
    //
    //     tl  t  tr
    //      l  c  r
    //     bl  b  br
    //
    float4 tl = tap(tex, -1, -1), t = tap(tex, 0, -1), tr = tap(tex, 1, -1);
    float4 l = tap(tex, -1, 0), c = tap(tex, 0, 0), r = tap(tex, 1, 0);
    float4 bl = tap(tex, -1, 1), b = tap(tex, 0, 1), br = tap(tex, 1, 1);
    float4 above = tap(tex, 0, -2), below = tap(tex, 0, 2);

    float strength = min(scale * refine_strength, 1.0);

    float y00 = luma(tap(tex, -2, -2).rgb), y01 = luma(tap(tex, -1, -2).rgb);
    float y02 = luma(above.rgb);
    float y03 = luma(tap(tex, 1, -2).rgb), y04 = luma(tap(tex, 2, -2).rgb);
    float y10 = luma(tap(tex, -2, -1).rgb), y11 = luma(tl.rgb);
    float y12 = luma(t.rgb), y13 = luma(tr.rgb);
    float y14 = luma(tap(tex, 2, -1).rgb);
    float y20 = luma(tap(tex, -2, 0).rgb), y21 = luma(l.rgb);
    float y22 = luma(c.rgb), y23 = luma(r.rgb);
    float y24 = luma(tap(tex, 2, 0).rgb);
    float y30 = luma(tap(tex, -2, 1).rgb), y31 = luma(bl.rgb);
    float y32 = luma(b.rgb), y33 = luma(br.rgb);
    float y34 = luma(tap(tex, 2, 1).rgb);
    float y40 = luma(tap(tex, -2, 2).rgb), y41 = luma(tap(tex, -1, 2).rgb);
    float y42 = luma(below.rgb);
    float y43 = luma(tap(tex, 1, 2).rgb), y44 = luma(tap(tex, 2, 2).rgb);

    float g_tl = slope(float3(y00, y01, y02), float3(y10, y11, y12), float3(y20, y21, y22));
    float g_t = slope(float3(y01, y02, y03), float3(y11, y12, y13), float3(y21, y22, y23));
    float g_tr = slope(float3(y02, y03, y04), float3(y12, y13, y14), float3(y22, y23, y24));
    float g_l = slope(float3(y10, y11, y12), float3(y20, y21, y22), float3(y30, y31, y32));
    float g_c = slope(float3(y11, y12, y13), float3(y21, y22, y23), float3(y31, y32, y33));
    float g_r = slope(float3(y12, y13, y14), float3(y22, y23, y24), float3(y32, y33, y34));
    float g_bl = slope(float3(y20, y21, y22), float3(y30, y31, y32), float3(y40, y41, y42));
    float g_b = slope(float3(y21, y22, y23), float3(y31, y32, y33), float3(y41, y42, y43));
    float g_br = slope(float3(y22, y23, y24), float3(y32, y33, y34), float3(y42, y43, y44));

    // Beyond the border lies the gradient of the border itself.
    if (tex.x < TEXEL.x) g_tl = g_t, g_l = g_c, g_bl = g_b;
    if (tex.x > 1.0 - TEXEL.x) g_tr = g_t, g_r = g_c, g_br = g_b;
    if (tex.y < TEXEL.y) g_tl = g_l, g_t = g_c, g_tr = g_r;
    if (tex.y > 1.0 - TEXEL.y) g_bl = g_l, g_b = g_c, g_br = g_r;

    // The first kernel that matches, in the order 0 4 1 5 2 6 3 7; so the last is asked first.
    float3 light = 3.0 * c.rgb;
    if (lowest(g_t, g_tl, g_l) > highest(g_c, g_r, g_b)) light = (t + tl + l).rgb;
    if (lowest(g_r, g_br, g_b) > highest(g_c, g_l, g_t)) light = (r + br + b).rgb;
    if (lowest(g_tl, g_l, g_bl) > max(highest(g_tr, g_r, g_br), g_c)) light = (tl + l + bl).rgb;
    if (lowest(g_tr, g_r, g_br) > max(highest(g_tl, g_l, g_bl), g_c)) light = (tr + r + br).rgb;
    if (lowest(g_l, g_bl, g_b) > highest(g_c, g_r, g_t)) light = (l + bl + b).rgb;
    if (lowest(g_t, g_tr, g_r) > highest(g_c, g_l, g_b)) light = (t + tr + r).rgb;
    if (lowest(g_bl, g_b, g_br) > max(highest(g_tl, g_t, g_tr), g_c)) light = (bl + b + br).rgb;
    if (lowest(g_tl, g_t, g_tr) > max(highest(g_bl, g_b, g_br), g_c)) light = (tl + t + tr).rgb;
    return float4(lerp(c.rgb, light / 3.0, strength), 1.0);
}
