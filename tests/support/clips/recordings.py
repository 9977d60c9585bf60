"""Short recordings with clocks of their own, to be joined as recorders and discs join them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from anime4k_gl.errors import MediaError
from anime4k_gl.media.timing.excerpt import Excerpt
from anime4k_gl.media.video.video_source import VideoSource
from support.clips.media_clips import ASS_HEADER

SIZE = (64, 48)
RATE = 25


def record(
    path: Path,
    *,
    start: float = 0.0,
    seconds: float = 1.0,
    rate: int = RATE,
    video: str = "mpeg2video",
    sound: str | None = "mp2",
    sound_start: float | None = None,
    sound_seconds: float | None = None,
    bframes: int = 2,
    gop: int = 12,
    format: str | None = None,
    times: Sequence[float] | None = None,
    chapters: Sequence[tuple[float, float, str]] = (),
    lines: Sequence[tuple[float, float, str]] = (),
) -> Path:
    """Write a recording; frame n shows brightness 16 + 4 n. Times are in seconds.

    `start` is that of the picture on the file's clock, and of the sound if `sound_start` is None;
    `times` are those of the frames, instead of a rate from `start` on; `lines` are subtitles.
    """
    with av.open(str(path), "w", format=format) as container:
        options = {"g": str(gop), "bf": str(bframes)}
        if video == "libx264":
            options |= {"preset": "ultrafast", "crf": "10"}
        stream: Any = container.add_stream(video, rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        if chapters:
            container.set_chapters(
                [
                    {"id": n, "start": int(a * 1000), "end": int(b * 1000),
                     "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                    for n, (a, b, title) in enumerate(chapters, 1)
                ]
            )  # fmt: skip
        packets: list[Any] = []
        others: list[Any] = []
        if sound is not None:
            begins = start if sound_start is None else sound_start
            others += _sound(container, sound, begins, sound_seconds or seconds)
        if lines:
            others += _lines(container, lines)
        unit = Fraction(1, rate) if times is None else Fraction(1, 1000)
        first = Fraction(str(start))
        at = times or [float(first + Fraction(n, rate)) for n in range(round(seconds * rate))]
        for number, time in enumerate(at):
            frame = av.VideoFrame.from_ndarray(picture(number), format="gray").reformat(
                format="yuv420p"
            )
            frame.pts, frame.time_base = round(Fraction(str(round(time, 9))) / unit), unit
            packets += stream.encode(frame)
        packets += stream.encode(None)
        for packet in sorted(packets + others, key=lambda p: (p.dts or 0) * p.time_base):
            container.mux(packet)
    return path


def picture(number: int) -> Any:
    """Return the pixels of a recording's frame."""
    return np.full((SIZE[1], SIZE[0]), 16 + 4 * number % 236, np.uint8)


def _sound(container: Any, encoder: str, start: float, seconds: float) -> list[Any]:
    stream = container.add_stream(encoder, rate=48000)
    stream.layout = "mono"
    kind = stream.codec_context.format.name
    packets: list[Any] = []
    for number in itertools.count():
        step = stream.codec_context.frame_size or 1152
        if number * step >= 48000 * seconds:
            return [*packets, *stream.encode(None)]
        wave = np.sin((np.arange(step) + number * step) * 2 * np.pi * (300 + number) / 48000)
        samples = wave.astype(np.float32) if kind.startswith("flt") else (wave * 8191).astype("<i2")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format=kind, layout="mono")
        frame.sample_rate, frame.time_base = 48000, Fraction(1, 48000)
        frame.pts = round(Fraction(str(start)) * 48000) + number * step
        packets += stream.encode(frame)
    raise AssertionError


def _lines(container: Any, lines: Sequence[tuple[float, float, str]]) -> list[Any]:
    stream = container.add_stream("subrip")
    stream.codec_context.subtitle_header = ASS_HEADER.encode()
    stream.time_base = Fraction(1, 1000)
    packets = []
    for first, last, text in lines:
        packet = av.Packet(text.encode())
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = round(first * 1000)
        packet.duration = round((last - first) * 1000)
        packets.append(packet)
    return packets


def joined(path: Path, *parts: Path) -> Path:
    """Write files one after the other; of FLV without the later ones' headers."""
    data = [part.read_bytes() for part in parts]
    if path.suffix == ".flv":
        data[1:] = [more[13:] for more in data[1:]]
    path.write_bytes(b"".join(data))
    return path


@dataclass
class Read:
    """What a source has shown: times in seconds, by stream; bytes of copied packets."""

    video: list[float] = field(default_factory=list)
    brightness: list[int] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    data: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def sound(self) -> list[float]:
        """The times of the first kind of sound."""
        return self.others["audio"]


def read(path: Path, *, allow_references: bool = False, **excerpt: Any) -> Read:
    """Read a file, or a part of it, as transcoding does."""
    found = Read()

    def note(packet: Any) -> None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        kind = packet.stream.type
        found.others[kind].append(float(stamp * packet.time_base))
        found.ends[kind].append(float((stamp + (packet.duration or 0)) * packet.time_base))
        found.data[kind].append(bytes(packet))

    part = Excerpt.of(**excerpt)
    with VideoSource(path, excerpt=part, allow_references=allow_references) as source:
        try:
            for frame in source.frames(note):
                assert frame.pts is not None
                found.video.append(float(frame.pts * frame.time_base))
                found.brightness.append(round(float(np.frombuffer(frame.planes[0].data, np.uint8)
                                                    .reshape(-1, frame.planes[0].stride)
                                                    [:, : SIZE[0]].mean())))  # fmt: skip
        except MediaError as error:
            found.fault = str(error)
        found.notes = source.clock_notes
    return found


def steps(times: Sequence[float]) -> list[float]:
    """Return the distances of times that follow each other."""
    return [after - before for before, after in itertools.pairwise(sorted(times))]
