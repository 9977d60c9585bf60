// Anime4K v1.1: faith to the source
// The luma to be added, by two steps of back-projection (M. Irani and S. Peleg, 1991) in one: the second
// step takes what the first one, scaled up linearly, would leave, and a quarter more, as a third would.
// With it goes by how much red and blue change where the luma does, around each pixel of the source: the
// line through its nine neighbours (K. He and others, 2010).
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/faith.glsl"

//!HOOK MAIN
//!BIND HOOKED
//!BIND MISSING
//!SAVE FAITH
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: faith to the source

#ifdef HOOKED_near
#define COLOUR_AT(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y)).rgb
#else
#define COLOUR_AT(x, y) texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                            ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb
#endif
#ifdef MISSING_near
#define MISSING_AT(x, y) MISSING_near(MISSING_pos + MISSING_pt * vec2(x, y))
#else
#define MISSING_AT(x, y) texelFetch(MISSING_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                             ivec2(0, 0), ivec2(MISSING_size) - ivec2(1, 1)), 0)
#endif

// Sums over the neighbours of their differences to the pixel itself, whose squares lose nothing: luma,
// red and blue, and the luma's products with each of them.
vec3 sums = vec3(0.0), products = vec3(0.0);

void add(vec3 difference) {
    float luma = dot(difference, vec3(0.2126, 0.7152, 0.0722));
    vec3 three = vec3(luma, difference.rb);
    sums += three;
    products += luma * three;
}

vec4 hook() {
    float own = MISSING_AT(0, 0).x;
    float sides = MISSING_AT(-1, 0).x + MISSING_AT(1, 0).x + MISSING_AT(0, -1).x + MISSING_AT(0, 1).x;
    float corners = MISSING_AT(-1, -1).x + MISSING_AT(1, -1).x + MISSING_AT(-1, 1).x + MISSING_AT(1, 1).x;
    // The mean over a pixel of what is scaled up linearly takes 1/8, 6/8 and 1/8 along x and along y.
    float given = 2.25 * own - 1.25 * (36.0 * own + 6.0 * sides + corners) / 64.0;

    vec3 c = COLOUR_AT(0, 0);
    add(COLOUR_AT(-1, -1) - c);
    add(COLOUR_AT(0, -1) - c);
    add(COLOUR_AT(1, -1) - c);
    add(COLOUR_AT(-1, 0) - c);
    add(COLOUR_AT(1, 0) - c);
    add(COLOUR_AT(-1, 1) - c);
    add(COLOUR_AT(0, 1) - c);
    add(COLOUR_AT(1, 1) - c);
    vec3 variances = products - sums.x * sums / 9.0 + 0.001;
    // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
    return vec4(faith * given, clamp(variances.yz / variances.x + 0.0002, -8.0, 8.0), 1.0);
}
