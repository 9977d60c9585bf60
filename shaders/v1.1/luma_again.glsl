// Anime4K v1.1: luma, once more
// As luma.glsl; what has been doubled once has lost its noise.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE GREY
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma, once more

vec4 hook() {
    vec3 rgb = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb;
    return vec4(dot(rgb, vec3(0.2126, 0.7152, 0.0722)), 1.0, 0.0, 1.0);
}
