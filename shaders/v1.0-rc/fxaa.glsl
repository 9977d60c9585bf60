// Anime4K v1.0 RC, pass 8: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), where a line is likely. In
// flat areas 4 p is 0.19995 in half float, just under the threshold, so it is off there: the
// published behaviour.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"
#include "common/params/fxaa_line_multiplier.glsl"
#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THIN
//!BIND CONTROL
//!DESC Anime4K v1.0 RC: FXAA

// The approximate luma (2R + 3G + B) / 6.
float luma(vec3 rgb) {
    return dot(rgb, vec3(2.0 / 6.0, 3.0 / 6.0, 1.0 / 6.0));
}

#include "common/taps/thin.glsl"

float edge_luma(float x, float y) {
    return TAP(x, y).a;
}

vec3 colour(vec2 away) {
    return HOOKED_tex(HOOKED_pos + away).rgb;
}

#include "common/taps/control.glsl"

vec4 hook() {
#ifdef HOOKED_near
    vec3 c_rgb = HOOKED_near(HOOKED_pos).rgb;
#else
    vec3 c_rgb = texelFetch(HOOKED_raw, ivec2(HOOKED_pos * HOOKED_size), 0).rgb;
#endif
    float found = control();
    float most = 1.0 / clamp(min(refine_line_multiplier, fxaa_line_multiplier), 1.0, 32.0);
    float probability = most * (1.0 / 203.0) * floor(204.0 * fract(abs(found)));
    float line = clamp(fxaa_line_multiplier * probability, 0.0, 1.0);
    float scale = HOOKED_size.x / input_size.x;
    float strength = min(scale * refine_strength, 1.0) * line;
    if (line < line_threshold || strength == 0.0) return vec4(c_rgb, 1.0);

    float tl = edge_luma(-1.0, -1.0), tr = edge_luma(1.0, -1.0);
    float bl = edge_luma(-1.0, 1.0), br = edge_luma(1.0, 1.0);
    // Along the edge, in output pixels.
    vec2 along = vec2((bl + br) - (tl + tr), (tl + bl) - (tr + br));
    float reduce = max((tl + tr + bl + br) / 32.0, 1.0 / 128.0);
    along *= 1.0 / (min(abs(along.x), abs(along.y)) + reduce);
    along = clamp(along, -fxaa_span, fxaa_span);
    // Reads less than a tenth of a pixel away would give the pixel itself.
    if (max(abs(along.x), abs(along.y)) < 0.02) return vec4(c_rgb, 1.0);

    float c = edge_luma(0.0, 0.0);
    float darkest = min(c, min(min(tl, tr), min(bl, br)));
    float lightest = max(c, max(max(tl, tr), max(bl, br)));
    vec2 step = HOOKED_pt * along * (1.0 / 6.0);
    vec3 near = 0.5 * (colour(-step) + colour(step));
    vec3 far = 0.5 * near + 0.25 * (colour(-3.0 * step) + colour(3.0 * step));
    float y = luma(far);
    vec3 smoothed = y < darkest || y > lightest ? near : far;
    return vec4(c_rgb + strength * (smoothed - c_rgb), 1.0);
}
