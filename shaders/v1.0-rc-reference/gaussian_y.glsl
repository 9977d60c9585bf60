// Anime4K v1.0 RC, pass 4 and 7: Gaussian blur of LINEMAP.y along y
// A preset lists it twice: over the luma, then over the line mask.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND LINEMAP
//!SAVE LINEMAP
//!COMPONENTS 3
//!DESC Anime4K v1.0 RC: Gaussian y

vec4 tap(int k) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(0, k), ivec2(0, 0), last), 0);
}

#include "common/gaussian.glsl"
