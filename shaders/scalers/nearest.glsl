// Nearest neighbour: the source pixel under the output pixel's centre. Never anti-aliased.
//
// In whole numbers: at 1.5 times the size every third centre lies on the border of two source pixels,
// where a float's last bit would choose.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!DESC scale: nearest

vec4 hook() {
    ivec2 size = ivec2(HOOKED_size);
    ivec2 centre = (2 * ivec2(gl_FragCoord.xy) + ivec2(1, 1)) * size / (2 * ivec2(a4k_out_size));
    ivec2 at = centre + ivec2(floor(HOOKED_off + 0.5));
    return texelFetch(HOOKED_raw, clamp(at, ivec2(0, 0), size - ivec2(1, 1)), 0);
}
