// Anime4K v0.9, pass 5: refine
// Colour is pulled along the gradient, away from an edge, everywhere.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

//!PARAM refine_strength
//!DESC Edge refinement per unit of scale, at most 1 in all; 0 turns it off (published: 1/2)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
0.5

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUMAMAP
//!DESC Anime4K v0.9: refine

#include "common/kernels.glsl"

float gradient(int x, int y) {
    ivec2 last = ivec2(LUMAMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LUMAMAP_pos * LUMAMAP_size);
    return texelFetch(LUMAMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).x;
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
    float strength = min(scale * refine_strength, 1.0);
    if (strength == 0.0) return vec4(c_rgb, 1.0);

    #include "common/refine_search.glsl"
}
