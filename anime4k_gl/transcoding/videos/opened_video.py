"""A video that is opened to be upscaled: decoding, drawing and reading back, one way for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ...errors import MediaError
from ...frame import Frame
from ...gl import cuda
from ...gl.offscreen import OffscreenThread
from ...gl.pixel_transfer import Readback
from ...media.video.hwdec import CUDA_HWDECS
from ...media.video.video_source import TruncatedError, VideoSource
from ...media.writing.stream_choice import StreamChoice
from ...media.writing.video_encoding import BlankFrame
from ...media.writing.video_writer import VideoDescription
from ...plan import PlaneOutput
from ...rendering.held import HeldPictures
from ...rendering.renderer import Renderer
from ...rendering.source_format import SourceFormat
from ..decisions import decide_video
from ..job import Job
from ..stages import Prefetch, StageTimes, held_back
from .auto_codec import settle_encoder
from .frame_steps import FrameSteps

# Frames that wait between two stages, and frames that the GPU copies out while it draws the next.
_DECODED_AHEAD = 4
_READ_BEHIND = 2
_RENDERED_AHEAD = 3


@dataclass(frozen=True, slots=True)
class VideoOptions:
    """What of `transcode`'s options is for videos alone.

    Attributes
    ----------
    encoder, crf, codec_preset, pix_fmt, encoder_options : see `Encoding`
    hwdec : where it is decoded
    strict : whether to fail where it is damaged
    streams : which others to keep
    cluster : the address of the cluster that makes it; None for this process
    request : what `transcode` was asked for, for workers elsewhere
    """

    encoder: str
    crf: float | None
    codec_preset: str | None
    pix_fmt: str | None
    hwdec: str
    strict: bool
    streams: StreamChoice
    encoder_options: Mapping[str, str]
    cluster: str | None = None
    request: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A frame that has been drawn, and the encoder's memory that its pixels are on their way to."""

    segment: int
    frame: Frame
    result: BlankFrame
    reading: Readback


class FrameSink(Protocol):
    """What takes the drawn frames."""

    def blank(self) -> BlankFrame:
        """Return a frame to fill."""

    def write(self, segment: int, picture: BlankFrame, frame: Frame) -> None:
        """Take a filled frame, drawn of another, in order."""


@dataclass(slots=True)
class DrawingOutcome:
    """What came of a video's frames.

    Attributes
    ----------
    frames : how many are done
    steps : from one to the next
    losses : what could not be decoded, a sentence each
    """

    frames: int
    steps: FrameSteps
    losses: list[str]


class OpenedVideo:
    """A video, with all that is decided about it and all that draws it. A context manager.

    Everything that may fail on account of the options is tried here, before a file is written.

    Attributes
    ----------
    job, options : as given
    source : the opened file
    decided : what becomes of it
    description : what is told to the encoder and the muxer
    times : seconds that each stage took
    held : which frames were not drawn, since they were the one before
    """

    def __init__(self, job: Job, options: VideoOptions) -> None:
        self.job, self.options = job, options
        self.times = StageTimes()
        self.held = HeldPictures(job.held)
        self._last: Drawing | None = None
        with ExitStack() as undo:
            self._offscreen = OffscreenThread()
            undo.callback(self._offscreen.close)
            self.source = undo.enter_context(self.open_source())
            self.options, notes = _settled(job, self.source, options)
            options = self.options
            self.decided = decide_video(
                self.source,
                job,
                encoder=options.encoder,
                pix_fmt=options.pix_fmt,
                streams=options.streams,
                notes=notes,
            )
            job.decided(self.decided.decisions)
            picture = self.decided.picture
            self._output = PlaneOutput(picture.layout, picture.colour)
            self._renderer = self._offscreen.call(lambda context: Renderer(context, job.render))
            self._offscreen.at_close(self._renderer.release)
            form = SourceFormat(self.source.size, self.source.layout, self.source.colour)
            self._offscreen.call(lambda _: self._renderer.prepare(form, **self._shape))
            self.description = VideoDescription.of(
                job.target,
                self.source,
                size=picture.target,
                layout=picture.layout,
                colour=picture.colour,
                codec=options.encoder,
                crf=options.crf,
                preset=options.codec_preset,
                options=options.encoder_options,
                plan=self.decided.plan,
                overwrite=job.overwrite,
                recipe=job.recipe,
            )
            self._stack = undo.pop_all()

    def __enter__(self) -> OpenedVideo:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open_source(self) -> VideoSource:
        """Open the file, once more too; the caller closes it."""
        hwdec = self.options.hwdec
        on_device = (
            hwdec in CUDA_HWDECS and self._offscreen.call(lambda _: cuda.unusable()) is None
        )  # fmt: skip
        return self.job.open_video(hwdec=hwdec, on_device=on_device)

    def reopen(self) -> None:
        """Open the file anew, to be read from its start."""
        self.source.close()
        self.source = self._stack.enter_context(self.open_source())

    def encode(
        self, frames: Iterator[tuple[int, Frame]], sink: FrameSink, outcome: DrawingOutcome
    ) -> None:
        """Draw frames, each with the number of its segment, and hand them on, to their end.

        Raises
        ------
        MediaError : the source cannot be read, or is damaged and that is not to be
        """
        with ExitStack() as stack:
            decoded = stack.enter_context(
                Prefetch(frames, depth=_DECODED_AHEAD, name="decode", times=self.times)
            )
            drawn = stack.enter_context(
                Prefetch(
                    map(self._finish, held_back(self._drawn(decoded, sink.blank), _READ_BEHIND)),
                    depth=_RENDERED_AHEAD, name="render", times=self.times,
                )
            )  # fmt: skip
            try:
                for drawing in drawn:
                    frame = drawing.frame
                    assert frame.pts is not None
                    with self.times.measure("encode"):
                        sink.write(drawing.segment, drawing.result, frame)
                    outcome.frames += 1
                    outcome.steps.pass_to(float(frame.pts * frame.time_base))
                    self.job.progress(outcome.frames, self.source.frame_count)
                    self.job.check_cancelled()
                    if self.options.strict:
                        self.source.check_undamaged()
            except TruncatedError as error:
                if self.options.strict:
                    raise MediaError(f"{error}; leave out --strict to keep them") from error
                outcome.losses.append(str(error))

    @property
    def _shape(self) -> dict[str, Any]:
        picture = self.decided.picture
        return {"target": picture.target, "native": picture.native, "output": self._output}

    def _drawn(
        self, frames: Iterable[tuple[int, Frame]], blank: Callable[[], BlankFrame]
    ) -> Iterator[Drawing]:
        before: int | None = None
        for segment, frame in frames:
            if segment != before and self._last is not None:
                # Each segment is as if it were drawn alone, whoever draws the one before.
                self._offscreen.call(lambda _: self._renderer.restart())
                self.held.forget()
                self._last = None
            before = segment
            yield self._draw(segment, frame, blank)

    def _draw(self, segment: int, frame: Frame, blank: Callable[[], BlankFrame]) -> Drawing:
        repeatable = self._last is not None and self._renderer.repeats
        with self.times.measure("compare"):
            repeated = self.held.repeats(frame, repeatable=repeatable)
        if repeated:
            assert self._last is not None
            self._offscreen.call(lambda _: self._renderer.count())
            self._last = replace(self._last, segment=segment, frame=frame)
        else:
            self._last = self._draw_anew(segment, frame, blank)
        return self._last

    def _draw_anew(self, segment: int, frame: Frame, blank: Callable[[], BlankFrame]) -> Drawing:
        def work(_: Any) -> Drawing:
            with self.times.measure("upload"):
                self._renderer.upload(frame, **self._shape)
            with self.times.measure("draw"):
                self._renderer.draw()
            with self.times.measure("read"):
                result = blank()
                return Drawing(segment, frame, result, self._renderer.read_into(result.planes))

        return self._offscreen.call(work)

    def _finish(self, drawing: Drawing) -> Drawing:
        with self.times.measure("read"):
            self._offscreen.call(lambda _: drawing.reading.wait())
        return drawing


def _settled(
    job: Job, source: VideoSource, options: VideoOptions
) -> tuple[VideoOptions, tuple[str, ...]]:
    """Return the options with the encoder that is used, here and elsewhere, and why it is."""
    settled = settle_encoder(
        job,
        source.size,
        source.layout,
        encoder=options.encoder,
        crf=options.crf,
        pix_fmt=options.pix_fmt,
    )
    if settled.encoder == options.encoder:
        return options, settled.notes
    told = {"codec": settled.encoder, "crf": settled.crf}
    request = {**options.request, **told} if options.request else options.request
    chosen = replace(options, encoder=settled.encoder, crf=settled.crf, request=request)
    return chosen, settled.notes
