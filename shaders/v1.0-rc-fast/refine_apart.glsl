// Anime4K v1.0 RC, pass 7: the pass before at other scales than about 2
// As the other, but the pixel and the colour it is pulled to are thinned each by itself, and mixed.
// Where the picture is hardly upscaled, or by much, one read between them is too coarse.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THINNED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 < HOOKED.w NATIVE_CROPPED.w / 2.5 > +
//!DESC Anime4K v1.0 RC: fast, refine, apart

#include "common/packed_maps.glsl"

vec4 hook() {
    vec2 at = 0.5 * gl_FragCoord.xy;
    vec4 block = CONTROLS(at);
    if (block.x < 0.0) return vec4(HOOKED_tex(gl_FragCoord.xy * HOOKED_pt).rgb, 1.0);
    float mine = own(block, at);
    vec2 towards = toward(mine - 9.0 * floor((mine + 0.5) * (1.0 / 9.0)));
    float strength = floor((block.x + 0.5) * (1.0 / 9.0)) * (1.0 / 127.0);
    float scale = HOOKED_size.x / input_size.x;
    float thin = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;

    vec2 here = gl_FragCoord.xy;
    vec2 there = here + towards;
    there += thin * thinning(there);
    // Two reads this far to both sides are the mean of a pixel and its two neighbours.
    vec2 across = vec2(-towards.y, towards.x) * (2.0 / 3.0);
    vec3 c_rgb = HOOKED_tex((here + thin * thinning(here)) * HOOKED_pt).rgb;
    vec3 light = HOOKED_tex((there - across) * HOOKED_pt).rgb
               + HOOKED_tex((there + across) * HOOKED_pt).rgb;
    return vec4(mix(c_rgb, 0.5 * light, strength), 1.0);
}
