// Anime4K v1.0 RC, pass 3: thin lines
// Dark lines give way to the lighter side of their edges. Colour is left to the refine pass: this
// one says which way each pixel's comes, and what luma that gives.
//
// A direction is a number from 0 to 8, 3 (y + 1) + x + 1 of its step; 4 is none. THINNED holds
// direction - 4 + luma, the luma below 1: half floats tell 255 lumas apart in all of them.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUMAS
//!SAVE THINNED
//!WIDTH LUMAS.w
//!HEIGHT LUMAS.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: fast, thin lines

#include "common/taps/within.glsl"

// A nearest sampler (NAME_near), where there is one, clamps by itself and costs less.
#ifdef LUMAS_near
#define TAP(x, y) LUMAS_near(LUMAS_pos + LUMAS_pt * vec2(x, y))
#else
#define TAP(x, y) texelFetch(LUMAS_raw, within(ivec2(LUMAS_size), x, y), 0)
#endif

vec4 best = vec4(-1.0);

// The lightest mean wins. Sums of three lumas in steps, times 16, leave room for the direction, so
// one maximum keeps both.
void consider(vec4 light0, vec4 light1, vec4 light2, vec4 dark, float direction) {
    vec4 rank = 16.0 * floor((light0 + light1 + light2) * 1024.0 + 0.5) + direction;
    bvec4 matches = greaterThan(min(light0, min(light1, light2)), dark);
    best = max(best, mix(vec4(-1.0), rank, matches));
}

// Four pixels at once, and their neighbours by compass position. Of the texels around m:
//
//     a.w  b.z b.w  c.z
//     d.y  m.x m.y  e.x
//     d.w  m.z m.w  e.z
//     f.y  g.x g.y  h.x
vec4 hook() {
    vec4 m = TAP(0, 0);
    float scale = HOOKED_size.x / input_size.x;
    float strength = min(scale * thin_strength, 1.0);
    if (scale <= 1.0 || strength <= 0.0) return clamp(m, 0.001, 0.996);

    vec4 a = TAP(-1, -1), b = TAP(0, -1), c = TAP(1, -1), d = TAP(-1, 0);
    vec4 e = TAP(1, 0), f = TAP(-1, 1), g = TAP(0, 1), h = TAP(1, 1);
    vec4 row0 = vec4(a.w, b.zw, c.z), row1 = vec4(d.y, m.xy, e.x);
    vec4 row2 = vec4(d.w, m.zw, e.z), row3 = vec4(f.y, g.xy, h.x);
    // Where nothing changes there is nothing to thin, and no need to look closer.
    vec4 low = min(min(row0, row1), min(row2, row3)), high = max(max(row0, row1), max(row2, row3));
    if (max(max(high.x, high.y), max(high.z, high.w))
        - min(min(low.x, low.y), min(low.z, low.w)) < 0.01) return clamp(m, 0.001, 0.996);

    vec4 tl = vec4(row0.xy, row1.xy);
    vec4 t = vec4(row0.yz, row1.yz), tr = vec4(row0.zw, row1.zw);
    vec4 l = vec4(row1.xy, row2.xy), r = vec4(row1.zw, row2.zw);
    vec4 bl = vec4(row2.xy, row3.xy), u = vec4(row2.yz, row3.yz), br = vec4(row2.zw, row3.zw);
    consider(tl, t, tr, max(max(bl, u), max(br, m)), 1.0);
    consider(bl, u, br, max(max(tl, t), max(tr, m)), 7.0);
    consider(t, tr, r, max(m, max(l, u)), 2.0);
    consider(l, bl, u, max(m, max(r, t)), 6.0);
    consider(tr, r, br, max(max(tl, l), max(bl, m)), 5.0);
    consider(tl, l, bl, max(max(tr, r), max(br, m)), 3.0);
    consider(r, br, u, max(m, max(l, t)), 8.0);
    consider(t, tl, l, max(m, max(u, r)), 0.0);
    vec4 sum = floor(best / 16.0), direction = best - 16.0 * sum;
    bvec4 none = lessThan(best, vec4(0.0));
    vec4 thinned = mix(mix(m, sum / (3.0 * 1024.0), strength), m, none);
    return clamp(thinned, 0.001, 0.996) + mix(direction - 4.0, vec4(0.0), none);
}
