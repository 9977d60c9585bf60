// The published Gaussian of LINEMAP.y, over `tap(k)`: k pixels along x or along y
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

vec4 hook() {
    vec4 c = tap(0);
    float blurred = 0.160854 * c.y
                  + 0.155931 * (tap(-1).y + tap(1).y)
                  + 0.142046 * (tap(-2).y + tap(2).y)
                  + 0.121597 * (tap(-3).y + tap(3).y);
    return vec4(c.x, clamp(blurred, 0.0, 1.0), c.z, 1.0);
}
