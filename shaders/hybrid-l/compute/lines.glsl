// Anime4K hybrid-l: compute form, where lines are
// A texel is a cell of 4x4 pixels: 1 where luma takes a step of a line's.
//
// Made by tools/networks.py of the recipe with the SHA-256 994dbbe9e7eff9c98fbcd15cafc19f4f
// 21b374547503e6b94170d669b0b671c3; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_LINES
//!WIDTH HOOKED.w 1.5 + 4 /
//!HEIGHT HOOKED.h 1.5 + 4 /
//!COMPONENTS 4
//!COMPUTE 8 8 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-l: compute, lines

const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);
const int CELL = 4, ACROSS = 32 / CELL;

// From a pixel to the next one, of luma from 0 to 1: what is less is no line.
const float LEAST_STEP = 0.01;

shared int lines[8 * ACROSS];

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    if (thread < 8 * ACROSS) lines[thread] = 0;
    // A thread has a column of a cell, and what is right of it and below.
    ivec2 last = ivec2(HOOKED_size) - 1, at = ivec2(gl_GlobalInvocationID.xy) * ivec2(1, CELL);
    int x = min(at.x, last.x), right = min(at.x + 1, last.x);
    float own[CELL + 1], next[CELL];
    for (int row = 0; row <= CELL; row++) {
        int y = min(at.y + row, last.y);
        own[row] = dot(texelFetch(HOOKED_raw, ivec2(x, y), 0).rgb, LUMA);
        if (row < CELL) next[row] = dot(texelFetch(HOOKED_raw, ivec2(right, y), 0).rgb, LUMA);
    }
    float largest = 0.0;
    for (int row = 0; row < CELL; row++) {
        float across = abs(next[row] - own[row]), down = abs(own[row + 1] - own[row]);
        largest = max(largest, max(across, down));
    }
    barrier();
    ivec2 cell = ivec2(gl_LocalInvocationID.x / uint(CELL), gl_LocalInvocationID.y);
    if (largest >= LEAST_STEP) lines[cell.y * ACROSS + cell.x] = 1;
    barrier();
    if (thread < 8 * ACROSS) {
        cell = ivec2(thread % ACROSS, thread / ACROSS);
        cell += ivec2(gl_WorkGroupID.xy) * ivec2(ACROSS, 8);
        if (all(lessThanEqual(cell, last / CELL))) {
            imageStore(out_image, cell, vec4(float(lines[thread])));
        }
    }
}
