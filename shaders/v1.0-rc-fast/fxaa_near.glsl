// Anime4K v1.0 RC, pass 9: the pass before where the picture is hardly upscaled
// Stairs are sharper there: the direction is each pixel's own, and the reads along it are four.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THINNED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 <
//!DESC Anime4K v1.0 RC: fast, FXAA, near

float edge_luma(ivec2 at) {
    at = clamp(at, ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1));
    vec4 block = texelFetch(THINNED_raw, at / 2, 0);
    vec2 side = (at.x & 1) == 0 ? block.xz : block.yw;
    return fract((at.y & 1) == 0 ? side.x : side.y);
}

vec3 colour(vec2 offset) {
    return HOOKED_tex((gl_FragCoord.xy + offset) * HOOKED_pt).rgb;
}

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec3 c_rgb = texelFetch(HOOKED_raw, at, 0).rgb;
    float strength = floor((texelFetch(CONTROL_raw, at / 2, 0).w + 0.5) / 9.0) / 127.0;
    if (strength <= 0.0) return vec4(c_rgb, 1.0);
    float tl = edge_luma(at + ivec2(-1, -1)), tr = edge_luma(at + ivec2(1, -1));
    float bl = edge_luma(at + ivec2(-1, 1)), br = edge_luma(at + ivec2(1, 1));
    vec2 along = vec2((bl + br) - (tl + tr), (tl + bl) - (tr + br));
    float reduce = max((tl + tr + bl + br) / 32.0, 1.0 / 128.0);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + reduce), -fxaa_span, fxaa_span);
    vec3 near = colour(-along / 6.0) + colour(along / 6.0);
    vec3 far = colour(-along / 2.0) + colour(along / 2.0);
    return vec4(mix(c_rgb, 0.25 * (near + far), strength), 1.0);
}
