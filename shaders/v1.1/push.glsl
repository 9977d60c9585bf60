// Anime4K v1.1: push
// Each pixel takes the luma from further down the slope of the edges' strength, at most one pixel away
// in x and in y: edges become steep, lines thin, and nothing is lighter or darker than what was there.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/push_strength.glsl"

//!HOOK MAIN
//!BIND DOUBLED
//!BIND EDGES
//!SAVE DOUBLED
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: push

#include "common/taps/doubled_at.glsl"
#include "common/taps/edge_at.glsl"

// How far each of the four pixels is pushed, in pixels.
void push(out vec4 x, out vec4 y) {
#define TAP EDGE_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
    vec4 far = 0.125 * push_strength / (c + push_least);
    x = clamp(-far * along_x, -1.0, 1.0);
    y = clamp(-far * along_y, -1.0, 1.0);
}
#undef TAP

vec4 hook() {
    vec4 x, y;
    push(x, y);
#define TAP DOUBLED_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
    // Linear between a pixel and its neighbours: along x in the three rows around it, then along y.
    vec4 left = max(-x, 0.0), right = max(x, 0.0);
    vec4 above = vec4(row0.yz, row1.yz), here = vec4(row1.yz, row2.yz), below = vec4(row2.yz, row3.yz);
    above += left * (vec4(row0.xy, row1.xy) - above) + right * (vec4(row0.zw, row1.zw) - above);
    here += left * (vec4(row1.xy, row2.xy) - here) + right * (vec4(row1.zw, row2.zw) - here);
    below += left * (vec4(row2.xy, row3.xy) - below) + right * (vec4(row2.zw, row3.zw) - below);
    return here + max(-y, 0.0) * (above - here) + max(y, 0.0) * (below - here);
}
