// Anime4K v1.1: luma
// All that follows works on luma alone, and the last pass adds what it changed to the colour: there are
// no fringes, and four pixels fit into a texel.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE GREY
//!COMPONENTS 1
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma

vec4 hook() {
    vec3 rgb = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb;
    return vec4(dot(rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 0.0, 1.0);
}
