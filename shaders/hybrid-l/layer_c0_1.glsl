// Anime4K hybrid-l: convolution of 3x3 c0, channels 1 to 4
// Of luma minus a half.
//
// Made by tools/networks.py of the recipe with the SHA-256 994dbbe9e7eff9c98fbcd15cafc19f4f
// 21b374547503e6b94170d669b0b671c3; change that and train, not this file.

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
    vec4 sum = vec4(-0.00610762, 0.0302035, 0.00256833, 0.00790863);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(0.0283737, -0.0250053, -0.180304, 0.0109755);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(-0.151868, 0.128846, -0.15401, -0.357372);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(-0.263865, -0.149439, 0.0294002, 0.0998064);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.00184407, -0.0399485, 0.418443, 0.0833519);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(-0.317569, 0.00806327, -0.0757077, -0.0101834);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(0.447774, 0.0511812, -0.0314868, 0.0190113);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.0788952, 0.129947, 0.00882538, -0.00125034);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(0.0783241, -0.249834, 0.00531914, 0.0338389);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(0.257778, 0.0948226, -0.0180577, 0.00769735);
    return sum;
}
