// Anime4K v1.1: edges
// How steep the luma is at each of the four pixels, by Sobel: largest in the middle of an edge.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND DOUBLED
//!SAVE EDGES
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: edges

#include "common/taps/doubled_at.glsl"

vec4 hook() {
#define TAP DOUBLED_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
    return 0.125 * sqrt(along_x * along_x + along_y * along_y);
}
