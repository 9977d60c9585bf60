"""Video files as sources of frames in order, with the packets of the other streams.

`VideoSource` opens the file, decodes its first frame to learn the frames' format (a container may
be incomplete or wrong) and then yields one `Frame` after the other. One demuxer serves all streams:
packets of audio, subtitles and so on are passed to a callback as they are read, so that an encoder
can copy them without reading the file a second time.
"""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from ...colour import Colour
from ...errors import MediaError
from ...formats import PixelLayout, Size
from ...frame import Frame
from ..damage.completeness import Progress, TruncatedError, expected_end
from ..damage.ear import Ear
from ..failures import reason, reported
from ..fields.choice import FieldChoice
from ..fields.stage import FieldFrame
from ..fields.treatment import FieldTreatment
from ..headers.reading import container_headers, said_of_picture
from ..layouts import colour_of, format_of, layout_for, untagged
from ..main_stream import choose_stream, is_cover, steady_rate
from ..network.read_watch import ReadWatch
from ..opening import MediaInput, as_input
from ..pyav import InputContainer, Packet, Stream, VideoFrame, VideoStream, av, side_data
from ..timing.excerpt import Excerpt
from ..timing.presentation import Presentation
from ..timing.reader_clock import ReaderClock
from .alpha import has_alpha_layer
from .conversion import frame_of
from .decoders import open_decoder
from .demuxing import PacketWatch, decoded, demuxed
from .extent import seconds_from
from .frame_shape import ShapeReader
from .hdr import HdrMetadata, hdr_metadata
from .hwdec import resolve_hwdec
from .orientation import rotation_of
from .region import Region, shown_region

__all__ = ["TruncatedError", "VideoSource"]

_BEFORE_START = 10.0  # seconds; where a seek to the first frame aims

# A demuxed packet of another stream, or a decoded frame of the video stream.
_Event: TypeAlias = "Packet[Any] | VideoFrame"


class VideoSource:
    """A video file opened for reading. A context manager; `close` releases the file.

    One thread at a time may use it: decoding may run in a thread of its own after the thread that
    opened the file no longer uses it.

    Parameters
    ----------
    path : the file, a URL that FFmpeg reads, or a `MediaInput`, from which a pipe is taken
    threads : decoder threads; 0 for as many as there are cores
    hwdec : ``none``, the kind of device to decode on, or ``auto`` for any available one; software
        takes over if it fails
    on_device : whether to leave frames in the memory of a CUDA device that decodes them
    allow_references : whether the file may have others opened that it names
    excerpt : the part to read, on a clock that is continuous and begins at 0 with it, whatever the
        container's does; None for all of it on the container's clock. It cannot be sought in
    deinterlace : what to do about interlaced frames; None to leave and not to look at them
    check : called with every packet that is read; what it raises ends the reading
    listen : whether to find damage by FFmpeg's complaints too, as long as the file is open
    continuous : whether a clock that jumps is made continuous; `excerpt` does so by itself

    Attributes
    ----------
    path : as given
    input : where it comes from
    container : PyAV's input container, from which the streams to copy are described
    stream : the decoded PyAV video stream: the default one, else the first that is not cover art
    size : pixels of a frame as coded, before rotation and aspect ratio, after `crop_to`
    region : the part of the decoded picture that frames hold, None for all of it
    layout, colour : of the first frame; each `Frame` carries its own
    untagged : what the file does not say of its colour, so that it is assumed
    time_base : seconds per unit of the frames' `pts`
    frame_rate : average frames per second, None where unknown
    fields : what was found out about interlacing, and what is done and said about it
    start : presentation time of the first frame in seconds
    duration : seconds from the first frame to the end of the last, None where unknown
    frame_count : number of frames, counted or estimated from duration and rate; None where unknown
    sample_aspect_ratio, rotation : of the first frame, as `Frame` has them
    covers : the cover pictures' files by the index of their stream
    display_matrix : rotation and flips as nine numbers; None if the file has none
    hdr : the mastering display and light levels of HDR video
    picture : what else the container and the codec say of the picture; its crop is applied
    headers : what the container says and FFmpeg does not tell
    frame_data : what the first frame carries besides, by FFmpeg's names
    presentation : of an `excerpt`, its clock and what is told of it; else None
    watch : of the video's packets on their way to the decoder
    clock : gives packets their times
    waiting : for how long data has been waited for
    has_captions : whether the first frame holds closed captions, as broadcasts have them

    Raises `OptionError` for an unknown `hwdec`, `MediaError` if the file is missing, empty, without
    video or one whole frame of it, or of a codec that this build of FFmpeg cannot decode.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        *,
        threads: int = 0,
        hwdec: str = "none",
        on_device: bool = False,
        allow_references: bool = False,
        excerpt: Excerpt | None = None,
        deinterlace: FieldChoice | None = None,
        check: Callable[[], None] = lambda: None,
        listen: bool = False,
        continuous: bool = False,
    ) -> None:
        resolve_hwdec(hwdec)  # a wrong name is to be told before the file is opened
        self.input = as_input(path, allow_references=allow_references)
        self.path, self._check = self.input.name, check
        self.region: Region | None = None
        self.headers = container_headers(self.input)
        self._ear, self.waiting = Ear(listen), ReadWatch()
        try:
            with self._ear.listening():
                self.container: InputContainer = self.input.container()
            self.stream: VideoStream = choose_stream(self.container, self.path)
            self.watch = PacketWatch(self.stream.index)
            clock = ReaderClock.of(self.input, self.container) if continuous else None
            self.clock: ReaderClock = clock or ReaderClock(self.container)
            self.presentation = Presentation.of(self.container, self.stream, excerpt, self.input)
            with self._ear.deaf():
                self.fields = FieldTreatment(deinterlace, self.input, self.stream)
            on_device = on_device and not self.fields.needs_memory
            self._decoder, self._alpha_context = open_decoder(
                self.input, self.stream, hwdec, on_device=on_device
            )
            self._describe(threads)
            self._retime()
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

    def crop_to(self, region: Region) -> None:
        """Cut all frames still to come down to a region of what they hold so far.

        Its left and top edges are moved outwards to where chroma has samples.
        """
        if self.region is not None:
            region = region.within(self.region)
        self.region = region.aligned(self.layout)
        self.size = self.region.size

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
        return steady_rate(self.stream, self.frame_rate)

    @property
    def lost_alpha(self) -> bool:
        """Whether the file has alpha that this build of FFmpeg cannot decode."""
        return has_alpha_layer(self.stream) and not self.layout.has_alpha

    @property
    def late_streams(self) -> bool:
        """Whether streams have turned up that were not there when the file was opened."""
        return self._progress.late_streams

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

    @property
    def clock_notes(self) -> list[str]:
        """What of an excerpt's times was not as it should be, a sentence each, so far."""
        return [] if self.presentation is None else self.presentation.notes

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
                pts = progress.shown(event)
                if self.presentation is not None:
                    pts = self.presentation.pts_in_part(pts)
                yield from map(self._frame, self.fields.frames(event, pts))
            elif on_packet is not None:
                on_packet(event)
        yield from map(self._frame, self.fields.rest())
        part = self.presentation
        for time in self.clock.joins if part is None else part.joins:
            progress.signs.joined(time)
        if self.clock.in_pieces:
            progress.signs.in_pieces()
        if part is not None and part.stopped:
            self._ear.tell(progress)
            progress.check_undamaged(self.path)
        else:
            if part is not None and part.reached_end():
                progress.expect_no_end()
            if part is not None and part.excerpt.start:
                self._ear.tell(progress)  # the bytes of before the part do not matter
            else:
                self._ear.tell_all(progress, self.input, self.container)
            progress.check_complete(self.path)

    def packets(self) -> Iterator[Packet[Any]]:
        """Yield the packets that `frames` passes on, and decode nothing from now on."""
        return self.watch.alone(self._events)

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
        with reported(self.path):
            self.clock.seek(self.stream, seconds, forward=forward)
        self._decoder.flush()
        if self._alpha_context is not None:
            self._alpha_context.flush_buffers()  # of which the container does not know
        self._shapes.restart()
        self._begin()

    def _describe(self, threads: int) -> None:
        stream, context = self.stream, self.stream.codec_context
        context.thread_type = "AUTO"  # frames and slices; PyAV's default is slices only
        for decoder in filter(None, (context, self._alpha_context)):
            decoder.thread_count = threads
        self.time_base: Fraction = stream.time_base or Fraction(1, 90000)
        self.frame_rate: Fraction | None = stream.average_rate or stream.guessed_rate or None
        self._expected = expected_end(self.container, stream)
        self.picture = said_of_picture(stream, self.headers)
        presentation, expected = self.presentation, self._expected
        if presentation is not None and expected is not None:
            self._expected = replace(expected, seconds=presentation.claim(expected.seconds))
        decoders = () if self.device else filter(None, (context, self._alpha_context))
        try:
            self._ear.opened(self.container, decoders)
        except (av.FFmpegError, ValueError) as error:
            raise self._undecodable(reason(error)) from error
        self.start = -math.inf  # not known yet
        self._shapes = ShapeReader(stream)
        if presentation is None:
            self._begin()
        else:
            presentation.begin(self.seek, lambda: self._head(1), self._begin)
        (first,) = self._head(1)
        self.fields.begin(self._head, format_of(first), self.time_base)
        self.size = self._whole = Size(first.width, first.height)
        self.layout: PixelLayout = layout_for(self.fields.layout)
        self.colour: Colour = colour_of(first, self.layout, context, self.picture.siting)
        self.untagged = untagged(first, self.layout, context)
        self.display_matrix = self._shapes.begin(first, self._decoder.context)
        self.sample_aspect_ratio = self._shapes.sample_aspect_ratio
        self.rotation: int = rotation_of(self.display_matrix)
        self.hdr: HdrMetadata = hdr_metadata(first)
        self.frame_data = dict(side_data(first))
        self.has_captions = "A53_CC" in self.frame_data
        if (shown := shown_region(self.picture.crop, self.size)) is not None:
            self.crop_to(shown)
        pts = first.pts if first.pts is not None else first.dts
        self.start = float((pts or 0) * self.time_base)
        self.duration: float | None
        self.frame_count: int | None = stream.frames or None
        if presentation is not None:
            self.start = float(presentation.pts_in_part(pts or 0) * self.time_base)
            self.duration, self.frame_count = presentation.extent()
            return
        self.duration = seconds_from(self.start, self.container, self._expected)
        if self.frame_count is None and self.duration and self.frame_rate:
            self.frame_count = max(1, round(self.duration * self.frame_rate))

    def _head(self, count: int) -> list[VideoFrame]:
        """Return the first frames, one at least, which `frames` still yields first."""
        seen: list[_Event] = []
        found: list[VideoFrame] = []
        self.covers: dict[int, bytes] = {}
        for event in self._events:
            seen.append(event)
            if isinstance(event, Packet) and is_cover(event.stream):
                # FFmpeg returns these before all other packets.
                self.covers[event.stream_index] = bytes(event)
            if isinstance(event, VideoFrame):
                found.append(event)
                if len(found) == count:
                    break
        self._events = itertools.chain(seen, self._events)
        if found:
            return found
        raise self._undecodable(self._progress.fault)

    def _undecodable(self, why: str | None) -> MediaError:
        fault = f" ({why})" if why else ""
        text = f"{self.path}: no video frame can be decoded{fault}; get a complete copy of it"
        return MediaError(text)

    def _retime(self) -> None:
        """Tell times as they are after what is done about fields."""
        self.time_base, self.frame_rate = self.fields.time_base, self.fields.rate
        if self.frame_count is not None:
            self.frame_count = self.fields.count(self.frame_count)

    def _begin(self) -> None:
        part = self.presentation
        whole = not ((part and part.excerpt.start) or hasattr(self, "_progress"))
        self._progress = Progress(
            self.stream, self._expected, formats=self.container.format.name, whole=whole
        )
        packets = self.clock.packets(
            demuxed(self.container, self._progress, self._ear, self._check, self.waiting)
        )
        if part is not None:
            part.restart()
            packets = part.packets(packets)
        packets = self.watch.passing(packets)
        self._events = decoded(packets, self._decoder, self._progress, self._ear)
        if part is not None:
            self._events = part.events(self._events)
        self.fields.restart()

    def _frame(self, taken: FieldFrame) -> Frame:
        context, siting = self.stream.codec_context, self.picture.siting
        frame = frame_of(
            taken, self.fields.time_base, context, siting, self.region, self._whole, self.path
        )
        return self._shapes.shaped(frame, taken.frame, self._decoder.context)
