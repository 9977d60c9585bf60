// hook() that pushes GREY along the edges, as v1.1/after_scaling/push.glsl and push_again.glsl have it

#include "common/taps/grey_at.glsl"
#include "common/taps/edge_at.glsl"
#include "common/scaled_by.glsl"

// How far each of the four pixels is pushed, in pixels.
void push(out vec4 x, out vec4 y) {
#define TAP EDGE_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
#include "common/push_along.glsl"
    // Not all of the way: what the push takes is given back less exactly than where the source is
    // known.
    x *= 0.7 * scaled_by();
    y *= 0.7 * scaled_by();
}
#undef TAP

vec4 hook() {
    vec4 x, y;
    push(x, y);
#define TAP GREY_AT
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/pushed.glsl"
    return pushed;
}
