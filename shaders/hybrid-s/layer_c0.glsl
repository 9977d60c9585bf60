// Anime4K hybrid-s: convolution of 3x3 c0
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 b22ae5be1667560064e37dcf5c44944c
// c295b1a9d9f310edc2e9968862aec2c8; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_C0
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-s: c0

#ifdef HOOKED_near
#define LUMA_AT(right, down) dot(HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(right, down)).rgb, vec3(0.2126, 0.7152, 0.0722))
#else
#define LUMA_AT(right, down) dot(texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(right, down), \
    ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb, vec3(0.2126, 0.7152, 0.0722))
#endif

vec4 hook() {
    vec4 sum = vec4(-0.00335304, 0.0206351, 0.00175993, -0.017861);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(-0.0255439, 0.0111503, 0.00965914, -0.101161);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(0.0331395, 0.190612, -0.000331376, 0.621269);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(0.00815733, 0.168223, -0.00438717, -0.456944);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.922722, 0.528421, -0.0278225, 0.147887);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-0.919241, -0.832742, -0.980064, 0.23965);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(-0.0249545, -0.0229611, 0.000510372, -0.160906);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.00918924, 0.0395371, -0.00132022, -0.0952377);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(0.0224734, 0.0558774, 1.00789, -0.0979193);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.00445904, -0.170891, -0.00591148, -0.00704884);
    return sum;
}
