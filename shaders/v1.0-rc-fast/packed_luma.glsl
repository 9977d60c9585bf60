// Anime4K v1.0 RC, pass 1: luma
// A texel of a map holds four pixels of one scalar, at half size, so that a fetch brings four:
//
//     x y
//     z w
//
// Beyond the border the maps' texels are read again, which mirrors the picture. That is cheaper
// than repeating its last pixels and shows nowhere.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE LUMAS
//!WIDTH HOOKED.w 2 / 0.25 +
//!HEIGHT HOOKED.h 2 / 0.25 +
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: fast, luma

// The approximate luma (2R + 3G + B) / 6. As plain sums: pixels whose lumas are equal must come
// out equal on every driver, since the kernels compare them.
#include "common/luma.glsl"

vec4 hook() {
    ivec2 at = 2 * ivec2(gl_FragCoord.xy);
    ivec2 to = min(at + ivec2(1, 1), ivec2(HOOKED_size) - ivec2(1, 1));
    return vec4(luma(texelFetch(HOOKED_raw, at, 0).rgb),
                luma(texelFetch(HOOKED_raw, ivec2(to.x, at.y), 0).rgb),
                luma(texelFetch(HOOKED_raw, ivec2(at.x, to.y), 0).rgb),
                luma(texelFetch(HOOKED_raw, to, 0).rgb));
}
