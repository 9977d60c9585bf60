// Anime4K v1.1: push
// Each pixel takes the luma from further down the slope of the edges' strength, at most one pixel away
// in x and in y: edges become steep, lines thin, and nothing is lighter or darker than what was there.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/push_strength.glsl"
#include "common/params/push_least.glsl"

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
#include "common/push_along.glsl"
}
#undef TAP

vec4 hook() {
    vec4 x, y;
    push(x, y);
#define TAP DOUBLED_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/pushed.glsl"
    return pushed;
}
