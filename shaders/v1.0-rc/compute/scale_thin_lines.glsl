// Anime4K v1.0 RC, compute dispatch 1 where the picture is made larger: scale, thin lines
// What scalers/separable_compute and thin_lines do one after the other, without a picture in memory
// between them. The scaler's kernel (`kernel(x)` for x >= 0, RADIUS, and STEP_X and STEP_Y, source
// pixels to an output pixel) is put in front of the body.
//
// A work group scales its tile and a pixel all around, as separable_compute does. A thread then
// thins the pixels of a column that it has scaled itself: of others it needs the lumas, and where a
// line gives way the colours. Two pixels are compared at once, in half floats.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE THIN
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!COMPONENTS 4
//!COMPUTE 30 30 32 8
//!DESC Anime4K v1.0 RC: scale, thin lines

const int WIDTH = 30, HEIGHT = 30, THREADS = 256;
// The tile and a pixel all around.
const int PITCH = WIDTH + 2, LINES = HEIGHT + 2;
const int GROUP_ROWS = THREADS / PITCH;
const int ROWS = 4;  // a thread's share of a column, THREADS of which are the tile
const int TAPS = 2 * int(ceil(RADIUS));
const int SOURCE_WIDTH = int(ceil(float(PITCH) * STEP_X)) + TAPS;
const int SOURCE_HEIGHT = int(ceil(float(LINES) * STEP_Y)) + TAPS;
const int SOURCE = SOURCE_WIDTH * SOURCE_HEIGHT, TILE = PITCH * LINES;

// As half floats: the source's pixels and its rows scaled along x; then the scaled pixels.
shared uvec2 pixels[max(SOURCE + PITCH * SOURCE_HEIGHT, TILE)];
// What the lumas are compared by, in pairs: of a thread's first and third pixel, its second and
// fourth.
shared uint keys[PITCH * LINES / 2];
// Of each rank, what `steps_to_light` says.
shared uint light_steps[8];
// Of each row of the tile: the weights, and where the first tap is.
shared float weights[LINES * TAPS];
shared int firsts[LINES];

#include "common/scaled_places.glsl"

// Work out the weights of the taps around a place, which sum up to 1 within the picture.
float[TAPS] weights_at(float middle, float size) {
    float weight[TAPS];
    int first = first_of(middle);
    float total = 0.0;
    for (int i = 0; i < TAPS; i++) {
        float at = float(first + i) + 0.5;
#ifdef KERNEL_AFTER
        float k = KERNEL_AFTER(i < TAPS / 2 ? TAPS / 2 - 1 - i : i - TAPS / 2, abs(at - middle));
#else
        float k = kernel(abs(at - middle));
#endif
        // Nothing beyond the picture counts.
        weight[i] = k * (step(0.0, at) - step(size, at));
        total += weight[i];
    }
    for (int i = 0; i < TAPS; i++) weight[i] /= total;
    return weight;
}

#include "common/half_colours.glsl"

#include "common/luma6.glsl"

// What lumas are compared by: one of 9552 steps, counted from 1024, so that the sum of three is
// less than 2^15 - 2^10. Taken as bits, such numbers and their sums are half floats in the same
// order, neither denormal nor infinite. A step is a 37th of an 8-bit code; the luma as a half float
// is that of a sixth, which shows.
uint key_of(float luma6) {
    // So large a number has no fraction: its last bits are the integer.
    return floatBitsToUint(luma6 * 1592.0 + (8388608.0 + 1024.0)) & 0x7FFFu;
}

// Two pixels at once.
#ifdef GL_NV_gpu_shader5
#extension GL_NV_gpu_shader5 : enable
#define HALVES f16vec2
#define as_halves unpackFloat2x16
#define as_bits packFloat2x16
#else
#define HALVES vec2
#define as_halves unpackHalf2x16
#define as_bits packHalf2x16
#endif

// 1 where a is more than b, else 0. A comparison would do, but its result goes through an integer,
// which takes NVIDIA's GPUs longer than all the rest.
#define MORE(a, b) clamp(((a) - (b)) * HALVES(32768.0) * HALVES(32768.0), HALVES(0.0), HALVES(1.0))

// Three lumas side by side, the least and the most of them, and the least of the two at the left
// and at the right.
struct Row {
    uint l, c, r;
    HALVES left, middle, right, least, most, least_l, least_r;
};

Row row_of(uint l, uint c, uint r) {
    HALVES left = as_halves(l), middle = as_halves(c), right = as_halves(r);
    HALVES least_l = min(left, middle), least_r = min(middle, right);
    return Row(l, c, r, left, middle, right, min(least_l, right), max(max(left, middle), right),
               least_l, least_r);
}

// A kernel that matches has light taps above c, so its candidate is lighter than c; of several the
// lightest mean wins, the first of equals: the last three bits of the sum say which it is.
void lighten(inout HALVES best, HALVES lightest, HALVES darkest, uint sum, uint rank) {
    HALVES y = as_halves((sum & 0xFFF8FFF8u) | rank | rank << 16);
    best = max(best, y * MORE(lightest, darkest));
}

// The lightest kernel's sum with the kernel's rank, of the upper pixel and the lower one; 0 where
// none matches.
uint lightest(Row above, Row here, Row below) {
    HALVES c = here.middle, dark_l = max(here.left, c), dark_r = max(here.right, c);
    HALVES least_l = min(min(above.left, here.left), below.left);
    HALVES least_r = min(min(above.right, here.right), below.right);
    HALVES most_l = max(max(above.left, dark_l), below.left);
    HALVES most_r = max(max(above.right, dark_r), below.right);
    HALVES best = HALVES(0.0);
    uint top = above.c + above.r, bottom = below.c + below.l;
    lighten(best, above.least, max(below.most, c), top + above.l, 7u);
    lighten(best, below.least, max(above.most, c), bottom + below.r, 6u);
    lighten(best, min(above.least_r, here.right), max(dark_l, below.middle), top + here.r, 5u);
    lighten(best, min(below.least_l, here.left), max(dark_r, above.middle), bottom + here.l, 4u);
    lighten(best, least_r, most_l, above.r + here.r + below.r, 3u);
    lighten(best, least_l, most_r, above.l + here.l + below.l, 2u);
    lighten(best, min(below.least_r, here.right), max(dark_l, above.middle),
            below.c + below.r + here.r, 1u);
    lighten(best, min(above.least_l, here.left), max(dark_r, below.middle),
            above.c + above.l + here.l, 0u);
    return as_bits(best);
}

// Where the light taps of the kernel of a rank are, two bits each of x + 1 and y + 1.
const uvec3 LIGHT_X = uvec3(0x2588u, 0x5888u, 0x8885u);
const uvec3 LIGHT_Y = uvec3(0x2225u, 0x2258u, 0x2588u);

// How far they are from the last pixel before all of them, ten bits each.
uint steps_to_light(uint rank) {
    uvec3 steps = (LIGHT_Y >> (2u * rank) & 3u) * uint(PITCH) + (LIGHT_X >> (2u * rank) & 3u);
    return steps.x | steps.y << 10 | steps.z << 20;
}

void hook() {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT) - ivec2(1, 1);
    // Beyond the border, the border's pixels.
    ivec2 end = ivec2(target_size) - ivec2(1, 1);
    vec2 begin = centre(clamp(origin, ivec2(0, 0), end));
    ivec2 first = ivec2(first_of(begin.x), first_of(begin.y));

    uint thread = gl_LocalInvocationIndex;
    int x = int(gl_LocalInvocationID.x), y = int(gl_LocalInvocationID.y);
    // All of a thread's fetches are under way before the first is waited for.
    const int FETCHES = (SOURCE + THREADS - 1) / THREADS;
    vec3 fetched[FETCHES];
    for (int k = 0; k < FETCHES; k++) {
        uint i = thread + uint(k * THREADS);
        ivec2 at = first + ivec2(i % uint(SOURCE_WIDTH), i / uint(SOURCE_WIDTH));
        fetched[k] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
    }
    float middle = centre(ivec2(clamp(origin.x + x, 0, end.x), 0)).x;
    int column = min(first_of(middle) - first.x, SOURCE_WIDTH - TAPS);
    float weight[TAPS] = weights_at(middle, HOOKED_size.x);
    if (thread < uint(LINES)) {
        int line = int(thread);
        float down = centre(ivec2(0, clamp(origin.y + line, 0, end.y))).y;
        float line_weights[TAPS] = weights_at(down, HOOKED_size.y);
        for (int i = 0; i < TAPS; i++) weights[line * TAPS + i] = line_weights[i];
        firsts[line] = min(first_of(down) - first.y, SOURCE_HEIGHT - TAPS);
    }
    if (thread < 8u) light_steps[thread] = steps_to_light(thread);
    for (int k = 0; k < FETCHES; k++) {
        uint i = thread + uint(k * THREADS);
        if (i < uint(SOURCE)) pixels[i] = as_half(fetched[k]);
    }
    barrier();

    for (int k = 0; k < (SOURCE_HEIGHT + GROUP_ROWS - 1) / GROUP_ROWS; k++) {
        int row = y + k * GROUP_ROWS;
        if (row >= SOURCE_HEIGHT) break;
        int from = row * SOURCE_WIDTH + column;
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++) sum += weight[i] * as_float(pixels[from + i]);
        pixels[SOURCE + row * PITCH + x] = as_half(clamp(sum, 0.0, 1.0));
    }
    barrier();

    // Down the column: the taps stay in registers, and now and then a row comes in.
    y *= ROWS;
    int row = firsts[y], from = SOURCE + row * PITCH + x;
    vec3 taps[TAPS];
    for (int i = 0; i < TAPS; i++) taps[i] = as_float(pixels[from + i * PITCH]);
    from += TAPS * PITCH;
    uvec2 own[ROWS];
    uint key[ROWS];
    for (int k = 0; k < ROWS; k++) {
        int line = y + k;
        while (row < firsts[line]) {
            for (int i = 0; i < TAPS - 1; i++) taps[i] = taps[i + 1];
            taps[TAPS - 1] = as_float(pixels[from]);
            row++, from += PITCH;
        }
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++) sum += weights[line * TAPS + i] * taps[i];
        // Half floats from here on, as the picture is stored in where it is scaled apart.
        own[k] = as_half(clamp(sum, 0.0, 1.0));
        key[k] = key_of(luma6(as_float(own[k])));
    }
    int pair = y / 2 * PITCH + x;
    keys[pair] = key[0] | key[2] << 16;
    keys[pair + PITCH] = key[1] | key[3] << 16;
    barrier();
    for (int k = 0; k < ROWS; k++) pixels[(y + k) * PITCH + x] = own[k];

    // Rows of pairs: the pixels above the thread's, then its own, then those below.
    uvec3 words[4];
    // Beyond the tile it does not matter what they are.
    pair = clamp(pair, 1, PITCH * (LINES / 2 - 1) - 2);
    int before = max(pair - PITCH, 1), after = min(pair + 2 * PITCH, PITCH * LINES / 2 - 2);
    words[1] = uvec3(keys[pair - 1], keys[pair], keys[pair + 1]);
    words[2] = uvec3(keys[pair + PITCH - 1], keys[pair + PITCH], keys[pair + PITCH + 1]);
    words[0] = uvec3(keys[before - 1], keys[before], keys[before + 1]) >> 16 | words[2] << 16;
    words[3] = words[1] >> 16 | uvec3(keys[after - 1], keys[after], keys[after + 1]) << 16;
    Row above = row_of(words[0].x, words[0].y, words[0].z);
    Row upper = row_of(words[1].x, words[1].y, words[1].z);
    Row lower = row_of(words[2].x, words[2].y, words[2].z);
    Row below = row_of(words[3].x, words[3].y, words[3].z);
    uint odd = lightest(above, upper, lower), even = lightest(upper, lower, below);
    barrier();

    if (x == 0 || x > WIDTH) return;
    float scale = target_size.x / input_size.x;
    float strength = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;
    uint lights[ROWS] = uint[](odd & 0xFFFFu, even & 0xFFFFu, odd >> 16, even >> 16);
    for (int k = 0; k < ROWS; k++) {
        vec3 rgb = as_float(own[k]);
        if (lights[k] > 0u && strength > 0.0) {
            uint steps = light_steps[lights[k] & 7u], i = uint((y + k - 1) * PITCH + x - 1);
            uvec2 p = pixels[i + (steps & 1023u)], q = pixels[i + (steps >> 10 & 1023u)];
            uvec2 r = pixels[i + (steps >> 20)];
            // Half floats are precise enough for the sum, of which a fraction is taken.
            vec2 rg = vec2(as_halves(p.x) + as_halves(q.x) + as_halves(r.x));
            vec2 b = vec2(as_halves(p.y) + as_halves(q.y) + as_halves(r.y));
            rgb = rgb * (1.0 - strength) + vec3(rg, b.x) * (strength / 3.0);
            // Cut off as GPUs do when they store it: the luma is that of the stored colour.
            rgb = uintBitsToFloat(floatBitsToUint(rgb) & uvec3(0xFFFFE000u));
        }
        if (y + k > 0 && y + k <= HEIGHT)
            imageStore(out_image, origin + ivec2(x, y + k), vec4(rgb, luma6(rgb) / 6.0));
    }
}
