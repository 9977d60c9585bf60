// Anime4K v1.1, compute dispatch 4: faith to the source, and colour
// What the passes from what is missing to colour do, of a tile of the source in shared memory, with two
// pixels of what is missing around it and one of what is given. A thread takes two pixels at a time,
// one below the other. In the end it draws a piece of a column of the doubled picture: threads beside
// each other write pixels beside each other.
//
// Beyond the picture's border each step has the values of its nearest pixel: what is read is moved into
// the picture, and what a step works out beyond it is never read.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/faith.glsl"

//!HOOK MAIN
//!BIND HOOKED
//!BIND GREY
//!BIND DOUBLED
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!COMPUTE 64 32 64 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: faith to the source, colour

const int WIDTH = 32, HEIGHT = 16, THREADS = 256;
const int ROWS = WIDTH * HEIGHT / THREADS;  // pixels below each other that a thread takes at a time
const int DRAWN = 2 * ROWS;  // as many of the source, of which it draws one half
const int GREYS = WIDTH + 6, LACK = WIDTH + 4, COLOURS = WIDTH + 4, GIVEN = WIDTH + 2;
const int BLOCKS = GREYS / 2, BLOCKS_IN_ALL = BLOCKS * (HEIGHT + 6) / 2;
const int COLOURS_IN_ALL = COLOURS * (HEIGHT + 4), STEPS = (COLOURS_IN_ALL + THREADS - 1) / THREADS;
const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

shared float greys[GREYS * (HEIGHT + 6)];  // luma without noise
shared float lacking[LACK * (HEIGHT + 4)];  // what is missing
// As half floats: twice as fast as floats, whose reading is what takes long.
shared uint bounds[LACK * (HEIGHT + 4)];  // the lowest and the highest luma
shared uvec2 doubled[LACK * (HEIGHT + 4)];  // the four pixels that become of one
shared uvec2 colours[COLOURS_IN_ALL];  // luma, red and blue
shared uvec2 giving[GIVEN * (HEIGHT + 2)];  // the luma to be added, by how much red and blue change with it

ivec2 first, last;  // of the picture's pixels, seen from the tile

uvec2 as_halves(vec3 v) {
    return uvec2(packHalf2x16(v.xy), packHalf2x16(vec2(v.z, 0.0)));
}

vec3 as_floats(uvec2 v) {
    return vec3(unpackHalf2x16(v.x), unpackHalf2x16(v.y).x);
}

// The row `y` of a map that reaches `border` beyond the tile, in the picture.
int row_at(int y, int border) {
    return clamp(y, first.y + border, last.y + border);
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT), end = ivec2(HOOKED_size) - 1;
    first = -origin;
    last = end - origin;
    // All fetches are under way before the first is waited for.
    vec3 fetched[STEPS];
    for (int n = 0; n < STEPS; n++) {
        uint i = uint(thread + n * THREADS);
        ivec2 at = origin - 2 + ivec2(i % uint(COLOURS), i / uint(COLOURS));
        fetched[n] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), end), 0).rgb;
    }
    // How much of what is missing is given back is the frame's, the same in all of its pixels.
    float share = texelFetch(GREY_raw, ivec2(0, 0), 0).y;
    for (int i = thread; i < BLOCKS_IN_ALL; i += THREADS) {
        ivec2 at = 2 * ivec2(uint(i) % uint(BLOCKS), uint(i) / uint(BLOCKS));
        // The sampler repeats the border's pixels.
        vec4 block = textureGather(GREY_raw, vec2(origin - 2 + at) / HOOKED_size, 0);
        int k = at.y * GREYS + at.x;
        greys[k] = block.w;
        greys[k + 1] = block.z;
        greys[k + GREYS] = block.x;
        greys[k + GREYS + 1] = block.y;
    }
    for (int n = 0; n < STEPS; n++) {
        int i = thread + n * THREADS;
        vec3 rgb = fetched[n];
        if (i < COLOURS_IN_ALL) colours[i] = as_halves(vec3(dot(rgb, LUMA), rgb.rb));
    }
    barrier();
    for (int i = thread; i < LACK * ((HEIGHT + 4) / ROWS); i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(LACK), uint(i) / uint(LACK) * uint(ROWS));
        float low[ROWS + 2], high[ROWS + 2], own[ROWS + 2];
        for (int n = 0; n < ROWS + 2; n++) {
            int k = (at.y + n) * GREYS + at.x + 1;
            own[n] = greys[k];
            low[n] = min(min(greys[k - 1], own[n]), greys[k + 1]);
            high[n] = max(max(greys[k - 1], own[n]), greys[k + 1]);
        }
        for (int n = 0; n < ROWS; n++) {
            float lowest = min(min(low[n], low[n + 1]), low[n + 2]);
            float highest = max(max(high[n], high[n + 1]), high[n + 2]);
            ivec2 pixel = clamp(origin - 2 + at + ivec2(0, n), ivec2(0, 0), end);
            vec4 four = texelFetch(DOUBLED_raw, pixel, 0);
            four = clamp(four, lowest, highest);
            int k = (at.y + n) * LACK + at.x;
            lacking[k] = share * (own[n + 1] - dot(four, vec4(0.25)));
            bounds[k] = packHalf2x16(vec2(lowest, highest));
            doubled[k] = uvec2(packHalf2x16(four.xz), packHalf2x16(four.yw));
        }
    }
    barrier();
    for (int i = thread; i < GIVEN * ((HEIGHT + 2) / ROWS); i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(GIVEN), uint(i) / uint(GIVEN) * uint(ROWS));
        int left = max(at.x, first.x + 2), right = min(at.x + 2, last.x + 2);
        float middle[ROWS + 2], beside[ROWS + 2];
        for (int n = 0; n < ROWS + 2; n++) {
            int k = row_at(at.y + n, 2) * LACK;
            middle[n] = lacking[k + at.x + 1];
            beside[n] = lacking[k + left] + lacking[k + right];
        }
        // Sums of a row's three, of their differences to the first pixel, whose squares lose nothing.
        int k = at.y * COLOURS + at.x + 1;
        vec3 c = as_floats(colours[k + COLOURS]), sums[ROWS + 2], products[ROWS + 2];
        for (int n = 0; n < ROWS + 2; n++) {
            vec3 l = as_floats(colours[k + n * COLOURS - 1]) - c, m = as_floats(colours[k + n * COLOURS]) - c;
            vec3 r = as_floats(colours[k + n * COLOURS + 1]) - c;
            sums[n] = l + m + r;
            products[n] = l.x * l + m.x * m + r.x * r;
        }
        for (int n = 0; n < ROWS; n++) {
            float sides = beside[n + 1] + middle[n] + middle[n + 2], corners = beside[n] + beside[n + 2];
            float given = 2.25 * middle[n + 1] - 1.25 * (36.0 * middle[n + 1] + 6.0 * sides + corners) / 64.0;
            vec3 sum = sums[n] + sums[n + 1] + sums[n + 2];
            vec3 variances = products[n] + products[n + 1] + products[n + 2] - sum.x * sum / 9.0 + 0.001;
            // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
            vec2 shares = variances.yz / variances.x + 0.0002;
            giving[(at.y + n) * GIVEN + at.x] = as_halves(vec3(faith * given, clamp(shares, -8.0, 8.0)));
        }
    }
    barrier();
    ivec2 drawn = ivec2(gl_LocalInvocationID.xy) * ivec2(1, DRAWN), own = ivec2(drawn.x >> 1, drawn.y);
    bool second = (drawn.x & 1) == 1;  // of the two columns that become of one
    int beside = second ? min(own.x + 2, last.x + 1) : max(own.x, first.x + 1);
    // Linear between the nine around: along x in each row, then along y.
    vec3 along_x[DRAWN + 2];
    for (int n = 0; n < DRAWN + 2; n++) {
        int k = row_at(own.y + n, 1) * GIVEN;
        along_x[n] = mix(as_floats(giving[k + own.x + 1]), as_floats(giving[k + beside]), 0.25);
    }
    for (int n = 0; n < DRAWN; n++) {
        ivec2 at = own + ivec2(0, n), pixel = origin + at;
        vec2 bound = unpackHalf2x16(bounds[(at.y + 2) * LACK + at.x + 2]);
        uvec2 four = doubled[(at.y + 2) * LACK + at.x + 2];
        vec2 luma = unpackHalf2x16(second ? four.y : four.x);
        for (int half_row = 0; half_row < 2; half_row++) {
            vec3 added = mix(along_x[n + 1], along_x[n + 2 * half_row], 0.25);
            vec2 place = vec2(pixel) + vec2(second ? 0.75 : 0.25, 0.25 + 0.5 * float(half_row));
            vec3 rgb = HOOKED_tex(place * HOOKED_pt).rgb;
            float y = (half_row == 0 ? luma.x : luma.y) + added.x;
            float change = clamp(y, bound.x, bound.y) - dot(rgb, LUMA);
            float green = (1.0 - LUMA.r * added.y - LUMA.b * added.z) / LUMA.g;
            rgb += change * vec3(added.y, green, added.z);
            ivec2 to = 2 * origin + ivec2(drawn.x, 2 * at.y + half_row);
            if (all(lessThanEqual(at, last))) imageStore(out_image, to, vec4(rgb, 1.0));
        }
    }
}
