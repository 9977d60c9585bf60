// Anime4K v1.0 RC, pass 6: thin lines and refine, on colour
// Colour is pulled along the gradient, away from an edge, where a line is likely; what is there was
// thinned, that is pulled again. Both steps together end between pixels, where one bilinear read
// gives what means and mixes of eight would.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!PARAM thin_strength
//!DESC Line thinning per unit of scale; 0 turns it off (published: 1/6)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.16666667

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THINNED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 < HOOKED.w NATIVE_CROPPED.w / 2.5 > + !
//!DESC Anime4K v1.0 RC: fast, refine

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef CONTROL_near
#define CONTROLS(at) CONTROL_near((at) * CONTROL_pt)
#else
#define CONTROLS(at) texelFetch(CONTROL_raw, ivec2(at), 0)
#endif
#ifdef THINNED_near
#define THINNED_AT(at) THINNED_near((at) * THINNED_pt)
#else
#define THINNED_AT(at) texelFetch(THINNED_raw, ivec2(at), 0)
#endif

// A pixel's own number of the four in the texel it lies in, `at` in texels.
float own(vec4 block, vec2 at) {
    vec2 row = fract(at.y) < 0.5 ? block.xy : block.zw;
    return fract(at.x) < 0.5 ? row.x : row.y;
}

// A direction's step. The mean of a corner and its two neighbours is 2/3 of the way to the corner.
vec2 toward(float direction) {
    float y = floor((direction + 0.5) * (1.0 / 3.0));
    vec2 towards = vec2(direction - 3.0 * y, y) - 1.0;
    return towards * (1.0 - (1.0 / 3.0) * abs(towards.x * towards.y));
}

vec2 thinning(vec2 position) {
    vec2 at = 0.5 * clamp(position, vec2(0.5, 0.5), HOOKED_size - 0.5);
    return toward(floor(own(THINNED_AT(at), at)) + 4.0);
}

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
