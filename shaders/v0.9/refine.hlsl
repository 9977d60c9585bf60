// Anime4K v0.9: gradient and refine
// Colour is pulled along the gradient, away from an edge, everywhere. Needs no alpha.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

#include "common/luma.hlsl"

#include "common/kernels.hlsl"

MAIN {
    #include "common/refine_taps.hlsl"

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

    #include "common/refine_search.hlsl"
    return float4(lerp(c.rgb, light / 3.0, strength), 1.0);
}
