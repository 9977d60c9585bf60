// hook() that works out the edges' strength of GREY, as v1.1/after_scaling/edges.glsl and edges_again.glsl have it

#include "common/taps/grey_at.glsl"

vec4 hook() {
#define TAP GREY_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
    return 0.125 * sqrt(along_x * along_x + along_y * along_y);
}
