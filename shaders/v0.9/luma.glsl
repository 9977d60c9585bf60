// Anime4K v0.9, pass 1 and 3: luma
// Over the scaled picture, then again over the thinned one.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE LUMAMAP
//!COMPONENTS 3
//!DESC Anime4K v0.9: luma

// The approximate luma (2R + 3G + B) / 6. As plain sums, which half floats make exact: pixels whose
// lumas are equal must come out equal on every driver, since the kernels compare them.
#include "common/luma.glsl"

vec4 hook() {
    float y = luma(texelFetch(HOOKED_raw, ivec2(HOOKED_pos * HOOKED_size), 0).rgb);
    return vec4(y, y, y, 1.0);
}
