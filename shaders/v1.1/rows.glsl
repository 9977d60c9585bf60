// Anime4K v1.1: rows doubled
// Lanczos with three lobes, at a quarter of a pixel to the left and to the right of each.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND GREY
//!SAVE ROWS
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: rows doubled

#include "common/taps/grey_at.glsl"

vec4 hook() {
    float a = GREY_AT(-3, 0).x, b = GREY_AT(-2, 0).x, c = GREY_AT(-1, 0).x, d = GREY_AT(0, 0).x;
    float e = GREY_AT(1, 0).x, f = GREY_AT(2, 0).x, g = GREY_AT(3, 0).x;
    return vec4(0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
                0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g, 0.0, 1.0);
}
