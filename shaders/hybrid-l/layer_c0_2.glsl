// Anime4K hybrid-l: convolution of 3x3 c0, channels 5 to 8
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 ee32e7d12e77f0ebd34232d5b4481eef
// 58de6bef0a0d537a62785a1c2bd2305b; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_C0_2
//!COMPONENTS 4
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-l: c0, channels 5 to 8

#ifdef HOOKED_near
#define LUMA_AT(right, down) dot(HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(right, down)).rgb, vec3(0.2126, 0.7152, 0.0722))
#else
#define LUMA_AT(right, down) dot(texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(right, down), \
    ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb, vec3(0.2126, 0.7152, 0.0722))
#endif

vec4 hook() {
    vec4 sum = vec4(0.000161712, 0.00155857, -0.00837854, -0.00677774);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(0.00107705, 0.00803919, -0.186872, 0.0800005);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(0.308496, 0.0225173, 0.0147922, 0.124941);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.00615186, -0.0138582, 0.00537361, -0.183243);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.00406667, 0.255587, 0.392783, -0.0866482);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(0.00757188, 0.224012, -0.198479, -0.0788416);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(0.00262131, -0.0336763, 0.132807, 0.160627);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.0069452, -0.26221, -0.189571, 0.142713);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(-0.312657, -0.242326, 0.0696913, -0.0160122);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.00100913, 0.0411528, -0.0285388, -0.137675);
    return sum;
}
