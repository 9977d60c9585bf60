"""Video files as sinks of frames: encoded video, with everything else copied from the source.

The file is written under a hidden name in the target's folder and renamed when it is complete, so
that the target is never a partial file.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from ...colour import Colour
from ...errors import MediaError, OptionError
from ...formats import PixelLayout, Size
from ...frame import Plane
from ..carrying.finishing import complete_headers
from ..failures import reported
from ..layouts import planes_of
from ..pyav import (
    HAS_FIELD_ORDER,
    Packet,
    VideoFrame,
    VideoStream,
    av,
    copy_disposition,
    tag,
)
from ..target import MediaTarget, as_target
from ..video.alpha import STREAM_TAG
from ..video.hdr import hdr_options
from ..video.video_source import VideoSource
from ..whole_output import WholeOutput
from .codecs import (
    default_layout,
    encoder_options,
    encoder_time_base,
    is_hardware,
    layout_options,
    level_options,
    merged_options,
    resolve_codec,
    resolve_layout,
)
from .containers import MP4_FAMILY, check_video, codec_tag, refusal, shown_name
from .source_plan import carried, plan_for_source
from .stream_copier import StreamCopier
from .stream_plan import StreamPlan

__all__ = ["VideoWriter", "default_layout"]


_PROGRESSIVE = 1  # FFmpeg's AV_FIELD_PROGRESSIVE
_FINE = Fraction(1, 90_000)  # seconds, of MPEG's clock


@dataclass(frozen=True, slots=True)
class BlankFrame:
    """A frame in the encoder's memory, for the caller to fill.

    Attributes
    ----------
    frame : PyAV's frame, with its colour description
    planes : its memory, in the layout's order
    """

    frame: VideoFrame
    planes: tuple[Plane, ...]


class VideoWriter(WholeOutput):
    """An output video being written. A context manager: leaving it normally finishes the file,
    leaving it by an exception (Ctrl-C too) discards it.

    `write` may be called in one thread while `copy` is called in another; each locks.

    Parameters
    ----------
    path : the file to write, whose extension names the container; or a `MediaTarget`, such as a
        pipe
    source : the source of streams, metadata, chapters, times and orientation
    size : pixels of a frame
    layout : the frames' pixel layout, one the encoder takes (see `default_layout`)
    colour : the frames' colour description, written to the file
    codec : an encoder's name in FFmpeg, or an alias such as ``h265``
    crf : constant quality on the codec's own scale, lower is better; None for the codec's default
    preset : the encoder's speed preset; None for its own default
    options : further options of the encoder, by FFmpeg's names
    plan : what becomes of the other streams; all are kept as well as can be by default
    overwrite : whether to replace an existing file

    Attributes
    ----------
    notes : parts of the source that could not be kept, a sentence each

    Raises `OptionError` for an unknown container, codec, layout or option and for a stream the
    container cannot carry; `MediaError` if the file cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaTarget,
        source: VideoSource,
        *,
        size: Size,
        layout: PixelLayout,
        colour: Colour,
        codec: str = "libx264",
        crf: float | None = None,
        preset: str | None = None,
        options: Mapping[str, str] | None = None,
        plan: StreamPlan | None = None,
        overwrite: bool = False,
    ) -> None:
        self._target = as_target(path)
        self.path = self._target.name
        self.size, self.layout, self.colour = size, layout, colour
        self.codec = resolve_codec(codec)
        resolve_layout(self.codec, layout.name)
        settings = encoder_options(self.codec, crf=crf, preset=preset, options=dict(options or {}))
        settings = merged_options(hdr_options(self.codec, source.hdr), settings)
        settings = merged_options(layout_options(self.codec, layout), settings)
        settings |= level_options(self.codec, size, settings)
        if layout.has_alpha and self.codec.startswith("libvpx"):
            settings.setdefault("auto-alt-ref", "0")  # frames that are not shown have no alpha
        self._target.check(overwrite=overwrite)
        if self._target.path is not None and source.input.is_same_file(self._target.path):
            raise MediaError(f"{self.path}: the input itself; choose another name")
        self._plan = plan or plan_for_source(source, self._target)
        self._carried = carried(
            source, self._plan, self._target,
            encoder=self.codec, layout=layout, colour=colour, size=size,
        )  # fmt: skip
        settings = merged_options(self._carried.options, settings)
        self._lock = threading.RLock()
        self._open = False
        self._last_pts: int | None = None
        self._phase = Fraction(0)  # of the first frame, in units of time of the encoder
        self._written: deque[VideoFrame] = deque()
        self._held: list[tuple[Fraction, int, Packet[Any]]] = []  # a heap, by time and arrival
        self._arrivals = itertools.count()
        self._container = self._target.open(_muxer_options(self._plan.container))
        self._open = True
        try:
            self._set_up(source, settings)
        except BaseException:
            self.discard()
            raise

    def blank(self) -> BlankFrame:
        """Return a frame for the caller to fill and pass to `write`; callable in any thread."""
        try:
            # Reused memory, since the system has to clear new memory first.
            frame = self._written.popleft()
            frame.make_writable()  # in memory of its own where the encoder still reads it
        except IndexError:
            frame = VideoFrame(self.size.width, self.size.height, self.layout.name)
        tag(frame, self.colour)
        return BlankFrame(frame, planes_of(frame, self.layout))

    def write(
        self, picture: BlankFrame | Sequence[Any], pts: int, duration: int | None = None
    ) -> None:
        """Encode one frame. Raises `MediaError` if encoding or writing fails.

        Parameters
        ----------
        picture : a filled frame from `blank`, which the writer owns again; or, to be copied, one
            object with the buffer protocol per plane: its rows without padding, row 0 on top
        pts : presentation time in units of the source's `time_base`, later than the last
        duration : display duration in the same units; None for the mean frame duration
        """
        filled = picture if isinstance(picture, BlankFrame) else self._copied(picture)
        if self._last_pts is None:
            # An encoder that counts frames of one rate begins at a whole one, and sound does not.
            self._phase = pts * self._rescale - round(pts * self._rescale)
        pts = round(pts * self._rescale - self._phase)
        if self._last_pts is not None and pts <= self._last_pts:
            # Two frames at the same time: encoders reject that, and no player could show both.
            pts = self._last_pts + 1
        self._last_pts = pts
        frame = filled.frame
        frame.pts = pts
        frame.time_base = self._time_base
        shown = round(duration * self._rescale) if duration else self._period
        frame.duration = max(1, shown)
        self._encode(frame)
        self._written.append(frame)

    def copy(self, packet: Packet[Any]) -> None:
        """Take a packet of another stream of the source, to be written in order of time.

        It is held back until the video has reached its time: encoders lag by seconds, and streams
        that are far apart in a file make players seek. Never blocks on the disk.
        """
        with self._lock:
            if not self._open:
                return
            for ready in self._copier.take(packet):
                self._hold(ready)

    def _hold(self, packet: Packet[Any]) -> None:
        stamp = packet.dts if packet.dts is not None else packet.pts
        when = Fraction(-1) if stamp is None else stamp * (packet.time_base or Fraction(1))
        heapq.heappush(self._held, (when, next(self._arrivals), packet))

    def finish(self) -> None:
        """Flush the encoder, complete the file and rename it to its target.

        Raises `MediaError`, and discards the file, if that fails. Where another file has come to
        be under its name meanwhile, it is kept under another one.
        """
        if not self._open:
            return
        try:
            self._encode(None)
            with self._lock, reported(self.path):
                for packet in self._copier.rest():
                    self._hold(packet)
                self._release(None)
                self._open = False
                self._container.close()
                complete_headers(self._target, self._plan.container, self._carried.edits)
                self._target.commit()
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Discard the file completely."""
        with self._lock:
            if self._open:
                self._open = False
                self._held.clear()
                with contextlib.suppress(av.FFmpegError, OSError, ValueError):
                    self._container.close()
            self._target.discard()

    def _set_up(self, source: VideoSource, settings: dict[str, str]) -> None:
        container = self._container
        rate = source.frame_rate or Fraction(24)
        unit = encoder_time_base(self.codec, self._plan.container, source.time_base, rate)
        self._time_base = unit
        self._rescale = source.time_base / self._time_base
        self._period = max(1, round(1 / (rate * self._time_base)))
        check_video(self.path, self._plan.container, self.codec)
        if source.fields.are_whole and not HAS_FIELD_ORDER:
            settings = {"field_order": "progressive", **settings}
        stream = cast(VideoStream, container.add_stream(self.codec, rate=rate, options=settings))
        context = stream.codec_context
        context.width, context.height = self.size
        context.pix_fmt = self.layout.name
        letters = codec_tag(container.format.name, context.codec.canonical_name)
        if letters is not None:
            context.codec_tag = letters
        context.time_base = self._time_base
        context.thread_type = "AUTO"  # PyAV's default makes x264 slice its frames
        context.sample_aspect_ratio = source.sample_aspect_ratio
        if source.fields.are_whole and HAS_FIELD_ORDER:
            context.field_order = _PROGRESSIVE
        tag(context, self.colour)
        context.flags |= av.codec.context.Flags.frame_duration
        stream.metadata.update(self._carried.video_tags)
        if self.layout.has_alpha and self.codec.startswith("libvpx"):
            stream.metadata[STREAM_TAG] = "1"
        copy_disposition(stream, source.stream)
        self._stream = stream
        self._copier = StreamCopier(container, source, self._plan, self._carried.stream_tags)
        self.notes = self._copier.notes
        self.notes += self._carried.notes
        rounded = rounded_times(source, self.codec, self._plan.container)
        if rounded is not None:
            self.notes.append(rounded)
        self.notes += self._target.notes
        if source.display_matrix is not None:
            stream.set_display_matrix(source.display_matrix)
        container.metadata.update(self._carried.file_tags)
        found, part = self._carried.chapters, source.presentation
        container.set_chapters(found if part is None else part.chapters(found))
        self._start(settings)

    def _start(self, settings: dict[str, str]) -> None:
        if self.codec == "libsvtav1":
            # It writes to stderr past FFmpeg's log; 1 leaves errors only.
            os.environ.setdefault("SVT_LOG", "1")
        try:
            self._stream.codec_context.open()
        except (av.FFmpegError, ValueError) as error:
            raise MediaError(
                f"{self.path}: {self.codec} cannot encode {self.size} as {self.layout}"
                f"{self._hint()}"
            ) from error
        unused = [key for key in self._stream.codec_context.options if key in settings]
        if unused:
            raise OptionError(f"{self.codec} has no option {unused[0]!r}")
        try:
            with reported(self.path):
                self._container.start_encoding()
        except MediaError as error:
            if isinstance(error.__cause__, OSError) and not isinstance(
                error.__cause__, (av.error.ArgumentError, av.error.PatchWelcomeError)
            ):
                raise
            raise OptionError(refusal(self.path, self._plan.container, self.codec)) from error

    def _hint(self) -> str:
        """Return the likely reason why the encoder cannot be opened, as the end of a message."""
        if is_hardware(self.codec):
            return ": its device or driver is missing or does not support this; try libx264"
        odd = [
            name
            for name, value, log2 in zip(
                ("width", "height"), self.size, self.layout.chroma_log2, strict=True
            )
            if value % (1 << log2)
        ]
        if odd:
            return f": the {' and '.join(odd)} must be even; choose another size or yuv444p"
        return ": it rejects the size or one of its options"

    def _copied(self, planes: Sequence[Any]) -> BlankFrame:
        blank = self.blank()
        for plane, rows, described in zip(blank.planes, planes, self.layout.planes, strict=True):
            height, row = plane.size.height, plane.size.width * described.format.texel_bytes
            target = np.frombuffer(plane.data, np.uint8).reshape(height, plane.stride)
            target[:, :row] = np.frombuffer(rows, np.uint8).reshape(height, row)
        return blank

    def _encode(self, frame: VideoFrame | None) -> None:
        with reported(self.path):
            for packet in self._stream.encode(frame):
                with self._lock:
                    if packet.dts is not None:
                        self._release(packet.dts * self._time_base)
                    self._container.mux_one(self._in_phase(packet))

    def _in_phase(self, packet: Packet[Any]) -> Packet[Any]:
        """Return a packet of the encoder with its times in a unit that has those of the source."""
        if self._phase:
            by = self._time_base / _FINE
            packet.pts, packet.dts = (
                stamp if stamp is None else round((stamp + self._phase) * by)
                for stamp in (packet.pts, packet.dts)
            )
            packet.duration = round((packet.duration or 0) * by)
            packet.time_base = _FINE
        return packet

    def _release(self, until: Fraction | None) -> None:
        """Write the packets held back for times up to `until`; None for all of them."""
        while self._held and (until is None or self._held[0][0] <= until):
            self._container.mux_one(heapq.heappop(self._held)[2])


def rounded_times(source: VideoSource, encoder: str, container: str) -> str | None:
    """Return a line about an encoder or a container that rounds the times of frames, or None."""
    rate = source.frame_rate or Fraction(24)
    unit = encoder_time_base(encoder, container, source.time_base, rate)
    if unit <= source.time_base or unit * rate <= Fraction(1, 2) or source.steady_rate:
        return None
    return (
        f"{encoder} in {shown_name(container)} has one frame rate: the times of frames are"
        f" rounded to 1/{float(1 / unit):.5g} s"
    )


def _muxer_options(container: str) -> dict[str, str]:
    if container in MP4_FAMILY:
        # The index goes to the front, so that the file plays while it downloads; colours are
        # told even where one of the tags is unknown.
        every_tag = "+use_metadata_tags" if container == "mov" else ""
        return {"movflags": f"+faststart+write_colr{every_tag}"}
    return {}
