// Anime4K v1.0 RC, pass 8: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), where a line is likely. Its
// four reads along the edge are two here, at their mean distance.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 < !
//!DESC Anime4K v1.0 RC: fast, FXAA

#include "common/taps/control_texel.glsl"
#ifdef HOOKED_near
#define HERE HOOKED_near(gl_FragCoord.xy * HOOKED_pt)
#else
#define HERE texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0)
#endif

vec3 colour(vec2 offset) {
    return HOOKED_tex((gl_FragCoord.xy + offset) * HOOKED_pt).rgb;
}

vec4 hook() {
    vec3 c = HERE.rgb;
    vec3 block = floor((CONTROLS(0.5 * gl_FragCoord.xy).yzw + 0.5) * (1.0 / 9.0));
    if (block.z <= 0.0) return vec4(c, 1.0);
    vec2 along = fxaa_span * (1.0 / 189.0) * (block.xy - 64.0);
    vec3 smoothed = 0.5 * (colour(-along) + colour(along));
    return vec4(c + block.z * (1.0 / 127.0) * (smoothed - c), 1.0);
}
