// Anime4K v1.1 after scaling: luma
// For programs that only see the picture they have scaled. All that follows works on luma alone, and
// the last pass adds what it changed to the colour. A texel of a map holds four pixels, at half size:
// 
//     x y
//     z w
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE GREY
//!WIDTH HOOKED.w 2 / 0.25 +
//!HEIGHT HOOKED.h 2 / 0.25 +
//!COMPONENTS 4
//!DESC Anime4K v1.1 after scaling: luma

float luma_at(int x, int y) {
    ivec2 at = min(2 * ivec2(gl_FragCoord.xy) + ivec2(x, y), ivec2(HOOKED_size) - ivec2(1, 1));
    return dot(texelFetch(HOOKED_raw, at, 0).rgb, vec3(0.2126, 0.7152, 0.0722));
}

vec4 hook() {
    return vec4(luma_at(0, 0), luma_at(1, 0), luma_at(0, 1), luma_at(1, 1));
}
