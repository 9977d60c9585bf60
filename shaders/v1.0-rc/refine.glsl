// Anime4K v1.0 RC, pass 7: refine
// Colour is pulled along the gradient, away from an edge, where a line is likely. On a flat area
// the line mask is 0.05, so the strength never falls below 0.4 there: the published behaviour.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"
#include "common/params/fxaa_line_multiplier.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THIN
//!BIND CONTROL
//!DESC Anime4K v1.0 RC: refine

#include "common/taps/thin.glsl"

#include "common/taps/control.glsl"

vec4 hook() {
    vec3 c = TAP(0, 0).rgb;
    float found = control();
    float kernel = floor(abs(found));
    if (kernel == 0.0) return vec4(c, 1.0);

    float most = 1.0 / clamp(min(refine_line_multiplier, fxaa_line_multiplier), 1.0, 32.0);
    float probability = most * (1.0 / 203.0) * floor(204.0 * fract(abs(found)));
    float scale = HOOKED_size.x / input_size.x;
    float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
    if (line < line_threshold) line = 0.0;
    float strength = min(scale * refine_strength, 1.0) * line;

    // The light taps: the one in the kernel's direction, and its neighbours on the ring around c. From
    // 1 to 4: up, up and right, right, down and right; with a minus the opposite.
    vec2 middle = sign(found) * vec2(min(kernel - 1.0, 1.0), clamp(kernel - 3.0, -1.0, 1.0));
    vec2 across = vec2(-middle.y, middle.x);
    vec2 one = clamp(middle + across, -1.0, 1.0), other = clamp(middle - across, -1.0, 1.0);
    vec3 light = TAP(middle.x, middle.y).rgb + TAP(one.x, one.y).rgb + TAP(other.x, other.y).rgb;
    return vec4(c + strength * (light * (1.0 / 3.0) - c), 1.0);
}
