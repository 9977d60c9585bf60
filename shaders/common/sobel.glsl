// Statements that work out `gradient` over `tap(x, y).x`: flat is 1, an edge is towards 0
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

    float tl = tap(-1, -1).x, t = tap(0, -1).x, tr = tap(1, -1).x;
    float l = tap(-1, 0).x, r = tap(1, 0).x;
    float bl = tap(-1, 1).x, b = tap(0, 1).x, br = tap(1, 1).x;

    float gx = (tr + 2.0 * r + br) - (tl + 2.0 * l + bl);
    float gy = (bl + 2.0 * b + br) - (tl + 2.0 * t + tr);
    float gradient = 1.0 - clamp(sqrt(gx * gx + gy * gy), 0.0, 1.0);
