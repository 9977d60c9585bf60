"""Clips with fields: interlaced, telecined, flagged rightly, wrongly or not, all made of scenes.

A scene is a picture at a time, so that what a frame or a field of it holds is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph

Luma = np.ndarray[Any, np.dtype[np.uint8]]
Scene = Callable[[float], Luma]

WIDTH, HEIGHT = 160, 96
FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)
PAL = Fraction(25)

_Y, _X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)


def _codes(values: Any) -> Luma:
    return np.clip(np.rint(values), 16, 235).astype(np.uint8)


def moving(seconds: float) -> Luma:
    """Bars that move sideways, 300 pixels a second, over a disc that goes round."""
    bars = np.clip(8 * np.sin((_X - 300 * seconds) * 2 * np.pi / 40), -1, 1)
    disc = np.hypot(_X - 80 - 40 * np.cos(4 * seconds), _Y - 48 - 20 * np.sin(4 * seconds)) < 16
    return _codes(np.where(disc, 200, 110 + 70 * bars * (_Y > 24)))


def drawn(seconds: float) -> Luma:
    """A cel that is drawn anew 12 times a second, on a still background."""
    step = np.floor(seconds * 12 + 1e-6)
    back = 90 + 40 * np.mod(np.floor(_X / 16), 2) + 10 * np.mod(np.floor(_Y / 12), 2)
    disc = np.hypot(_X - 30 - 7 * step, _Y - 48 - 8 * np.sin(step)) < 22
    return _codes(np.where(disc, 220, back))


def still(seconds: float) -> Luma:
    """One picture, with lines of a pixel in it."""
    return _codes(60 + _X * 0.5 + 60 * (np.mod(_Y, 2) == 0) * (_X > 80))


def screentone(seconds: float) -> Luma:
    """A disc of lines of one pixel, which moves by whole pixels 50 times a second."""
    step = np.rint(seconds * 50)
    disc = np.hypot(_X - 40 - step, _Y - 48 - np.mod(step, 7)) < 30
    return _codes(np.where(disc, np.where(np.mod(_Y - step, 2) == 0, 210, 50), 128))


def scrolling(seconds: float) -> Luma:
    """A picture of lines of one pixel that moves down by a line, 25 times a second."""
    return _codes(np.where(np.mod(_Y + np.rint(seconds * 25), 2) == 0, 210, 50))


def whole(scene: Scene, count: int, rate: Fraction = PAL) -> list[Luma]:
    """Frames that are one moment each."""
    return [scene(float(n / rate)) for n in range(count)]


def woven(scene: Scene, count: int, rate: Fraction = PAL, *, order: int = 1) -> list[Luma]:
    """Frames of two fields, half a frame apart; the top field is first for an order of 1."""
    return _of_fields([scene(float(n / rate / 2)) for n in range(2 * count)], order)


def telecined(scene: Scene, count: int, *, order: int = 1, phase: int = 0) -> list[Luma]:
    """Film by 3:2 pulldown, in so many frames."""
    film = [scene(float(n / FILM)) for n in range(count)]
    fields = [picture for n, picture in enumerate(film) for _ in range(3 - n % 2)]
    return _of_fields(fields[phase : phase + 2 * count], order)


def shifted(scene: Scene, count: int, rate: Fraction = PAL, *, order: int = 1) -> list[Luma]:
    """Whole frames whose second field comes in the frame after."""
    film = whole(scene, count + 1, rate)
    return _of_fields([picture for picture in film for _ in range(2)][1 : 2 * count + 1], order)


def _of_fields(fields: Sequence[Luma], order: int) -> list[Luma]:
    frames = []
    for first, second in zip(fields[::2], fields[1::2], strict=True):
        top, bottom = (first, second) if order == 1 else (second, first)
        frame = top.copy()
        frame[1::2] = bottom[1::2]
        frames.append(frame)
    return frames


def video_frames(pictures: Iterable[Luma], pix_fmt: str = "yuv420p") -> list[av.VideoFrame]:
    """Gray pictures as planar frames, whose luma is the pictures' own codes."""
    deep = pix_fmt.endswith("10le")
    frames = []
    for picture in pictures:
        height, width = picture.shape
        frame = av.VideoFrame(width, height, pix_fmt)
        for number, plane in enumerate(frame.planes):
            gray = number and pix_fmt.startswith("yuv")
            codes = np.full((plane.height, plane.width), 128) if gray else picture
            rows = np.zeros((plane.height, plane.line_size), np.uint8)
            made = (codes.astype("<u2") << 2).view(np.uint8) if deep else codes.astype(np.uint8)
            rows[:, : made.shape[1]] = made
            plane.update(rows.tobytes())
        frames.append(frame)
    return frames


def write_fields(
    path: Path,
    pictures: Sequence[Luma],
    *,
    rate: Fraction = PAL,
    flags: str = "prog",
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
    container: str | None = None,
) -> Path:
    """Encode pictures, each flagged as ``tff``, ``bff`` or ``prog``."""
    given = {"libx264": {"crf": "4", "preset": "ultrafast", "g": "12"},
             "mpeg2video": {"qmin": "1", "qmax": "2", "g": "12"}}.get(codec, {})  # fmt: skip
    given = {**given, **(options or {})}
    if flags != "prog":
        given |= {"flags": "+ildct+ilme"}
        if codec == "libx264":
            given |= {"x264-params": f"{flags}=1"}
    with av.open(str(path), "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=rate, options=given)
        stream.height, stream.width = pictures[0].shape
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = 1 / rate
        graph = Graph()
        source = graph.add_buffer(
            width=stream.width, height=stream.height, format=av.VideoFormat(pix_fmt),
            time_base=1 / rate,
        )  # fmt: skip
        graph.link_nodes(source, graph.add("setfield", flags), graph.add("buffersink"))
        graph.configure()
        for number, frame in enumerate(video_frames(pictures, pix_fmt)):
            frame.pts, frame.time_base = number, 1 / rate
            graph.push(frame)
            output.mux(stream.encode(graph.pull()))
        output.mux(stream.encode(None))
    return path


def write_soft_telecine(path: Path, pictures: Sequence[Luma]) -> Path:
    """Write film as MPEG-2 of 29.97 frames a second whose every second frame repeats a field."""
    film = path.with_suffix(".film.m2v")
    write_fields(film, pictures, rate=FILM, codec="mpeg2video", container="mpeg2video",
                 options={"bf": "0"})  # fmt: skip
    data = bytearray(film.read_bytes())
    fields, at = 0, data.find(b"\0\0\1")
    while at >= 0:
        kind = data[at + 3]
        if kind == 0xB3:  # sequence header: 30000/1001 frames a second
            data[at + 7] = data[at + 7] & 0xF0 | 4
        elif kind == 0xB5 and data[at + 4] >> 4 == 1:  # its extension: not all is progressive
            data[at + 5] &= ~0x08 & 0xFF
        elif kind == 0xB5 and data[at + 4] >> 4 == 8:  # of a picture: which field, and how often
            number = round(fields / 2.5)
            repeats = number % 2 == 0
            top = fields % 2 == 0
            data[at + 7] = data[at + 7] & 0x7D | top << 7 | repeats << 1
            fields += 3 if repeats else 2
        at = data.find(b"\0\0\1", at + 4)
    patched = path.with_suffix(".m2v")
    patched.write_bytes(data)
    if path.suffix != ".m2v":
        with av.open(str(patched)) as source, av.open(str(path), "w") as output:
            stream = output.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(video=0):
                if packet.size:
                    packet.stream = stream
                    output.mux(packet)
    return path
