"""The clock of one reader of a container: its packets' times, and seeks on that clock.

Most containers' clocks are taken as they are. Those of recordings may jump, wrap or begin again;
they are made continuous. Every reader of a file comes to the same times: in a file by the
`ClockTimeline` that all share, in what a server sends by reading all its packets in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..opening import MediaInput
from ..pyav import InputContainer, Packet, Stream, discard_packets
from .cutting import shown_at
from .on_clock import PacketClock, drop_wild_pts, may_jump
from .seeking import seek_container
from .stamps import SECOND
from .timeline import ClockTimeline, main_stream, player_clock, time_of

_BEFORE_START = 10.0  # seconds, where a seek to the start aims
_INTERLEAVING = 1.0  # seconds by which streams may be apart in a file


class ReaderClock:
    """A container's own clock. Belongs to the reader's thread, but for `end`.

    Parameters
    ----------
    container : opened by the reader

    Attributes
    ----------
    in_pieces : whether it is a list of pieces: its length holds across jumps, and packets that seem
        incomplete are the ends of pieces
    """

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        self.in_pieces = "hls" in container.format.name

    @staticmethod
    def of(source: MediaInput, container: InputContainer) -> ReaderClock:
        """Return the clock that fits a kind of container."""
        main = main_stream(container)
        if main is None or not may_jump(container):
            return ReaderClock(container)
        if source.path is None or source.is_pipe or "hls" in container.format.name:
            return OrderedClock(container, main, joined=source.is_joined)
        return MappedClock(container, main, ClockTimeline.of(source))

    @property
    def end(self) -> float | None:
        """Where the file ends on the clock, in seconds; None where its header has to say it."""
        return None

    @property
    def joins(self) -> list[float]:
        """Where the clock jumped and was joined, as far as is known; seconds."""
        return []

    def leave_out(self, wanted: Iterable[Stream]) -> None:
        """Have no packets read but those of the wanted streams, and what the clock needs."""
        indices = {stream.index for stream in wanted}
        for stream in self._container.streams:
            if stream.index not in indices:
                discard_packets(stream)

    def packets(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield packets with their times on the clock."""
        return iter(packets)

    def seek(self, stream: Stream, seconds: float, *, forward: bool = False) -> None:
        """Go to the last key frame at or before a time, or to the first after it.

        Raises `av.FFmpegError` and `InterruptedError`.
        """
        seek_container(self._container, stream, seconds, forward=forward)


class MappedClock(ReaderClock):
    """The continuous clock of a file, by a timeline."""

    def __init__(self, container: InputContainer, main: Stream, timeline: ClockTimeline) -> None:
        super().__init__(container)
        self._main, self._timeline = main, timeline
        self._awaits_key = False
        self._sought = 0  # place in bytes

    @property
    def end(self) -> float | None:
        """Where the file ends, in seconds; None until that is known, and where no clock jumps."""
        return self._timeline.end if self._timeline.joined else None

    @property
    def joins(self) -> list[float]:
        """Where the clock jumped, as far as the file has been read; seconds."""
        return list(self._timeline.joins)

    def packets(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield packets with their times on the clock, those of the video from a key frame on."""
        places: dict[int, int] = {}
        runs: dict[int, int] = {}
        sought = self._sought  # the first packets after a seek may not know their place
        awaits_key, self._awaits_key = self._awaits_key, False
        for packet in packets:
            index = packet.stream_index
            if awaits_key and index == self._main.index:
                if not packet.is_keyframe:
                    continue
                awaits_key = False
            place = places[index] = max(places.get(index, sought), packet.pos or 0)
            drop_wild_pts(packet)
            offset, runs[index] = self._timeline.offset(
                index, place, time_of(packet), runs.get(index, 0)
            )
            _shift(packet, offset)
            yield packet

    def seek(self, stream: Stream, seconds: float, *, forward: bool = False) -> None:
        """Go to a key frame by its place in the file, where the clock jumps."""
        timeline = self._timeline
        if stream.index != self._main.index:
            seconds -= _INTERLEAVING
        place = timeline.key_after(seconds) if forward else timeline.key_before(seconds)
        self._sought = place or 0
        if place is None:
            super().seek(stream, seconds, forward=forward)
            return
        self._awaits_key = self._main.type == "video"
        self._container.seek(place, unsupported_byte_offset=True)


class OrderedClock(ReaderClock):
    """The continuous clock of a container whose packets are read in their order, all of them.

    Where it has jumped, the way to a time leads from the start: only so the clock is known there.
    """

    def __init__(self, container: InputContainer, main: Stream, *, joined: bool) -> None:
        super().__init__(container)
        self._main, self._joined = main, joined
        self._clock: PacketClock = player_clock(container, main)
        self._from: float | None = None  # of the main stream nothing earlier is wanted

    @property
    def joins(self) -> list[float]:
        """Where the clock jumped since the last seek; seconds."""
        return [join.time / SECOND for join in self._clock.clock.joins]

    def leave_out(self, wanted: Iterable[Stream]) -> None:
        """Leave nothing out: the clock needs all."""

    def packets(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield packets with their times on the clock, after a seek from its key frame on."""
        start, self._from = self._from, None
        held: list[Packet[Any]] = []
        for packet in self._clock.packets(packets):
            self._joined = self._joined or bool(self._clock.clock.joins)
            if start is None:
                yield packet
                continue
            shown = shown_at(packet)
            if packet.stream_index != self._main.index:
                held.append(packet)
                continue
            if packet.is_keyframe and (shown is None or shown <= start):
                held = [other for other in held if self._is_wanted(other, start)]
            held.append(packet)
            if shown is not None and shown > start:
                start = None
                yield from held
                held.clear()
        yield from held

    def _is_wanted(self, packet: Packet[Any], start: float) -> bool:
        """Whether a packet before a key frame may belong to what comes after it."""
        shown = shown_at(packet)
        near = shown is None or shown >= start - _INTERLEAVING
        return near and packet.stream_index != self._main.index

    def seek(self, stream: Stream, seconds: float, *, forward: bool = False) -> None:
        """Go to a time: by the container's index as long as no clock has jumped, or from its start.

        With `forward` it may be the key frame before it.
        """
        if not self._joined:
            super().seek(stream, seconds, forward=forward)
            self._clock.restart()
            return
        begin = float(self._main.start_time or 0) * float(self._main.time_base or 0)
        super().seek(self._main, begin - _BEFORE_START)
        self._clock.restart()
        self._from = seconds


def _shift(packet: Packet[Any], offset: int) -> None:
    if offset and packet.time_base:
        units = round(Fraction(offset, SECOND) / packet.time_base)
        pts, dts = packet.pts, packet.dts
        packet.pts = None if pts is None else pts + units
        packet.dts = None if dts is None else dts + units
