// Anime4K v1.1, compute dispatch 3: luma doubled and pushed
// What the passes from rows to push do, of a tile of the source in shared memory. Around it lies what
// the steps reach: six pixels of the luma, three of the doubled luma, two of the edges, one of them
// made smooth. Beyond the picture's border each step has the values of its nearest pixel.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/push_strength.glsl"
#include "common/params/push_least.glsl"

//!HOOK MAIN
//!BIND GREY
//!SAVE DOUBLED
//!COMPONENTS 4
//!COMPUTE 16 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma doubled and pushed

const int TILE = 16, THREADS = 256;
const int GREY = TILE + 12, WIDE = TILE + 6, EDGE = TILE + 4, SMOOTH = TILE + 2;

// Four pixels each, as half floats: twice as fast as floats, whose reading is what takes long.
shared float grey[GREY * GREY];
shared uint rows[WIDE * GREY];
shared uvec2 doubled[WIDE * WIDE];
shared uvec2 edges[EDGE * EDGE];
shared uvec2 smoothed[SMOOTH * SMOOTH];

// The i-th place of a square of `pitch` that reaches `border` beyond the tile, moved into the picture.
ivec2 place(int i, int pitch, int border) {
    ivec2 at = ivec2(uint(i) % uint(pitch), uint(i) / uint(pitch));
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE - border;
    return clamp(at, -origin, ivec2(GREY_size) - 1 - origin);
}

// The middle two of a row's six pixels, blurred, times 16.
vec2 blurred(vec2 a, vec2 b, vec2 c) {
    return vec2(a.x + 4.0 * (a.y + b.y) + 6.0 * b.x + c.x, a.y + 4.0 * (b.x + c.x) + 6.0 * b.y + c.y);
}

uvec2 as_halves(vec4 v) {
    return uvec2(packHalf2x16(v.xy), packHalf2x16(v.zw));
}

vec4 as_floats(uvec2 v) {
    return vec4(unpackHalf2x16(v.x), unpackHalf2x16(v.y));
}

vec2 row(int i) {
    return unpackHalf2x16(rows[i]);
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE, last = ivec2(GREY_size) - 1;
    for (int i = thread; i < GREY * GREY; i += THREADS) {
        ivec2 at = origin - 6 + ivec2(uint(i) % uint(GREY), uint(i) / uint(GREY));
        grey[i] = texelFetch(GREY_raw, clamp(at, ivec2(0, 0), last), 0).x;
    }
    barrier();
    for (int i = thread; i < WIDE * GREY; i += THREADS) {
        int k = int(uint(i) / uint(WIDE)) * GREY + int(uint(i) % uint(WIDE)) + 3;
        float a = grey[k - 3], b = grey[k - 2], c = grey[k - 1], d = grey[k];
        float e = grey[k + 1], f = grey[k + 2], g = grey[k + 3];
        rows[i] = packHalf2x16(vec2(
            0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
            0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g));
    }
    barrier();
    for (int i = thread; i < WIDE * WIDE; i += THREADS) {
        ivec2 at = place(i, WIDE, 3);
        int k = (at.y + 3) * WIDE + at.x;
        vec2 a = row(k - 3 * WIDE), b = row(k - 2 * WIDE), c = row(k - WIDE), d = row(k);
        vec2 e = row(k + WIDE), f = row(k + 2 * WIDE), g = row(k + 3 * WIDE);
        doubled[i] = as_halves(vec4(
            0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
            0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g));
    }
    barrier();
    for (int i = thread; i < EDGE * EDGE; i += THREADS) {
        ivec2 at = place(i, EDGE, 2) + 1;
#define TAP(i, j) as_floats(doubled[(at.y + (j)) * WIDE + at.x + (i)])
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
        edges[i] = as_halves(0.125 * sqrt(along_x * along_x + along_y * along_y));
    }
#undef TAP
    barrier();
    for (int i = thread; i < SMOOTH * SMOOTH; i += THREADS) {
        ivec2 at = place(i, SMOOTH, 1) + 1;
#define TAP(i, j) as_floats(edges[(at.y + (j)) * EDGE + at.x + (i)])
#include "common/nine_texels.glsl"
        vec2 row0 = blurred(tl.xy, t.xy, tr.xy), row1 = blurred(tl.zw, t.zw, tr.zw);
        vec2 row2 = blurred(l.xy, c.xy, r.xy), row3 = blurred(l.zw, c.zw, r.zw);
        vec2 row4 = blurred(bl.xy, b.xy, br.xy), row5 = blurred(bl.zw, b.zw, br.zw);
        smoothed[i] = as_halves(vec4(row0 + 4.0 * (row1 + row3) + 6.0 * row2 + row4,
                                     row1 + 4.0 * (row2 + row4) + 6.0 * row3 + row5) / 256.0);
    }
#undef TAP
    barrier();
    ivec2 own = ivec2(gl_LocalInvocationID.xy);
    vec4 x, y;
    {
        ivec2 at = own + 1;
#define TAP(i, j) as_floats(smoothed[(at.y + (j)) * SMOOTH + at.x + (i)])
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/four_slopes.glsl"
#include "common/push_along.glsl"
    }
#undef TAP
    ivec2 at = own + 3;
#define TAP(i, j) as_floats(doubled[(at.y + (j)) * WIDE + at.x + (i)])
#include "common/nine_texels.glsl"
#include "common/four_rows.glsl"
#include "common/pushed.glsl"
    ivec2 pixel = origin + own;
    if (all(lessThanEqual(pixel, last))) imageStore(out_image, pixel, pushed);
}
