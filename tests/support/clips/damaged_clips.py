"""Files that were damaged on the way, the same ones every time, as disks and downloads do it.

A whole clip of each container and codec, and what seeded damage makes of its bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from anime4k_gl.formats import PIXEL_LAYOUTS, Size

from .media_clips import ASS_HEADER, video_frame

SIZE = Size(128, 96)
RATE = 24
COUNT = 48

_SECONDS = COUNT / RATE


@dataclass(frozen=True)
class Kind:
    """A container, and what is in it."""

    suffix: str
    codec: str
    audio: str
    options: tuple[tuple[str, str], ...] = ()
    subtitles: bool = False

    @property
    def name(self) -> str:
        return f"{self.codec.removeprefix('lib')}.{self.suffix}"


_X264 = (("g", "12"), ("bf", "2"), ("preset", "veryfast"))
_X265 = (("x265-params", "log-level=none:keyint=12:bframes=2"), ("preset", "ultrafast"))
_VPX = (("g", "12"), ("cpu-used", "8"), ("deadline", "realtime"), ("b", "400k"))
_AV1 = (("g", "12"), ("preset", "12"), ("svtav1-params", "lp=1"))
_PLAIN = (("g", "12"), ("bf", "2"), ("b", "600k"))

KINDS = (
    Kind("mkv", "libx264", "aac", _X264, subtitles=True),
    Kind("mkv", "libx265", "flac", _X265),
    Kind("mkv", "libvpx-vp9", "libopus", _VPX),
    Kind("mkv", "libsvtav1", "libopus", _AV1),
    Kind("mkv", "mpeg4", "ac3", _PLAIN),
    Kind("mkv", "mpeg2video", "mp2", _PLAIN),
    Kind("mkv", "ffv1", "pcm_s16le", (("g", "1"),)),
    Kind("mp4", "libx264", "aac", _X264),
    Kind("mp4", "libx265", "aac", _X265),
    Kind("mp4", "libsvtav1", "aac", _AV1),
    Kind("mov", "libx264", "pcm_s16le", _X264),
    Kind("mov", "mpeg4", "aac", _PLAIN),
    Kind("ts", "libx264", "aac", _X264),
    Kind("ts", "libx265", "ac3", _X265),
    Kind("ts", "mpeg2video", "mp2", _PLAIN),
    Kind("avi", "mpeg4", "mp2", _PLAIN[:1]),
    Kind("avi", "libx264", "ac3", (*_X264[:1], ("bf", "0"), _X264[2])),
    Kind("webm", "libvpx-vp9", "libopus", _VPX),
    Kind("webm", "libvpx", "libopus", _VPX),
    Kind("webm", "libsvtav1", "libopus", _AV1),
    Kind("flv", "libx264", "aac", _X264),
    Kind("flv", "flv", "aac", _PLAIN[:1]),
    Kind("vob", "mpeg2video", "ac3", _PLAIN),
)
"""What is damaged."""


def write_whole(path: Path, kind: Kind) -> Path:
    """Write a whole clip of two seconds of moving shapes and a tone."""
    layout = PIXEL_LAYOUTS["yuv420p"]
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream(kind.codec, rate=RATE, options=dict(kind.options))
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        video.codec_context.thread_count = 1
        sound: Any = container.add_stream(kind.audio, rate=48000)
        sound.layout = "stereo"
        packets: list[Any] = []
        for number in range(COUNT):
            frame = video_frame(_shapes(number), layout, SIZE)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            packets += video.encode(frame)
        packets += video.encode(None)
        packets += _tone(sound)
        if kind.subtitles:
            packets += _lines(container)
        for packet in sorted(packets, key=lambda each: float((each.dts or 0) * each.time_base)):
            container.mux(packet)
    return path


def _shapes(number: int) -> list[Any]:
    """Return planes of a gradient, squares that move over it, and grain."""
    grain = np.random.default_rng(number).integers(-6, 7, (SIZE.height, SIZE.width))
    luma = np.linspace(40, 200, SIZE.width) + np.linspace(-20, 20, SIZE.height)[:, np.newaxis]
    luma = luma + grain
    for shape in range(4):
        left = (11 * shape + (2 + shape) * number) % (SIZE.width - 24)
        top = (17 * shape + (3 - shape) * number) % (SIZE.height - 20)
        luma[top : top + 20, left : left + 24] = 60 + 40 * shape + grain[:20, :24]
    chroma = [
        np.full((SIZE.height // 2, SIZE.width // 2), 100 + 10 * plane + number % 16)
        for plane in range(2)
    ]
    return [np.clip(plane, 16, 235).astype(np.uint8) for plane in (luma, *chroma)]


def _tone(stream: Any) -> list[Any]:
    context = stream.codec_context
    context.open()
    step = context.frame_size or 1024
    packets: list[Any] = []
    for start in range(0, int(48000 * _SECONDS), step):
        wave = np.sin(np.arange(start, start + step) * 2 * np.pi * 440 / 48000) / 4
        layout, kind = "stereo", context.format
        samples = np.stack([wave, wave])
        codes = samples.astype(np.float32) if "flt" in kind.name else samples * 32767
        if "s32" in kind.name:
            codes = samples * 2147483647
        dtype = {"flt": np.float32, "s16": np.int16, "s32": np.int32}[kind.name.removesuffix("p")]
        codes = codes.astype(dtype)
        if not kind.is_planar:
            codes = codes.T.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(codes), kind.name, layout)
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        packets += stream.encode(frame)
    return [*packets, *stream.encode(None)]


def _lines(container: Any) -> list[Any]:
    stream = container.add_stream("subrip")
    stream.codec_context.subtitle_header = ASS_HEADER.encode()
    stream.time_base = Fraction(1, 1000)
    packets = []
    for number in range(4):
        packet = av.Packet(f"line {number}".encode())
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = 500 * number
        packet.duration = 400
        packets.append(packet)
    return packets


# -- damage ----------------------------------------------------------------------------------------

Damage = Callable[[bytearray, random.Random], bytearray]


def _place(data: bytearray, dice: random.Random, length: int = 1) -> int:
    """A place behind the headers, which are a kind of damage of their own."""
    least = min(2048, len(data) // 10)
    return dice.randrange(least, max(least + 1, len(data) - length))


def truncated(data: bytearray, dice: random.Random) -> bytearray:
    """As of a download that broke off."""
    return data[: int(len(data) * dice.uniform(0.3, 0.98))]


def zeroed(data: bytearray, dice: random.Random) -> bytearray:
    """As of a sector that could not be read, or a block that was never written."""
    length = dice.choice((188, 512, 2048, 4096))
    start = _place(data, dice, length)
    data[start : start + length] = bytes(min(length, len(data) - start))
    return data


def bits(data: bytearray, dice: random.Random) -> bytearray:
    """A few single bits."""
    for _ in range(dice.randrange(1, 8)):
        data[_place(data, dice)] ^= 1 << dice.randrange(8)
    return data


def one_bit(data: bytearray, dice: random.Random) -> bytearray:
    """A single bit."""
    data[_place(data, dice)] ^= 1 << dice.randrange(8)
    return data


def noise(data: bytearray, dice: random.Random) -> bytearray:
    """A run of other bytes."""
    length = dice.choice((16, 64, 512, 2048))
    start = _place(data, dice, length)
    data[start : start + length] = dice.randbytes(min(length, len(data) - start))
    return data


def scattered(data: bytearray, dice: random.Random) -> bytearray:
    """Single bytes all over."""
    for _ in range(max(2, len(data) // 4000)):
        data[_place(data, dice)] = dice.randrange(256)
    return data


def deleted(data: bytearray, dice: random.Random) -> bytearray:
    """As of a reception that failed for a moment."""
    length = dice.choice((1, 7, 188, 1000, 3000))
    start = _place(data, dice, length)
    del data[start : start + length]
    return data


def inserted(data: bytearray, dice: random.Random) -> bytearray:
    """Bytes that are none of the file's."""
    start = _place(data, dice)
    data[start:start] = dice.randbytes(dice.choice((1, 5, 188, 1000)))
    return data


def swapped(data: bytearray, dice: random.Random) -> bytearray:
    """Two blocks in the wrong order."""
    length = dice.choice((188, 512, 2048))
    start = _place(data, dice, 2 * length)
    one, other = data[start : start + length], data[start + length : start + 2 * length]
    data[start : start + 2 * length] = other + one
    return data


def repeated(data: bytearray, dice: random.Random) -> bytearray:
    """A block that is there twice."""
    length = dice.choice((188, 512, 2048))
    start = _place(data, dice, length)
    data[start:start] = data[start : start + length]
    return data


def header(data: bytearray, dice: random.Random) -> bytearray:
    """Bytes of the first part."""
    for _ in range(dice.randrange(1, 4)):
        data[dice.randrange(min(1024, len(data)))] = dice.randrange(256)
    return data


def tail(data: bytearray, dice: random.Random) -> bytearray:
    """Something else behind the end; or the end overwritten."""
    if dice.random() < 0.5:
        return data + dice.randbytes(dice.randrange(10, 3000))
    length = dice.randrange(10, 2000)
    data[-length:] = dice.randbytes(length)
    return data


DAMAGES: Sequence[Damage] = (
    truncated, zeroed, bits, one_bit, noise, scattered, deleted, inserted, swapped, repeated,
    header, tail,
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One damaged file."""

    number: int
    kind: Kind
    damage: Damage

    @property
    def name(self) -> str:
        return f"{self.number:03}-{self.kind.codec}-{self.damage.__name__}.{self.kind.suffix}"

    def apply(self, whole: bytes) -> bytes:
        """Return what the damage leaves of a whole file."""
        return bytes(self.damage(bytearray(whole), random.Random(f"{self.number} of damage")))


def cases(count: int) -> list[Case]:
    """Return so many cases, in which every kind meets every damage in turn."""
    return [
        Case(number, KINDS[number % len(KINDS)], DAMAGES[number % len(DAMAGES)])
        for number in range(count)
    ]


# -- pictures --------------------------------------------------------------------------------------

PICTURES = ("png", "jpg", "webp", "gif", "tiff", "bmp", "avif", "tga", "apng")
"""The extensions of pictures that are damaged."""


def write_whole_picture(path: Path) -> Path:
    """Write a picture, or an animation of three frames, in the format of the extension."""
    pictures = [
        Image.fromarray(np.stack([plane] * 3, axis=2))
        for plane in (_shapes(number)[0] for number in (0, 9, 18))
    ]
    if path.suffix in (".apng", ".gif"):
        options: dict[str, Any] = {"save_all": True, "append_images": pictures[1:], "duration": 50}
        pictures[0].save(path, "PNG" if path.suffix == ".apng" else "GIF", **options)
    else:
        pictures[0].save(path)
    return path


def damaged_pictures(count: int) -> list[tuple[int, str, Damage]]:
    """Return numbers, extensions and damages of so many pictures."""
    return [
        (number, PICTURES[number % len(PICTURES)], DAMAGES[number // 2 % len(DAMAGES)])
        for number in range(count)
    ]
