// Thin lines as published, over `tap(x, y)`: rgb is the colour, a its luma
// Dark lines give way to the lighter side of their edges.
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

#include "common/kernels.glsl"

// A kernel matches where its three light taps are all lighter than its three dark ones.
bool lighter(vec4 light0, vec4 light1, vec4 light2, vec4 dark0, vec4 dark1, vec4 dark2) {
    return lowest(light0.a, light1.a, light2.a) > highest(dark0.a, dark1.a, dark2.a);
}

// The axis-aligned kernels, whose row through c is no dark tap, also ask for more than c.
bool lighter_than(vec4 c, vec4 light0, vec4 light1, vec4 light2) {
    return lowest(light0.a, light1.a, light2.a) > c.a;
}

// c moved towards the mean of the light taps, where that makes it lighter than the best so far.
vec4 lightest(vec4 best, vec4 c, vec4 light0, vec4 light1, vec4 light2, float strength) {
    vec4 candidate = c * (1.0 - strength) + (light0 + light1 + light2) / 3.0 * strength;
    return candidate.a > best.a ? candidate : best;
}

vec4 hook() {
    vec4 c = tap(0, 0);
    float scale = HOOKED_size.x / input_size.x;
    if (scale <= 1.0) return vec4(c.rgb, 1.0);

    vec4 tl = tap(-1, -1), t = tap(0, -1), tr = tap(1, -1);
    vec4 l = tap(-1, 0), r = tap(1, 0);
    vec4 bl = tap(-1, 1), b = tap(0, 1), br = tap(1, 1);

    float strength = min(scale * thin_strength, 1.0);
    vec4 best = c;

    // Kernels 0 and 4: upwards, else downwards.
    if (lighter(tl, t, tr, bl, b, br) && lighter_than(c, tl, t, tr)) {
        best = lightest(best, c, tl, t, tr, strength);
    } else if (lighter(bl, b, br, tl, t, tr) && lighter_than(c, bl, b, br)) {
        best = lightest(best, c, bl, b, br, strength);
    }
    // Kernels 1 and 5: up right, else down left. The diagonal ones have c among the dark taps.
    if (lighter(t, tr, r, c, l, b)) {
        best = lightest(best, c, t, tr, r, strength);
    } else if (lighter(l, bl, b, c, r, t)) {
        best = lightest(best, c, l, bl, b, strength);
    }
    // Kernels 2 and 6: right, else left.
    if (lighter(tr, r, br, tl, l, bl) && lighter_than(c, tr, r, br)) {
        best = lightest(best, c, tr, r, br, strength);
    } else if (lighter(tl, l, bl, tr, r, br) && lighter_than(c, tl, l, bl)) {
        best = lightest(best, c, tl, l, bl, strength);
    }
    // Kernels 3 and 7: down right, else up left.
    if (lighter(r, br, b, c, l, t)) {
        best = lightest(best, c, r, br, b, strength);
    } else if (lighter(t, tl, l, c, r, b)) {
        best = lightest(best, c, t, tl, l, strength);
    }
    return vec4(best.rgb, 1.0);
}
