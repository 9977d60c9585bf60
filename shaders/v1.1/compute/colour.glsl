// Anime4K v1.1, compute dispatch 2: faith to the source, and colour
// What the passes from what is missing to colour do, of a tile of the source in shared memory, with two
// pixels of what is missing around it and one of what is given. A thread draws the four pixels that
// become of one.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/faith.glsl"

//!HOOK MAIN
//!BIND HOOKED
//!BIND DOUBLED
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!COMPUTE 32 32 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: faith to the source, colour

const int TILE = 16, THREADS = 256;
const int COLOURS = TILE + 6, LACK = TILE + 4, GIVEN = TILE + 2;
const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

shared vec3 colours[COLOURS * COLOURS];
shared float lumas[COLOURS * COLOURS];
shared vec3 lacking[LACK * LACK];  // what is missing, the lowest and the highest luma
shared vec3 giving[GIVEN * GIVEN];  // the luma to be added, by how much red and blue change with it

ivec2 place(int i, int pitch, int border) {
    ivec2 at = ivec2(uint(i) % uint(pitch), uint(i) / uint(pitch));
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE - border;
    return clamp(at, -origin, ivec2(HOOKED_size) - 1 - origin);
}

// Linear between the four values around a pixel: the first of the four that become of one, or another.
vec3 mixed(vec3 own, vec3 aside, vec3 above, vec3 corner) {
    return 0.5625 * own + 0.1875 * (aside + above) + 0.0625 * corner;
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE, last = ivec2(HOOKED_size) - 1;
    for (int i = thread; i < COLOURS * COLOURS; i += THREADS) {
        ivec2 at = origin - 3 + ivec2(uint(i) % uint(COLOURS), uint(i) / uint(COLOURS));
        colours[i] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
        lumas[i] = dot(colours[i], LUMA);
    }
    barrier();
    for (int i = thread; i < LACK * LACK; i += THREADS) {
        ivec2 at = place(i, LACK, 2);
        int k = (at.y + 1) * COLOURS + at.x + 1;
        vec4 side = vec4(lumas[k - 1], lumas[k + 1], lumas[k - COLOURS], lumas[k + COLOURS]);
        vec4 corner = vec4(lumas[k - COLOURS - 1], lumas[k - COLOURS + 1], lumas[k + COLOURS - 1], lumas[k + COLOURS + 1]);
        vec4 low = min(side, corner), high = max(side, corner);
        float lowest = min(lumas[k], min(min(low.x, low.y), min(low.z, low.w)));
        float highest = max(lumas[k], max(max(high.x, high.y), max(high.z, high.w)));
        vec4 four = clamp(texelFetch(DOUBLED_raw, origin - 2 + at, 0), lowest, highest);
        lacking[i] = vec3(lumas[k] - dot(four, vec4(0.25)), lowest, highest);
    }
    barrier();
    for (int i = thread; i < GIVEN * GIVEN; i += THREADS) {
        ivec2 at = place(i, GIVEN, 1);
        int k = (at.y + 1) * LACK + at.x + 1;
        float own = lacking[k].x;
        float sides = lacking[k - 1].x + lacking[k + 1].x + lacking[k - LACK].x + lacking[k + LACK].x;
        float corners = lacking[k - LACK - 1].x + lacking[k - LACK + 1].x + lacking[k + LACK - 1].x + lacking[k + LACK + 1].x;
        float given = 2.0 * own - (36.0 * own + 6.0 * sides + corners) / 64.0;
        k = (at.y + 2) * COLOURS + at.x + 2;
        vec3 c = vec3(lumas[k], colours[k].rb), sums = vec3(0.0), products = vec3(0.0);
        for (int y = -COLOURS; y <= COLOURS; y += COLOURS) {
            for (int x = -1; x <= 1; x++) {
                vec3 difference = vec3(lumas[k + x + y], colours[k + x + y].rb) - c;
                sums += difference;
                products += difference.x * difference;
            }
        }
        vec3 variances = products - sums.x * sums / 9.0 + 0.001;
        giving[i] = vec3(faith * given, clamp(variances.yz / variances.x, -8.0, 8.0));
    }
    barrier();
    ivec2 own = ivec2(gl_LocalInvocationID.xy), pixel = origin + own;
    if (any(greaterThan(pixel, last))) return;
    vec4 four = texelFetch(DOUBLED_raw, pixel, 0);
    vec2 bounds = lacking[(own.y + 2) * LACK + own.x + 2].yz;
    int g = (own.y + 1) * GIVEN + own.x + 1, c = (own.y + 3) * COLOURS + own.x + 3;
    for (int n = 0; n < 4; n++) {
        ivec2 part = ivec2(n & 1, n >> 1), to = 2 * part - 1;
        vec3 added = mixed(giving[g], giving[g + to.x], giving[g + to.y * GIVEN], giving[g + to.x + to.y * GIVEN]);
        vec3 rgb = mixed(colours[c], colours[c + to.x], colours[c + to.y * COLOURS], colours[c + to.x + to.y * COLOURS]);
        float y = clamp(four[n], bounds.x, bounds.y) + added.x;
        float change = clamp(y, bounds.x, bounds.y) - dot(rgb, LUMA);
        // Green's share is what red and blue leave of the luma.
        float green = (1.0 - LUMA.r * added.y - LUMA.b * added.z) / LUMA.g;
        imageStore(out_image, 2 * pixel + part, vec4(rgb + change * vec3(added.y, green, added.z), 1.0));
    }
}
