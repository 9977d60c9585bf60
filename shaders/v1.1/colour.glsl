// Anime4K v1.1: colour
// The source's colour, scaled linearly, and what the luma has become, in each channel by its share.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!BIND DOUBLED
//!BIND MISSING
//!BIND FAITH
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: colour

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy), texel = at / 2;
    vec4 four = texelFetch(DOUBLED_raw, texel, 0);
    vec2 bounds = texelFetch(MISSING_raw, texel, 0).yz;
    vec3 added = FAITH_tex(FAITH_pos).xyz;
    vec2 row = (at.y & 1) == 0 ? four.xy : four.zw;
    float y = clamp((at.x & 1) == 0 ? row.x : row.y, bounds.x, bounds.y) + added.x;
    vec4 c = HOOKED_tex(HOOKED_pos);
    float change = clamp(y, bounds.x, bounds.y) - dot(c.rgb, vec3(0.2126, 0.7152, 0.0722));
    // Green's share is what red and blue leave of the luma.
    float green = (1.0 - 0.2126 * added.y - 0.0722 * added.z) / 0.7152;
    return vec4(c.rgb + change * vec3(added.y, green, added.z), c.a);
}
