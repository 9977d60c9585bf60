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
    vec4 sum = vec4(-0.000367938, 0.0320545, 0.00033163, -0.00935709);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(-0.000149031, -0.0267711, 0.000597475, -0.168334);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(0.00426158, 0.494174, -0.000251508, 0.87612);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.00229331, 0.263413, 0.000552932, -0.703386);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(1.01299, 0.231952, -0.000401677, 0.188624);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-1.01953, -0.750164, -1.07922, 0.0039517);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(0.00297484, -0.334487, 0.000537204, -0.10981);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.000999856, -0.0579107, -0.00025654, -0.0706063);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(0.00184805, 0.135609, 1.07904, -0.00909195);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.00224138, -0.0201857, -0.000940073, 0.0323765);
    return sum;
}
