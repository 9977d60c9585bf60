// Anime4K v1.1, compute dispatch 2: luma
// The frame's statistics, which every group works out for itself, and luma without its noise.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/denoise.glsl"
#include "common/params/focus.glsl"

//!HOOK MAIN
//!BIND HOOKED
//!BIND SAMPLES
//!SAVE GREY
//!COMPONENTS 2
//!COMPUTE 16 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma

#include "common/frame_statistics.glsl"
#include "common/luma_without_noise.glsl"

const int TILE = 16, THREADS = 256, PITCH = TILE + 2;

shared vec4 sums[THREADS];
shared vec4 sums_of_sixteen[16];
shared float grey[PITCH * PITCH];

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE, own = ivec2(gl_LocalInvocationID.xy);
    ivec2 last = ivec2(HOOKED_size) - 1;
    for (int i = thread; i < PITCH * PITCH; i += THREADS) {
        ivec2 at = origin - 1 + ivec2(uint(i) % uint(PITCH), uint(i) / uint(PITCH));
        grey[i] = dot(texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb, vec3(0.2126, 0.7152, 0.0722));
    }
    sums[thread] = texelFetch(SAMPLES_raw, own, 0) + texelFetch(SAMPLES_raw, own + ivec2(16, 0), 0)
                   + texelFetch(SAMPLES_raw, own + ivec2(0, 16), 0) + texelFetch(SAMPLES_raw, own + 16, 0);
    barrier();
    if (thread < 16) {
        vec4 sum = vec4(0.0);
        for (int i = 0; i < 16; i++) sum += sums[16 * i + thread];
        sums_of_sixteen[thread] = sum;
    }
    barrier();
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 16; i++) sum += sums_of_sixteen[i];
    // As half floats, which the fragment pass saves.
    vec2 statistics = unpackHalf2x16(packHalf2x16(statistics_of(sum))) * vec2(denoise, focus);
    if (min(HOOKED_size.x, HOOKED_size.y) < 32.0) statistics = vec2(0.0);
    int k = (own.y + 1) * PITCH + own.x + 1;
    vec2 found = vec2(grey[k], 1.0);
    if (statistics.x + statistics.y > 0.0) {
        vec4 side = vec4(grey[k - 1], grey[k + 1], grey[k - PITCH], grey[k + PITCH]);
        vec4 corner = vec4(grey[k - PITCH - 1], grey[k - PITCH + 1], grey[k + PITCH - 1], grey[k + PITCH + 1]);
        found = without_noise(grey[k], side, corner, statistics);
    }
    ivec2 pixel = origin + own;
    if (all(lessThanEqual(pixel, last))) imageStore(out_image, pixel, vec4(found, 0.0, 1.0));
}
