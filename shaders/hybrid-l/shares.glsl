// Anime4K hybrid-l: shares of colours
// By how much red and blue change where luma does, around each pixel.
//
// Made by tools/networks.py of the recipe with the SHA-256 994dbbe9e7eff9c98fbcd15cafc19f4f
// 21b374547503e6b94170d669b0b671c3; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!SAVE NET_SHARES
//!COMPONENTS 2
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-l: shares of colours

#include "common/colour_shares.glsl"

vec4 hook() {
    return vec4(colour_shares(), 0.0, 1.0);
}
