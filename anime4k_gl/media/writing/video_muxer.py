"""The file around encoded video: its header, and the other streams' packets between the video's."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
from fractions import Fraction
from typing import Any

from ...errors import MediaError, OptionError
from ..carrying.carry import Carrying
from ..carrying.finishing import complete_headers
from ..failures import reported
from ..pyav import OutputContainer, Packet, VideoStream, av, copy_disposition
from ..recipes import without_recipe, write_recipe
from ..target import MediaTarget
from ..video.alpha import STREAM_TAG
from ..video.video_source import VideoSource
from ..whole_output import WholeOutput
from .codecs import encoder_time_base
from .containers import MP4_FAMILY, check_video, refusal, shown_name
from .stream_copier import StreamCopier
from .stream_plan import StreamPlan
from .video_encoding import VideoEncoding


class VideoMuxer(WholeOutput):
    """A file being written of packets. A context manager: leaving it normally finishes the file,
    leaving it by an exception (Ctrl-C too) discards it.

    `video` may be called in one thread while `copy` is called in another; each locks.

    Parameters
    ----------
    target : what to write
    source : of streams, metadata, chapters, times and orientation
    encoding : of the video
    plan : what becomes of the other streams
    carried : what becomes of what the source says beside its streams
    recipe : how it is made, see `recipes`; empty for nothing

    Attributes
    ----------
    stream : of the video; its encoder is open, whoever uses it
    notes : parts of the source that could not be kept, a sentence each

    Raises `OptionError` for a stream that the container cannot carry; `MediaError` if the file
    cannot be written.
    """

    def __init__(
        self,
        target: MediaTarget,
        source: VideoSource,
        encoding: VideoEncoding,
        plan: StreamPlan,
        carried: Carrying,
        *,
        recipe: str = "",
    ) -> None:
        self._target, self._plan, self._carried = target, plan, carried
        self._encoding, self._recipe = encoding, recipe
        self._lock = threading.RLock()
        self._held: list[tuple[Fraction, int, Packet[Any]]] = []  # a heap, by time and arrival
        self._arrivals = itertools.count()
        self._container = target.open(muxer_options(plan.container))
        self._open = True
        try:
            self._set_up(source, encoding)
        except BaseException:
            self.discard()
            raise

    def video(self, packet: Packet[Any]) -> None:
        """Write a packet of the video, after those of other streams that come before it."""
        with self._lock, reported(self._target.name):
            if packet.dts is not None:
                self._release(packet.dts * self._encoding.time_base)
            self._container.mux_one(self._encoding.in_phase(packet))

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

    def finish(self) -> None:
        """Complete the file and rename it to its target.

        Raises `MediaError`, and discards the file, if that fails. Where another file has come to
        be under its name meanwhile, it is kept under another one.
        """
        if not self._open:
            return
        try:
            with self._lock, reported(self._target.name):
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

    def _set_up(self, source: VideoSource, encoding: VideoEncoding) -> None:
        container, name = self._container, self._target.name
        check_video(name, self._plan.container, encoding.codec)
        stream = encoding.add_to(container)
        stream.metadata.update(self._carried.video_tags)
        if encoding.layout.has_alpha and encoding.codec.startswith("libvpx"):
            stream.metadata[STREAM_TAG] = "1"
        copy_disposition(stream, source.stream)
        self.stream: VideoStream = stream
        self._copier = StreamCopier(container, source, self._plan, self._carried.stream_tags)
        self.notes = self._copier.notes
        self.notes += self._carried.notes
        rounded = rounded_times(source, encoding.codec, self._plan.container)
        if rounded is not None:
            self.notes.append(rounded)
        self.notes += self._target.notes
        if source.display_matrix is not None:
            stream.set_display_matrix(source.display_matrix)
        container.metadata.update(without_recipe(self._carried.file_tags))
        if self._recipe:
            write_recipe(container, self._recipe)
        found, part = self._carried.chapters, source.presentation
        container.set_chapters(found if part is None else part.chapters(found))
        encoding.open(stream, name)
        self._start(container, encoding)

    def _start(self, container: OutputContainer, encoding: VideoEncoding) -> None:
        name = self._target.name
        try:
            with reported(name):
                container.start_encoding()
        except MediaError as error:
            if isinstance(error.__cause__, OSError) and not isinstance(
                error.__cause__, (av.error.ArgumentError, av.error.PatchWelcomeError)
            ):
                raise
            raise OptionError(refusal(name, self._plan.container, encoding.codec)) from error

    def _hold(self, packet: Packet[Any]) -> None:
        stamp = packet.dts if packet.dts is not None else packet.pts
        when = Fraction(-1) if stamp is None else stamp * (packet.time_base or Fraction(1))
        heapq.heappush(self._held, (when, next(self._arrivals), packet))

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


def muxer_options(container: str) -> dict[str, str]:
    """Return a muxer's options."""
    if container in MP4_FAMILY:
        # The index goes to the front, so that the file plays while it downloads; colours are
        # told even where one of the tags is unknown.
        every_tag = "+use_metadata_tags" if container == "mov" else ""
        return {"movflags": f"+faststart+write_colr{every_tag}"}
    return {}
