// Anime4K v1.0 RC, compute dispatch 3: line-targeted FXAA
// One iteration of fast approximate anti-aliasing (T. Lottes, 2009), as strong as the dispatch
// before says. In flat areas that is 0.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

#include "common/params/fxaa_span.glsl"

//!HOOK OUTPUT
//!BIND REFINED
//!BIND THIN
//!COMPUTE 32 32 32 8
//!DESC Anime4K v1.0 RC: FXAA

// The approximate luma (2R + 3G + B) / 6.
#include "common/luma.glsl"

const int WIDTH = 32, HEIGHT = 32, THREADS = 256;
// Eight more than a multiple of 32: four rows of eight pixels read different banks.
const int PITCH = WIDTH + 8;
const int STEPS = 4;  // pixels of a thread

// Of the tile and a pixel all around.
shared float lumas[PITCH * (HEIGHT + 2)];

// The colour where `at` is in the shared array, smoothed along the edge there.
vec3 smoothed(vec3 rgb, float strength, int at, ivec2 pixel) {
    float tl = lumas[at - PITCH - 1], tr = lumas[at - PITCH + 1];
    float bl = lumas[at + PITCH - 1], br = lumas[at + PITCH + 1];
    // Along the edge, in output pixels.
    vec2 along = vec2((bl + br) - (tl + tr), (tl + bl) - (tr + br));
    float reduce = max((tl + tr + bl + br) / 32.0, 1.0 / 128.0);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + reduce), -fxaa_span, fxaa_span);
    // Reads a hundredth of a pixel away would give the pixel itself.
    if (max(abs(along.x), abs(along.y)) < 0.02) return rgb;

    float c = lumas[at];
    float darkest = min(c, min(min(tl, tr), min(bl, br)));
    float lightest = max(c, max(max(tl, tr), max(bl, br)));
    vec2 pt = vec2(1.0, 1.0) / REFINED_size;
    vec2 pos = (vec2(pixel) + vec2(0.5, 0.5)) * pt;
    along *= pt;
    vec3 near = texture(REFINED_raw, pos - along / 6.0).rgb
              + texture(REFINED_raw, pos + along / 6.0).rgb;
    vec3 far = texture(REFINED_raw, pos - along / 2.0).rgb
             + texture(REFINED_raw, pos + along / 2.0).rgb;
    far = 0.25 * (near + far);
    float y = luma(far);
    return mix(rgb, y < darkest || y > lightest ? 0.5 * near : far, strength);
}

void hook() {
    ivec2 last = ivec2(THIN_size) - ivec2(1, 1);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);
    // Each 32 threads take a block of 8x4 pixels, then the one below: near pixels share fetches.
    uint thread = gl_LocalInvocationIndex;
    ivec2 first = ivec2(thread % 8u + thread / 32u % 4u * 8u,
                        thread / 8u % 4u + thread / 128u * 16u);
    // Fetched before they are needed, since it takes long.
    vec4 colours[STEPS];
    for (int k = 0; k < STEPS; k++)
        colours[k] = texelFetch(REFINED_raw, min(origin + first + ivec2(0, 4 * k), last), 0);
    const int BLOCKS = WIDTH / 2 + 1;
    const uint BLOCKS_IN_ALL = uint(BLOCKS * (HEIGHT / 2 + 1));
    for (uint i = thread; i < BLOCKS_IN_ALL; i += uint(THREADS)) {
        ivec2 at = 2 * ivec2(i % uint(BLOCKS), i / uint(BLOCKS));
        // The sampler repeats the border's pixels.
        vec4 block = textureGather(THIN_raw, vec2(origin + at) / THIN_size, 3);
        block = clamp(block, 0.001, 0.999);
        int to = at.y * PITCH + at.x;
        lumas[to] = block.w;
        lumas[to + 1] = block.z;
        lumas[to + PITCH] = block.x;
        lumas[to + PITCH + 1] = block.y;
    }
    barrier();

    for (int k = 0; k < STEPS; k++) {
        ivec2 at = origin + first + ivec2(0, 4 * k);
        vec3 rgb = colours[k].rgb;
        float strength = colours[k].a;
        if (strength > 0.0)
            rgb = smoothed(rgb, strength, (first.y + 4 * k + 1) * PITCH + first.x + 1, at);
        imageStore(out_image, at, vec4(rgb, 1.0));
    }
}
