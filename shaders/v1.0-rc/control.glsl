// Anime4K v1.0 RC, pass 6: Gaussian blur of the line mask along y, and the kernels of refine
// CONTROL says of each pixel what the last two passes do there: which way refine looks for colour,
// and how likely a line is, both in one number: plus or minus (kernel + likelihood) / 5, kernels 1 to
// 4 with plus and 5 to 8, less 4, with minus. The likelihood is in 204 steps, each of which takes two
// of a half float's, so that it does not matter how a driver rounds.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"
#include "common/params/fxaa_line_multiplier.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINES
//!BIND GRADIENT
//!SAVE CONTROL
//!WIDTH LINES.w
//!HEIGHT LINES.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: Gaussian y, kernels

// A texel of a map, clamped to it. NAME_near is faster; players do not have it.
#include "common/taps/lines.glsl"
#ifdef GRADIENT_near
#define SLOPE(x, y) GRADIENT_near(GRADIENT_pos + GRADIENT_pt * vec2(x, y))
#else
#define SLOPE(x, y) texelFetch(GRADIENT_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(GRADIENT_size) - ivec2(1, 1)), 0)
#endif

// What is `x` texels to the right, or `y` down. Beyond the border, its nearest column or row twice;
// the last of an odd size has no second.
vec4 across(vec4 v, float x) {
    float column = 2.0 * (gl_FragCoord.x + x), last = HOOKED_size.x;
    if (column < 0.0) return v.xxzz;
    return column < last ? v : (last == 2.0 * LINES_size.x ? v.yyww : v.xxzz);
}

vec4 down(vec4 v, float y) {
    float row = 2.0 * (gl_FragCoord.y + y), last = HOOKED_size.y;
    if (row < 0.0) return v.xyxy;
    return row < last ? v : (last == 2.0 * LINES_size.y ? v.zwzw : v.xyxy);
}

// The first kernel that matches, 1 to 8 clockwise from the top; 0 where none does. `s` are the taps to
// the sides of c (t r b l), `k` those in the corners (tr br bl tl), so that .wxyz is the neighbour
// counter-clockwise and .yzwx the next one.
float kernel(float c, vec4 s, vec4 k) {
    // By how much each kernel's darkest light tap is lighter than its lightest dark one: of those
    // that look to a side (1 3 5 7), and of those that look to a corner (2 4 6 8).
    vec4 after = min(s, k);
    vec4 to_side = min(after, k.wxyz), to_corner = min(after, s.yzwx);
    vec4 bright = max(max(s, k), k.wxyz);
    to_side -= max(bright.zwxy, c);
    to_corner -= max(max(s.wwyy, s.zxxz), c);
    // As 0 or 1: half floats differ by 6e-8 at least. Of an opposite pair one can match at most; the
    // pairs are asked in turn.
    vec4 side = clamp(1e9 * to_side, 0.0, 1.0), corner = clamp(1e9 * to_corner, 0.0, 1.0);
    vec4 pair = vec4(side.x + 5.0 * side.z, 2.0 * corner.x + 6.0 * corner.z,
                     3.0 * side.y + 7.0 * side.w, 4.0 * corner.y + 8.0 * corner.w);
    vec4 none = clamp(1.0 - pair, 0.0, 1.0);
    return pair.x + none.x * (pair.y + none.y * (pair.z + none.z * pair.w));
}

vec4 hook() {
    vec4 a = LINE(0, -2), b = LINE(0, -1), c = LINE(0, 0), d = LINE(0, 1), e = LINE(0, 2);
    vec4 tl = SLOPE(-1, -1), t = SLOPE(0, -1), tr = SLOPE(1, -1);
    vec4 l = SLOPE(-1, 0), m = SLOPE(0, 0), r = SLOPE(1, 0);
    vec4 bl = SLOPE(-1, 1), u = SLOPE(0, 1), br = SLOPE(1, 1);
    // Where the luma changes by less than two thirds of an 8-bit code a pixel, there is nothing to
    // refine or to smooth that could be seen; the last two passes need not read for it. As likely as
    // a line is in a flat area at most, and where FXAA is off then, nobody needs to know more.
    if (min(min(m.x, m.y), min(m.z, m.w)) >= 0.98 && fxaa_line_multiplier * 0.049988 < line_threshold)
        return vec4(0.0);
    // Fetched before, not in the branch: a software rasteriser computes both of its sides.
    if (any(lessThan(gl_FragCoord.xy, vec2(2.0, 2.0)))
        || any(greaterThanEqual(2.0 * gl_FragCoord.xy + 4.0, HOOKED_size))) {
        a = down(a, -2.0), b = down(b, -1.0), c = down(c, 0.0), d = down(d, 1.0), e = down(e, 2.0);
        tl = across(tl, -1.0), l = across(l, -1.0), bl = across(bl, -1.0);
        t = across(t, 0.0), m = across(m, 0.0), u = across(u, 0.0);
        tr = across(tr, 1.0), r = across(r, 1.0), br = across(br, 1.0);
        tl = down(tl, -1.0), t = down(t, -1.0), tr = down(tr, -1.0);
        l = down(l, 0.0), m = down(m, 0.0), r = down(r, 0.0);
        bl = down(bl, 1.0), u = down(u, 1.0), br = down(br, 1.0);
    }
    vec2 even = 0.160854 * c.xy + 0.155931 * (b.zw + c.zw) + 0.142046 * (b.xy + d.xy)
              + 0.121597 * (a.zw + d.zw);
    vec2 odd = 0.160854 * c.zw + 0.155931 * (c.xy + d.xy) + 0.142046 * (b.zw + d.zw)
             + 0.121597 * (b.xy + e.xy);
    vec4 probability = clamp(vec4(even, odd), 0.0, 1.0);

    // The block of pixels, with those around it:
    //
    //     tl.w  t.z t.w  tr.z
    //      l.y  m.x m.y   r.x
    //      l.w  m.z m.w   r.z
    //     bl.y  u.x u.y  br.x
    vec4 kernels = vec4(
        kernel(m.x, vec4(t.z, m.y, m.z, l.y), vec4(t.w, m.w, l.w, tl.w)),
        kernel(m.y, vec4(t.w, r.x, m.w, m.x), vec4(tr.z, r.z, m.z, t.z)),
        kernel(m.z, vec4(m.x, m.w, u.x, l.w), vec4(m.y, u.y, bl.y, l.y)),
        kernel(m.w, vec4(m.y, r.z, u.y, m.z), vec4(r.x, br.x, u.x, m.x)));

    vec4 smooth_here = step(0.98, m);
    kernels *= 1.0 - smooth_here;
    probability = mix(probability, min(probability, vec4(0.049988)), smooth_here);

    // Beyond what saturates both strengths there is nothing to tell apart. Half floats are finest
    // near 0 and the published threshold sits on a step of theirs (0.049988 in flat areas), so the
    // threshold is kept exactly: a step that would cross it is taken back.
    float most = 1.0 / clamp(min(refine_line_multiplier, fxaa_line_multiplier), 1.0, 32.0);
    vec4 level = floor(min(probability / most, 1.0) * 203.0 + 0.5);
    vec4 line = fxaa_line_multiplier * most / 203.0 * level;
    vec4 off = step(fxaa_line_multiplier * probability, vec4(line_threshold));
    level -= off * step(line_threshold, line);
    level += (1.0 - off) * (1.0 - step(line_threshold, line));
    vec4 second = step(4.5, kernels);
    return (1.0 - 2.0 * second) * (kernels - 4.0 * second + (level + 0.5) / 204.0) / 5.0;
}
