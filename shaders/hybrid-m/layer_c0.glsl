// Anime4K hybrid-m: convolution of 3x3 c0
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 851adae9982affe46ff4b62229ecc12b
// fff0fc32679789e61fa4236d37ac6b24; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_C0
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-m: c0

#ifdef HOOKED_near
#define LUMA_AT(right, down) dot(HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(right, down)).rgb, vec3(0.2126, 0.7152, 0.0722))
#else
#define LUMA_AT(right, down) dot(texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(right, down), \
    ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb, vec3(0.2126, 0.7152, 0.0722))
#endif

vec4 hook() {
    vec4 sum = vec4(0.00722437, -0.00923003, -0.00558239, 0.00628835);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(0.00143208, -0.0659102, -0.0598812, -0.0361021);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(0.0259216, 0.588745, 0.046405, 0.0191412);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.00566792, 0.260294, -0.0567596, 0.0750509);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.872633, 0.0641103, -0.121329, 0.0382523);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-0.920957, -0.639598, -0.47785, 0.0786402);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(0.0320546, -0.197137, -0.0420273, -0.0212574);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.0227724, 0.171053, 0.599934, 0.0445117);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(0.0350543, -0.0939601, 0.0876553, 0.0561314);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(-0.0249237, -0.0837495, 0.0183286, -0.392891);
    return sum;
}
