// Anime4K v1.0 RC, pass 3 and 6: Gaussian blur of LINEMAP.y along x
// A preset lists it twice: over the luma, then over the line mask.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND LINEMAP
//!SAVE LINEMAP
//!COMPONENTS 3
//!DESC Anime4K v1.0 RC: Gaussian x

vec4 tap(int k) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(k, 0), ivec2(0, 0), last), 0);
}

vec4 hook() {
    vec4 c = tap(0);
    float blurred = 0.160854 * c.y
                  + 0.155931 * (tap(-1).y + tap(1).y)
                  + 0.142046 * (tap(-2).y + tap(2).y)
                  + 0.121597 * (tap(-3).y + tap(3).y);
    return vec4(c.x, clamp(blurred, 0.0, 1.0), c.z, 1.0);
}
