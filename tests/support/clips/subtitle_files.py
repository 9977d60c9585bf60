"""Subtitles written by hand for the tests: pictures as on Blu-ray and DVD, and their files.

Each picture is a (height, width) array of colour numbers; what it looks like is up to the palette.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.uint8]

PGS_PALETTE = {1: (235, 128, 128, 255), 2: (81, 240, 90, 255), 3: (145, 34, 54, 128)}
"""Number: Y, Cr, Cb, alpha. White, red, and half transparent green."""

DVD_COLOURS = (0x000000, 0xFF0000, 0x00FF00, 0x0000FF)


def ring(width: int, height: int) -> Indices:
    """Return a frame of colour 1 around colour 2, with a square of 3 at its middle."""
    picture = np.full((height, width), 2, np.uint8)
    picture[:2], picture[-2:], picture[:, :2], picture[:, -2:] = 1, 1, 1, 1
    picture[height // 2 - 2 : height // 2 + 2, width // 2 - 2 : width // 2 + 2] = 3
    return picture


def runs(row: npt.NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return (length, colour) along a row."""
    edges = np.flatnonzero(np.diff(row)) + 1
    bounds = [0, *edges.tolist(), len(row)]
    pairs = itertools.pairwise(bounds)
    return [(end - start, int(row[start])) for start, end in pairs]


# --- Blu-ray ---


def pgs_set(picture: Indices | None, x: int, y: int, canvas: tuple[int, int]) -> list[bytes]:
    """Return a display set's segments, each with type and length; without a picture it clears."""
    composition = word(canvas[0]) + word(canvas[1]) + bytes([0x10, 0, 0, 0x80, 0, 0])
    if picture is None:
        return [segment(0x16, composition + b"\0"), segment(0x80, b"")]
    height, width = picture.shape
    composition += bytes([1, 0, 0, 0, 0]) + word(x) + word(y)
    window = bytes([1, 0]) + word(x) + word(y) + word(width) + word(height)
    palette = bytes([0, 0])
    for number, entry in PGS_PALETTE.items():
        palette += bytes([number, *entry])
    coded = b"".join(pgs_row(row) for row in picture)
    data = word(width) + word(height) + coded
    picture_data = bytes([0, 0, 0, 0xC0]) + len(data).to_bytes(3, "big") + data
    return [
        segment(0x16, composition),
        segment(0x17, window),
        segment(0x14, palette),
        segment(0x15, picture_data),
        segment(0x80, b""),
    ]


def pgs_row(row: npt.NDArray[np.uint8]) -> bytes:
    coded = b""
    for length, colour in runs(row):
        if length < 64:
            coded += bytes([0, 0x80 | length, colour])
        else:
            coded += bytes([0, 0xC0 | length >> 8, length & 255, colour])
    return coded + bytes([0, 0])


def segment(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + word(len(data)) + data


def word(value: int) -> bytes:
    return value.to_bytes(2, "big")


def write_sup(path: Path, sets: Sequence[tuple[float, list[bytes]]]) -> None:
    """Write display sets at their times in seconds as a .sup file."""
    data = b""
    for time, segments in sets:
        stamp = round(time * 90000).to_bytes(4, "big")
        data += b"".join(b"PG" + stamp + bytes(4) + part for part in segments)
    path.write_bytes(data)


# --- DVD ---


def dvd_unit(picture: Indices, x: int, y: int, seconds: float) -> bytes:
    """Return a sub-picture unit that is shown for some seconds."""
    height, width = picture.shape
    fields = [b"".join(dvd_row(row) for row in picture[parity::2]) for parity in (0, 1)]
    control = 4 + len(fields[0]) + len(fields[1])
    right, bottom = x + width - 1, y + height - 1
    place = (x << 36 | right << 24 | y << 12 | bottom).to_bytes(6, "big")
    first = bytes([3, 0x32, 0x10, 4, 0xFF, 0xF0, 5]) + place
    first += bytes([6]) + word(4) + word(4 + len(fields[0])) + bytes([1, 0xFF])
    second = control + 4 + len(first)
    sequence = word(0) + word(second) + first
    sequence += word(round(seconds * 90000 / 1024)) + word(second) + bytes([2, 0xFF])
    body = word(control) + fields[0] + fields[1] + sequence
    return word(len(body) + 2) + body


def dvd_row(row: npt.NDArray[np.uint8]) -> bytes:
    nibbles: list[int] = []
    for length, colour in runs(row):
        while length:
            part = min(length, 255)
            length -= part
            code = part << 2 | colour
            count = 1 if part < 4 else 2 if part < 16 else 3 if part < 64 else 4
            nibbles += [code >> 4 * place & 15 for place in range(count - 1, -1, -1)]
    if len(nibbles) % 2:
        nibbles.append(0)
    return bytes(high << 4 | low for high, low in zip(nibbles[::2], nibbles[1::2], strict=True))


def dvd_header(canvas: tuple[int, int]) -> bytes:
    """Return what a DVD stream's extradata, or an .idx file, says of size and colours."""
    colours = ", ".join(f"{colour:06x}" for colour in (*DVD_COLOURS, *[0x808080] * 12))
    return f"size: {canvas[0]}x{canvas[1]}\npalette: {colours}\n".encode()


def write_vobsub(path: Path, canvas: tuple[int, int], units: Sequence[tuple[float, bytes]]) -> None:
    """Write an .idx file and its .sub, an MPEG program stream; the language is English."""
    index = b"# VobSub index file, v7 (do not modify this line!)\n" + dvd_header(canvas)
    index += b"langidx: 0\nid: en, index: 0\n"
    stream = b""
    for time, unit in units:
        ms = round(time * 1000)
        clock = f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}:{ms % 1000:03}"
        index += f"timestamp: {clock}, filepos: {len(stream):09x}\n".encode()
        pts = ms * 90
        stamp = bytes([
            0x21 | pts >> 29 & 14, pts >> 22 & 255, 1 | pts >> 14 & 254, pts >> 7 & 255,
            1 | pts << 1 & 254,
        ])  # fmt: skip
        packet = bytes([0x81, 0x80, 5]) + stamp + b"\x20" + unit
        stream += bytes.fromhex("000001ba44000400040101 89c3f8")
        stream += bytes.fromhex("000001bd") + word(len(packet)) + packet
    path.write_bytes(index)
    path.with_suffix(".sub").write_bytes(stream)


# --- broadcasts ---


def dvb_set(picture: Indices, x: int, y: int, canvas: tuple[int, int]) -> bytes:
    """Return a display set with one region, that is shown for five seconds."""
    height, width = picture.shape
    fields = [b"".join(dvb_row(row) for row in picture[parity::2]) for parity in (0, 1)]
    colours = bytes([7, 0])
    for number, (luma, cr, cb, alpha) in PGS_PALETTE.items():
        colours += bytes([number, 0x21, luma, cr, cb, 255 - alpha])
    region = bytes([0, 0]) + word(width) + word(height) + bytes([3 << 5 | 3 << 2, 7, 0, 0])
    segments = [
        (0x14, b"\0" + word(canvas[0] - 1) + word(canvas[1] - 1)),
        (0x10, bytes([5, 2 << 2, 0, 0]) + word(x) + word(y)),
        (0x11, region + word(3) + bytes(4)),
        (0x12, colours),
        (0x13, word(3) + b"\0" + word(len(fields[0])) + word(len(fields[1])) + b"".join(fields)),
        (0x80, b""),
    ]
    return b"".join(bytes([15, kind, 0, 1]) + word(len(data)) + data for kind, data in segments)


def dvb_row(row: npt.NDArray[np.uint8]) -> bytes:
    return b"\x12" + bytes(row.tolist()) + b"\0\0\xf0"


def write_broadcast(path: Path, size: tuple[int, int], sets: Sequence[tuple[float, bytes]]) -> None:
    """Write a transport stream of a second with DVB subtitles at times in seconds."""
    with av.open(str(path), "w", format="mpegts") as output:
        video: Any = output.add_stream("mpeg2video", rate=25)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        stream: Any = output.add_mux_stream("dvb_subtitle", time_base=Fraction(1, 90000))
        waiting = list(sets)
        for number in range(25):
            frame = av.VideoFrame(*size, "yuv420p")
            frame.pts = number
            for packet in video.encode(frame):
                output.mux(packet)
            if waiting and waiting[0][0] * 25 <= number:
                time, data = waiting.pop(0)
                made = av.Packet(data)
                made.stream, made.time_base = stream, Fraction(1, 90000)
                made.pts = made.dts = round(time * 90000)
                output.mux(made)
        for packet in video.encode(None):
            output.mux(packet)


# --- containers ---


def add_track(
    source: Path,
    target: Path,
    like: Path | None = None,
    *,
    shift: float = 0.0,
) -> None:
    """Copy a video's streams into another file, with those of a file of subtitles added.

    `shift` is added to all times, in seconds.
    """
    with ExitStack() as stack:
        new = stack.enter_context(av.open(str(target), "w"))
        copied: list[Any] = []
        for path in (source, like):
            if path is None:
                continue
            old = stack.enter_context(av.open(str(path)))
            streams = [new.add_stream_from_template(stream) for stream in old.streams]
            for stream, original in zip(streams, old.streams, strict=True):
                if "language" in original.metadata:
                    stream.metadata["language"] = original.metadata["language"]
            for item in old.demux():
                if item.size:
                    item.stream = streams[item.stream_index]
                    copied.append(item)
        for item in copied:
            steps = round(shift / item.time_base)
            item.pts = None if item.pts is None else item.pts + steps
            item.dts = None if item.dts is None else item.dts + steps
        for item in sorted(copied, key=lambda p: (p.dts or 0) * p.time_base):
            new.mux(item)
