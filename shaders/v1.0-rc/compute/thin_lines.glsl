// Anime4K v1.0 RC, compute dispatch 1: thin lines
// Dark lines give way to the lighter side of their edges; identity where the picture is not
// upscaled. THIN is the thinned colour with its luma in alpha, which the later dispatches read.
//
// A work group fetches its tile and the pixels around it once; a thread then walks down a column,
// with the three rows around its pixel in registers.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/thin_strength.glsl"

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE THIN
//!COMPONENTS 4
//!COMPUTE 16 16 16 8
//!DESC Anime4K v1.0 RC: thin lines

const int WIDTH = 16, HEIGHT = 16, THREADS = 128;
const int ROWS = HEIGHT / 8;  // a thread's share of a column
const int PITCH = WIDTH + 2;

// Of the tile and a pixel all around, six times the luma. Not the colour: a work group that takes
// more shared memory leaves room for fewer of them, which costs more than fetching colours again.
shared float lumas[PITCH * (HEIGHT + 2)];

#include "common/luma6.glsl"

#include "common/kernels.glsl"

vec3 colour(ivec2 at) {
    return texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb;
}

// The step from a pixel to the n-th around it, 1 to 8 clockwise from the top, 0 and 9 as 8 and 1;
// two bits each of x + 1 and y + 1.
ivec2 around(int n) {
    return (ivec2(0x406A4, 0x06A40) >> (2 * n) & 3) - 1;
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
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    // All of a thread's fetches are under way before the first is waited for.
    const int TILE = PITCH * (HEIGHT + 2), FETCHES = (TILE + THREADS - 1) / THREADS;
    vec3 fetched[FETCHES];
    int thread = int(gl_LocalInvocationIndex);
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        // Unsigned, since signed divisions take more instructions.
        ivec2 at = origin - 1 + ivec2(uint(i) % uint(PITCH), uint(i) / uint(PITCH));
        fetched[k] = texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), last), 0).rgb;
    }
    for (int k = 0; k < FETCHES; k++) {
        int i = thread + k * THREADS;
        if (i < TILE) lumas[i] = luma6(fetched[k]);
    }
    barrier();

    float scale = HOOKED_size.x / input_size.x;
    float strength = scale > 1.0 ? min(scale * thin_strength, 1.0) : 0.0;
    int x = int(gl_LocalInvocationID.x), y = int(gl_LocalInvocationID.y) * ROWS;
    int i = y * PITCH + x + 1;
    float TL = lumas[i - 1], T = lumas[i], TR = lumas[i + 1];
    i += PITCH;
    float L = lumas[i - 1], C = lumas[i], R = lumas[i + 1];
    for (int row = 0; row < ROWS; row++) {
        float BL = lumas[i + PITCH - 1], B = lumas[i + PITCH], BR = lumas[i + PITCH + 1];
        float best = -1.0;
        int light = 0;
        lighten(best, light, lowest(TL, T, TR) > max(highest(BL, B, BR), C), TL + T + TR, 1);
        lighten(best, light, lowest(BL, B, BR) > max(highest(TL, T, TR), C), BL + B + BR, 5);
        lighten(best, light, lowest(T, TR, R) > highest(C, L, B), T + TR + R, 2);
        lighten(best, light, lowest(L, BL, B) > highest(C, R, T), L + BL + B, 6);
        lighten(best, light, lowest(TR, R, BR) > max(highest(TL, L, BL), C), TR + R + BR, 3);
        lighten(best, light, lowest(TL, L, BL) > max(highest(TR, R, BR), C), TL + L + BL, 7);
        lighten(best, light, lowest(R, BR, B) > highest(C, L, T), R + BR + B, 4);
        lighten(best, light, lowest(T, TL, L) > highest(C, R, B), T + TL + L, 8);

        ivec2 at = origin + ivec2(x, y + row);
        vec3 rgb = colour(at);
        float luma = C;
        if (light > 0 && strength > 0.0) {
            vec3 mean = (colour(at + around(light - 1)) + colour(at + around(light))
                       + colour(at + around(light + 1))) / 3.0;
            rgb = rgb * (1.0 - strength) + mean * strength;
            // Cut off as GPUs do when they store it: the luma is that of the stored colour.
            rgb = uintBitsToFloat(floatBitsToUint(rgb) & uvec3(0xFFFFE000u));
            luma = luma6(rgb);
        }
        imageStore(out_image, at, vec4(rgb, luma / 6.0));
        TL = L, T = C, TR = R;
        L = BL, C = B, R = BR;
        i += PITCH;
    }
}
