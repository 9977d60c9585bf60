// Statements of refine that work out `light`: three times the colour to pull c to
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

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
