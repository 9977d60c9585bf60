// A separable scaler as one compute dispatch, for pictures that are made larger and have no alpha.
// The kernel (`kernel(x)` for x >= 0, and RADIUS) is put in front of the body.
//
// A work group fetches the source pixels that its tile depends on once, scales them along x and
// keeps those rows as half floats, which is what a texture of rows would hold, then scales along y.
// At the picture's border the kernel is cut off and what is left of it weighted up.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!COMPONENTS 4
//!COMPUTE 64 16 64 4
//!DESC scale: both ways

const int WIDTH = 64, HEIGHT = 16, GROUP_ROWS = 4;
const int TAPS = 2 * int(ceil(RADIUS));
// How much of the source a tile depends on; STEP_X and STEP_Y are source pixels to an output pixel.
// Memory that is not needed would leave room for fewer work groups.
const int SOURCE_WIDTH = int(ceil(float(WIDTH) * STEP_X)) + TAPS + 1;
const int SOURCE_HEIGHT = int(ceil(float(HEIGHT) * STEP_Y)) + TAPS + 1;

shared uvec2 source[SOURCE_WIDTH * SOURCE_HEIGHT];
shared uvec2 rows[WIDTH * SOURCE_HEIGHT];
// Of each column of the tile, then of each row: the weights, and where the first tap is.
shared float weights[(WIDTH + HEIGHT) * TAPS];
shared int firsts[WIDTH + HEIGHT];

#include "common/scaled_places.glsl"

// Work out the weights of the taps around a place, which sum up to 1 within the picture.
void weigh(int line, float middle, int begin, int limit, float size) {
    float weight[TAPS];
    int first = first_of(middle);
    float total = 0.0;
    for (int i = 0; i < TAPS; i++) {
        float at = float(first + i) + 0.5;
        weight[i] = at > 0.0 && at < size ? kernel(abs(at - middle)) : 0.0;
        total += weight[i];
    }
    for (int i = 0; i < TAPS; i++) weights[line * TAPS + i] = weight[i] / total;
    firsts[line] = min(first - begin, limit - TAPS);
}

#include "common/half_colours.glsl"

void hook() {
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    vec2 begin = centre(origin), end = centre(origin + ivec2(WIDTH - 1, HEIGHT - 1));
    ivec2 first = ivec2(first_of(begin.x), first_of(begin.y));
    ivec2 count = ivec2(first_of(end.x), first_of(end.y)) + TAPS - first;
    count = min(count, ivec2(SOURCE_WIDTH, SOURCE_HEIGHT));

    int thread = int(gl_LocalInvocationIndex);
    int x = int(gl_LocalInvocationID.x), y = int(gl_LocalInvocationID.y);
    // All of a thread's fetches are under way before the first is waited for.
    const int ACROSS = (SOURCE_WIDTH + 31) / 32, DOWN = (SOURCE_HEIGHT + 7) / 8;
    vec3 fetched[ACROSS * DOWN];
    for (int k = 0; k < ACROSS * DOWN; k++) {
        ivec2 at = ivec2(thread % 32 + k % ACROSS * 32, thread / 32 + k / ACROSS * 8);
        if (at.x < count.x && at.y < count.y)
            fetched[k] = texelFetch(HOOKED_raw, clamp(first + at, ivec2(0, 0), last), 0).rgb;
    }
    if (thread < WIDTH) {
        weigh(thread, centre(origin + ivec2(thread, 0)).x, first.x, SOURCE_WIDTH, HOOKED_size.x);
    } else if (thread < WIDTH + HEIGHT) {
        float middle = centre(origin + ivec2(0, thread - WIDTH)).y;
        weigh(thread, middle, first.y, SOURCE_HEIGHT, HOOKED_size.y);
    }
    for (int k = 0; k < ACROSS * DOWN; k++) {
        ivec2 at = ivec2(thread % 32 + k % ACROSS * 32, thread / 32 + k / ACROSS * 8);
        if (at.x < count.x && at.y < count.y)
            source[at.y * SOURCE_WIDTH + at.x] = as_half(fetched[k]);
    }
    barrier();

    float weight[TAPS];
    for (int i = 0; i < TAPS; i++) weight[i] = weights[x * TAPS + i];
    for (int row = y; row < count.y; row += GROUP_ROWS) {
        int from = row * SOURCE_WIDTH + firsts[x];
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++) sum += weight[i] * as_float(source[from + i]);
        rows[row * WIDTH + x] = as_half(clamp(sum, 0.0, 1.0));
    }
    barrier();

    for (int row = y; row < HEIGHT; row += GROUP_ROWS) {
        int line = WIDTH + row, from = firsts[line] * WIDTH + x;
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++)
            sum += weights[line * TAPS + i] * as_float(rows[from + i * WIDTH]);
        // Rounded here: what the GPU does when it stores half floats is its own affair.
        vec3 rgb = as_float(as_half(clamp(sum, 0.0, 1.0)));
        imageStore(out_image, origin + ivec2(x, row), vec4(rgb, 1.0));
    }
}
