// Anime4K v1.1: edges made smooth
// A binomial blur of five by five pixels, so that what is pushed follows an outline and not its steps.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND EDGES
//!SAVE EDGES
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: edges made smooth

#include "common/taps/edge_at.glsl"

// The middle two of a row's six pixels, times 16.
vec2 blurred(vec2 a, vec2 b, vec2 c) {
    return vec2(a.x + 4.0 * (a.y + b.y) + 6.0 * b.x + c.x, a.y + 4.0 * (b.x + c.x) + 6.0 * b.y + c.y);
}

vec4 hook() {
#define TAP EDGE_AT
#include "common/nine_texels.glsl"
    vec2 row0 = blurred(tl.xy, t.xy, tr.xy), row1 = blurred(tl.zw, t.zw, tr.zw);
    vec2 row2 = blurred(l.xy, c.xy, r.xy), row3 = blurred(l.zw, c.zw, r.zw);
    vec2 row4 = blurred(bl.xy, b.xy, br.xy), row5 = blurred(bl.zw, b.zw, br.zw);
    return vec4(row0 + 4.0 * (row1 + row3) + 6.0 * row2 + row4,
                row1 + 4.0 * (row2 + row4) + 6.0 * row3 + row5) / 256.0;
}
