// Anime4K v1.0 RC, pass 1: thin lines
// Dark lines give way to the lighter side of their edges. Does nothing where the picture is not
// upscaled.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC Anime4K v1.0 RC: thin lines

// The approximate luma (2R + 3G + B) / 6. As plain sums, which half floats make exact: pixels whose
// lumas are equal must come out equal on every driver, since the kernels compare them.
#include "common/luma.glsl"

// The taps, by compass position, one output pixel apart; rgb is the colour, a its luma:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
// texelFetch, because a linear sampler may mix neighbours in even at a texel's centre.
vec4 tap(int x, int y) {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 c = ivec2(HOOKED_pos * HOOKED_size);
    vec3 rgb = texelFetch(HOOKED_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).rgb;
    return vec4(rgb, luma(rgb));
}

#include "common/thin_lines.glsl"
