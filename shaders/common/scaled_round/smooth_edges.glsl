// hook() that makes the edges smooth, as v1.1/after_scaling/smooth_edges.glsl and smooth_edges_again.glsl have it

#include "common/taps/edge_at.glsl"
#include "common/four_blurred.glsl"

vec4 hook() {
#define TAP EDGE_AT
#include "common/nine_texels.glsl"
    return blurred(tl, t, tr, l, c, r, bl, b, br);
}
