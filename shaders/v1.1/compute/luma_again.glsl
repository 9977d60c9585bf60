// Anime4K v1.1, compute dispatch 5: luma, once more
// As v1.1/luma_again.glsl.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE GREY
//!COMPONENTS 2
//!COMPUTE 16 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma, once more

void hook() {
    ivec2 pixel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(pixel, ivec2(HOOKED_size)))) return;
    vec3 rgb = texelFetch(HOOKED_raw, pixel, 0).rgb;
    imageStore(out_image, pixel, vec4(dot(rgb, vec3(0.2126, 0.7152, 0.0722)), 1.0, 0.0, 1.0));
}
