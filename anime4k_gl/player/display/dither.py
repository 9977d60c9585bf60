"""Dithering: colours between a surface's codes, as patterns of neighbouring pixels.

Ordered, with Bayer's 8x8 matrix: it is made of a pixel's place alone, so that a picture that stands
still stays still, and over every 8x8 pixels the mean is right to 1/64 of a code. Noise would hide
its pattern better on 6 bits; on 8 and more the pattern is not to be seen.
"""

from __future__ import annotations

_BITS = {"f1": 8, "nu2": 16, "f2": 16, "f4": 32}  # of a texture's channel, by moderngl's name

DITHERED = """
// The threshold of a pixel, between 0 and 1: the bits of x ^ y and y, the lowest counting most.
float threshold(ivec2 pixel) {
    int x = pixel.x ^ pixel.y, y = pixel.y;
    int order = (x & 1) << 5 | (y & 1) << 4 | (x & 2) << 2 | (y & 2) << 1 | (x & 4) >> 1
              | (y & 4) >> 2;
    return (float(order) + 0.5) / 64.0;
}

// A colour as one of the codes 0 to `highest`, the next lower or the next higher by the pixel's
// place; as it is where `highest` is 0.
vec3 dithered(vec3 colour, float highest, ivec2 pixel) {
    if (highest == 0.0) return colour;
    return clamp(floor(colour * highest + threshold(pixel)) / highest, 0.0, 1.0);
}
"""
"""GLSL: ``vec3 dithered(vec3 colour, float highest, ivec2 pixel)``."""


def highest_code(dtype: str, surface_bits: int) -> float:
    """Return what to dither a texture to: the surface's highest code, 0 for not at all.

    Parameters
    ----------
    dtype : moderngl's name of the texture's component type
    surface_bits : of a channel of the surface
    """
    return float((1 << surface_bits) - 1) if _BITS[dtype] > surface_bits else 0.0
