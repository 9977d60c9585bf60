// Statements that work out `best`, the pixel with its lines thinned, in rgb, and its luma in a
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

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
