// Anime4K v1.1: the frame's statistics
// Its noise and its softness, of all samples: so constants can be in units of the picture's own.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND SAMPLES
//!SAVE STATISTICS
//!WIDTH 1
//!HEIGHT 1
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: the frame's statistics

#include "common/frame_statistics.glsl"

vec4 hook() {
    if (max(gl_FragCoord.x, gl_FragCoord.y) > 1.0) return vec4(0.0);
    vec4 sums = vec4(0.0);
    for (int y = 0; y < 16; y++) {
        // Between four texels, at their mean.
        for (int x = 0; x < 16; x++) sums += SAMPLES_tex(SAMPLES_pt * vec2(2 * x + 1, 2 * y + 1));
    }
    return vec4(statistics_of(sums), 0.0, 1.0);
}
