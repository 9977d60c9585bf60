"""Video files as sources of frames in order, with the packets of the other streams.

`VideoSource` opens the file, decodes its first frame to learn the frames' format (a container may
be incomplete or wrong) and then yields one `Frame` after the other. One demuxer serves all streams:
packets of audio, subtitles and so on are passed to a callback as they are read, so that an encoder
can copy them without reading the file a second time.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from ...colour import Colour
from ...errors import MediaError
from ...formats import PixelLayout, Size
from ...frame import Frame
from ..failures import reason, reported
from ..layouts import colour_of, format_of, layout_for, planes_of, repack
from ..opening import MediaInput, as_input
from ..pyav import (
    Disposition,
    InputContainer,
    Packet,
    Stream,
    VideoFrame,
    VideoStream,
    av,
    duration_of,
    side_data,
)
from .alpha import alpha_decoder, has_alpha_layer
from .completeness import Progress, TruncatedError, expected_end
from .ear import Ear
from .hdr import HdrMetadata, hdr_metadata
from .hwdec import FallbackDecoder, resolve_hwdec
from .orientation import display_matrix, rotation_of

__all__ = ["TruncatedError", "VideoSource"]

_BEFORE_START = 10.0  # seconds; where a seek to the first frame aims

_UNSTEADY = 0.001  # by how much the least and the average rate may differ where none varies

# A demuxed packet of another stream, or a decoded frame of the video stream.
_Event: TypeAlias = "Packet[Any] | VideoFrame"


def is_cover(stream: Stream) -> bool:
    """Return whether a video stream is a still picture attached to the file, such as its cover."""
    kinds = Disposition.attached_pic | Disposition.timed_thumbnails
    return stream.type == "video" and bool(stream.disposition & kinds)


class VideoSource:
    """A video file opened for reading. A context manager; `close` releases the file.

    One thread at a time may use it: decoding may run in a thread of its own after the thread that
    opened the file no longer uses it.

    Parameters
    ----------
    path : the file, the URL of a stream that FFmpeg can read, or a `MediaInput`, from which a pipe
        is taken
    threads : decoder threads; 0 for as many as there are cores
    hwdec : ``none``, the kind of device to decode on, or ``auto`` for any available one; software
        takes over if it fails
    on_device : whether to leave frames in the memory of a CUDA device that decodes them
    allow_references : whether the file may have others opened that it names
    listen : whether to find damage by FFmpeg's complaints too, as long as the file is open

    Attributes
    ----------
    path : as given
    input : where it comes from
    container : PyAV's input container, from which the streams to copy are described
    stream : the decoded PyAV video stream: the default one, else the first that is not cover art
    size : pixels of a frame as coded, before rotation and aspect ratio
    layout, colour : of the first frame; each `Frame` carries its own
    time_base : seconds per unit of the frames' `pts`
    frame_rate : average frames per second, None where unknown
    start : presentation time of the first frame in seconds
    duration : seconds from the first frame to the end of the last, None where unknown
    frame_count : number of frames, counted or estimated from duration and rate; None where unknown
    sample_aspect_ratio : width of a pixel over its height; 1 where the file does not say
    rotation : clockwise rotation for display in degrees: 0, 90, 180 or 270
    covers : the cover pictures' files by the index of their stream
    display_matrix : rotation and flips as nine numbers; None if the file has none
    hdr : the mastering display and light levels of HDR video
    has_captions : whether the first frame holds closed captions, as broadcasts have them

    Raises `OptionError` for an unknown `hwdec`, `MediaError` if the file is missing, a folder,
    empty, not a media file, without video, of a codec this build of FFmpeg cannot decode, or
    without one whole frame.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        *,
        threads: int = 0,
        hwdec: str = "none",
        on_device: bool = False,
        allow_references: bool = False,
        listen: bool = False,
    ) -> None:
        resolve_hwdec(hwdec)  # a wrong name is to be told before the file is opened
        self.input = as_input(path, allow_references=allow_references)
        self.path = self.input.name
        self._ear = Ear(listen)
        try:
            with self._ear.listening():
                self.container: InputContainer = self.input.container()
            self.stream: VideoStream = self._choose_stream()
            self._alpha_context = (
                alpha_decoder(self.stream) if has_alpha_layer(self.stream) else None
            )
            if self._alpha_context is not None:
                self._decoder = FallbackDecoder(self._alpha_context)
                if hwdec not in ("none", "auto"):
                    self._decoder.failure = "no device decodes alpha"
            else:
                self._decoder = FallbackDecoder.open(
                    self.input,
                    self.stream.index,
                    self.stream.codec_context,
                    hwdec,
                    on_device=on_device,
                )
            self._describe(threads)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> VideoSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<VideoSource {self.path!r} {self.size} {self.layout}>"

    def close(self) -> None:
        """Release the file; frames already yielded stay valid."""
        self._events: Iterator[_Event] = iter(())
        if hasattr(self, "_decoder"):
            self._decoder.close()
        self._ear.quiet()
        if hasattr(self, "container"):
            self.container.close()
        self._ear.close()

    @property
    def device(self) -> str | None:
        """The kind of device that decodes, None in software."""
        return self._decoder.device

    def hurry(self, on: bool) -> None:
        """Skip frames that no other frame depends on, to decode faster; or stop skipping.

        Only software does, and only for codecs with such frames. To be called between two frames,
        from the decoding thread.
        """
        self.stream.codec_context.skip_frame = "NONREF" if on else "DEFAULT"

    @property
    def steady_rate(self) -> Fraction | None:
        """Frames per second if the file has a constant rate; None otherwise."""
        least = self.stream.base_rate  # of which every time stamp is a multiple
        if not (self.frame_rate and least):
            return None
        return self.frame_rate if abs(least / self.frame_rate - 1) < _UNSTEADY else None

    @property
    def lost_alpha(self) -> bool:
        """Whether the file has alpha that this build of FFmpeg cannot decode."""
        return has_alpha_layer(self.stream) and not self.layout.has_alpha

    @property
    def grumbles(self) -> str | None:
        """One line with what the decoder complained of where no frame is known to be damaged."""
        grumbles = self._progress.signs.grumbles
        return f"{self.path}: the decoder complained {grumbles}" if grumbles else None

    @property
    def device_failure(self) -> str | None:
        """One line with the reason for decoding in software instead of on a device, or None.

        It may appear at any time while frames are decoded, and then stays.
        """
        why = self._decoder.failure
        return None if why is None else f"{self.path}: decoding in software; {why}"

    def other_streams(self) -> list[Stream]:
        """Return all streams but the decoded one, in the file's order."""
        return [stream for stream in self.container.streams if stream.index != self.stream.index]

    def frames(self, on_packet: Callable[[Packet[Any]], None] | None = None) -> Iterator[Frame]:
        """Yield the frames in presentation order, starting at the file's start or the last `seek`.

        Parameters
        ----------
        on_packet : called with every packet of the other streams as it is demuxed, in this thread

        Raises `TruncatedError`, after all frames that can be decoded, if the file ends early or is
        damaged; `MediaError` if frames change to an unsupported format.
        """
        progress = self._progress
        for event in self._events:
            if isinstance(event, VideoFrame):
                yield self._frame(event, progress)
            elif on_packet is not None:
                on_packet(event)
        self._ear.tell_all(progress, self.input, self.container)
        progress.check_complete(self.path)

    def check_undamaged(self) -> None:
        """Raise `TruncatedError` if among the frames so far some are missing or damaged.

        At their end `frames` does so itself; this tells before.
        """
        self._progress.check_undamaged(self.path)

    def seek(self, seconds: float, *, forward: bool = False) -> None:
        """Seek to the last key frame at or before a presentation time (`Frame.time`), in seconds.

        With `forward`, to the first at or after it, if the file's index allows. `frames` must be
        called again; it then starts with that key frame. A time before the first frame means the
        first frame. Raises `MediaError` if the file is not seekable.
        """
        if seconds <= self.start:
            # Demuxers without an index search for decoding times, which start earlier.
            seconds = self.start - _BEFORE_START
        target = int(seconds / self.time_base)
        with reported(self.path):
            try:
                self.container.seek(target, stream=self.stream, backward=not forward)
            except av.FFmpegError:
                # Some demuxers reject a time before their first index entry.
                self.container.seek(target, stream=self.stream, backward=forward)
        self._decoder.flush()
        if self._alpha_context is not None:
            self._alpha_context.flush_buffers()  # of which the container does not know
        self._begin()

    def _choose_stream(self) -> VideoStream:
        videos = [stream for stream in self.container.streams.video if not is_cover(stream)]
        if not videos:
            kinds = sorted({stream.type for stream in self.container.streams} - {"video"})
            found = f"only {' and '.join(kinds)}" if kinds else "no streams at all"
            raise MediaError(f"{self.path}: no video in this file, {found}")
        defaults = [stream for stream in videos if stream.disposition & Disposition.default]
        stream = (defaults or videos)[0]
        if stream.codec_context is None:
            raise MediaError(
                f"{self.path}: no decoder for its video in this build of FFmpeg; "
                "convert it with another program first"
            )
        return stream

    def _describe(self, threads: int) -> None:
        stream, context = self.stream, self.stream.codec_context
        context.thread_type = "AUTO"  # frames and slices; PyAV's default is slices only
        context.thread_count = threads
        if self._alpha_context is not None:
            self._alpha_context.thread_count = threads
        self.time_base: Fraction = stream.time_base or Fraction(1, 90000)
        rate = stream.average_rate or stream.guessed_rate
        self.frame_rate: Fraction | None = rate if rate else None
        self._expected = expected_end(self.container, stream)
        decoders = () if self.device else filter(None, (context, self._alpha_context))
        try:
            self._ear.opened(self.container, decoders)
        except (av.FFmpegError, ValueError) as error:
            raise self._undecodable(reason(error)) from error
        self._begin()
        first = self._first_frame()
        self.size = Size(first.width, first.height)
        self.layout: PixelLayout = layout_for(format_of(first))
        self.colour: Colour = colour_of(first, self.layout, context)
        self.sample_aspect_ratio: Fraction = stream.sample_aspect_ratio or Fraction(1)
        self.display_matrix = display_matrix(first)
        self.rotation: int = rotation_of(self.display_matrix)
        self.hdr: HdrMetadata = hdr_metadata(first)
        self.has_captions = any(kind == "A53_CC" for kind, _ in side_data(first))
        pts = first.pts if first.pts is not None else first.dts
        self.start = float((pts or 0) * self.time_base)
        self.duration: float | None = None
        if self._expected is not None and self._expected.seconds > self.start:
            self.duration = self._expected.seconds - self.start
        elif self.container.duration:
            # Of all streams together, from the first timestamp in the file.
            end = (self.container.start_time or 0) + self.container.duration
            self.duration = max(0.0, end / av.time_base - self.start) or None
        self.frame_count: int | None = stream.frames or None
        if self.frame_count is None and self.duration and self.frame_rate:
            self.frame_count = max(1, round(self.duration * self.frame_rate))

    def _first_frame(self) -> VideoFrame:
        """Return the first frame, which `frames` still yields first."""
        seen: list[_Event] = []
        self.covers: dict[int, bytes] = {}
        for event in self._events:
            seen.append(event)
            if isinstance(event, Packet) and is_cover(event.stream):
                # FFmpeg returns these before all other packets.
                self.covers[event.stream_index] = bytes(event)
            if isinstance(event, VideoFrame):
                self._events = itertools.chain(seen, self._events)
                return event
        raise self._undecodable(self._progress.fault)

    def _undecodable(self, why: str | None) -> MediaError:
        fault = f" ({why})" if why else ""
        return MediaError(
            f"{self.path}: no video frame can be decoded{fault}; get a complete copy of it"
        )

    def _begin(self) -> None:
        whole = not hasattr(self, "_progress")
        self._progress = Progress(
            self.stream, self._expected, formats=self.container.format.name, whole=whole
        )
        self._events = self._read(self._progress)

    def _read(self, progress: Progress) -> Iterator[_Event]:
        """Demux and decode to the end of the file, noting faults in `progress`."""
        for packet in self._packets(progress):
            if packet.stream_index == self.stream.index:
                self._ear.begins_with(packet)
                progress.sent(packet)
                yield from self._decode(packet, progress)
            else:
                yield packet
        yield from self._decode(None, progress)

    def _packets(self, progress: Progress) -> Iterator[Packet[Any]]:
        packets = self.container.demux()
        while True:
            try:
                with self._ear.listening():
                    packet = next(packets)
            except (StopIteration, IndexError):
                # PyAV fails with the latter at the end of a file if streams appeared midway.
                return
            except (av.FFmpegError, OSError) as error:
                progress.unreadable(reason(error))
                return
            self._ear.tell(progress)
            if packet.size:  # at the end PyAV adds an empty one for each stream
                progress.passed(packet)
                yield packet

    def _decode(self, packet: Packet[Any] | None, progress: Progress) -> Iterator[VideoFrame]:
        try:
            yield from self._ear.to(self._decoder.decode(packet))
        except av.error.EOFError:
            return
        except (av.FFmpegError, ValueError) as error:
            progress.undecodable(reason(error), packet)

    def _frame(self, frame: VideoFrame, progress: Progress) -> Frame:
        pts = progress.shown(frame)
        try:
            layout = layout_for(format_of(frame))
        except MediaError as error:
            raise MediaError(f"{self.path}: {error}") from None
        colour = colour_of(frame, layout, self.stream.codec_context)
        with reported(self.path):
            repacked = repack(frame, layout)
        return Frame(
            size=Size(frame.width, frame.height),
            layout=layout,
            colour=colour,
            planes=planes_of(repacked, layout),
            pts=pts,
            time_base=self.time_base,
            duration=duration_of(frame),
        )
