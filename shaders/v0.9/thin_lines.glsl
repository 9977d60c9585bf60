// Anime4K v0.9, pass 2: thin lines
// Dark lines give way to the lighter side of their edges. Does nothing where the picture is not
// upscaled.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUMAMAP
//!DESC Anime4K v0.9: thin lines

// The taps, by compass position, one output pixel apart; rgb is the colour, a the stored luma:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
// texelFetch, because a linear sampler may mix neighbours in even at a texel's centre.
vec4 tap(int x, int y) {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 c = ivec2(HOOKED_pos * HOOKED_size);
    ivec2 at = clamp(c + ivec2(x, y), ivec2(0, 0), last);
    return vec4(texelFetch(HOOKED_raw, at, 0).rgb, texelFetch(LUMAMAP_raw, at, 0).x);
}

#include "common/thin_lines.glsl"
