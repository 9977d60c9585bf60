// Anime4K hybrid-s: shares of colours
// By how much red and blue change where luma does, around each pixel.
//
// Made by tools/networks.py of the recipe with the SHA-256 b22ae5be1667560064e37dcf5c44944c
// c295b1a9d9f310edc2e9968862aec2c8; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_SHARES
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-s: shares of colours

#include "common/colour_shares.glsl"

vec4 hook() {
    return vec4(colour_shares(), 0.0, 1.0);
}
