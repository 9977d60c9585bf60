// Anime4K v1.1: faith to the source
// What is to be added, by two steps of back-projection (M. Irani and S. Peleg, 1991) in one: the second
// step's part is what the first one, scaled up linearly, would leave. With it go the lightest and darkest
// of the source around, which the result keeps to: no halo.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/faith.glsl"

//!HOOK MAIN
//!BIND MISSING
//!BIND SOURCE
//!SAVE MISSING
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: faith to the source

#include "common/taps/source_at.glsl"

#ifdef MISSING_near
#define MISSING_AT(x, y) MISSING_near(MISSING_pos + MISSING_pt * vec2(x, y))
#else
#define MISSING_AT(x, y) texelFetch(MISSING_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                             ivec2(0, 0), ivec2(MISSING_size) - ivec2(1, 1)), 0)
#endif

vec4 hook() {
    float own = MISSING_AT(0, 0).x;
    float sides = MISSING_AT(-1, 0).x + MISSING_AT(1, 0).x + MISSING_AT(0, -1).x + MISSING_AT(0, 1).x;
    float corners = MISSING_AT(-1, -1).x + MISSING_AT(1, -1).x + MISSING_AT(-1, 1).x + MISSING_AT(1, 1).x;
    // The mean over a pixel of what is scaled up linearly takes 1/8, 6/8 and 1/8 along x and along y.
    float given = 2.0 * own - (36.0 * own + 6.0 * sides + corners) / 64.0;
    float c = SOURCE_AT(0, 0).x;
    vec4 side = vec4(SOURCE_AT(-1, 0).x, SOURCE_AT(1, 0).x, SOURCE_AT(0, -1).x, SOURCE_AT(0, 1).x);
    vec4 corner = vec4(SOURCE_AT(-1, -1).x, SOURCE_AT(1, -1).x, SOURCE_AT(-1, 1).x, SOURCE_AT(1, 1).x);
    vec4 low = min(side, corner), high = max(side, corner);
    return vec4(faith * given, min(c, min(min(low.x, low.y), min(low.z, low.w))),
                max(c, max(max(high.x, high.y), max(high.z, high.w))), 1.0);
}
