// Statements that work out `along`, the slopes by Sobel of what `AT(tex, x, y)` is, times 8
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

    float tl = AT(tex, -1, -1), t = AT(tex, 0, -1), tr = AT(tex, 1, -1);
    float l = AT(tex, -1, 0), r = AT(tex, 1, 0);
    float bl = AT(tex, -1, 1), b = AT(tex, 0, 1), br = AT(tex, 1, 1);
    float2 along = float2(tr + 2.0 * r + br - tl - 2.0 * l - bl, bl + 2.0 * b + br - tl - 2.0 * t - tr);
