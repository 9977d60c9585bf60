// Anime4K v1.0 RC, pass 10: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), where a line is likely. In
// flat areas 4 p is 0.19995 in half float, just under the threshold, so it is off there: the
// published behaviour.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/fxaa_line_multiplier.glsl"
#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINEMAP
//!DESC Anime4K v1.0 RC: FXAA

// The approximate luma (2R + 3G + B) / 6. As plain sums, which half floats make exact: pixels whose
// lumas are equal must come out equal on every driver, since the kernels compare them.
#include "common/luma.glsl"

float edge_luma(int x, int y) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).x;
}

// A bilinear read `offset` output pixels from c. Done by hand: some samplers weigh in steps of 1/256.
vec3 colour(vec2 offset) {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    vec2 at = HOOKED_pos * HOOKED_size + offset - vec2(0.5, 0.5);
    ivec2 low = ivec2(floor(at));
    vec2 weight = at - floor(at);
    ivec2 a = clamp(low, ivec2(0, 0), last);
    ivec2 b = clamp(low + ivec2(1, 1), ivec2(0, 0), last);
    return mix(mix(texelFetch(HOOKED_raw, a, 0).rgb,
                   texelFetch(HOOKED_raw, ivec2(b.x, a.y), 0).rgb, weight.x),
               mix(texelFetch(HOOKED_raw, ivec2(a.x, b.y), 0).rgb,
                   texelFetch(HOOKED_raw, b, 0).rgb, weight.x), weight.y);
}

vec4 hook() {
    vec3 c_rgb = texelFetch(HOOKED_raw, ivec2(HOOKED_pos * HOOKED_size), 0).rgb;
    float scale = HOOKED_size.x / input_size.x;
    float probability = texelFetch(LINEMAP_raw, ivec2(LINEMAP_pos * LINEMAP_size), 0).y;
    float line = clamp(fxaa_line_multiplier * probability, 0.0, 1.0);
    if (line < line_threshold) line = 0.0;
    float strength = clamp(min(scale * refine_strength, 1.0) * line, 0.0, 1.0);
    if (strength == 0.0) return vec4(c_rgb, 1.0);

    float tl = edge_luma(-1, -1), tr = edge_luma(1, -1);
    float c = edge_luma(0, 0);
    float bl = edge_luma(-1, 1), br = edge_luma(1, 1);
    float darkest = min(c, min(min(tl, tr), min(bl, br)));
    float lightest = max(c, max(max(tl, tr), max(bl, br)));

    // Along the edge, in output pixels.
    vec2 along = vec2((bl + br) - (tl + tr), (tl + bl) - (tr + br));
    float reduce = max((tl + tr + bl + br) / 32.0, 1.0 / 128.0);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + reduce), -fxaa_span, fxaa_span);

    vec3 near = 0.5 * (colour(-along / 6.0) + colour(along / 6.0));
    vec3 far = 0.5 * near + 0.25 * (colour(-along / 2.0) + colour(along / 2.0));
    float y = luma(far);
    vec3 smoothed = y < darkest || y > lightest ? near : far;
    return vec4(mix(c_rgb, smoothed, strength), 1.0);
}
