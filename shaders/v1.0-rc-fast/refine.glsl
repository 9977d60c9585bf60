// Anime4K v1.0 RC, pass 6: thin lines and refine, on colour
// Colour is pulled along the gradient, away from an edge, where a line is likely; what is there was
// thinned, that is pulled again. Both steps together end between pixels, where one bilinear read
// gives what means and mixes of eight would.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THINNED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 < HOOKED.w NATIVE_CROPPED.w / 2.5 > + !
//!DESC Anime4K v1.0 RC: fast, refine

#include "common/packed_maps.glsl"

vec4 hook() {
    vec2 at = 0.5 * gl_FragCoord.xy;
    vec4 block = CONTROLS(at);
    vec2 there = gl_FragCoord.xy;
    if (block.x >= 0.0) {
        float mine = own(block, at);
        vec2 towards = toward(mine - 9.0 * floor((mine + 0.5) * (1.0 / 9.0)));
        float strength = floor((block.x + 0.5) * (1.0 / 9.0)) * (1.0 / 127.0);
        float scale = HOOKED_size.x / input_size.x;
        float thin = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;
        there += strength * towards;
        there += thin * thinning(there);
    }
    return vec4(HOOKED_tex(there * HOOKED_pt).rgb, 1.0);
}
