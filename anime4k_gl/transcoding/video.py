"""A video file, upscaled: decoding, drawing, reading back and encoding overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from ..colour import UNSPECIFIED, Colour, Matrix, Range, guess_primaries
from ..errors import MediaError, OptionError
from ..formats import ColourModel, PixelLayout, Size
from ..frame import Frame
from ..gl import cuda
from ..gl.offscreen import OffscreenThread
from ..gl.pixel_transfer import Readback
from ..media.target import UNCODED
from ..media.video.hwdec import CUDA_HWDECS
from ..media.video.video_source import TruncatedError, VideoSource
from ..media.writing.codecs import (
    FULL_RANGE_CODECS,
    default_layout,
    losses,
    playback_trouble,
    resolve_layout,
)
from ..media.writing.source_plan import plan_for_source
from ..media.writing.stream_choice import StreamChoice
from ..media.writing.video_writer import BlankFrame, VideoWriter, check_video
from ..plan import PlaneOutput
from ..rendering.renderer import Renderer
from ..rendering.source_format import SourceFormat
from .job import Job, Transcoded
from .stages import Prefetch, StageTimes, held_back

# Frames that wait between two stages, and frames that the GPU copies out while it draws the next.
_DECODED_AHEAD = 4
_READ_BEHIND = 2
_RENDERED_AHEAD = 3

_ROUNDING_SECONDS = 0.003  # of times in milliseconds, twice


def transcode_video(
    job: Job,
    *,
    encoder: str,
    crf: float | None,
    codec_preset: str | None,
    pix_fmt: str | None,
    hwdec: str,
    strict: bool,
    streams: StreamChoice,
    encoder_options: Mapping[str, str],
) -> Transcoded:
    """Upscale a video file, see `transcode`."""
    notes: list[str] = []
    losses_found: list[str] = []
    with ExitStack() as stack:
        offscreen = OffscreenThread()
        stack.callback(offscreen.close)
        on_device = hwdec in CUDA_HWDECS and offscreen.call(lambda _: cuda.unusable()) is None
        source = stack.enter_context(
            VideoSource(job.source, hwdec=hwdec, on_device=on_device, listen=True)
        )
        plan = plan_for_source(source, job.target, streams)
        check_video(str(job.target), plan.container, encoder)
        if pix_fmt is not None:
            layout = resolve_layout(encoder, pix_fmt)
        else:
            layout = default_layout(encoder, source.layout)
        if source.lost_alpha:
            notes.append("the video's alpha was left out: this build of FFmpeg cannot decode it")
        lost = losses(source.layout, layout)
        if lost:
            notes.append(f"{encoder} as {layout.name} does not keep: {', '.join(lost)}")
        if source.has_captions:
            notes.append(
                "closed captions inside the video's frames are left out: to keep them, extract"
                " them to a file first, with ccextractor for example"
            )
        trouble = playback_trouble(encoder, layout)
        if trouble is not None:
            notes.append(trouble)
        target, native = _even_sizes(job, source.size, layout, notes)
        colour = output_colour(source.colour, layout, source.size)
        if encoder in FULL_RANGE_CODECS:
            colour = replace(colour, range=Range.FULL)
        output = PlaneOutput(layout, colour)

        # Everything that may fail on account of the options comes before the file is opened.
        renderer = offscreen.call(lambda context: Renderer(context, job.render))
        offscreen.at_close(renderer.release)
        offscreen.call(
            lambda _: renderer.prepare(
                SourceFormat(source.size, source.layout, source.colour),
                target=target, native=native, output=output,
            )
        )  # fmt: skip
        writer = stack.enter_context(
            VideoWriter(
                job.target,
                source,
                size=target,
                layout=layout,
                colour=colour,
                codec=encoder,
                crf=crf,
                preset=codec_preset,
                options=encoder_options,
                plan=plan,
                overwrite=job.overwrite,
            )
        )

        def draw(frame: Frame) -> _Drawing:
            def work(_: Any) -> _Drawing:
                with times.measure("upload"):
                    renderer.upload(frame, target=target, native=native, output=output)
                with times.measure("draw"):
                    renderer.draw()
                with times.measure("read"):
                    blank = writer.blank()
                    return _Drawing(frame, blank, renderer.read_into(blank.planes))

            return offscreen.call(work)

        def finish(drawing: _Drawing) -> _Drawing:
            with times.measure("read"):
                offscreen.call(lambda _: drawing.reading.wait())
            return drawing

        times = StageTimes()
        decoded = stack.enter_context(
            Prefetch(
                source.frames(on_packet=writer.copy),
                depth=_DECODED_AHEAD, name="decode", times=times,
            )
        )  # fmt: skip
        drawn = stack.enter_context(
            Prefetch(
                map(finish, held_back(map(draw, decoded), _READ_BEHIND)),
                depth=_RENDERED_AHEAD, name="render", times=times,
            )
        )  # fmt: skip
        done, steps = 0, _Steps()
        try:
            for drawing in drawn:
                frame = drawing.frame
                assert frame.pts is not None
                with times.measure("encode"):
                    writer.write(drawing.result, frame.pts, frame.duration)
                done += 1
                steps.pass_to(float(frame.pts * frame.time_base))
                job.progress(done, source.frame_count)
                if strict:
                    source.check_undamaged()
        except TruncatedError as error:
            if strict:
                raise MediaError(f"{error}; leave out --strict to keep them") from error
            losses_found.append(str(error))
    if job.target.container == UNCODED and steps.vary:
        notes.append(
            "Y4M holds no times: its frames all last alike, and the source's"
            f" {steps.least:.3f} to {steps.most:.3f} s"
        )
    # The source and the writer have more to tell once they have seen every packet.
    if source.device_failure is not None:
        notes.append(source.device_failure)
    if source.grumbles is not None:
        notes.append(source.grumbles)
    told = (*losses_found, *notes, *writer.notes)
    return Transcoded(
        source.size, target, done, told, times.seconds(), with_losses=bool(losses_found)
    )


class _Steps:
    """The least and the most time from one frame to the next, in seconds."""

    def __init__(self) -> None:
        self.least, self.most = math.inf, 0.0
        self._last: float | None = None

    def pass_to(self, time: float) -> None:
        """Note a frame's time."""
        if self._last is not None:
            self.least = min(self.least, time - self._last)
            self.most = max(self.most, time - self._last)
        self._last = time

    @property
    def vary(self) -> bool:
        """Whether frames last longer than others by more than a container's rounding."""
        return self.most - self.least > _ROUNDING_SECONDS


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A frame that has been drawn, and the encoder's memory that its pixels are on their way to."""

    frame: Frame
    result: BlankFrame
    reading: Readback


def _even_sizes(job: Job, source: Size, layout: PixelLayout, notes: list[str]) -> tuple[Size, Size]:
    """Return (target, native); the target's sides fit the layout's chroma subsampling."""
    target, native = job.sizes(source)
    log2_x, log2_y = layout.chroma_log2
    even = Size(max(1, target.width >> log2_x) << log2_x, max(1, target.height >> log2_y) << log2_y)
    if even == target:
        return target, native
    if job.output_size.size is not None or job.render.unscaled:
        raise OptionError(
            f"{layout.name} needs even sides, not {target}; take {even} or another --pix-fmt,"
            " yuv444p for example"
        )
    notes.append(f"{layout.name} needs even sides: the output is {even}, not {target}")
    return even, native


def output_colour(source: Colour, layout: PixelLayout, size: Size) -> Colour:
    """Return the colour description to encode with: the source's own where it has a YUV matrix.

    It is written out in full, since players would guess other tags from the larger size.

    Parameters
    ----------
    source : the source's description
    layout : what is encoded
    size : the source's size in pixels, from which its primaries are guessed where it has no tag
    """
    primaries = source.primaries
    if primaries == UNSPECIFIED:
        primaries = guess_primaries(source.matrix, size)
    if layout.model is ColourModel.RGB:
        return replace(source, matrix=Matrix.RGB, range=Range.FULL, primaries=primaries)
    if source.matrix is Matrix.RGB:
        return Colour(Matrix.BT709, Range.LIMITED, primaries=primaries, transfer=source.transfer)
    return replace(source, primaries=primaries)
