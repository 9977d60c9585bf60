"""Recordings joined in the middle, whose parts differ in size, aspect, rotation and depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.bitstream import BitStreamFilterContext

QUARTERS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (230, 230, 230))
"""R'G'B' of the quarters of each frame: above left and right, below left and right."""

FRAMES = 6
"""Of a part."""

RATE = 12


@dataclass(frozen=True)
class Part:
    """What a part of a recording is like; `turned` is in degrees anticlockwise, as H.264 has it."""

    width: int = 64
    height: int = 36
    aspect: Fraction = Fraction(1)
    turned: int = 0
    layout: str = "yuv420p"
    codec: str = "libx264"
    full_range: bool = False


def write_joined(path: Path, parts: Sequence[Part]) -> Path:
    """Write parts one after another into a transport stream, as a broadcast changes."""
    with open(path, "wb") as joined:
        for number, part in enumerate(parts):
            piece = path.with_name(f"{path.stem}-{number}.ts")
            _write(piece, part, 10 + number * FRAMES)  # whose decoding times are no less than 0
            joined.write(piece.read_bytes())
    return path


def _write(path: Path, part: Part, start: int) -> None:
    with av.open(str(path), "w", format="mpegts") as container:
        stream: Any = container.add_stream(part.codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = part.width, part.height, part.layout
        stream.options = {"g": "50", "bf": "2", "preset": "ultrafast", "crf": "1", "qscale": "1"}
        context = stream.codec_context
        context.sample_aspect_ratio = part.aspect
        context.color_range = 2 if part.full_range else 1
        container.start_encoding()
        words = f"h264_metadata=display_orientation=insert:rotate={part.turned}"
        turn = BitStreamFilterContext(words, stream) if part.turned else None
        for number in range(start, start + FRAMES):
            frame = av.VideoFrame.from_ndarray(_quarters(part), format="rgb24")
            frame = frame.reformat(
                format=part.layout, dst_colorspace="ITU601",
                dst_color_range="JPEG" if part.full_range else "MPEG",
            )  # fmt: skip
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            _mux(container, stream.encode(frame), turn)
        _mux(container, stream.encode(None), turn)


def _mux(container: Any, packets: Any, turn: BitStreamFilterContext | None) -> None:
    for packet in packets:
        for written in [packet] if turn is None else turn.filter(packet):
            container.mux(written)


def _quarters(part: Part) -> np.ndarray[Any, np.dtype[np.uint8]]:
    pixels = np.empty((part.height, part.width, 3), np.uint8)
    halves = (slice(None, part.height // 2), slice(part.height // 2, None))
    sides = (slice(None, part.width // 2), slice(part.width // 2, None))
    for number, colour in enumerate(QUARTERS):
        pixels[halves[number // 2], sides[number % 2]] = colour
    return pixels
