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

//!PARAM refine_strength
//!DESC Edge refinement per unit of scale, at most 1 in all; 0 turns it off (published: 1)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
1.0

//!PARAM line_threshold
//!DESC Line strength under which a pixel is left alone (published: 0.2)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.2

//!PARAM refine_line_multiplier
//!DESC How fast line probability turns into refinement (published: 8)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
8.0

//!PARAM fxaa_line_multiplier
//!DESC How fast line probability turns into anti-aliasing (published: 4)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
4.0

//!HOOK OUTPUT
//!BIND THIN
//!SAVE REFINED
//!COMPONENTS 4
//!COMPUTE 64 32 64 8
//!DESC Anime4K v1.0 RC: line detection, refine

const int WIDTH = 64, HEIGHT = 32, THREADS = 512;
const int ROWS = HEIGHT / 8 / 2;  // a thread's share of half a column

const int LUMA_ROWS = HEIGHT + 12, MASK_ROWS = HEIGHT + 6;
const int GRADIENT_PITCH = WIDTH + 2, GRADIENT_ROWS = HEIGHT / 2 + 2;

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
// The gradient of the upper half of the tile and a pixel around it, and of the lower half, packed.
shared uint slopes[GRADIENT_PITCH * SLOPE_SHARES * SLOPE_SHARE];
// Where the rows at and around the tile are among the lumas when the gradient is computed.
shared int slope_rows[HEIGHT / 2 + SLOPE_SHARES * SLOPE_SHARE + 2];

float halved(float v) {
    return uintBitsToFloat(floatBitsToUint(v) & 0xFFFFE000u);
}

float gauss(float a, float b, float c, float d, float e, float f, float g) {
    return clamp(0.160854 * d + 0.155931 * (c + e) + 0.142046 * (b + f) + 0.121597 * (a + g),
                 0.0, 1.0);
}

// Two gradients, one of each half of the tile, compared at once. They are stored as half floats, so
// half floats tell as much.
#ifdef GL_NV_gpu_shader5
#extension GL_NV_gpu_shader5 : enable
#define HALVES f16vec2
#define as_halves unpackFloat2x16
#else
#define HALVES vec2
#define as_halves unpackHalf2x16
#endif

// Three gradients side by side, the least and the most of them, and the least of the two at the
// left and at the right.
struct Row {
    HALVES l, c, r, least, most, least_l, least_r;
};

Row row_at(int at) {
    HALVES l = as_halves(slopes[at - 1]), c = as_halves(slopes[at]);
    HALVES r = as_halves(slopes[at + 1]);
    HALVES least_l = min(l, c), least_r = min(c, r);
    return Row(l, c, r, min(least_l, r), max(max(l, c), r), least_l, least_r);
}

// The first kernel that matches has the highest rank.
HALVES ranked(HALVES k, HALVES light, HALVES dark, float rank) {
    return max(k, HALVES(rank) * HALVES(greaterThan(light, dark)));
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

// Which way the kernel of a rank looks, four bits each: 1 to 8 clockwise from the top.
const uint DIRECTIONS = 0x15263748u;

vec3 colour(ivec2 at) {
    return texelFetch(THIN_raw, clamp(at, ivec2(0, 0), ivec2(THIN_size) - ivec2(1, 1)), 0).rgb;
}

// The step from a pixel to the n-th around it, 1 to 8 clockwise from the top, 0 and 9 as 8 and 1;
// two bits each of x + 1 and y + 1.
ivec2 around(int n) {
    return (ivec2(0x406A4, 0x06A40) >> (2 * n) & 3) - 1;
}

// The left or the right one of a pair.
float one_of(uint pair, int right) {
    return unpackHalf2x16(pair >> (16 * right)).x;
}

// The sum and the difference of the lumas of three columns in a row.
vec2 slope(int row, ivec3 columns, ivec3 sides) {
    float l = clamp(one_of(lumas[row + columns.x], sides.x), 0.001, 0.999);
    float c = clamp(one_of(lumas[row + columns.y], sides.y), 0.001, 0.999);
    float r = clamp(one_of(lumas[row + columns.z], sides.z), 0.001, 0.999);
    return vec2(l + c + c + r, r - l);
}

// Where pixels are read for the gradient: beyond the border, mirrored in it. That makes the
// gradient there that of the nearest pixel.
ivec3 mirrored(ivec3 at, int origin, int last) {
    at = max(at, -1 - at);
    at = clamp(min(at, 2 * last + 1 - at), 0, last);
    return at - origin;
}

void load(ivec2 origin, ivec2 last) {
    const int BLOCKS_A_ROW = WIDTH / 2 + 6, BLOCKS = BLOCKS_A_ROW * LUMA_ROWS / 2;
    const int FETCHES = (BLOCKS + THREADS - 1) / THREADS;
    vec4 block[FETCHES];
    int thread = int(gl_LocalInvocationIndex);
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        ivec2 at = 2 * ivec2(i % BLOCKS_A_ROW, i / BLOCKS_A_ROW);
        // The sampler repeats the border's pixels.
        block[k] = textureGather(THIN_raw, vec2(origin + at - ivec2(5, 5)) / THIN_size, 3);
    }
    if (thread < HEIGHT / 2 + SLOPE_SHARES * SLOPE_SHARE + 2) {
        int row = mirrored(ivec3(origin.y + thread - 2), origin.y, last.y).x + 6;
        slope_rows[thread] = clamp(row, 0, LUMA_ROWS - 1) * LUMA_PITCH;
    }
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        int to = i / BLOCKS_A_ROW * 2 * LUMA_PITCH + i % BLOCKS_A_ROW + 1;
        if (i < BLOCKS) {
            lumas[to] = packHalf2x16(block[k].wz);
            lumas[to + LUMA_PITCH] = packHalf2x16(block[k].xy);
        }
    }
}

float gradient(vec2 above, vec2 here, vec2 below) {
    float gx = above.y + 2.0 * here.y + below.y, gy = below.x - above.x;
    return halved(1.0 - clamp(sqrt(gx * gx + gy * gy), 0.0, 1.0));
}

void gradients(ivec2 origin, ivec2 last) {
    int i = int(gl_LocalInvocationIndex);
    if (i >= SLOPE_SHARES * GRADIENT_PITCH) return;
    int x = i % GRADIENT_PITCH, y = i / GRADIENT_PITCH * SLOPE_SHARE;
    ivec3 columns = max(mirrored(origin.x + x - 1 + ivec3(-1, 0, 1), origin.x, last.x) + 8, 0);
    ivec3 sides = columns & 1;
    columns >>= 1;
    vec2 above0 = slope(slope_rows[y], columns, sides);
    vec2 here0 = slope(slope_rows[y + 1], columns, sides);
    vec2 above1 = slope(slope_rows[y + HEIGHT / 2], columns, sides);
    vec2 here1 = slope(slope_rows[y + HEIGHT / 2 + 1], columns, sides);
    for (int k = 0; k < SLOPE_SHARE; k++) {
        vec2 below0 = slope(slope_rows[y + k + 2], columns, sides);
        vec2 below1 = slope(slope_rows[y + k + 2 + HEIGHT / 2], columns, sides);
        slopes[(y + k) * GRADIENT_PITCH + x] = packHalf2x16(
            vec2(gradient(above0, here0, below0), gradient(above1, here1, below1)));
        above0 = here0, here0 = below0, above1 = here1, here1 = below1;
    }
}

// The ranks of the thread's pixels' kernels, four bits each, those in the upper half first.
uint kernels(ivec2 first) {
    int at = first.y * GRADIENT_PITCH + first.x + 1;
    Row above = row_at(at), here = row_at(at + GRADIENT_PITCH);
    uint found = 0u;
    for (int i = 0; i < ROWS; i++) {
        at += GRADIENT_PITCH;
        Row below = row_at(at + GRADIENT_PITCH);
        uvec2 k = uvec2(kernel(above, here, below));
        found |= (k.x | k.y << (4 * ROWS)) << (4 * i);
        above = here, here = below;
    }
    return found;
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
    int y = i % LUMA_ROWS, x = i / LUMA_ROWS * ROW_SHARE;
    blur_rows(y * LUMA_PITCH + x, y * BLUR_PITCH + x, ROW_SHARE);
}

vec2 gauss2(vec2 a, vec2 b, vec2 c, vec2 d, vec2 e, vec2 f, vec2 g) {
    return vec2(gauss(a.x, b.x, c.x, d.x, e.x, f.x, g.x), gauss(a.y, b.y, c.y, d.y, e.y, f.y, g.y));
}

void mask() {
    int i = int(gl_LocalInvocationIndex);
    if (i >= MASK_SHARES * MASK_PAIRS) return;
    int x = i % MASK_PAIRS, y = i / MASK_PAIRS * MASK_SHARE;
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
    int y = i % MASK_ROWS, x = i / MASK_ROWS * END_SHARE;
    int row = clamp(origin.y + y - 3, 0, last.y) - origin.y + 6;
    blur_rows(row * LUMA_PITCH + x + 2, y * BLUR_PITCH + x, END_SHARE);
}

void hook() {
    ivec2 last = ivec2(THIN_size) - ivec2(1, 1);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    ivec2 first = ivec2(gl_LocalInvocationID.xy) * ivec2(1, ROWS);
    load(origin, last);
    barrier();
    gradients(origin, last);
    blur_lumas();
    barrier();
    uint ranks = kernels(first);
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
    for (int half_of = 0; half_of < 2; half_of++) {
        int y = first.y + half_of * (HEIGHT / 2);
        int from = y * BLUR_PITCH + first.x / 2;
        float rows[ROWS + 6];
        for (int i = 0; i < ROWS + 6; i++)
            rows[i] = one_of(scratch[from + i * BLUR_PITCH], first.x & 1);
        for (int i = 0; i < ROWS; i++) {
            float probability = halved(gauss(rows[i], rows[i + 1], rows[i + 2], rows[i + 3],
                                             rows[i + 4], rows[i + 5], rows[i + 6]));
            float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
            float strength = line < line_threshold ? 0.0 : clamp(most * line, 0.0, 1.0);
            ivec2 at = origin + ivec2(first.x, y + i);
            vec3 rgb = colour(at);
            uint rank = ranks >> (4 * (half_of * ROWS + i)) & 15u;
            if (rank > 0u) {
                // The light taps: the one in the kernel's direction, and its neighbours around c.
                int n = int(DIRECTIONS >> (4u * (rank - 1u))) & 15;
                vec3 light = colour(at + around(n - 1)) + colour(at + around(n))
                           + colour(at + around(n + 1));
                rgb = mix(rgb, light / 3.0, strength);
            }
            float smoothing = clamp(fxaa_line_multiplier * probability, 0.0, 1.0);
            smoothing = smoothing < line_threshold ? 0.0 : clamp(most * smoothing, 0.0, 1.0);
            imageStore(out_image, at, vec4(rgb, smoothing));
        }
    }
}
