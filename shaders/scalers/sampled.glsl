// Bilinear as vo_gpu has it: left to the texture unit, never anti-aliased, in one pass. Where it
// meets an infinite texel it gives what the unit gives, no number.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!DESC scale: bilinear

vec4 hook() {
    return HOOKED_tex(HOOKED_pos);
}
