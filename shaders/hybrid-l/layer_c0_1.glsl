// Anime4K hybrid-l: convolution of 3x3 c0, channels 1 to 4
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 ee32e7d12e77f0ebd34232d5b4481eef
// 58de6bef0a0d537a62785a1c2bd2305b; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_C0_1
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-l: c0, channels 1 to 4

#ifdef HOOKED_near
#define LUMA_AT(right, down) dot(HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(right, down)).rgb, vec3(0.2126, 0.7152, 0.0722))
#else
#define LUMA_AT(right, down) dot(texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(right, down), \
    ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb, vec3(0.2126, 0.7152, 0.0722))
#endif

vec4 hook() {
    vec4 sum = vec4(-0.00674737, 0.00496649, 0.00790259, -0.005174);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(0.0132696, 0.0285289, 0.0461592, -0.122178);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(-0.0881478, -0.0141179, -0.427859, -0.155195);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.196585, -0.0055025, 0.0486186, 0.110967);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(-0.097459, 0.460646, 0.0838154, 0.168456);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-0.300783, -0.475922, 0.028873, -0.192024);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(0.340435, 0.00326608, 0.0256567, -0.139657);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.012221, 0.0239945, 0.00211312, 0.247736);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(0.0520063, -0.015052, 0.0536764, 0.129126);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.288296, -0.00482483, 0.014916, -0.0383018);
    return sum;
}
