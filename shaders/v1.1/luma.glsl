// Anime4K v1.1: luma
// All that follows works on luma alone, and the last pass adds what it changed to the colour: there are
// no fringes, and four pixels fit into a texel. Of the frame's own noise it has less, and a soft frame
// is made sharper.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/denoise.glsl"
#include "common/params/focus.glsl"

//!HOOK MAIN
//!BIND HOOKED
//!BIND STATISTICS
//!SAVE GREY
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma

#include "common/luma_without_noise.glsl"

#ifdef HOOKED_near
#define COLOUR_AT(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y)).rgb
#else
#define COLOUR_AT(x, y) texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                            ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb
#endif

float luma_at(int x, int y) {
    return dot(COLOUR_AT(x, y), vec3(0.2126, 0.7152, 0.0722));
}

vec4 hook() {
    float c = luma_at(0, 0);
    vec2 statistics = texelFetch(STATISTICS_raw, ivec2(0, 0), 0).xy * vec2(denoise, focus);
    // Few pixels say nothing.
    if (min(HOOKED_size.x, HOOKED_size.y) < 32.0) statistics = vec2(0.0);
    if (statistics.x + statistics.y <= 0.0) return vec4(c, 1.0, 0.0, 1.0);
    vec4 side = vec4(luma_at(-1, 0), luma_at(1, 0), luma_at(0, -1), luma_at(0, 1));
    vec4 corner = vec4(luma_at(-1, -1), luma_at(1, -1), luma_at(-1, 1), luma_at(1, 1));
    return vec4(without_noise(c, side, corner, statistics), 0.0, 1.0);
}
