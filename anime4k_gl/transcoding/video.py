"""A video file, upscaled: decoding, drawing, reading back and encoding overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from ..errors import MediaError
from ..frame import Frame
from ..gl import cuda
from ..gl.offscreen import OffscreenThread
from ..gl.pixel_transfer import Readback
from ..media.carrying.words import LATE_STREAMS
from ..media.target import UNCODED
from ..media.video.hwdec import CUDA_HWDECS
from ..media.video.video_source import TruncatedError
from ..media.writing.stream_choice import StreamChoice
from ..media.writing.video_writer import BlankFrame, VideoWriter
from ..plan import PlaneOutput
from ..rendering.renderer import Renderer
from ..rendering.source_format import SourceFormat
from .decisions import decide_video
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
        source = stack.enter_context(job.open_video(hwdec=hwdec, on_device=on_device))
        decided = decide_video(source, job, encoder=encoder, pix_fmt=pix_fmt, streams=streams)
        job.decided(decided.decisions)
        picture, plan = decided.picture, decided.plan
        target, native, layout, colour = (
            picture.target, picture.native, picture.layout, picture.colour,
        )  # fmt: skip
        notes += decided.decisions.notes
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
                recipe=job.recipe,
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
    if source.late_streams:
        notes.append(LATE_STREAMS)
    notes += source.fields.late_notes
    told = tuple(dict.fromkeys((*losses_found, *notes, *source.clock_notes, *writer.notes)))
    return Transcoded(
        source.size, target, done, told, times.seconds(), bool(losses_found), decided.decisions
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
