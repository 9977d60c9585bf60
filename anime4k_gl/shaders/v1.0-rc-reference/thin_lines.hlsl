// Anime4K v1.0 RC: thin lines
// Dark lines give way to the lighter side of their edges. Alpha: the result's luma.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

// As thin_lines.glsl: sums of half floats that single precision holds exactly.
float luma(float3 rgb) {
    return dot(rgb, float3(2.0, 3.0, 1.0)) / 6.0;
}

// rgb is the colour, a its luma.
float4 lit(float4 c) {
    return float4(c.rgb, luma(c.rgb));
}

float highest(float4 x, float4 y, float4 z) {
    return max(x.a, max(y.a, z.a));
}

float lowest(float4 x, float4 y, float4 z) {
    return min(x.a, min(y.a, z.a));
}

// c moved towards the mean of the light taps, where that makes it lighter than the best so far.
float4 lightest(float4 best, float4 c, float4 light0, float4 light1, float4 light2) {
    float strength = min(scale * thin_strength, 1.0);
    float4 candidate = c * (1.0 - strength) + (light0 + light1 + light2) / 3.0 * strength;
    return candidate.a > best.a ? candidate : best;
}

// The taps, by compass position, one pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
MAIN {
    float4 tl = lit(tap(tex, -1, -1)), t = lit(tap(tex, 0, -1)), tr = lit(tap(tex, 1, -1));
    float4 l = lit(tap(tex, -1, 0)), c = lit(tap(tex, 0, 0)), r = lit(tap(tex, 1, 0));
    float4 bl = lit(tap(tex, -1, 1)), b = lit(tap(tex, 0, 1)), br = lit(tap(tex, 1, 1));
    float4 best = c;

    // Kernels 0 and 4: upwards, else downwards.
    if (lowest(tl, t, tr) > max(highest(bl, b, br), c.a)) {
        best = lightest(best, c, tl, t, tr);
    } else if (lowest(bl, b, br) > max(highest(tl, t, tr), c.a)) {
        best = lightest(best, c, bl, b, br);
    }
    // Kernels 1 and 5: up right, else down left.
    if (lowest(t, tr, r) > highest(c, l, b)) {
        best = lightest(best, c, t, tr, r);
    } else if (lowest(l, bl, b) > highest(c, r, t)) {
        best = lightest(best, c, l, bl, b);
    }
    // Kernels 2 and 6: right, else left.
    if (lowest(tr, r, br) > max(highest(tl, l, bl), c.a)) {
        best = lightest(best, c, tr, r, br);
    } else if (lowest(tl, l, bl) > max(highest(tr, r, br), c.a)) {
        best = lightest(best, c, tl, l, bl);
    }
    // Kernels 3 and 7: down right, else up left.
    if (lowest(r, br, b) > highest(c, l, t)) {
        best = lightest(best, c, r, br, b);
    } else if (lowest(t, tl, l) > highest(c, r, b)) {
        best = lightest(best, c, t, tl, l);
    }
    return best;
}
