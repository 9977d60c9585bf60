"""The encoder of a video: how it is set up, and frames that become packets."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from ...colour import Colour
from ...errors import MediaError, OptionError
from ...formats import PixelLayout, Size
from ...frame import Plane
from ..failures import reported
from ..layouts import planes_of
from ..pyav import HAS_FIELD_ORDER, OutputContainer, Packet, VideoFrame, VideoStream, av, tag
from ..video.hdr import hdr_options
from ..video.video_source import VideoSource
from .codecs import (
    encoder_options,
    encoder_time_base,
    is_hardware,
    layout_options,
    level_options,
    merged_options,
    resolve_codec,
    resolve_layout,
)
from .containers import codec_tag

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


@dataclass(frozen=True, slots=True)
class VideoEncoding:
    """How a video is encoded: all that an encoder is told.

    Attributes
    ----------
    codec : FFmpeg's name of the encoder
    options : its options, by FFmpeg's names
    size : pixels of a frame
    layout, colour : of the frames
    time_base : seconds per unit of the packets' times
    source_time_base : seconds per unit of the frames' times
    rate : mean frames per second
    pixel : width of a pixel over its height
    whole : whether frames are known to be of one moment each, without fields
    phase : what the first frame's time, in units of `time_base`, has beyond a whole number; an
        encoder that counts frames of one rate begins at one, and sound does not
    threads : of the encoder; 0 for its own choice
    """

    codec: str
    options: Mapping[str, str]
    size: Size
    layout: PixelLayout
    colour: Colour
    time_base: Fraction
    source_time_base: Fraction
    rate: Fraction
    pixel: Fraction
    whole: bool = False
    phase: Fraction = Fraction(0)
    threads: int = 0

    @classmethod
    def of(
        cls,
        source: VideoSource,
        container: str,
        *,
        size: Size,
        layout: PixelLayout,
        colour: Colour,
        codec: str,
        crf: float | None,
        preset: str | None,
        options: Mapping[str, str],
        carried: Mapping[str, str],
    ) -> VideoEncoding:
        """Return how a source's frames are encoded for a container, by FFmpeg's name.

        Parameters
        ----------
        size, layout, colour : of the frames
        codec : an encoder's name in FFmpeg, or an alias
        crf, preset, options : see `encoder_options`
        carried : options that keep what the source says of itself; the others override them

        Raises
        ------
        OptionError : an unknown codec, a layout or an option that it does not take
        """
        codec = resolve_codec(codec)
        resolve_layout(codec, layout.name)
        settings = encoder_options(codec, crf=crf, preset=preset, options=dict(options))
        settings = merged_options(hdr_options(codec, source.hdr), settings)
        settings = merged_options(layout_options(codec, layout), settings)
        settings |= level_options(codec, size, settings)
        if layout.has_alpha and codec.startswith("libvpx"):
            settings.setdefault("auto-alt-ref", "0")  # frames that are not shown have no alpha
        rate = source.frame_rate or Fraction(24)
        unit = encoder_time_base(codec, container, source.time_base, rate)
        first = round(source.start / source.time_base) * source.time_base / unit
        return cls(
            codec=codec,
            options=merged_options(dict(carried), settings),
            size=size,
            layout=layout,
            colour=colour,
            time_base=unit,
            source_time_base=source.time_base,
            rate=rate,
            pixel=source.sample_aspect_ratio,
            whole=source.fields.are_whole,
            phase=first - round(first),
        )

    @property
    def period(self) -> int:
        """How long a frame lasts as a rule, in units of `time_base`."""
        return max(1, round(1 / (self.rate * self.time_base)))

    def encoded_time(self, pts: int) -> int:
        """Return a time in units of the source's `time_base` in the encoder's."""
        return round(pts * self.source_time_base / self.time_base - self.phase)

    def in_phase(self, packet: Packet[Any]) -> Packet[Any]:
        """Return a packet of the encoder with its times in a unit that has those of the source."""
        if self.phase:
            by = self.time_base / _FINE
            packet.pts, packet.dts = (
                stamp if stamp is None else round((stamp + self.phase) * by)
                for stamp in (packet.pts, packet.dts)
            )
            packet.duration = round((packet.duration or 0) * by)
            packet.time_base = _FINE
        return packet

    def add_to(self, container: OutputContainer) -> VideoStream:
        """Return a new stream of a container, with an encoder that is not open yet."""
        options = dict(self.options)
        if self.whole and not HAS_FIELD_ORDER:
            options = {"field_order": "progressive", **options}
        stream = cast(
            VideoStream, container.add_stream(self.codec, rate=self.rate, options=options)
        )
        context = stream.codec_context
        context.width, context.height = self.size
        context.pix_fmt = self.layout.name
        letters = codec_tag(container.format.name, context.codec.canonical_name)
        if letters is not None:
            context.codec_tag = letters
        context.time_base = self.time_base
        context.thread_type = "AUTO"  # PyAV's default makes x264 slice its frames
        context.thread_count = self.threads
        context.sample_aspect_ratio = self.pixel
        if self.whole and HAS_FIELD_ORDER:
            context.field_order = _PROGRESSIVE
        tag(context, self.colour)
        context.flags |= av.codec.context.Flags.frame_duration
        return stream

    def open(self, stream: VideoStream, name: str) -> None:
        """Open a stream's encoder; `name` is for messages.

        Raises
        ------
        MediaError : it cannot encode this
        OptionError : it has no such option
        """
        if self.codec == "libsvtav1":
            # It writes to stderr past FFmpeg's log; 1 leaves errors only.
            os.environ.setdefault("SVT_LOG", "1")
        context = stream.codec_context
        try:
            context.open()
        except (av.FFmpegError, ValueError) as error:
            raise MediaError(
                f"{name}: {self.codec} cannot encode {self.size} as {self.layout}{self._hint()}"
            ) from error
        unused = [key for key in context.options if key in self.options]
        if unused:
            raise OptionError(f"{self.codec} has no option {unused[0]!r}")

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


class FramePool:
    """Frames in memory of the encoder's kind, to be filled and encoded, and then used again.

    `blank` may be called in any thread.
    """

    def __init__(self, encoding: VideoEncoding) -> None:
        self._encoding = encoding
        self._used: deque[VideoFrame] = deque()
        self._last: VideoFrame | None = None  # which may come once more

    def blank(self) -> BlankFrame:
        """Return a frame for the caller to fill."""
        size, layout = self._encoding.size, self._encoding.layout
        try:
            # Reused memory, since the system has to clear new memory first.
            frame = self._used.popleft()
            frame.make_writable()  # in memory of its own where the encoder still reads it
        except IndexError:
            frame = VideoFrame(size.width, size.height, layout.name)
        tag(frame, self._encoding.colour)
        return BlankFrame(frame, planes_of(frame, layout))

    def copied(self, planes: Sequence[Any]) -> BlankFrame:
        """Return a frame filled from one object with the buffer protocol per plane."""
        blank, layout = self.blank(), self._encoding.layout
        for plane, rows, described in zip(blank.planes, planes, layout.planes, strict=True):
            height, row = plane.size.height, plane.size.width * described.format.texel_bytes
            target = np.frombuffer(plane.data, np.uint8).reshape(height, plane.stride)
            target[:, :row] = np.frombuffer(rows, np.uint8).reshape(height, row)
        return blank

    def give_back(self, blank: BlankFrame) -> None:
        """Take back a frame that has been encoded; it is used again once another one has been.

        So the same may be encoded several times in a row.
        """
        if self._last is not None and self._last is not blank.frame:
            self._used.append(self._last)
        self._last = blank.frame


class FrameEncoder:
    """Frames in order in, packets out.

    Parameters
    ----------
    encoding : how
    stream : with its encoder opened, see `VideoEncoding`
    name : of the target, for messages
    """

    def __init__(self, encoding: VideoEncoding, stream: VideoStream, name: str) -> None:
        self._encoding, self._stream, self._name = encoding, stream, name
        self._rescale = encoding.source_time_base / encoding.time_base
        self._last: int | None = None

    @property
    def extradata(self) -> bytes:
        """What a decoder has to know before the first packet."""
        return bytes(self._stream.codec_context.extradata or b"")

    def encode(self, blank: BlankFrame, pts: int, duration: int | None) -> Iterator[Packet[Any]]:
        """Encode a frame; yield the packets that come of it.

        Parameters
        ----------
        blank : a filled frame
        pts : presentation time in units of the source's `time_base`, later than the last
        duration : display duration in the same units; None for the mean frame duration

        Raises
        ------
        MediaError : encoding fails
        """
        pts = self._encoding.encoded_time(pts)
        if self._last is not None and pts <= self._last:
            # Two frames at the same time: encoders reject that, and no player could show both.
            pts = self._last + 1
        self._last = pts
        frame = blank.frame
        frame.pts = pts
        frame.time_base = self._encoding.time_base
        shown = round(duration * self._rescale) if duration else self._encoding.period
        frame.duration = max(1, shown)
        yield from self._encode(frame)

    def flush(self) -> Iterator[Packet[Any]]:
        """Yield the packets that are still to come. Raises `MediaError`."""
        yield from self._encode(None)

    def _encode(self, frame: VideoFrame | None) -> Iterator[Packet[Any]]:
        with reported(self._name):
            packets = self._stream.encode(frame)
        yield from packets
