"""A few seconds of a video, upscaled, and what they say of the whole."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ...defaults import DEFAULT_SCALE, DEFAULT_SCALER
from ...errors import MediaError, OptionError
from ...formats import RGBA8, Size
from ...frame import Frame
from ...gl.offscreen import OFFSCREEN
from ...media.opening import MediaInput
from ...media.pictures.api import write_picture
from ...media.pictures.picture import Picture
from ...media.recipes import PREFIX, read_recipe
from ...media.target import MediaTarget
from ...media.timing.excerpt import Excerpt, parse_time
from ...media.video.framing import Framing
from ...media.video.video_source import VideoSource
from ...rendering.output_size import OutputSize
from ...rendering.render_options import RenderOptions
from ...rendering.renderer import Renderer
from ...scaler_shaders import resolve_scaler
from ...tonemap import ToneMap
from ..api import transcode
from ..job import Progress
from ..route import kind_of
from .records import record, recorded_recipe

SECONDS = 3
"""Of a preview; a shorter video is taken whole."""

PREVIEW = ".preview"
"""What the names of previews have before their extension."""

DIVIDER = 4
"""Pixels between the two halves of the picture that compares."""

_RECIPE = PREFIX + '"preview":true}'
_FRAMING = {"crop": None, "aspect": None, "deinterlace": "auto", "detelecine": False}


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview, and what the whole is expected to take.

    Attributes
    ----------
    video, picture : the files that were written; on the picture's left is the source, scaled by
        the bilinear filter alone, and on its right the result
    start, seconds : of the part, from the start that players show, and how long it is
    source_size, target_size : in pixels
    frames : of the part
    rate : frames a second that were made once it was under way; 0 where there were too few
    all_seconds : of the video that is to be upscaled; None where that is not known
    expected_time : seconds that the whole is expected to take; None where it cannot be told
    expected_size : bytes that the whole is expected to have; None where it cannot be told
    notes : what the user should know of, a sentence each
    """

    video: Path
    picture: Path
    start: float
    seconds: float
    source_size: Size
    target_size: Size
    frames: int
    rate: float
    all_seconds: float | None
    expected_time: float | None
    expected_size: float | None
    notes: tuple[str, ...]


def preview(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    options: Mapping[str, Any],
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Preview:
    """Upscale three seconds from the middle of a video, and estimate the whole.

    The files are beside `target`, under its name with ``.preview``; earlier previews are replaced.

    Parameters
    ----------
    options : of `transcode`, by name
    overwrite : replace other files of these names

    Raises
    ------
    OptionError : the source is not a video
    MediaError and others, as `transcode`
    """
    origin = MediaInput(source, urls=False, allow_references=bool(options.get("allow_references")))
    out = MediaTarget(target, format=options.get("format"))
    if origin.path is None or origin.is_pipe or out.path is None or out.is_pipe:
        raise OptionError("--preview needs files: a pipe has no middle to go to")
    if kind_of(origin) != "video":
        raise OptionError(f"{origin.name}: is no video; --preview is of videos alone")
    first, seconds, whole = _part(origin, options)
    video = out.path.with_name(f"{out.path.stem}{PREVIEW}{out.path.suffix}")
    picture = out.path.with_name(f"{out.path.stem}{PREVIEW}.png")
    for path in (video, picture):
        if os.path.lexists(path) and not overwrite and recorded_recipe(path) is None:
            raise MediaError(f"{path}: already exists, and is no preview; pass --overwrite")
    started: float | None = None

    def timed(done: int, total: int | None) -> None:
        nonlocal started
        if started is None:
            started = time.monotonic()
        if progress is not None:
            progress(done, total)

    part = {**options, "start": float(first), "end": float(first + seconds), "frames": None}
    made = transcode(source, video, **part, overwrite=True, progress=timed)
    # From the first frame on: what starting takes is over then, what the encoder holds back is not.
    took = time.monotonic() - (started or 0.0)
    rate = (made.frames - 1) / took if made.frames > 1 and took > 0 else 0.0
    if read_recipe(video) is None:  # so that the next preview may replace it
        record(video, _RECIPE)
    _compare(origin, video, picture, options, Excerpt(first, first + seconds), made.frames // 2)
    shown = float(seconds)
    size = None if whole is None else _expected_size(video, shown, float(whole))
    frames = None if whole is None else made.frames * float(whole) / shown
    return Preview(
        video=video,
        picture=picture,
        start=float(first),
        seconds=shown,
        source_size=made.source_size,
        target_size=made.target_size,
        frames=made.frames,
        rate=rate,
        all_seconds=None if whole is None else float(whole),
        expected_time=frames / rate if frames and rate else None,
        expected_size=size,
        notes=made.notes,
    )


def _part(
    source: MediaInput, options: Mapping[str, Any]
) -> tuple[Fraction, Fraction, Fraction | None]:
    """Return the part's start and length, and the length of all that is asked for, in seconds."""
    path = source.path
    assert path is not None
    with VideoSource(source, excerpt=Excerpt()) as video:
        length = video.duration
        rate = video.frame_rate or Fraction(24)
    first = parse_time(options.get("start") or 0.0, "from")
    last = None if length is None else Fraction(length).limit_denominator(1000)
    if options.get("end") is not None:
        end = parse_time(options["end"], "to")
        last = end if last is None else min(last, end)
    if options.get("frames") is not None:
        end = first + options["frames"] / rate
        last = end if last is None else min(last, end)
    if last is None:
        return first, Fraction(SECONDS), None
    whole = last - first
    if whole <= 0:
        raise OptionError(f"{source.name}: nothing of the video is between --from and --to")
    seconds = min(Fraction(SECONDS), whole)
    start = first + (whole - seconds) / 2
    return start.limit_denominator(1000), seconds, whole


def _expected_size(path: Path, seconds: float, whole: float) -> float:
    """Return the bytes that a video would have if it went on as its part, of so many seconds."""
    packets = 0
    with MediaInput(path, urls=False) as source, source.container() as container:
        for packet in container.demux():
            packets += packet.size
    # Fonts and covers are there once, however long it is.
    return packets / seconds * whole + max(0, path.stat().st_size - packets)


def _compare(
    source: MediaInput,
    result: Path,
    picture: Path,
    options: Mapping[str, Any],
    part: Excerpt,
    number: int,
) -> None:
    """Write a frame of the source, scaled plainly, beside the same of the result."""
    assert source.path is not None
    framing = Framing.of(**{name: options.get(name, value) for name, value in _FRAMING.items()})
    asked = OutputSize.of(options.get("scale", DEFAULT_SCALE), options.get("size"))
    scaler = resolve_scaler(options.get("scaler", DEFAULT_SCALER))
    again = MediaInput(source.path, urls=False, allow_references=source.allow_references)
    with VideoSource(again, excerpt=part, deinterlace=framing.fields) as video:
        framing.apply(video, lambda frame: asked.resolve(frame, scaler=scaler)[0])
        before, tone_map = _frame(video, number), video.hdr.tone_map
        rotation = video.rotation
        source_size = video.size
    with VideoSource(MediaInput(result, urls=False)) as video:
        after, after_map = _frame(video, number), video.hdr.tone_map
        after_rotation = video.rotation
        size = video.size
    plain = RenderOptions.of(preset="none", scaler="bilinear")
    left = np.rot90(_drawn(before, plain, size, source_size, tone_map), -(rotation // 90))
    right = np.rot90(_drawn(after, plain, size, size, after_map), -(after_rotation // 90))
    if left.shape != right.shape:  # the result is turned upright: an animation
        left = left[: right.shape[0], : right.shape[1]]
    divider = np.full((right.shape[0], DIVIDER, 3), 255, np.uint8)
    pixels = np.concatenate([left, divider, right], axis=1)
    write_picture(
        picture, Picture(np.ascontiguousarray(pixels)), overwrite=True,
        recipe=_RECIPE,
    )  # fmt: skip


def _frame(video: VideoSource, number: int) -> Frame:
    """Return a frame by its number from 0, or the last one before it."""
    found = deque(islice(video.frames(), number + 1), maxlen=1)
    if not found:
        raise MediaError(f"{video.path}: no frame in the part that is previewed")
    return found[0]


def _drawn(
    frame: Frame, render: RenderOptions, target: Size, native: Size, tone_map: ToneMap
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return a frame as R'G'B' of 8 bits, for a display of SDR."""

    def work(context: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
        renderer = Renderer(context, render, tone_map=tone_map)
        try:
            renderer.render(frame, target=target, native=native, output=RGBA8)
            return np.asarray(renderer.read()[0], np.uint8)[..., :3].copy()
        finally:
            renderer.release()

    return OFFSCREEN.call(work)
