// Anime4K v1.1: what is missing
// What each pixel of the source has more than the mean of the four that became of it, and between which
// lumas they are to stay: those of the source around, so that no edge gets a halo.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND DOUBLED
//!BIND GREY
//!SAVE MISSING
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: what is missing

#include "common/taps/grey_at.glsl"

vec4 hook() {
    vec2 own = GREY_AT(0, 0).xy;
    float c = own.x;
    vec4 side = vec4(GREY_AT(-1, 0).x, GREY_AT(1, 0).x, GREY_AT(0, -1).x, GREY_AT(0, 1).x);
    vec4 corner = vec4(GREY_AT(-1, -1).x, GREY_AT(1, -1).x, GREY_AT(-1, 1).x, GREY_AT(1, 1).x);
    vec4 low = min(side, corner), high = max(side, corner);
    float lowest = min(c, min(min(low.x, low.y), min(low.z, low.w)));
    float highest = max(c, max(max(high.x, high.y), max(high.z, high.w)));
    vec4 four = clamp(texelFetch(DOUBLED_raw, ivec2(gl_FragCoord.xy), 0), lowest, highest);
    return vec4(own.y * (c - dot(four, vec4(0.25))), lowest, highest, 1.0);
}
