// Anime4K v1.0 RC, pass 8: gradient
// Sobel on the clamped luma: flat is 1, an edge is towards 0.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND LINEMAP
//!SAVE LINEMAP
//!COMPONENTS 3
//!DESC Anime4K v1.0 RC: gradient

// The taps, by compass position, one output pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
// texelFetch, because a linear sampler may mix neighbours in even at a texel's centre.
vec4 tap(int x, int y) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0);
}

vec4 hook() {
    #include "common/sobel.glsl"
    vec4 c = tap(0, 0);
    return vec4(c.xy, gradient, 1.0);
}
