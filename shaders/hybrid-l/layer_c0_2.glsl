// Anime4K hybrid-l: convolution of 3x3 c0, channels 5 to 8
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 994dbbe9e7eff9c98fbcd15cafc19f4f
// 21b374547503e6b94170d669b0b671c3; change that and train, not this file.

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
    vec4 sum = vec4(-0.000930713, 0.00148129, -0.00633361, -0.0228437);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(-0.0297028, -0.0120618, -0.00937951, 0.0927965);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(0.142137, -0.0444663, 0.0142708, -0.0244212);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.020523, 0.0337785, -0.00639594, -0.239689);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.178591, 0.0688429, 0.338817, 0.0198621);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-0.0203095, 0.244984, -0.0182519, -0.0878549);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(-0.132785, -0.207198, 0.00702918, -0.102647);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.0739834, -0.0618779, -0.331323, 0.169548);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(-0.128457, -0.172257, 0.000537592, 0.215019);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.0277083, 0.153952, -0.0013056, -0.0209968);
    return sum;
}
