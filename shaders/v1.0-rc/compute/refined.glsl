// Anime4K v1.0 RC, in place of pass 3 where FXAA is left out: the refined colour
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND REFINED
//!DESC Anime4K v1.0 RC: refined

vec4 hook() {
    return vec4(texelFetch(REFINED_raw, ivec2(gl_FragCoord.xy), 0).rgb, 1.0);
}
