"""The rotation of frames for display, from the display matrix that cameras write."""

from __future__ import annotations

import math
import struct

from ..pyav import VideoFrame, side_data

_FIXED_POINT = 1 << 16  # the matrix's first two rows are 16.16 fixed point


def display_matrix(frame: VideoFrame) -> tuple[int, ...] | None:
    """Return a frame's display matrix in FFmpeg's layout, nine numbers, or None without one.

    The offsets are zeroed: they are in pixels of the frame, so they would be wrong at any other
    size, and players derive them from the size anyway.
    """
    for kind, data in side_data(frame):
        if kind == "DISPLAYMATRIX":
            matrix = list(struct.unpack("=9i", data[:36]))
            matrix[6] = matrix[7] = 0
            return tuple(matrix)
    return None


def is_mirrored(matrix: tuple[int, ...] | None) -> bool:
    """Return whether a display matrix swaps top and bottom before it turns the picture."""
    return matrix is not None and matrix[0] * matrix[4] - matrix[1] * matrix[3] < 0


def rotation_of(matrix: tuple[int, ...] | None) -> int:
    """Return a display matrix's clockwise rotation in degrees, rounded to a multiple of 90.

    Of one that mirrors, too, it is what is left to do when top and bottom have been swapped.
    """
    if matrix is None:
        return 0
    a, b = matrix[0] / _FIXED_POINT, matrix[1] / _FIXED_POINT
    if not (a or b):
        return 0
    return round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360
