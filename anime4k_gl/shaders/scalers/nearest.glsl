// Nearest neighbour: the source pixel under the output pixel's centre. Never anti-aliased.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!DESC scale: nearest

vec4 hook() {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    return texelFetch(HOOKED_raw, clamp(ivec2(HOOKED_pos * HOOKED_size), ivec2(0, 0), last), 0);
}
