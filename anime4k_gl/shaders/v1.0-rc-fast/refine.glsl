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

// The pixel's own number of its texel's four.
float own(vec4 block, ivec2 at) {
    vec2 side = (at.x & 1) == 0 ? block.xz : block.yw;
    return (at.y & 1) == 0 ? side.x : side.y;
}

// A direction's step. The mean of a corner and its two neighbours is 2/3 of the way to the corner.
vec2 toward(float direction) {
    float y = floor((direction + 0.5) * (1.0 / 3.0));
    vec2 towards = vec2(direction - 3.0 * y, y) - 1.0;
    return towards * (1.0 - abs(towards.x * towards.y) / 3.0);
}

vec2 thinning(vec2 position) {
    ivec2 at = clamp(ivec2(position), ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1));
    return toward(floor(own(texelFetch(THINNED_raw, at / 2, 0), at)) + 4.0);
}

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 block = texelFetch(CONTROL_raw, at / 2, 0);
    vec4 others = floor((block + 0.5) * (1.0 / 9.0));
    vec2 towards = toward(own(block - 9.0 * others, at));
    float strength = others.x / 127.0;
    float scale = HOOKED_size.x / input_size.x;
    float thin = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;

    vec2 here = gl_FragCoord.xy;
    vec2 there = here + strength * towards;
    return vec4(HOOKED_tex((there + thin * thinning(there)) * HOOKED_pt).rgb, 1.0);
}
