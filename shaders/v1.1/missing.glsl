// Anime4K v1.1: what is missing
// What each pixel of the source has more than the mean of the four that became of it.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND DOUBLED
//!BIND SOURCE
//!SAVE MISSING
//!COMPONENTS 1
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: what is missing

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 four = texelFetch(DOUBLED_raw, at, 0);
    return vec4(texelFetch(SOURCE_raw, at, 0).x - dot(four, vec4(0.25)), 0.0, 0.0, 1.0);
}
