// Anime4K v1.0 RC, pass 5: kernels and strengths
// CONTROL says of each pixel which way refine looks for colour, as a direction (see thin lines),
// and of four pixels together how strong both last passes are and which way the line runs. Whole
// numbers, direction plus nine times the other:
//
//     x: strength of refine, in 127 steps    y, z: the run, in 63 steps of fxaa_span to each side
//     w: strength of FXAA, likewise
//
// Where all four pixels stay as they are, it is -1: the refine pass then need not read where to.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"
#include "common/params/fxaa_line_multiplier.glsl"
#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THINNED
//!BIND MASK
//!BIND GRADIENT
//!SAVE CONTROL
//!WIDTH GRADIENT.w
//!HEIGHT GRADIENT.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: fast, kernels

#include "common/taps/within.glsl"

// A nearest sampler (NAME_near), where there is one, clamps by itself and costs less.
#ifdef GRADIENT_near
#define SLOPE(x, y) GRADIENT_near(GRADIENT_pos + GRADIENT_pt * vec2(x, y))
#else
#define SLOPE(x, y) texelFetch(GRADIENT_raw, within(ivec2(GRADIENT_size), x, y), 0)
#endif
#ifdef THINNED_near
#define THIN(x, y) THINNED_near(THINNED_pos + THINNED_pt * vec2(x, y))
#else
#define THIN(x, y) texelFetch(THINNED_raw, within(ivec2(THINNED_size), x, y), 0)
#endif

vec4 towards = vec4(4.0);

void consider(vec4 light, vec4 dark, float direction) {
    towards = mix(towards, vec4(direction), greaterThan(light, dark));
}

vec4 lowest(vec4 x, vec4 y, vec4 z) {
    return min(x, min(y, z));
}

vec4 hook() {
    vec4 m = SLOPE(0, 0), b = SLOPE(0, -1), d = SLOPE(-1, 0), e = SLOPE(1, 0), g = SLOPE(0, 1);
    vec4 row0 = vec4(SLOPE(-1, -1).w, b.zw, SLOPE(1, -1).z);
    vec4 row1 = vec4(d.y, m.xy, e.x), row2 = vec4(d.w, m.zw, e.z);
    vec4 row3 = vec4(SLOPE(-1, 1).y, g.xy, SLOPE(1, 1).x);

    // Where nothing changes there is nowhere to go, and nothing to smooth.
    vec4 low = min(min(row0, row1), min(row2, row3));
    if (min(min(low.x, low.y), min(low.z, low.w)) > 0.94) {
        vec4 thinned = abs(floor(THIN(0, 0)));
        return vec4(max(max(thinned.x, thinned.y), max(thinned.z, thinned.w)) == 0.0 ? -1.0 : 4.0);
    }

    vec4 tl = vec4(row0.xy, row1.xy), t = vec4(row0.yz, row1.yz), tr = vec4(row0.zw, row1.zw);
    vec4 l = vec4(row1.xy, row2.xy), r = vec4(row1.zw, row2.zw);
    vec4 bl = vec4(row2.xy, row3.xy), u = vec4(row2.yz, row3.yz), br = vec4(row2.zw, row3.zw);
    // The first of the published order wins, so it comes last.
    consider(lowest(t, tl, l), max(m, max(u, r)), 0.0);
    consider(lowest(r, br, u), max(m, max(l, t)), 8.0);
    consider(lowest(tl, l, bl), max(max(tr, r), max(br, m)), 3.0);
    consider(lowest(tr, r, br), max(max(tl, l), max(bl, m)), 5.0);
    consider(lowest(l, bl, u), max(m, max(r, t)), 6.0);
    consider(lowest(t, tr, r), max(m, max(l, u)), 2.0);
    consider(lowest(bl, u, br), max(max(tl, t), max(tr, m)), 7.0);
    consider(lowest(tl, t, tr), max(max(bl, u), max(br, m)), 1.0);

    // FXAA's direction, along the edge, from a pixel's diagonal neighbours. Here from the four
    // pixels and the eight beside them.
    m = fract(THIN(0, 0));
    vec2 n = fract(THIN(0, -1).zw);
    vec2 w = fract(THIN(-1, 0).yw);
    vec2 o = fract(THIN(1, 0).xz);
    vec2 s = fract(THIN(0, 1).xy);
    float nw = (n.x + w.x + m.x) / 3.0, ne = (n.y + o.x + m.y) / 3.0;
    float sw = (s.x + w.y + m.z) / 3.0, se = (s.y + o.y + m.w) / 3.0;
    vec2 along = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
    float reduce = max((nw + ne + sw + se) / 32.0, 1.0 / 128.0);
    along /= min(abs(along.x), abs(along.y)) + reduce;
    along = clamp(along / max(fxaa_span, 0.001), -1.0, 1.0);

    // In half floats a flat area's 0.05 is just under the published threshold of FXAA: off there.
    float probability = MASK_tex(0.5 * gl_FragCoord.xy * MASK_pt).x;
    vec2 line = clamp(vec2(refine_line_multiplier, fxaa_line_multiplier) * probability, 0.0, 1.0);
    line *= vec2(greaterThanEqual(line, vec2(line_threshold)));
    line *= min(HOOKED_size.x / input_size.x * refine_strength, 1.0);
    vec2 steps = floor(127.0 * line + 0.5);
    return towards + 9.0 * vec4(steps.x, floor(63.0 * along + 64.5), steps.y);
}
