// Anime4K hybrid-xl: compute form, dispatch 1 of 14
// Computes c0, in tiles of 16x16 pixels.
// Only what is near a line is computed.
//
// Made by tools/networks.py of the recipe with the SHA-256 35c20c9d7b6e3320fe2ba6c140f3c926
// 939a676caefbe2db73291c81fc5fe7d6; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!BIND NET_LINES
//!SAVE NET_MAPS_1
//!WIDTH HOOKED.w 5 *
//!COMPONENTS 4
//!COMPUTE 80 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-xl: compute, dispatch 1 of 14

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
#define KEPT vec4
#define kept(four) (four)
#define four_of(kept) (kept)
#endif

const int WIDTH = 16, HEIGHT = 16;
const int THREADS = 256, PIXELS = 1;

shared KEPT memory0[324];  // luma 18x18
shared KEPT memory1[1024];  // c0 16x16

// The cells of 4x4 pixels in the tile and around it, in which a line is: a bit each
const int CELL = 4, AROUND = 5, CELL_COLUMNS = 14, CELL_ROWS = 14;
shared uint lines[CELL_ROWS];

// c0, of luma
void c0_luma_0_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(0.11962, -0.00134562, -0.0640772, -0.065026) * v;
    s1 += FOUR(-0.0380479, 0.203721, -0.106066, -0.134729) * v;
    s2 += FOUR(0.0795801, 0.0544695, -0.0261353, 0.268515) * v;
    s3 += FOUR(0.163118, -0.00338713, 0.00151837, 0.0642587) * v;
}
void c0_luma_1_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(0.2117, -0.0277037, -0.00624088, -0.183262) * v;
    s1 += FOUR(-0.0627918, 0.158957, 0.0954291, 0.143728) * v;
    s2 += FOUR(-0.0359206, -0.0607629, 0.129882, -0.160247) * v;
    s3 += FOUR(-0.167662, 0.330963, -0.0944461, 0.205717) * v;
}
void c0_luma_2_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(-0.125852, 0.020522, 0.152626, -0.26064) * v;
    s1 += FOUR(0.0538221, -0.0444478, -0.0025951, 0.112312) * v;
    s2 += FOUR(-0.0404838, 0.00195706, -0.0963978, -0.0219616) * v;
    s3 += FOUR(0.00398485, -0.0545975, -0.00915049, 0.0613876) * v;
}
void c0_luma_3_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(-0.18472, 0.102831, 0.0439844, 0.114069) * v;
    s1 += FOUR(-0.061915, -0.194203, 0.0283035, 0.474716) * v;
    s2 += FOUR(-0.137767, -0.146223, -0.0833333, -0.35826) * v;
    s3 += FOUR(0.0088539, 0.112967, 0.0995959, -0.100431) * v;
}
void c0_luma_4_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(-0.0467738, -0.0929505, -0.357486, 0.068113) * v;
    s1 += FOUR(0.286858, -0.167309, -0.31065, -0.170827) * v;
    s2 += FOUR(0.09221, -0.0613793, -0.0330657, 0.237086) * v;
    s3 += FOUR(-0.159654, -0.446997, 0.12057, 0.12965) * v;
}
void c0_luma_5_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(0.163038, 0.0122768, 0.231958, 0.121569) * v;
    s1 += FOUR(0.0221907, 0.0263782, 0.654265, 0.046224) * v;
    s2 += FOUR(0.182696, 0.189961, 0.107168, 0.0167786) * v;
    s3 += FOUR(0.140597, -0.0228355, 0.0354597, -0.378211) * v;
}
void c0_luma_6_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(-0.0642084, -0.110923, 0.0151564, -0.0067148) * v;
    s1 += FOUR(0.0217793, 0.0459672, -0.0842351, 0.163507) * v;
    s2 += FOUR(0.0491813, -0.0550657, 0.0991401, 0.0262126) * v;
    s3 += FOUR(-0.0503518, -0.0288351, -0.125118, -0.20467) * v;
}
void c0_luma_7_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(0.0180028, 0.130608, -0.0887405, 0.165646) * v;
    s1 += FOUR(-0.0499689, 0.00177205, -0.081984, -0.274225) * v;
    s2 += FOUR(-0.104435, 0.0868501, -0.102282, 0.131763) * v;
    s3 += FOUR(0.0824372, 0.0192481, -0.242536, 0.13275) * v;
}
void c0_luma_8_0(inout FOUR s0, inout FOUR s1, inout FOUR s2, inout FOUR s3, ONE v) {
    s0 += FOUR(-0.00217745, -0.0231079, 0.0763373, 0.0442266) * v;
    s1 += FOUR(0.0185039, -0.0304218, -0.215435, -0.350048) * v;
    s2 += FOUR(-0.0835796, -0.00830944, 0.00351966, -0.143697) * v;
    s3 += FOUR(-0.0326118, 0.0948093, 0.141041, 0.0858123) * v;
}

// out, of c0
void out_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0277817, 0.019369, 0.00228715, -0.0152572) * v.x;
    s0 += FOUR(-0.0135304, 0.0077973, 0.0243839, 0.00152333) * v.y;
    s0 += FOUR(-0.0131859, -0.0902275, -0.0430939, -0.0815731) * v.z;
    s0 += FOUR(0.0447852, 0.103047, 0.00448214, -0.000513782) * v.w;
    s0 += FOUR(-0.00628488, -0.0316639, 0.00411093, 0.00223919) * a.x;
    s0 += FOUR(-0.000875616, 0.0101133, -0.0190392, 0.00108522) * a.y;
    s0 += FOUR(-0.00150441, 0.0195844, 0.01796, 0.0261798) * a.z;
    s0 += FOUR(0.00155517, -0.00188033, 0.00845978, 0.0170065) * a.w;
}
void out_c0_0_1(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0112008, 0.00530264, 0.0153583, -0.0110486) * v.x;
    s0 += FOUR(-0.110901, -0.0648077, -0.0671074, -0.0475257) * v.y;
    s0 += FOUR(0.0346376, 0.00991058, 0.0805394, 0.033756) * v.z;
    s0 += FOUR(-0.0509826, -0.0551715, -0.088799, 0.0320475) * v.w;
    s0 += FOUR(-0.00529778, -0.00596445, -0.00381005, -0.00390164) * a.x;
    s0 += FOUR(0.052296, 0.0318892, 0.00995138, 0.00898852) * a.y;
    s0 += FOUR(0.0102371, 0.000523064, 0.0139098, 0.00971311) * a.z;
    s0 += FOUR(-0.00352028, -0.00161548, 0.00392726, 0.00771151) * a.w;
}
void out_c0_0_2(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00106523, 0.0154315, 0.00684569, 0.0238165) * v.x;
    s0 += FOUR(-0.00223195, 0.00935418, 0.0219573, 0.012927) * v.y;
    s0 += FOUR(0.00855821, -0.00794197, -0.0230587, -0.0126606) * v.z;
    s0 += FOUR(0.00651624, 0.0317364, 0.0338951, 0.0601013) * v.w;
    s0 += FOUR(-0.0100766, 0.000167902, 0.00237587, 0.0159764) * a.x;
    s0 += FOUR(0.0193122, 0.0154243, 0.00667234, 0.0159699) * a.y;
    s0 += FOUR(-0.000152371, 0.00906411, 0.0204219, 0.0231516) * a.z;
    s0 += FOUR(-0.010338, -0.00410866, -0.0143796, -0.00366248) * a.w;
}
void out_c0_0_3(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.059307, -0.0250242, -0.0189444, -0.00631748) * v.x;
    s0 += FOUR(-0.0687518, -0.0748122, -0.082762, -0.0958543) * v.y;
    s0 += FOUR(-0.0131088, -0.0177248, 0.0263248, -0.0161647) * v.z;
    s0 += FOUR(-0.0158302, -0.000647678, 0.0437725, 0.00209316) * v.w;
    s0 += FOUR(-0.011878, -0.0297078, -0.00818071, -0.00707576) * a.x;
    s0 += FOUR(0.0255733, 0.00506643, -0.00407782, -0.00819629) * a.y;
    s0 += FOUR(-0.00567814, -0.0230185, -0.00597511, -0.00675988) * a.z;
    s0 += FOUR(-0.0118289, -0.014051, -0.011289, -0.0282391) * a.w;
}

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
    ivec2 low = -origin, high = last - origin;
    if (thread < CELL_ROWS) {
        uint found = 0u;
        for (int i = 0; i < CELL_COLUMNS; i++) {
            ivec2 cell = clamp(origin / CELL + ivec2(i, thread) - AROUND, ivec2(0), last / CELL);
            if (texelFetch(NET_LINES_raw, cell, 0).x > 0.5) found |= 1u << uint(i);
        }
        lines[thread] = found;
    }
    barrier();
    uint found = 0u;
    for (int row = 0; row < CELL_ROWS; row++) found |= lines[row];
    int busy = found != 0u ? 1 : 0;  // 0 where there is no line: no turns
    // luma
    for (int i = thread; i < busy * 324; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 18u, uint(i) / 18u) - 1;
        at = origin + clamp(at, low, high);
        float grey = dot(texelFetch(HOOKED_raw, at, 0).rgb, LUMA) - 0.5;
        memory0[i] = kept(FOUR(vec4(grey, 0.0, 0.0, 0.0)));
    }
    FOUR sums[PIXELS];
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        sums[n] = FOUR(0.000227027, 0.000610027, 0.000905167, -0.00269571);
    }
    barrier();
    // c0
    for (int i = thread; i < busy * 128; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 16u, uint(i) / 16u * 2u) - 0;
        FOUR s0_0 = FOUR(0.0367861, 0.00583822, 0.00521805, 0.0003139);
        FOUR s0_1 = FOUR(-0.0167333, 0.00151978, -0.00444414, 0.00372597);
        FOUR s0_2 = FOUR(0.000272835, 0.00415507, -0.00205041, 0.00192392);
        FOUR s0_3 = FOUR(-0.0053432, -0.00206773, -0.0325305, -0.00123392);
        FOUR s1_0 = FOUR(0.0367861, 0.00583822, 0.00521805, 0.0003139);
        FOUR s1_1 = FOUR(-0.0167333, 0.00151978, -0.00444414, 0.00372597);
        FOUR s1_2 = FOUR(0.000272835, 0.00415507, -0.00205041, 0.00192392);
        FOUR s1_3 = FOUR(-0.0053432, -0.00206773, -0.0325305, -0.00123392);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 1;
            int x1 = clamp(at.x, low.x, high.x) + 1;
            int x2 = clamp(at.x + 1, low.x, high.x) + 1;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 1) * 18;
            int y1 = (clamp(at.y, low.y, high.y) + 1) * 18;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 1) * 18;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 1) * 18;
            ONE v0_0_0 = four_of(memory0[y0 + x0]).x;
            c0_luma_0_0(s0_0, s0_1, s0_2, s0_3, v0_0_0);
            ONE v0_1_0 = four_of(memory0[y0 + x1]).x;
            c0_luma_1_0(s0_0, s0_1, s0_2, s0_3, v0_1_0);
            ONE v0_2_0 = four_of(memory0[y0 + x2]).x;
            c0_luma_2_0(s0_0, s0_1, s0_2, s0_3, v0_2_0);
            ONE v1_0_0 = four_of(memory0[y1 + x0]).x;
            c0_luma_3_0(s0_0, s0_1, s0_2, s0_3, v1_0_0);
            c0_luma_0_0(s1_0, s1_1, s1_2, s1_3, v1_0_0);
            ONE v1_1_0 = four_of(memory0[y1 + x1]).x;
            c0_luma_4_0(s0_0, s0_1, s0_2, s0_3, v1_1_0);
            c0_luma_1_0(s1_0, s1_1, s1_2, s1_3, v1_1_0);
            ONE v1_2_0 = four_of(memory0[y1 + x2]).x;
            c0_luma_5_0(s0_0, s0_1, s0_2, s0_3, v1_2_0);
            c0_luma_2_0(s1_0, s1_1, s1_2, s1_3, v1_2_0);
            ONE v2_0_0 = four_of(memory0[y2 + x0]).x;
            c0_luma_6_0(s0_0, s0_1, s0_2, s0_3, v2_0_0);
            c0_luma_3_0(s1_0, s1_1, s1_2, s1_3, v2_0_0);
            ONE v2_1_0 = four_of(memory0[y2 + x1]).x;
            c0_luma_7_0(s0_0, s0_1, s0_2, s0_3, v2_1_0);
            c0_luma_4_0(s1_0, s1_1, s1_2, s1_3, v2_1_0);
            ONE v2_2_0 = four_of(memory0[y2 + x2]).x;
            c0_luma_8_0(s0_0, s0_1, s0_2, s0_3, v2_2_0);
            c0_luma_5_0(s1_0, s1_1, s1_2, s1_3, v2_2_0);
            ONE v3_0_0 = four_of(memory0[y3 + x0]).x;
            c0_luma_6_0(s1_0, s1_1, s1_2, s1_3, v3_0_0);
            ONE v3_1_0 = four_of(memory0[y3 + x1]).x;
            c0_luma_7_0(s1_0, s1_1, s1_2, s1_3, v3_1_0);
            ONE v3_2_0 = four_of(memory0[y3 + x2]).x;
            c0_luma_8_0(s1_0, s1_1, s1_2, s1_3, v3_2_0);
        }
        int place = (at.y + 0) * 16 + at.x + 0;
        memory1[place] = kept(s0_0);
        memory1[place + 256] = kept(s0_1);
        memory1[place + 512] = kept(s0_2);
        memory1[place + 768] = kept(s0_3);
        memory1[place + 16] = kept(s1_0);
        memory1[place + 272] = kept(s1_1);
        memory1[place + 528] = kept(s1_2);
        memory1[place + 784] = kept(s1_3);
    }
    barrier();
    // out, of c0
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 0;
            int y0 = (clamp(at.y, low.y, high.y) + 0) * 16;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            out_c0_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_0_1 = four_of(memory1[y0 + x0 + 256]);
            out_c0_0_1(sums[n], v0_0_1, max(v0_0_1, -v0_0_1));
            FOUR v0_0_2 = four_of(memory1[y0 + x0 + 512]);
            out_c0_0_2(sums[n], v0_0_2, max(v0_0_2, -v0_0_2));
            FOUR v0_0_3 = four_of(memory1[y0 + x0 + 768]);
            out_c0_0_3(sums[n], v0_0_3, max(v0_0_3, -v0_0_3));
        }
    }
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n), pixel = origin + at;
        if (any(greaterThan(pixel, last))) continue;
        imageStore(out_image, ivec2(pixel.x * 5, pixel.y), vec4(four_of(memory1[(at.y + 0) * 16 + at.x + 0])));
        imageStore(out_image, ivec2(pixel.x * 5 + 1, pixel.y), vec4(four_of(memory1[(at.y + 0) * 16 + at.x + 0 + 256])));
        imageStore(out_image, ivec2(pixel.x * 5 + 2, pixel.y), vec4(four_of(memory1[(at.y + 0) * 16 + at.x + 0 + 512])));
        imageStore(out_image, ivec2(pixel.x * 5 + 3, pixel.y), vec4(four_of(memory1[(at.y + 0) * 16 + at.x + 0 + 768])));
        imageStore(out_image, ivec2(pixel.x * 5 + 4, pixel.y), vec4(sums[n]));
    }
}
