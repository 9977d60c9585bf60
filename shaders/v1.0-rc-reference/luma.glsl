// Anime4K v1.0 RC, pass 2: luma
// The scalar image LINEMAP travels through the next passes: x is the luma, y what is being blurred
// (luma first, the line mask later), z the gradient.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE LINEMAP
//!COMPONENTS 3
//!DESC Anime4K v1.0 RC: luma

// The approximate luma (2R + 3G + B) / 6. As plain sums, which half floats make exact: pixels whose
// lumas are equal must come out equal on every driver, since the kernels compare them.
#include "common/luma.glsl"

vec4 hook() {
    vec4 c = texelFetch(HOOKED_raw, ivec2(HOOKED_pos * HOOKED_size), 0);
    float y = luma(c.rgb);
    return vec4(y, y, 0.0, 1.0);
}
