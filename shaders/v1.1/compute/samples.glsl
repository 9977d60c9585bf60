// Anime4K v1.1, compute dispatch 1: samples of the frame
// As v1.1/samples.glsl; a thread sums nine blocks.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE SAMPLES
//!WIDTH 32
//!HEIGHT 32
//!COMPONENTS 4
//!COMPUTE 16 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: samples of the frame

#include "common/frame_samples.glsl"

void hook() {
    ivec2 cell = ivec2(gl_GlobalInvocationID.xy);
    imageStore(out_image, cell, samples_of(cell));
}
