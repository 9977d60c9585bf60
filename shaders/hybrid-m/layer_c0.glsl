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
    vec4 sum = vec4(0.00436613, 0.0117909, 0.00264738, -0.0394438);
    float v1 = LUMA_AT(-1, -1);
    sum += v1 * vec4(-0.019596, -0.27876, -0.0141316, -0.0429909);
    v1 = LUMA_AT(0, -1);
    sum += v1 * vec4(-0.0860095, -0.108631, 0.000450767, -0.0227731);
    v1 = LUMA_AT(1, -1);
    sum += v1 * vec4(0.0829109, 0.336279, 0.0522532, 0.0713729);
    v1 = LUMA_AT(-1, 0);
    sum += v1 * vec4(0.0629807, -0.168498, -0.0803216, 0.057062);
    v1 = LUMA_AT(0, 0);
    sum += v1 * vec4(0.930417, -0.276418, -0.437845, -0.131706);
    v1 = LUMA_AT(1, 0);
    sum += v1 * vec4(-0.0361746, 0.491578, -0.0811021, 0.106762);
    v1 = LUMA_AT(-1, 1);
    sum += v1 * vec4(-0.0731046, 0.107033, 0.535802, 0.0592683);
    v1 = LUMA_AT(0, 1);
    sum += v1 * vec4(-0.81434, 0.0802732, -0.149699, 0.474059);
    v1 = LUMA_AT(1, 1);
    sum += v1 * vec4(-0.0620643, -0.188963, 0.0428636, -0.5211);
    return sum;
}
