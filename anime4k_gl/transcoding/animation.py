"""Animated pictures, upscaled: to animations, to videos, and videos to them."""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Anime4KError, MediaError
from ..formats import PIXEL_LAYOUTS, RGBA8, Size
from ..frame import Frame
from ..gl.offscreen import OFFSCREEN
from ..media.animations.api import (
    Animation,
    AnimationFrame,
    AnimationReader,
    AnimationWriter,
    animation_format,
)
from ..media.animations.intermediate import write_intermediate
from ..media.animations.part import in_part
from ..media.opening import MediaInput
from ..media.output_file import OutputFile
from ..media.pictures.recipe_text import metadata_with_recipe
from ..media.timing.excerpt import WHOLE
from ..media.video.orientation import is_mirrored, rotation_of
from ..media.video.video_source import TruncatedError, VideoSource
from ..rendering.arrays.api import array_drawing
from ..rendering.held import HeldPictures
from ..rendering.output_size import OutputSize
from ..rendering.renderer import Renderer
from ..rendering.transparency import bled
from ..tonemap import ToneMap
from .claims import acceptance
from .job import Job, Transcoded
from .picture_decisions import (
    check_codec,
    decide_animation,
    decide_animation_to_video,
    decide_video_to_animation,
)
from .videos.auto_codec import settle_encoder

_UNHURRIED = Fraction(1, 10)  # seconds, for which players show a frame that names hardly any time
_HURRIED = Fraction(2, 100)
_MAX_TIMESCALE = 1_000_000


def transcode_animation(job: Job, *, quality: int, codec: str) -> Transcoded:
    """Upscale an animated picture to an animated picture, see `transcode`."""
    check_codec(job.target, codec)
    with AnimationReader(job.source, accept=acceptance(job)) as reader:
        info = reader.info
        decided = decide_animation(
            info, job, codec=codec, notes=reader.notes, file_format=reader.file_format
        )
        job.decided(decided)
        source, target = decided.source_size, decided.target_size
        size = OutputSize(job.output_size.scale, None if job.output_size.size is None else target)
        notes = list(decided.notes)
        frames = reader.frames()
        if reader.file_format != animation_format(job.target):
            frames = _unhurried(frames, notes)
        frames = in_part(frames, job.excerpt, job.source.name)
        written = replace(info, width=target.width, height=target.height)
        written = _with_recipe(written, job)
        with AnimationWriter(job.target, written, quality=quality, overwrite=job.overwrite) as to:
            for done, frame in enumerate(frames, 1):
                pixels = frame.pixels if info.has_alpha else frame.pixels[..., :3]
                result = array_drawing(job.render, size).draw(np.ascontiguousarray(pixels))
                to.add(_with_alpha(result), frame.seconds)
                job.progress(done, info.count)
                job.check_cancelled()
    told = tuple(dict.fromkeys((*notes, *to.notes)))
    return Transcoded(source, target, to.frames, told, decisions=decided)


def transcode_animation_to_video(
    job: Job, video: Callable[[Job], Transcoded], *, encoder: str, pix_fmt: str | None
) -> Transcoded:
    """Upscale an animated picture to a video.

    Its frames go through a lossless video beside the target, since FFmpeg does not read all of
    these formats, and not all of what they say.

    Parameters
    ----------
    video : upscales a video file
    encoder, pix_fmt : what it is encoded with, ``auto`` too, and its pixel format if one was chosen
    """
    with (
        AnimationReader(job.source, accept=acceptance(job)) as reader,
        contextlib.ExitStack() as stack,
    ):
        size = Size(reader.info.width, reader.info.height)
        settled = settle_encoder(
            job, size, PIXEL_LAYOUTS["rgba" if reader.info.has_alpha else "rgb24"],
            encoder=encoder, crf=None, pix_fmt=pix_fmt,
        )  # fmt: skip
        decided, alpha = decide_animation_to_video(
            reader.info, job, encoder=settled.encoder, pix_fmt=pix_fmt, notes=reader.notes,
            file_format=reader.file_format,
        )  # fmt: skip
        job.decided(decided)
        if job.target.path is None or job.target.is_pipe:
            beside = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "frames.mov"
        else:
            beside = job.target.path.with_name(f"{job.target.path.stem}-frames.mov")
        output = OutputFile(beside, overwrite=True)  # under its hidden name for good
        stack.callback(output.discard)
        hidden = output.path
        notes = [*decided.notes, *output.notes]

        def pictures() -> Iterator[AnimationFrame]:
            for frame in in_part(_unhurried(reader.frames(), notes), job.excerpt, job.source.name):
                pixels = bled(frame.pixels) if alpha else _on_black(frame.pixels)
                yield AnimationFrame(pixels, frame.seconds)

        write_intermediate(
            hidden,
            pictures(),
            _timescale(in_part(_unhurried(reader.frames(), []), job.excerpt, job.source.name)),
        )
        try:
            hidden_job = replace(
                job,
                source=MediaInput(hidden),
                decided=lambda decisions: None,
                excerpt=WHOLE,
                framing=job.framing.of_animation,
                resumable=False,
            )
            done = video(hidden_job)
        except Anime4KError as error:
            raise type(error)(str(error).replace(str(hidden), job.source.name)) from error
    told = tuple(dict.fromkeys((*notes, *done.notes)))
    return replace(done, notes=told, decisions=decided)


def transcode_video_to_animation(
    job: Job, *, quality: int, codec: str, hwdec: str, strict: bool
) -> Transcoded:
    """Upscale a video to an animated picture: its frames, and nothing of what goes with them."""
    check_codec(job.target, codec)
    with job.open_video(hwdec=hwdec) as source:
        decided = decide_video_to_animation(source, job, codec=codec)
        job.decided(decided)
        notes, lost = list(decided.notes), list[str]()
        target, native = job.sizes(source.size)
        turned = decided.target_size
        has_alpha = source.layout.has_alpha
        info = Animation(turned.width, turned.height, source.frame_count, has_alpha=has_alpha,
                         soft_alpha=has_alpha)  # fmt: skip
        info = _with_recipe(info, job)
        held = HeldPictures(job.held)
        drawing = _AnimationDrawing(job, target, native, source.hdr.tone_map, held)
        try:
            with AnimationWriter(job.target, info, quality=quality, overwrite=job.overwrite) as to:
                taken = _timed(source, lost, strict=strict)
                for done, (frame, seconds) in enumerate(taken, 1):
                    pixels = as_shown(drawing.draw(frame), source.display_matrix)
                    to.add(np.ascontiguousarray(pixels), seconds)
                    job.progress(done, source.frame_count)
                    job.check_cancelled()
        finally:
            drawing.release()
        if source.device_failure is not None:
            notes.append(source.device_failure)
        if source.grumbles is not None:
            notes.append(source.grumbles)
        notes += source.fields.late_notes
        told = tuple(dict.fromkeys((*lost, *notes, *source.clock_notes, *to.notes)))
        return Transcoded(
            source.size, turned, to.frames, told, with_losses=bool(lost), decisions=decided,
            held=held.held,
        )  # fmt: skip


@dataclass
class _AnimationDrawing:
    """Draws frames as R'G'B'A of 8 bits, for a display of SDR."""

    job: Job
    target: Size
    native: Size
    tone_map: ToneMap
    held: HeldPictures
    _renderer: Renderer | None = None
    _last: np.ndarray[Any, np.dtype[np.uint8]] | None = None

    def draw(self, frame: Frame) -> np.ndarray[Any, np.dtype[np.uint8]]:
        renderer = self._renderer
        if self.held.repeats(frame, repeatable=renderer is not None and renderer.repeats):
            assert renderer is not None and self._last is not None
            OFFSCREEN.call(lambda _: renderer.count())
            return self._last
        self._last = self._draw(frame)
        return self._last

    def _draw(self, frame: Frame) -> np.ndarray[Any, np.dtype[np.uint8]]:
        def work(context: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
            if self._renderer is None:
                self._renderer = Renderer(context, self.job.render, tone_map=self.tone_map)
            self._renderer.render(frame, target=self.target, native=self.native, output=RGBA8)
            return np.asarray(self._renderer.read()[0], np.uint8)

        return OFFSCREEN.call(work)

    def release(self) -> None:
        def work(_: Any) -> None:
            if self._renderer is not None:
                self._renderer.release()

        OFFSCREEN.call(work)


def as_shown(
    pixels: np.ndarray[Any, np.dtype[np.uint8]], matrix: tuple[int, ...] | None
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return a frame mirrored and turned as its display matrix asks for."""
    if is_mirrored(matrix):
        pixels = pixels[::-1]
    return np.rot90(pixels, -(rotation_of(matrix) // 90))


def _timed(
    source: VideoSource, lost: list[str], *, strict: bool
) -> Iterator[tuple[Frame, Fraction]]:
    """Yield each frame with the seconds until the next; add to `lost` what could not be decoded."""
    before: Frame | None = None
    usual = 1 / (source.frame_rate or Fraction(24))
    try:
        for frame in source.frames():
            if before is not None:
                assert frame.pts is not None and before.pts is not None
                yield before, max(frame.pts - before.pts, 0) * source.time_base
            before = frame
            if strict:
                source.check_undamaged()
    except TruncatedError as error:
        if strict:
            raise MediaError(f"{error}; leave out --strict to keep them") from error
        lost.append(str(error))
    if before is not None:
        last = (before.duration or 0) * source.time_base
        yield before, last or usual


def _unhurried(frames: Iterator[AnimationFrame], notes: list[str]) -> Iterator[AnimationFrame]:
    """Yield frames that name hardly any time with the time for which players show them."""
    count = 0
    for frame in frames:
        if frame.seconds < _HURRIED and (frame.seconds * 100).denominator == 1:
            count += 1
            frame = replace(frame, seconds=_UNHURRIED)
        yield frame
    if count:
        notes.append(
            f"{count} frames that ask for hardly any time are shown for 100 ms, as browsers do"
        )


def _timescale(frames: Iterator[AnimationFrame]) -> int:
    """Return units in a second that hold the frames' times, exactly if that can be."""
    scale = 10
    for frame in frames:
        scale = math.lcm(scale, frame.seconds.denominator)
        if scale > _MAX_TIMESCALE:
            return 90_000
    return scale


def _on_black(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    alpha = pixels[..., 3:].astype(np.uint16)
    return ((pixels[..., :3] * alpha + 127) // 255).astype(np.uint8)


def _with_recipe(info: Animation, job: Job) -> Animation:
    if not job.recipe or job.target.suffix not in (".png", ".apng"):
        return info
    return replace(info, metadata=metadata_with_recipe(info.metadata, job.recipe))


def _with_alpha(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if pixels.shape[2] == 4:
        return pixels
    return np.concatenate([pixels, np.full_like(pixels[..., :1], 255)], axis=2)
