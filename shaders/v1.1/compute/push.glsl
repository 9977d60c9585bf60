// Anime4K v1.1, compute dispatch 3: luma doubled and pushed
// What the passes from rows to push do, of a tile of the source in shared memory. Around it lies what
// the steps reach: six pixels of the luma, three of the doubled luma, two of the edges, one of them
// made smooth. A thread takes two texels, one below the other, at a time.
//
// Beyond the picture's border each step has the values of its nearest pixel: what is read is moved into
// the picture, and what a step works out beyond it is never read.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/push_strength.glsl"
#include "common/params/push_least.glsl"

//!HOOK MAIN
//!BIND GREY
//!SAVE DOUBLED
//!COMPONENTS 4
//!COMPUTE 32 16 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma doubled and pushed

const int WIDTH = 32, HEIGHT = 16, THREADS = 256;
const int ROWS = WIDTH * HEIGHT / THREADS;  // texels below each other that a thread takes at a time
const int LINES = 2 * (ROWS + 2);  // of pixels, in these and in the texels above and below
const int PAIRS = WIDTH / 2 + 6, GREYS = HEIGHT + 12;
const int WIDE = WIDTH + 6, EDGE = WIDTH + 4, SMOOTH = WIDTH + 2;

// Four pixels each, as half floats: twice as fast as floats, whose reading is what takes long.
shared uint grey[PAIRS * GREYS];  // two pixels beside each other
shared uint rows[WIDE * GREYS];
shared uvec2 doubled[WIDE * (HEIGHT + 6)];
shared uvec2 edges[EDGE * (HEIGHT + 4)];
shared uvec2 smoothed[SMOOTH * (HEIGHT + 2)];

ivec2 first, last;  // of the picture's pixels, seen from the tile

uvec2 as_halves(vec4 v) {
    return uvec2(packHalf2x16(v.xy), packHalf2x16(v.zw));
}

vec4 as_floats(uvec2 v) {
    return vec4(unpackHalf2x16(v.x), unpackHalf2x16(v.y));
}

// The places in a row, and the row, of a map that reaches `border` beyond the tile: `x` and its two
// neighbours, and `y`, in the picture.
ivec3 three(int x, int border) {
    return ivec3(max(x - 1, first.x + border), x, min(x + 1, last.x + border));
}

int row_at(int y, int border) {
    return clamp(y, first.y + border, last.y + border);
}

// The middle two of a row's six pixels, blurred, times 16.
vec2 blurred(vec2 a, vec2 b, vec2 c) {
    return vec2(a.x + 4.0 * (a.y + b.y) + 6.0 * b.x + c.x, a.y + 4.0 * (b.x + c.x) + 6.0 * b.y + c.y);
}

// What a line of four pixels adds to the slopes of the middle two: along x, along y.
vec4 slopes(vec4 four) {
    return vec4(four.zw - four.xy, four.xy + 2.0 * four.yz + four.zw);
}

// The slopes of a texel's four pixels along x and along y, times 8, of the four lines around them (Sobel).
void add_slopes(vec4 above, vec4 upper, vec4 lower, vec4 below, out vec4 along_x, out vec4 along_y) {
    along_x = vec4(above.xy + 2.0 * upper.xy + lower.xy, upper.xy + 2.0 * lower.xy + below.xy);
    along_y = vec4(lower.zw - above.zw, below.zw - upper.zw);
}

// Lanczos with three lobes, a quarter of a pixel before and behind the fourth of seven.
vec2 two(float a, float b, float c, float d, float e, float f, float g) {
    return vec2(
        0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
        0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g);
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    first = -origin;
    last = ivec2(GREY_size) - 1 - origin;
    for (int i = thread; i < PAIRS * GREYS / 2; i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(PAIRS), uint(i) / uint(PAIRS));
        // The sampler repeats the border's pixels.
        vec4 block = textureGather(GREY_raw, vec2(origin - 5 + 2 * at) / GREY_size, 0);
        int k = 2 * at.y * PAIRS + at.x;
        grey[k] = packHalf2x16(block.wz);
        grey[k + PAIRS] = packHalf2x16(block.xy);
    }
    barrier();
    for (int i = thread; i < WIDE / 2 * GREYS; i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(WIDE / 2), uint(i) / uint(WIDE / 2));
        int k = at.y * PAIRS + at.x;
        vec2 a = unpackHalf2x16(grey[k]), b = unpackHalf2x16(grey[k + 1]);
        vec2 c = unpackHalf2x16(grey[k + 2]), d = unpackHalf2x16(grey[k + 3]);
        rows[2 * i] = packHalf2x16(two(a.x, a.y, b.x, b.y, c.x, c.y, d.x));
        rows[2 * i + 1] = packHalf2x16(two(a.y, b.x, b.y, c.x, c.y, d.x, d.y));
    }
    barrier();
    for (int i = thread; i < WIDE * ((HEIGHT + 6) / ROWS); i += THREADS) {
        int k = int(uint(i) / uint(WIDE)) * ROWS * WIDE + int(uint(i) % uint(WIDE));
        vec2 around[ROWS + 6];
        for (int n = 0; n < ROWS + 6; n++) around[n] = unpackHalf2x16(rows[k + n * WIDE]);
        for (int n = 0; n < ROWS; n++) {
            vec2 a = around[n], b = around[n + 1], c = around[n + 2], d = around[n + 3];
            vec2 e = around[n + 4], f = around[n + 5], g = around[n + 6];
            doubled[k + n * WIDE] = as_halves(vec4(
                0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
                0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g));
        }
    }
    barrier();
    for (int i = thread; i < EDGE * ((HEIGHT + 4) / ROWS); i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(EDGE), uint(i) / uint(EDGE) * uint(ROWS));
        ivec3 x = three(at.x + 1, 3);
        vec4 part[LINES];
        for (int n = 0; n < ROWS + 2; n++) {
            ivec3 k = row_at(at.y + n, 3) * WIDE + x;
            vec4 l = as_floats(doubled[k.x]), c = as_floats(doubled[k.y]), r = as_floats(doubled[k.z]);
            part[2 * n] = slopes(vec4(l.y, c.xy, r.x));
            part[2 * n + 1] = slopes(vec4(l.w, c.zw, r.z));
        }
        for (int n = 0; n < ROWS; n++) {
            vec4 along_x, along_y;
            add_slopes(part[2 * n + 1], part[2 * n + 2], part[2 * n + 3], part[2 * n + 4], along_x, along_y);
            edges[(at.y + n) * EDGE + at.x] = as_halves(0.125 * sqrt(along_x * along_x + along_y * along_y));
        }
    }
    barrier();
    for (int i = thread; i < SMOOTH * ((HEIGHT + 2) / ROWS); i += THREADS) {
        ivec2 at = ivec2(uint(i) % uint(SMOOTH), uint(i) / uint(SMOOTH) * uint(ROWS));
        ivec3 x = three(at.x + 1, 2);
        vec2 part[LINES];
        for (int n = 0; n < ROWS + 2; n++) {
            ivec3 k = row_at(at.y + n, 2) * EDGE + x;
            vec4 l = as_floats(edges[k.x]), c = as_floats(edges[k.y]), r = as_floats(edges[k.z]);
            part[2 * n] = blurred(l.xy, c.xy, r.xy);
            part[2 * n + 1] = blurred(l.zw, c.zw, r.zw);
        }
        for (int n = 0; n < ROWS; n++) {
            int m = 2 * n;
            vec2 upper = part[m] + 4.0 * (part[m + 1] + part[m + 3]) + 6.0 * part[m + 2] + part[m + 4];
            vec2 lower = part[m + 1] + 4.0 * (part[m + 2] + part[m + 4]) + 6.0 * part[m + 3] + part[m + 5];
            smoothed[(at.y + n) * SMOOTH + at.x] = as_halves(vec4(upper, lower) / 256.0);
        }
    }
    barrier();
    ivec2 own = ivec2(gl_LocalInvocationID.xy) * ivec2(1, ROWS);
    vec4 strength[ROWS], part[LINES], lines[LINES];
    ivec3 in_row = three(own.x + 1, 1);
    for (int n = 0; n < ROWS + 2; n++) {
        ivec3 k = row_at(own.y + n, 1) * SMOOTH + in_row;
        vec4 l = as_floats(smoothed[k.x]);
        vec4 c = as_floats(smoothed[k.y]);
        vec4 r = as_floats(smoothed[k.z]);
        part[2 * n] = slopes(vec4(l.y, c.xy, r.x));
        part[2 * n + 1] = slopes(vec4(l.w, c.zw, r.z));
        if (n > 0 && n <= ROWS) strength[n - 1] = c;
    }
    in_row = three(own.x + 3, 3);
    for (int n = 0; n < ROWS + 2; n++) {
        ivec3 k = row_at(own.y + n + 2, 3) * WIDE + in_row;
        vec4 l = as_floats(doubled[k.x]), c = as_floats(doubled[k.y]), r = as_floats(doubled[k.z]);
        lines[2 * n] = vec4(l.y, c.xy, r.x);
        lines[2 * n + 1] = vec4(l.w, c.zw, r.z);
    }
    for (int n = 0; n < ROWS; n++) {
        vec4 along_x, along_y, x, y, c = strength[n];
        add_slopes(part[2 * n + 1], part[2 * n + 2], part[2 * n + 3], part[2 * n + 4], along_x, along_y);
#include "common/push_along.glsl"
        vec4 row0 = lines[2 * n + 1], row1 = lines[2 * n + 2], row2 = lines[2 * n + 3], row3 = lines[2 * n + 4];
#include "common/pushed.glsl"
        ivec2 at = own + ivec2(0, n);
        if (all(lessThanEqual(at, last))) imageStore(out_image, origin + at, pushed);
    }
}
