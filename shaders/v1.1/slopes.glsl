// Anime4K v1.1: colour by luma
// By how much red, green and blue change where the luma does, around each pixel of the source: the line
// through its nine neighbours (K. He and others, 2010). Where all are alike each changes as the luma.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!BIND SOURCE
//!SAVE SLOPES
//!COMPONENTS 3
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: colour by luma

#include "common/taps/source_at.glsl"

#ifdef HOOKED_near
#define COLOUR_AT(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y)).rgb
#else
#define COLOUR_AT(x, y) texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                            ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb
#endif

vec4 hook() {
    // Differences to the pixel itself, whose squares lose nothing.
    float y0 = SOURCE_AT(0, 0).x, y_sum = 0.0, y_squares = 0.0;
    vec3 c0 = COLOUR_AT(0, 0), c_sum = vec3(0.0), products = vec3(0.0);
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            float dy = SOURCE_AT(x, y).x - y0;
            vec3 dc = COLOUR_AT(x, y) - c0;
            y_sum += dy;
            y_squares += dy * dy;
            c_sum += dc;
            products += dy * dc;
        }
    }
    float variance = y_squares - y_sum * y_sum / 9.0;
    vec3 covariance = products - y_sum * c_sum / 9.0;
    return vec4(clamp((covariance + 0.001) / (variance + 0.001), -8.0, 8.0), 1.0);
}
