// Anime4K v1.0 RC, compute dispatch 2: line detection, gradient and refine
// A line is darker than its blurred surroundings; the blurred mask of lines is the probability of
// one. Colour is pulled along the gradient of the luma, away from an edge, where a line is likely.
// On a flat area the line mask is 0.05, so the strength never falls below 0.4 there: the published
// behaviour. REFINED is that colour; its alpha is the strength of the anti-aliasing that follows.
//
// A work group does all this for a tile, from the lumas of the tile and six pixels all around, with
// a stage's result in shared memory for the next one. Each stage stores half floats and cuts off
// what these cannot hold, as the published passes' textures did: in flat areas that decides whether
// there is anti-aliasing. Beyond the picture's border a stage's result is that of the nearest
// pixel, which is not what the stage would make of repeated pixels.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/refine_strength.glsl"
#include "common/params/line_threshold.glsl"
#include "common/params/refine_line_multiplier.glsl"
#include "common/params/fxaa_line_multiplier.glsl"

//!HOOK OUTPUT
//!BIND THIN
//!SAVE REFINED
//!COMPONENTS 4
//!COMPUTE 32 32 32 8
//!DESC Anime4K v1.0 RC: line detection, refine

const int WIDTH = 32, HEIGHT = 32, THREADS = 256;
const int ROWS = HEIGHT / 8;  // a thread's share of a column

const int LUMA_ROWS = HEIGHT + 12, MASK_ROWS = HEIGHT + 6;
// Of the gradient, pairs: those of the tile and one to each side.
const int GRADIENT_PITCH = WIDTH / 2 + 2, GRADIENT_ROWS = HEIGHT + 2;

// Scalars are kept as half floats, two neighbours of a row in a word: the less shared memory a work
// group takes, the more of them there are at a time. Pairs begin at even pixels of the tile: lumas
// eight pixels before it, of which six are used, the mask and its blur along x four pixels.
const int LUMA_PAIRS = WIDTH / 2 + 8, MASK_PAIRS = WIDTH / 2 + 4;
// Odd, so that threads which walk along neighbouring rows read different banks.
const int LUMA_PITCH = LUMA_PAIRS | 1, BLUR_PITCH = MASK_PAIRS | 1;

// A stage divides each row or column among threads: how long a thread's share is, and how many
// there are. All shares are of one length, so that loops unroll; the last may reach beyond what is
// used, and the arrays have room for that.
const int ROW_SHARE = (MASK_PAIRS - 1) / (THREADS / LUMA_ROWS) + 1;
const int MASK_SHARE = (MASK_ROWS - 1) / (THREADS / MASK_PAIRS) + 1;
const int END_SHARE = (WIDTH / 2 - 1) / (THREADS / MASK_ROWS) + 1;
const int SLOPE_SHARE = (GRADIENT_ROWS - 1) / (THREADS / GRADIENT_PITCH) + 1;
const int ROW_SHARES = (MASK_PAIRS - 1) / ROW_SHARE + 1;
const int MASK_SHARES = (MASK_ROWS - 1) / MASK_SHARE + 1;
const int END_SHARES = (WIDTH / 2 - 1) / END_SHARE + 1;
const int SLOPE_SHARES = (GRADIENT_ROWS - 1) / SLOPE_SHARE + 1;

// Lumas, of which the mask takes the place.
shared uint lumas[LUMA_PITCH * (MASK_SHARES * MASK_SHARE + 6) + 8];
// What was blurred along x: the lumas, then the mask.
shared uint scratch[BLUR_PITCH * (MASK_SHARES * MASK_SHARE + 6) + 8];
// The gradient of the tile and a pixel around it.
shared uint slopes[GRADIENT_PITCH * SLOPE_SHARES * SLOPE_SHARE];
// The ranks of the kernels of two columns and two rows, four bits each: a thread finds those of
// neighbours, but goes on with the pixels of one column.
shared uint ranks[WIDTH / 2 * HEIGHT / 2];

float halved(float v) {
    return uintBitsToFloat(floatBitsToUint(v) & 0xFFFFE000u);
}

float gauss(float a, float b, float c, float d, float e, float f, float g) {
    return clamp(0.160854 * d + 0.155931 * (c + e) + 0.142046 * (b + f) + 0.121597 * (a + g),
                 0.0, 1.0);
}

// Two gradients side by side, compared at once. They are stored as half floats, so half floats tell
// as much.
#ifdef GL_NV_gpu_shader5
#extension GL_NV_gpu_shader5 : enable
#define HALVES f16vec2
#define as_halves unpackFloat2x16
#else
#define HALVES vec2
#define as_halves unpackHalf2x16
#endif

// 1 where a is more than b, else 0: gradients are kept 2^15 times as large, so that no difference
// times 2^15 is less than 1. A comparison would do, but its result goes through an integer, which
// takes NVIDIA's GPUs longer than all the rest.
#define MORE(a, b) clamp(((a) - (b)) * HALVES(32768.0), HALVES(0.0), HALVES(1.0))

// Three gradients side by side, the least and the most of them, and the least of the two at the
// left and at the right.
struct Row {
    HALVES l, c, r, least, most, least_l, least_r;
};

Row row_of(uint left, uint here, uint right) {
    HALVES l = as_halves(left >> 16 | here << 16), c = as_halves(here);
    HALVES r = as_halves(here >> 16 | right << 16);
    HALVES least_l = min(l, c), least_r = min(c, r);
    return Row(l, c, r, min(least_l, r), max(max(l, c), r), least_l, least_r);
}

// The first kernel that matches has the highest rank.
HALVES ranked(HALVES k, HALVES light, HALVES dark, float rank) {
    return max(k, HALVES(rank) * MORE(light, dark));
}

HALVES kernel(Row above, Row here, Row below) {
    HALVES C = here.c, dark_l = max(here.l, C), dark_r = max(here.r, C);
    HALVES least_l = min(min(above.l, here.l), below.l);
    HALVES least_r = min(min(above.r, here.r), below.r);
    HALVES most_l = max(max(above.l, dark_l), below.l);
    HALVES most_r = max(max(above.r, dark_r), below.r);
    HALVES k = HALVES(0.0);
    k = ranked(k, above.least, max(below.most, C), 8.0);
    k = ranked(k, below.least, max(above.most, C), 7.0);
    k = ranked(k, min(above.least_r, here.r), max(dark_l, below.c), 6.0);
    k = ranked(k, min(below.least_l, here.l), max(dark_r, above.c), 5.0);
    k = ranked(k, least_r, most_l, 4.0);
    k = ranked(k, least_l, most_r, 3.0);
    k = ranked(k, min(below.least_r, here.r), max(dark_l, above.c), 2.0);
    k = ranked(k, min(above.least_l, here.l), max(dark_r, below.c), 1.0);
    return k;
}

// Where the light taps of the kernel of a rank are, two bits each of x + 1 and y + 1.
const uvec3 LIGHT_X = uvec3(0x09620u, 0x16220u, 0x22214u);
const uvec3 LIGHT_Y = uvec3(0x08894u, 0x08960u, 0x09620u);

vec3 colour(ivec2 at) {
    return texelFetch(THIN_raw, at, 0).rgb;
}

// A number as a column and a row. Unsigned, since signed divisions take more instructions.
ivec2 place(int i, int width) {
    return ivec2(uint(i) % uint(width), uint(i) / uint(width));
}

// The left or the right one of a pair.
float one_of(uint pair, int right) {
    return unpackHalf2x16(pair >> (16 * right)).x;
}

void load(ivec2 origin, ivec2 last) {
    const int BLOCKS_A_ROW = WIDTH / 2 + 6, BLOCKS = BLOCKS_A_ROW * LUMA_ROWS / 2;
    const int FETCHES = (BLOCKS + THREADS - 1) / THREADS;
    vec4 block[FETCHES];
    int thread = int(gl_LocalInvocationIndex);
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        ivec2 at = 2 * place(i, BLOCKS_A_ROW);
        // The sampler repeats the border's pixels.
        block[k] = textureGather(THIN_raw, vec2(origin + at - ivec2(5, 5)) / THIN_size, 3);
    }
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        ivec2 at = place(i, BLOCKS_A_ROW);
        int to = at.y * 2 * LUMA_PITCH + at.x + 1;
        if (i < BLOCKS) {
            lumas[to] = packHalf2x16(block[k].wz);
            lumas[to + LUMA_PITCH] = packHalf2x16(block[k].xy);
        }
    }
}

// Of a pair, the sums and the differences of the lumas to its left and right.
struct Slopes {
    vec2 sum, difference;
};

Slopes slopes_at(int at) {
    const HALVES least = HALVES(0.001), most = HALVES(0.999);
    vec2 l = vec2(clamp(as_halves(lumas[at - 1]), least, most));
    vec2 c = vec2(clamp(as_halves(lumas[at]), least, most));
    vec2 r = vec2(clamp(as_halves(lumas[at + 1]), least, most));
    vec2 left = vec2(l.y, c.x), right = vec2(c.y, r.x);
    return Slopes(left + c + c + right, right - left);
}

float gradient(float gx, float gy) {
    return halved(32768.0 - 32768.0 * clamp(sqrt(gx * gx + gy * gy), 0.0, 1.0));
}

void gradients() {
    int i = int(gl_LocalInvocationIndex);
    if (i >= SLOPE_SHARES * GRADIENT_PITCH) return;
    ivec2 share = place(i, GRADIENT_PITCH);
    int x = share.x, y = share.y * SLOPE_SHARE;
    int at = (y + 4) * LUMA_PITCH + x + 3;
    Slopes above = slopes_at(at), here = slopes_at(at + LUMA_PITCH);
    for (int k = 0; k < SLOPE_SHARE; k++) {
        Slopes below = slopes_at(at + (k + 2) * LUMA_PITCH);
        vec2 gx = above.difference + 2.0 * here.difference + below.difference;
        vec2 gy = below.sum - above.sum;
        slopes[(y + k) * GRADIENT_PITCH + x] =
            packHalf2x16(vec2(gradient(gx.x, gy.x), gradient(gx.y, gy.y)));
        above = here, here = below;
    }
}

// Three pairs in a row of the gradient; beyond the border, that of the nearest pixel.
Row row_at(int x, int y, ivec2 first, ivec2 last) {
    int at = clamp(y, first.y, last.y) * GRADIENT_PITCH + x;
    uint left = slopes[at - 1], here = slopes[at], right = slopes[at + 1];
    if (2 * x == last.x) here = (here & 0xFFFFu) | here << 16;
    if (2 * x + 1 == last.x) right = here >> 16;
    if (x == first.x) left = here << 16;
    return row_of(left, here, right);
}

// The kernels of two pairs, one below the other.
void kernels(ivec2 origin, ivec2 end) {
    int i = int(gl_LocalInvocationIndex);
    ivec2 block = place(i, WIDTH / 2);
    int x = block.x + 1, y = block.y * 2 + 1;
    // Where the picture begins and ends among the gradients: a column counts two for a pair.
    ivec2 first = ivec2(origin.x > 0 ? 0 : 1, origin.y > 0 ? 0 : 1);
    ivec2 last = end - origin + ivec2(2, 1);
    Row above = row_at(x, y - 1, first, last), upper = row_at(x, y, first, last);
    Row lower = row_at(x, y + 1, first, last), below = row_at(x, y + 2, first, last);
    uvec2 a = uvec2(kernel(above, upper, lower)), b = uvec2(kernel(upper, lower, below));
    ranks[i] = a.x | a.y << 4 | b.x << 8 | b.y << 12;
}

// Two neighbours, of five pairs that hold them in the middle and three pixels to each side.
uint blurred(vec2 a, vec2 b, vec2 c, vec2 d, vec2 e) {
    return packHalf2x16(vec2(halved(gauss(a.y, b.x, b.y, c.x, c.y, d.x, d.y)),
                             halved(gauss(b.x, b.y, c.x, c.y, d.x, d.y, e.x))));
}

void blur_rows(int from, int to, int share) {
    vec2 a = unpackHalf2x16(lumas[from]), b = unpackHalf2x16(lumas[from + 1]);
    vec2 c = unpackHalf2x16(lumas[from + 2]), d = unpackHalf2x16(lumas[from + 3]);
    for (int k = 0; k < share; k++) {
        vec2 e = unpackHalf2x16(lumas[from + 4 + k]);
        scratch[to + k] = blurred(a, b, c, d, e);
        a = b, b = c, c = d, d = e;
    }
}

void blur_lumas() {
    int i = int(gl_LocalInvocationIndex);
    if (i >= ROW_SHARES * LUMA_ROWS) return;
    ivec2 share = place(i, LUMA_ROWS);
    int y = share.x, x = share.y * ROW_SHARE;
    blur_rows(y * LUMA_PITCH + x, y * BLUR_PITCH + x, ROW_SHARE);
}

vec2 gauss2(vec2 a, vec2 b, vec2 c, vec2 d, vec2 e, vec2 f, vec2 g) {
    return vec2(gauss(a.x, b.x, c.x, d.x, e.x, f.x, g.x), gauss(a.y, b.y, c.y, d.y, e.y, f.y, g.y));
}

void mask() {
    int i = int(gl_LocalInvocationIndex);
    if (i >= MASK_SHARES * MASK_PAIRS) return;
    ivec2 share = place(i, MASK_PAIRS);
    int x = share.x, y = share.y * MASK_SHARE;
    int from = y * BLUR_PITCH + x, at = (y + 3) * LUMA_PITCH + x + 2;
    vec2 rows[MASK_SHARE + 6];
    for (int k = 0; k < MASK_SHARE + 6; k++)
        rows[k] = unpackHalf2x16(scratch[from + k * BLUR_PITCH]);
    for (int k = 0; k < MASK_SHARE; k++) {
        vec2 b = gauss2(rows[k], rows[k + 1], rows[k + 2], rows[k + 3],
                        rows[k + 4], rows[k + 5], rows[k + 6]);
        b = clamp(vec2(halved(b.x), halved(b.y)), 0.001, 0.999);
        vec2 luma = clamp(unpackHalf2x16(lumas[at + k * LUMA_PITCH]), 0.001, 0.999);
        vec2 m = 1.0 - clamp(min(luma / b, 1.0) - 0.05, 0.0, 1.0);
        lumas[at + k * LUMA_PITCH] = packHalf2x16(vec2(halved(m.x), halved(m.y)));
    }
}

// Repeat the mask of the picture's first and last column beyond them.
void repeat_mask(ivec2 origin, ivec2 last) {
    int y = int(gl_LocalInvocationIndex);
    if (y >= MASK_ROWS) return;
    int row = (y + 3) * LUMA_PITCH;
    if (origin.x == 0) {
        float first = unpackHalf2x16(lumas[row + 4]).x;
        lumas[row + 2] = lumas[row + 3] = packHalf2x16(vec2(first, first));
    }
    int end = last.x - origin.x + 8;
    if (end < 2 * LUMA_PAIRS) {
        float m = one_of(lumas[row + end / 2], end & 1);
        if (end % 2 == 0) lumas[row + end / 2] = packHalf2x16(vec2(m, m));
        for (int k = 1; k <= 2; k++)
            if (end / 2 + k < LUMA_PAIRS) lumas[row + end / 2 + k] = packHalf2x16(vec2(m, m));
    }
}

void blur_mask(ivec2 origin, ivec2 last) {
    int i = int(gl_LocalInvocationIndex);
    if (i >= END_SHARES * MASK_ROWS) return;
    ivec2 share = place(i, MASK_ROWS);
    int y = share.x, x = share.y * END_SHARE;
    int row = clamp(origin.y + y - 3, 0, last.y) - origin.y + 6;
    blur_rows(row * LUMA_PITCH + x + 2, y * BLUR_PITCH + x, END_SHARE);
}

void hook() {
    ivec2 last = ivec2(THIN_size) - ivec2(1, 1);
    // From the end, since what was written last is what caches still hold.
    ivec2 origin = ivec2(gl_NumWorkGroups.xy - 1u - gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    ivec2 first = ivec2(gl_LocalInvocationID.xy) * ivec2(1, ROWS);
    load(origin, last);
    barrier();
    gradients();
    blur_lumas();
    barrier();
    kernels(origin, last);
    mask();
    barrier();
    if (origin.x == 0 || origin.x + WIDTH + 3 > last.x) {
        repeat_mask(origin, last);
        barrier();
    }
    blur_mask(origin, last);
    barrier();

    float scale = THIN_size.x / input_size.x;
    float most = min(scale * refine_strength, 1.0);
    int from = first.y * BLUR_PITCH + first.x / 2;
    float rows[ROWS + 6];
    for (int i = 0; i < ROWS + 6; i++)
        rows[i] = one_of(scratch[from + i * BLUR_PITCH], first.x & 1);
    uint found = ranks[first.y / 2 * (WIDTH / 2) + first.x / 2];
    found |= ranks[(first.y / 2 + 1) * (WIDTH / 2) + first.x / 2] << 16;
    found >>= 4 * (first.x & 1);
    for (int i = 0; i < ROWS; i++) {
        float probability = halved(gauss(rows[i], rows[i + 1], rows[i + 2], rows[i + 3],
                                         rows[i + 4], rows[i + 5], rows[i + 6]));
        float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
        float strength = line < line_threshold ? 0.0 : clamp(most * line, 0.0, 1.0);
        ivec2 at = origin + first + ivec2(0, i);
        vec3 rgb = colour(at);
        uint rank = found >> (8 * i) & 15u;
        if (rank > 0u) {
            ivec3 x = clamp(at.x - 1 + ivec3(LIGHT_X >> (2u * rank) & 3u), 0, last.x);
            ivec3 y = clamp(at.y - 1 + ivec3(LIGHT_Y >> (2u * rank) & 3u), 0, last.y);
            vec3 light = colour(ivec2(x.x, y.x)) + colour(ivec2(x.y, y.y))
                       + colour(ivec2(x.z, y.z));
            rgb = mix(rgb, light / 3.0, strength);
        }
        float smoothing = clamp(fxaa_line_multiplier * probability, 0.0, 1.0);
        smoothing = smoothing < line_threshold ? 0.0 : clamp(most * smoothing, 0.0, 1.0);
        imageStore(out_image, at, vec4(rgb, smoothing));
    }
}
