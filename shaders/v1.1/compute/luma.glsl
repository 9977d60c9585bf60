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
//!COMPUTE 32 16 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma

#include "common/frame_statistics.glsl"
#include "common/luma_without_noise.glsl"

const int WIDTH = 32, HEIGHT = 16, THREADS = 256;
const int ROWS = WIDTH * HEIGHT / THREADS;  // that a thread draws, one below the other
const int PITCH = WIDTH + 2, TEXELS = PITCH * (HEIGHT + 2), STEPS = (TEXELS + THREADS - 1) / THREADS;

shared vec4 sums[6];
shared float grey[TEXELS];

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT), last = ivec2(HOOKED_size) - 1;
    // All fetches are under way before the first is waited for.
    vec3 colours[STEPS];
    for (int n = 0; n < STEPS; n++) {
        uint i = uint(thread + n * THREADS);
        ivec2 at = origin - 1 + ivec2(i % uint(PITCH), i / uint(PITCH));
        colours[n] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
    }
    if (thread < 6) {
        vec4 sum = vec4(0.0);
        for (int x = 0; x < 6; x++) sum += texelFetch(SAMPLES_raw, ivec2(x, thread), 0);
        sums[thread] = sum;
    }
    for (int n = 0; n < STEPS; n++) {
        int i = thread + n * THREADS;
        if (i < TEXELS) grey[i] = dot(colours[n], vec3(0.2126, 0.7152, 0.0722));
    }
    barrier();
    vec4 sum = sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5];
    // As half floats, which the fragment pass saves.
    vec2 statistics = unpackHalf2x16(packHalf2x16(statistics_of(sum))) * vec2(denoise, focus);
    if (min(HOOKED_size.x, HOOKED_size.y) < 32.0) statistics = vec2(0.0);
    ivec2 own = ivec2(gl_LocalInvocationID.xy) * ivec2(1, ROWS);
    for (int n = 0; n < ROWS; n++) {
        int k = (own.y + n + 1) * PITCH + own.x + 1;
        vec2 found = vec2(grey[k], 1.0);
        if (statistics.x + statistics.y > 0.0) {
            vec4 side = vec4(grey[k - 1], grey[k + 1], grey[k - PITCH], grey[k + PITCH]);
            vec4 corner = vec4(grey[k - PITCH - 1], grey[k - PITCH + 1], grey[k + PITCH - 1], grey[k + PITCH + 1]);
            found = without_noise(grey[k], side, corner, statistics);
        }
        ivec2 pixel = origin + own + ivec2(0, n);
        if (all(lessThanEqual(pixel, last))) imageStore(out_image, pixel, vec4(found, 0.0, 1.0));
    }
}
