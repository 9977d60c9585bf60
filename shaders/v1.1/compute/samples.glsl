// Anime4K v1.1, compute dispatch 1: samples of the frame
// As v1.1/samples.glsl; a thread takes one block, and a work group's sum is a texel: 6 by 6 in all. The
// largest of what is summed, the weight, is at most 16 a block: a half float holds 256 of them.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND HOOKED
//!SAVE SAMPLES
//!WIDTH 6
//!HEIGHT 6
//!COMPONENTS 4
//!COMPUTE 1 1 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: samples of the frame

#include "common/frame_samples.glsl"

shared vec4 sums[256];

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    sums[thread] = sample_of(ivec2(gl_GlobalInvocationID.xy));
    barrier();
    if (thread < 16) {
        vec4 sum = sums[thread];
        for (int i = 1; i < 16; i++) sum += sums[16 * i + thread];
        sums[thread] = sum;
    }
    barrier();
    if (thread == 0) {
        vec4 sum = sums[0];
        for (int i = 1; i < 16; i++) sum += sums[i];
        imageStore(out_image, ivec2(gl_WorkGroupID.xy), sum);
    }
}
