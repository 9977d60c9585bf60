// Anime4K v1.1: samples of the frame
// 96 by 96 blocks of it, nine to a texel: what they say of its noise, and of how sharp it is.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE SAMPLES
//!WIDTH 32
//!HEIGHT 32
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: samples of the frame

#include "common/frame_samples.glsl"

vec4 hook() {
    ivec2 cell = ivec2(gl_FragCoord.xy);
    // Programs without textures of a fixed size draw a larger one, of which this is all that is read.
    return max(cell.x, cell.y) < 32 ? samples_of(cell) : vec4(0.0);
}
