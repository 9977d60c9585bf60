// Anime4K hybrid-l: the picture, doubled
// The source's colour, scaled linearly, and what luma gains, in each channel by its share.
//
// Made by tools/networks.py of the recipe with the SHA-256 994dbbe9e7eff9c98fbcd15cafc19f4f
// 21b374547503e6b94170d669b0b671c3; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!BIND NET_RESIDUAL
//!BIND NET_SHARES
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-l: doubled

vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy), texel = at / 2;
    vec4 four = texelFetch(NET_RESIDUAL_raw, texel, 0);
    vec2 row = (at.y & 1) == 0 ? four.xy : four.zw;
    float change = (at.x & 1) == 0 ? row.x : row.y;
    vec2 share = NET_SHARES_tex(NET_SHARES_pos).xy;
    // Green's share is what red and blue leave of the luma.
    float green = (1.0 - 0.2126 * share.x - 0.0722 * share.y) / 0.7152;
    vec4 c = HOOKED_tex(HOOKED_pos);
    return vec4(clamp(c.rgb + change * vec3(share.x, green, share.y), 0.0, 1.0), c.a);
}
