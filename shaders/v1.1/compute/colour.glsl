// Anime4K v1.1, compute dispatch 4: faith to the source, and colour
// What the passes from what is missing to colour do, of a tile of the source in shared memory, with two
// pixels of what is missing around it and one of what is given. A thread draws the four pixels that
// become of one.
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
//!COMPUTE 32 32 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: faith to the source, colour

const int TILE = 16, THREADS = 256;
const int GREYS = TILE + 6, LACK = TILE + 4, COLOURS = TILE + 4, GIVEN = TILE + 2;
const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

// As half floats: twice as fast as floats, whose reading is what takes long.
shared uint greys[GREYS * GREYS];  // luma without noise, how much of it is given back
shared uvec2 colours[COLOURS * COLOURS];  // luma, red and blue
shared uvec2 lacking[LACK * LACK];  // what is missing, the lowest and the highest luma
shared uvec2 giving[GIVEN * GIVEN];  // the luma to be added, by how much red and blue change with it

uvec2 as_halves(vec3 v) {
    return uvec2(packHalf2x16(v.xy), packHalf2x16(vec2(v.z, 0.0)));
}

vec3 as_floats(uvec2 v) {
    return vec3(unpackHalf2x16(v.x), unpackHalf2x16(v.y).x);
}

// The i-th place of a square of `pitch` that reaches `border` beyond the tile, moved into the picture.
ivec2 place(int i, int pitch, int border) {
    ivec2 at = ivec2(uint(i) % uint(pitch), uint(i) / uint(pitch));
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE - border;
    return clamp(at, -origin, ivec2(HOOKED_size) - 1 - origin);
}

float grey(int i) {
    return unpackHalf2x16(greys[i]).x;
}

float lack(int i) {
    return unpackHalf2x16(lacking[i].x).x;
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE, last = ivec2(HOOKED_size) - 1;
    for (int i = thread; i < COLOURS * COLOURS; i += THREADS) {
        ivec2 at = origin - 2 + ivec2(uint(i) % uint(COLOURS), uint(i) / uint(COLOURS));
        vec3 rgb = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
        colours[i] = as_halves(vec3(dot(rgb, LUMA), rgb.rb));
    }
    for (int i = thread; i < GREYS * GREYS; i += THREADS) {
        ivec2 at = origin - 3 + ivec2(uint(i) % uint(GREYS), uint(i) / uint(GREYS));
        greys[i] = packHalf2x16(texelFetch(GREY_raw, clamp(at, ivec2(0, 0), last), 0).xy);
    }
    barrier();
    for (int i = thread; i < LACK * LACK; i += THREADS) {
        ivec2 at = place(i, LACK, 2);
        vec4 four = texelFetch(DOUBLED_raw, origin - 2 + at, 0);
        int k = (at.y + 1) * GREYS + at.x + 1;
        float own = grey(k);
        vec4 side = vec4(grey(k - 1), grey(k + 1), grey(k - GREYS), grey(k + GREYS));
        vec4 corner = vec4(grey(k - GREYS - 1), grey(k - GREYS + 1), grey(k + GREYS - 1), grey(k + GREYS + 1));
        vec4 low = min(side, corner), high = max(side, corner);
        float lowest = min(own, min(min(low.x, low.y), min(low.z, low.w)));
        float highest = max(own, max(max(high.x, high.y), max(high.z, high.w)));
        four = clamp(four, lowest, highest);
        float share = unpackHalf2x16(greys[k]).y;
        lacking[i] = as_halves(vec3(share * (own - dot(four, vec4(0.25))), lowest, highest));
    }
    barrier();
    for (int i = thread; i < GIVEN * GIVEN; i += THREADS) {
        ivec2 at = place(i, GIVEN, 1);
        int k = (at.y + 1) * LACK + at.x + 1;
        float own = lack(k);
        float sides = lack(k - 1) + lack(k + 1) + lack(k - LACK) + lack(k + LACK);
        float corners = lack(k - LACK - 1) + lack(k - LACK + 1) + lack(k + LACK - 1) + lack(k + LACK + 1);
        float given = 2.25 * own - 1.25 * (36.0 * own + 6.0 * sides + corners) / 64.0;
        k = (at.y + 1) * COLOURS + at.x + 1;
        vec3 c = as_floats(colours[k]), sums = vec3(0.0), products = vec3(0.0);
        for (int y = -COLOURS; y <= COLOURS; y += COLOURS) {
            for (int x = -1; x <= 1; x++) {
                vec3 difference = as_floats(colours[k + x + y]) - c;
                sums += difference;
                products += difference.x * difference;
            }
        }
        vec3 variances = products - sums.x * sums / 9.0 + 0.001;
        // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
        vec2 share = variances.yz / variances.x + 0.0002;
        giving[i] = as_halves(vec3(faith * given, clamp(share, -8.0, 8.0)));
    }
    barrier();
    ivec2 own = ivec2(gl_LocalInvocationID.xy), pixel = origin + own;
    if (any(greaterThan(pixel, last))) return;
    vec4 four = texelFetch(DOUBLED_raw, pixel, 0);
    vec2 bounds = as_floats(lacking[(own.y + 2) * LACK + own.x + 2]).yz;
    four = clamp(four, bounds.x, bounds.y);
    int k = (own.y + 1) * GIVEN + own.x + 1;
    // Linear between the nine around: along x in three rows, then along y.
    vec3 left[3], right[3];
    for (int row = 0; row < 3; row++) {
        vec3 c = as_floats(giving[k + (row - 1) * GIVEN]);
        left[row] = mix(c, as_floats(giving[k + (row - 1) * GIVEN - 1]), 0.25);
        right[row] = mix(c, as_floats(giving[k + (row - 1) * GIVEN + 1]), 0.25);
    }
    vec3 added[4] = vec3[4](mix(left[1], left[0], 0.25), mix(right[1], right[0], 0.25),
                            mix(left[1], left[2], 0.25), mix(right[1], right[2], 0.25));
    vec2 at = (vec2(pixel) + 0.25) * HOOKED_pt;
    for (int n = 0; n < 4; n++) {
        ivec2 part = ivec2(n & 1, n >> 1);
        vec3 rgb = HOOKED_tex(at + 0.5 * vec2(part) * HOOKED_pt).rgb;
        float y = four[n] + added[n].x;
        float change = clamp(y, bounds.x, bounds.y) - dot(rgb, LUMA);
        float green = (1.0 - LUMA.r * added[n].y - LUMA.b * added[n].z) / LUMA.g;
        rgb += change * vec3(added[n].y, green, added[n].z);
        imageStore(out_image, 2 * pixel + part, vec4(rgb, 1.0));
    }
}
