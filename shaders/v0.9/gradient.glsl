// Anime4K v0.9, pass 4: gradient
// Sobel on the luma: flat is 1, an edge is towards 0.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND LUMAMAP
//!SAVE LUMAMAP
//!COMPONENTS 3
//!DESC Anime4K v0.9: gradient

// The taps, by compass position, one output pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
// texelFetch, because a linear sampler may mix neighbours in even at a texel's centre.
vec4 tap(int x, int y) {
    ivec2 last = ivec2(LUMAMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LUMAMAP_pos * LUMAMAP_size);
    return texelFetch(LUMAMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0);
}

vec4 hook() {
    #include "common/sobel.glsl"
    return vec4(gradient, gradient, gradient, 1.0);
}
