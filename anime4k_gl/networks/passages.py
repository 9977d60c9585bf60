"""The passages of the compute form that are the same for every network.

Words in capitals that are no GLSL are replaced by numbers: PLACE and OWN by where the pixel ``at``
is, PITCH and NEXT by the distance of two rows, BUSY by whether the network ran.
"""

NUMBERS = """\
// Half floats where the compiler has them: glslang for Vulkan, NVIDIA's for OpenGL. Mesa's for
// OpenGL wants extensions before everything else.
#if defined(VULKAN) && defined(GL_EXT_shader_explicit_arithmetic_types_float16)
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#define HALVES
#elif !defined(VULKAN) && defined(GL_NV_gpu_shader5)
#extension GL_NV_gpu_shader5 : enable
#define HALVES
#endif
#ifdef HALVES
#define ONE float16_t
#define FOUR f16vec4
#define KEPT uvec2
#define kept(four) uvec2(packFloat2x16((four).xy), packFloat2x16((four).zw))
#define four_of(kept) FOUR(unpackFloat2x16((kept).x), unpackFloat2x16((kept).y))
#else
#define ONE float
#define FOUR vec4
"""

FLOATS = """\
#define KEPT vec4
#define kept(four) (four)
#define four_of(kept) (kept)
#endif
"""

HALVES = """\
#define KEPT uvec2
#define kept(four) uvec2(packHalf2x16((four).xy), packHalf2x16((four).zw))
#define four_of(kept) vec4(unpackHalf2x16((kept).x), unpackHalf2x16((kept).y))
#endif
"""

SLOPED = """\
FOUR sloped(FOUR v, FOUR slope) {
    return max(v, FOUR(0.0)) + slope * min(v, FOUR(0.0));
}
"""

START = """\
const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

// The n-th of a thread's own pixels of the tile.
ivec2 own_pixel(int thread, int n) {
    uint i = uint(thread + n * THREADS);
    return ivec2(i % uint(WIDTH), i / uint(WIDTH));
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT), last = ivec2(HOOKED_size) - 1;
    // The picture's corners, seen from the tile's: beyond, every map repeats its edge.
    ivec2 low = -origin, high = last - origin;"""

OWN = """\
    for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n), pixel = origin + at;
        if (any(greaterThan(pixel, last))) continue;"""

BILINEAR = """
        // The colours scaled linearly: along x in three rows, then along y
        vec3 left[3], right[3];
        for (int row = 0; row < 3; row++) {
            ivec3 x = clamp(at.x + ivec3(-1, 0, 1), low.x, high.x) + origin.x;
            int y = clamp(at.y + row - 1, low.y, high.y) + origin.y;
            vec3 c = texelFetch(HOOKED_raw, ivec2(x.y, y), 0).rgb;
            left[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.x, y), 0).rgb, 0.25);
            right[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.z, y), 0).rgb, 0.25);
        }
        vec3 rgb[4] = vec3[4](mix(left[1], left[0], 0.25), mix(right[1], right[0], 0.25),
                              mix(left[1], left[2], 0.25), mix(right[1], right[2], 0.25));
"""

ADDED = """\
        vec4 added = BUSY ? vec4(sums[n]) : vec4(0.0);
        for (int part = 0; part < 4; part++) {
            imageStore(out_image, 2 * pixel + ivec2(part & 1, part >> 1),
                       vec4(clamp(rgb[part] + added[part], 0.0, 1.0), 1.0));
        }
    }"""

COLOURS = """\
        vec3 rgb = texelFetch(HOOKED_raw, origin + clamp(at, low, high), 0).rgb;
        memory0[i] = kept(FOUR(vec4(dot(rgb, LUMA), rgb.rb, 0.0)));
    }
    barrier();"""

SHARES = """\
        at = clamp(at, low, high);
        int k = PLACE;
        vec3 c = vec3(four_of(memory0[k]).xyz), total = vec3(0.0), products = vec3(0.0);
        for (int y = -1; y <= 1; y++) {
            for (int x = -1; x <= 1; x++) {
                vec3 difference = vec3(four_of(memory0[k + y * PITCH + x]).xyz) - c;
                total += difference;
                products += difference.x * difference;
            }
        }
        vec3 spread = products - total.x * total / 9.0 + 0.001;
        // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
        vec2 share = clamp(spread.yz / spread.x + 0.0002, -8.0, 8.0);
        memory1[i] = kept(FOUR(vec4(share, 0.0, 0.0)));
    }
    barrier();
"""

JOINT = """\
        vec4 added = vec4(0.0);
        vec2 share[4] = vec2[4](vec2(0.0), vec2(0.0), vec2(0.0), vec2(0.0));
        if (BUSY) {
            added = vec4(sums[n]);
            vec2 west[3], east[3];
            for (int row = 0; row < 3; row++) {
                int k = OWN + (row - 1) * NEXT;
                vec2 c = vec2(four_of(memory1[k]).xy);
                west[row] = mix(c, vec2(four_of(memory1[k - 1]).xy), 0.25);
                east[row] = mix(c, vec2(four_of(memory1[k + 1]).xy), 0.25);
            }
            share = vec2[4](mix(west[1], west[0], 0.25), mix(east[1], east[0], 0.25),
                            mix(west[1], west[2], 0.25), mix(east[1], east[2], 0.25));
        }
        for (int part = 0; part < 4; part++) {
            // Green's share is what red and blue leave of the luma.
            float green = (1.0 - dot(share[part], LUMA.rb)) / LUMA.g;
            vec3 change = added[part] * vec3(share[part].x, green, share[part].y);
            imageStore(out_image, 2 * pixel + ivec2(part & 1, part >> 1),
                       vec4(clamp(rgb[part] + change, 0.0, 1.0), 1.0));
        }
    }"""
