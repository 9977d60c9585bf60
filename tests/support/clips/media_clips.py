"""Small video files made on the fly for the media tests, with known pixels, times and streams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from anime4k_gl.formats import PIXEL_LAYOUTS, PixelLayout, Size
from anime4k_gl.frame import Frame

Rows = npt.NDArray[np.uint8]

SMALL = Size(36, 22)

ASS_HEADER = """\
[Script Info]
ScriptType: v4.00+
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Sign,Arial,21,&H0000FFFF,&H000000FF,&H00000000,&H00000000,0,1,0,0,100,100,0,0,1,2,2,8,\
10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass
class Clip:
    """What was written: for each frame its planes' rows without padding, and its time."""

    path: Path
    layout: PixelLayout
    size: Size
    frames: list[list[Rows]] = field(default_factory=list)
    pts: list[int] = field(default_factory=list)
    time_base: Fraction = Fraction(1, 24)


def noise(layout: PixelLayout, size: Size, seed: int = 0) -> list[Rows]:
    """Return planes of noise in valid codes, each (rows, bytes of a row) uint8."""
    generator = np.random.default_rng(seed)
    planes = []
    for plane in layout.planes:
        width, height = plane.size(size)
        samples = width * plane.format.components
        if layout.storage_bits == 8:
            rows = generator.integers(0, 256, (height, samples), dtype=np.uint8)
        else:
            codes = generator.integers(0, 1 << layout.depth, (height, samples)) << layout.shift
            rows = codes.astype("<u2").view(np.uint8)
        planes.append(rows)
    return planes


def smooth(layout: PixelLayout, size: Size, number: int) -> list[Rows]:
    """Return planes of a moving gradient, which lossy encoders keep well, as `noise` does."""
    planes = []
    for index, plane in enumerate(layout.planes):
        width, height = plane.size(size)
        across = np.linspace(40, 200, width * plane.format.components)
        down = np.linspace(-20, 20, height)[:, np.newaxis]
        codes = (across + down + 2 * number + 5 * index).clip(0, 255).astype(np.uint16)
        if layout.storage_bits == 8:
            planes.append(codes.astype(np.uint8))
        else:
            planes.append((codes << (layout.depth - 8 + layout.shift)).view(np.uint8))
    return planes


def video_frame(planes: Sequence[Rows], layout: PixelLayout, size: Size) -> av.VideoFrame:
    """Return the planes as PyAV's frame."""
    frame = av.VideoFrame(size.width, size.height, layout.name)
    for plane, rows in zip(frame.planes, planes, strict=True):
        target = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
        target[:, : rows.shape[1]] = rows
    return frame


def rows_of(frame: Frame) -> list[Rows]:
    """Return a decoded frame's planes without padding, as `noise` makes them."""
    return [
        np.frombuffer(plane.data, np.uint8, count=plane.stride * plane.size.height)
        .reshape(plane.size.height, plane.stride)[
            :, : plane.size.width * described.format.texel_bytes
        ]
        .copy()
        for plane, described in zip(frame.planes, frame.layout.planes, strict=True)
    ]


def write_clip(
    path: Path,
    *,
    layout: str = "yuv420p",
    size: Size = SMALL,
    count: int = 8,
    codec: str = "ffv1",
    pts: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 24),
    make: Any = noise,
    tags: dict[str, Any] | None = None,
    options: dict[str, str] | None = None,
    audio: str | None = None,
    audio_seconds: float = 0.5,
    subtitles: Sequence[tuple[str, list[tuple[float, float, str]]]] = (),
    attachments: Sequence[tuple[str, str, bytes]] = (),
    chapters: Sequence[tuple[float, float, str]] = (),
    metadata: dict[str, str] | None = None,
) -> Clip:
    """Write a video file and return what is in it.

    `pts` are the frames' times in `time_base`, one after the other by default; `tags` are set on
    the video's codec context; `audio` is an encoder's name; `subtitles` are pairs of an encoder's
    name and events (start and end in seconds, text); `chapters` are start, end and title.
    """
    clip = Clip(path, PIXEL_LAYOUTS[layout], size, time_base=time_base)
    clip.pts = list(pts if pts is not None else range(count))
    with av.open(str(path), "w") as container:
        container.metadata.update(metadata or {})
        rate = Fraction(24)
        video: Any = container.add_stream(codec, rate=rate, options=options or {})
        video.width, video.height, video.pix_fmt = *size, layout
        video.codec_context.time_base = time_base
        for name, value in (tags or {}).items():
            setattr(video.codec_context, name, value)
        packets: list[Any] = []
        others: list[Any] = []
        if audio is not None:
            others += _audio(container, audio, audio_seconds)
        for encoder, events in subtitles:
            others += _subtitles(container, encoder, events)
        for name, kind, data in attachments:
            container.add_attachment(name, kind, data)
        if chapters:
            container.set_chapters(
                [
                    {"id": number, "start": int(start * 1000), "end": int(end * 1000),
                     "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                    for number, (start, end, title) in enumerate(chapters)
                ]
            )  # fmt: skip
        for number, stamp in enumerate(clip.pts):
            planes = make(clip.layout, size, number)
            clip.frames.append(planes)
            frame = video_frame(planes, clip.layout, size)
            frame.pts, frame.time_base = stamp, time_base
            packets += video.encode(frame)
        packets += video.encode(None)
        timed = sorted(
            [*packets, *others],
            key=lambda packet: float((packet.dts or 0) * packet.time_base),
        )
        for packet in timed:
            container.mux(packet)
    return clip


def _audio(container: Any, encoder: str, seconds: float) -> list[Any]:
    stream = container.add_stream(encoder, rate=48000)
    stream.layout = "mono"
    stream.metadata["language"] = "jpn"
    step = stream.codec_context.frame_size or 1024
    packets: list[Any] = []
    for start in range(0, int(48000 * seconds), step):
        wave = np.sin(np.arange(start, start + step) * 2 * np.pi * 440 / 48000)
        kind = stream.codec_context.format.name
        samples = wave.astype(np.float32) if kind.startswith("flt") else (wave * 8191).astype("<i2")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format=kind, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        packets += stream.encode(frame)
    return [*packets, *stream.encode(None)]


def _subtitles(container: Any, encoder: str, events: list[tuple[float, float, str]]) -> list[Any]:
    stream = container.add_stream(encoder)
    stream.codec_context.subtitle_header = ASS_HEADER.encode()
    stream.time_base = Fraction(1, 1000)
    packets = []
    for number, (start, end, text) in enumerate(events):
        # Text as each codec stores it: ASS without times, SubRip as it is.
        line = f"{number},0,Sign,,0,0,0,,{text}" if encoder == "ass" else text
        packet = av.Packet(line.encode())
        packet.stream = stream
        packet.time_base = Fraction(1, 1000)
        packet.pts = packet.dts = round(start * 1000)
        packet.duration = round((end - start) * 1000)
        packets.append(packet)
    return packets


def packets_of(path: Path, kind: str) -> list[tuple[int | None, bytes]]:
    """Return the time and bytes of each packet of a file's first stream of a kind."""
    with av.open(str(path)) as container:
        stream = next(s for s in container.streams if s.type == kind)
        return [
            (None if packet.pts is None else round(packet.pts * packet.time_base * 1000),
             bytes(packet))
            for packet in container.demux(stream)
            if packet.size
        ]  # fmt: skip


def jpeg_bytes(size: Size) -> bytes:
    context = av.CodecContext.create("mjpeg", "w")
    context.width, context.height = size
    context.pix_fmt, context.time_base = "yuvj420p", Fraction(1, 25)
    frame = av.VideoFrame(size.width, size.height, "yuvj420p")
    return b"".join(bytes(p) for p in [*context.encode(frame), *context.encode(None)])
