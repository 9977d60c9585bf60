// Anime4K v1.0 RC, pass 9: refine
// Colour is pulled along the gradient, away from an edge, where a line is likely. On a flat area
// the line mask is 0.05, so the strength never falls below 0.4 there: the published behaviour.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINEMAP
//!DESC Anime4K v1.0 RC: refine

#include "common/kernels.glsl"

float gradient(int x, int y) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).z;
}

#include "common/taps/colour.glsl"

// The gradient's taps, by compass position, one output pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
vec4 hook() {
    vec3 c_rgb = colour(0, 0);
    float scale = HOOKED_size.x / input_size.x;
    float probability = texelFetch(LINEMAP_raw, ivec2(LINEMAP_pos * LINEMAP_size), 0).y;
    float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
    if (line < line_threshold) line = 0.0;
    float strength = clamp(min(scale * refine_strength, 1.0) * line, 0.0, 1.0);
    if (strength == 0.0) return vec4(c_rgb, 1.0);

    #include "common/refine_search.glsl"
}
