"""The number of an encoder's threads, where its result depends on that.

All segments of a file are encoded with as many, whichever machine encodes them.
"""

from __future__ import annotations

import os

from ...media.writing.video_encoding import VideoEncoding

_X265_FRAMES = ((32, 5), (16, 4), (8, 3), (4, 2))  # processors, frames at once: as x265 has it
_MOST_SLICES = 16  # of FFmpeg's own encoders


def settled_threads(encoding: VideoEncoding) -> int:
    """Return how many threads an encoder would choose here; 0 where it does not matter."""
    processors = os.cpu_count() or 1
    if encoding.codec in ("libx264", "libx264rgb"):
        pairs_of_rows = max(1, -(-encoding.size.height // 16) // 2)
        return max(1, min(processors * 3 // 2, pairs_of_rows))
    if encoding.codec == "libx265":
        return next((frames for least, frames in _X265_FRAMES if processors >= least), 1)
    if encoding.codec in ("mpeg4", "mpeg2video", "mpeg1video"):
        return min(processors + 1, _MOST_SLICES)
    return 0
