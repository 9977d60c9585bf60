// Anime4K v1.0 RC, compute dispatch 1 where the picture is made larger: scale, thin lines
// What scalers/separable_compute and thin_lines do one after the other, without a picture in memory
// between them. The scaler's kernel (`kernel(x)` for x >= 0, RADIUS, and STEP_X and STEP_Y, source
// pixels to an output pixel) is put in front of the body.
//
// A work group scales its tile and a pixel all around; see those two files for how. A thread then
// goes on with the pixels that it has scaled, for which it needs only others' lumas, and colours
// where a line gives way.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!PARAM thin_strength
//!DESC Line thinning per unit of scale; 0 turns it off (published: 1/6)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.16666667

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE THIN
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!COMPONENTS 4
//!COMPUTE 62 14 64 4
//!DESC Anime4K v1.0 RC: scale, thin lines

const int WIDTH = 62, HEIGHT = 14, THREADS = 256;
// The tile and a pixel all around.
const int PITCH = WIDTH + 2, LINES = HEIGHT + 2;
const int GROUP_ROWS = THREADS / PITCH, ROWS = LINES / GROUP_ROWS;  // a thread's share of a column
const int TAPS = 2 * int(ceil(RADIUS));
const int SOURCE_WIDTH = int(ceil(float(PITCH) * STEP_X)) + TAPS;
const int SOURCE_HEIGHT = int(ceil(float(LINES) * STEP_Y)) + TAPS;
const int SOURCE = SOURCE_WIDTH * SOURCE_HEIGHT, TILE = PITCH * LINES;

// The source's pixels as half floats; then, of the scaled pixels, six times the luma, and red and
// blue. Two words a pixel either way.
shared uvec2 pixels[max(SOURCE, TILE)];
shared uvec2 rows[PITCH * SOURCE_HEIGHT];
// Of each column of the tile, then of each row: the weights, and where the first tap is.
shared float weights[(PITCH + LINES) * TAPS];
shared int firsts[PITCH + LINES];

vec2 centre(ivec2 at) {
    return HOOKED_map(at) * HOOKED_size;
}

int first_of(float middle) {
    return int(floor(middle - 0.5)) - TAPS / 2 + 1;
}

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

// Red and blue, and green.
uvec2 as_half(vec3 c) {
    return uvec2(packHalf2x16(c.rb), packHalf2x16(vec2(c.g, 0.0)));
}

vec3 as_float(uvec2 c) {
    vec2 rb = unpackHalf2x16(c.x);
    return vec3(rb.x, unpackHalf2x16(c.y).x, rb.y);
}

// Six times the approximate luma (2R + 3G + B) / 6. As plain sums, which half floats make exact:
// pixels whose lumas are equal must come out equal on every driver, since the kernels compare them.
float luma6(vec3 rgb) {
    return rgb.r + rgb.r + rgb.g + rgb.g + rgb.g + rgb.b;
}

float luma_at(int i) {
    return uintBitsToFloat(pixels[i].x);
}

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}

// How far the n-th pixel around one is, 1 to 8 clockwise from the top, 0 and 9 as 8 and 1.
int around(int n) {
    ivec2 step = (ivec2(0x406A4, 0x06A40) >> (2 * n) & 3) - 1;
    return step.y * PITCH + step.x;
}

// A kernel that matches has light taps above c, so its candidate is lighter than c; of several the
// lightest mean wins, the first of equals.
void lighten(inout float best, inout int light, bool matches, float y, int towards) {
    if (matches && y > best) {
        best = y;
        light = towards;
    }
}

void hook() {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT) - ivec2(1, 1);
    // Beyond the border, the border's pixels.
    ivec2 end = ivec2(target_size) - ivec2(1, 1);
    vec2 begin = centre(clamp(origin, ivec2(0, 0), end));
    ivec2 first = ivec2(first_of(begin.x), first_of(begin.y));

    int thread = int(gl_LocalInvocationIndex);
    int x = int(gl_LocalInvocationID.x), y = int(gl_LocalInvocationID.y);
    // All of a thread's fetches are under way before the first is waited for.
    const int FETCHES = (SOURCE + THREADS - 1) / THREADS;
    vec3 fetched[FETCHES];
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        ivec2 at = first + ivec2(i % SOURCE_WIDTH, i / SOURCE_WIDTH);
        fetched[k] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
    }
    if (thread < PITCH) {
        float middle = centre(ivec2(clamp(origin.x + thread, 0, end.x), 0)).x;
        weigh(thread, middle, first.x, SOURCE_WIDTH, HOOKED_size.x);
    } else if (thread < PITCH + LINES) {
        float middle = centre(ivec2(0, clamp(origin.y + thread - PITCH, 0, end.y))).y;
        weigh(thread, middle, first.y, SOURCE_HEIGHT, HOOKED_size.y);
    }
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        if (i < SOURCE) pixels[i] = as_half(fetched[k]);
    }
    barrier();

    float weight[TAPS];
    for (int i = 0; i < TAPS; i++) weight[i] = weights[x * TAPS + i];
    for (int row = y; row < SOURCE_HEIGHT; row += GROUP_ROWS) {
        int from = row * SOURCE_WIDTH + firsts[x];
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++) sum += weight[i] * as_float(pixels[from + i]);
        rows[row * PITCH + x] = as_half(clamp(sum, 0.0, 1.0));
    }
    barrier();

    // Down the column: the taps stay in registers, and now and then a row comes in.
    y *= ROWS;
    uvec2 own[ROWS];
    int row = firsts[PITCH + y];
    vec3 taps[TAPS];
    for (int i = 0; i < TAPS; i++) taps[i] = as_float(rows[(row + i) * PITCH + x]);
    for (int k = 0; k < ROWS; k++) {
        int line = PITCH + y + k;
        while (row < firsts[line]) {
            for (int i = 0; i < TAPS - 1; i++) taps[i] = taps[i + 1];
            taps[TAPS - 1] = as_float(rows[(row + TAPS) * PITCH + x]);
            row++;
        }
        vec3 sum = vec3(0.0);
        for (int i = 0; i < TAPS; i++) sum += weights[line * TAPS + i] * taps[i];
        // Half floats from here on, as the picture is stored in where it is scaled apart.
        own[k] = as_half(clamp(sum, 0.0, 1.0));
        float luma = luma6(as_float(own[k]));
        pixels[(y + k) * PITCH + x] = uvec2(floatBitsToUint(luma), own[k].x);
    }
    barrier();

    if (x == 0 || x > WIDTH) return;
    float scale = target_size.x / input_size.x;
    float strength = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;
    int i = y * PITCH + x;
    int above = max(i - PITCH, 1);  // of the first line nothing is needed
    float tl = luma_at(above - 1), t = luma_at(above), tr = luma_at(above + 1);
    float l = luma_at(i - 1), c = luma_at(i), r = luma_at(i + 1);
    for (int k = 0; k < ROWS; k++) {
        int below = y + k + 1 < LINES ? i + PITCH : i;
        float bl = luma_at(below - 1), b = luma_at(below), br = luma_at(below + 1);
        float best = -1.0;
        int light = 0;
        lighten(best, light, lowest(tl, t, tr) > max(highest(bl, b, br), c), tl + t + tr, 1);
        lighten(best, light, lowest(bl, b, br) > max(highest(tl, t, tr), c), bl + b + br, 5);
        lighten(best, light, lowest(t, tr, r) > highest(c, l, b), t + tr + r, 2);
        lighten(best, light, lowest(l, bl, b) > highest(c, r, t), l + bl + b, 6);
        lighten(best, light, lowest(tr, r, br) > max(highest(tl, l, bl), c), tr + r + br, 3);
        lighten(best, light, lowest(tl, l, bl) > max(highest(tr, r, br), c), tl + l + bl, 7);
        lighten(best, light, lowest(r, br, b) > highest(c, l, t), r + br + b, 4);
        lighten(best, light, lowest(t, tl, l) > highest(c, r, b), t + tl + l, 8);

        vec3 rgb = as_float(own[k]);
        float luma = c;
        if (light > 0 && strength > 0.0) {
            float sum6 = 0.0;
            vec2 rb = vec2(0.0, 0.0);
            for (int n = light - 1; n <= light + 1; n++) {
                uvec2 tap = pixels[i + around(n)];
                sum6 += uintBitsToFloat(tap.x);
                rb += unpackHalf2x16(tap.y);
            }
            // Green is what is left of the luma.
            vec3 sum = vec3(rb.x, (sum6 - rb.x - rb.x - rb.y) / 3.0, rb.y);
            rgb = rgb * (1.0 - strength) + sum / 3.0 * strength;
            // Cut off as GPUs do when they store it: the luma is that of the stored colour.
            rgb = uintBitsToFloat(floatBitsToUint(rgb) & uvec3(0xFFFFE000u));
            luma = luma6(rgb);
        }
        if (y + k > 0 && y + k <= HEIGHT)
            imageStore(out_image, origin + ivec2(x, y + k), vec4(rgb, luma / 6.0));
        tl = l, t = c, tr = r;
        l = bl, c = b, r = br;
        i += PITCH;
    }
}
