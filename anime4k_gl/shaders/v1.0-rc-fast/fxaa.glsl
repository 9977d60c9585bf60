// Anime4K v1.0 RC, pass 8: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), where a line is likely. Its
// four reads along the edge are two here, at their mean distance.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!PARAM fxaa_span
//!DESC Longest reach of the anti-aliasing in output pixels (published: 8)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
8.0

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND CONTROL
//!WHEN HOOKED.w NATIVE_CROPPED.w / 1.75 < !
//!DESC Anime4K v1.0 RC: fast, FXAA

vec3 colour(vec2 offset) {
    return HOOKED_tex((gl_FragCoord.xy + offset) * HOOKED_pt).rgb;
}

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec3 c_rgb = texelFetch(HOOKED_raw, at, 0).rgb;
    vec4 others = floor((texelFetch(CONTROL_raw, at / 2, 0) + 0.5) * (1.0 / 9.0));
    float strength = others.w / 127.0;
    if (strength == 0.0) return vec4(c_rgb, 1.0);
    vec2 along = fxaa_span / 189.0 * (others.yz - 64.0);
    return vec4(mix(c_rgb, 0.5 * (colour(-along) + colour(along)), strength), 1.0);
}
