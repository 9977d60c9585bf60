"""A container's packets, given their times on one continuous clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ...lazy.dataclass import dataclass
from ..main_stream import is_cover
from ..pyav import InputContainer, Packet, Stream, av
from .clock import Clock
from .cutting import refine
from .stamps import SECOND, Stamp

_LONGEST_REORDERING = 10  # seconds between decoding and showing a frame

_DISCONTINUOUS = 0x0200  # FFmpeg's AVFMT_TS_DISCONT: the format's clocks may jump

# Nanoseconds after which clocks of containers begin again.
_WRAPS = {
    "mpegts": (1 << 33) * SECOND // 90_000, "mpeg": (1 << 33) * SECOND // 90_000,
    "flv": (1 << 32) * SECOND // 1000, "live_flv": (1 << 32) * SECOND // 1000,
}  # fmt: skip


def is_steady(stream: Stream) -> bool:
    """Return whether a stream's packets come all the time: of video and sound, not of text."""
    return stream.type in ("video", "audio") and not is_cover(stream)


def may_jump(container: InputContainer) -> bool:
    """Return whether the clocks of a kind of container jump, wrap or begin again."""
    flags = int(container.format.flags)
    return bool(flags & _DISCONTINUOUS) or container.format.name in _WRAPS


def drop_wild_pts(packet: Packet[Any]) -> None:
    """Forget a presentation time that is far from the decoding time.

    FFmpeg guesses the one that is missing in a program stream from the packet after it, which may
    be on the other side of a jump.
    """
    pts, dts, unit = packet.pts, packet.dts, packet.time_base
    if pts is not None and dts is not None and unit and abs(pts - dts) * unit > _LONGEST_REORDERING:
        packet.pts = None


@dataclass(slots=True)
class _Line:
    """What is needed of a stream for each of its packets; times in nanoseconds.

    `unit` is that of its times in seconds; `units` is what `offset` and `delay` are in it.
    """

    unit: Fraction
    steady: bool
    cover: bool
    video: bool
    refined: bool  # whether its unit is too coarse
    delay: int
    length: int  # of its last packet
    offset: int | None = None
    units: int = 0


class PacketClock:
    """Gives a container's packets their times on a clock of which 0 is the container's start.

    Parameters
    ----------
    container, stream : the opened file and the video that is decoded
    period : usual seconds of a frame
    audio_delay : seconds by which sound comes later
    origin : the container's time that is 0, in seconds; None for where it starts
    jumps : whether a long step forward is a jump; None for what is usual in such containers

    Attributes
    ----------
    origin : the container's time of 0 on the clock, in seconds
    jumping : whether clocks of its kind of container may jump
    last_byte : where in the file the last packet ends
    """

    def __init__(
        self,
        container: InputContainer,
        stream: Stream,
        period: Fraction,
        audio_delay: Fraction,
        *,
        origin: Fraction | None = None,
        jumps: bool | None = None,
    ) -> None:
        start = Fraction(container.start_time or 0, av.time_base)
        self.origin = start if origin is None else origin
        discontinuous = bool(int(container.format.flags) & _DISCONTINUOUS)
        self.jumping = discontinuous if jumps is None else jumps
        self._container, self._main = container, stream.index
        self._period, self._delay = round(period * SECOND), round(audio_delay * SECOND)
        self.restart()

    def restart(self) -> None:
        """Forget what was read, for another reading."""
        wrap = _WRAPS.get(self._container.format.name)
        self.clock: Clock[Packet[Any]] = Clock(-round(self.origin * SECOND), self.jumping, wrap)
        self._lines: dict[int, _Line] = {}
        self.last_byte = 0

    @property
    def end(self) -> float:
        """Where what was read ends, in seconds."""
        return self.clock.end / SECOND

    def packets(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield packets, in their order, with their new times."""
        for known, offset in self.offsets(packets):
            line = self._lines[known.stream_index]
            yield known if line.cover else self._moved(known, offset)

    def offsets(self, packets: Iterable[Packet[Any]]) -> Iterator[tuple[Packet[Any], int]]:
        """Yield packets, in their order, each with what its times are to be shifted by (ns)."""
        for packet in packets:
            line = self._lines.get(packet.stream_index)
            if line is None:
                line = self._lines[packet.stream_index] = self._line(packet)
            self.last_byte = max(self.last_byte, (packet.pos or 0) + packet.size)
            if line.cover:
                yield packet, 0
                continue
            if self.jumping:
                drop_wild_pts(packet)
            yield from self.clock.take(packet, _stamp(packet, line))
        yield from self.clock.rest()

    def _line(self, packet: Packet[Any]) -> _Line:
        stream, unit = packet.stream, packet.time_base or Fraction(1)
        main = stream.index == self._main
        return _Line(
            unit,
            steady=is_steady(stream),
            cover=is_cover(stream),
            video=stream.type == "video",
            refined=not main,
            delay=self._delay if stream.type == "audio" else 0,
            length=self._period if main else 0,
        )

    def _moved(self, packet: Packet[Any], offset: int) -> Packet[Any]:
        line = self._lines[packet.stream_index]
        if line.refined:
            line.refined = refine(packet)
        if offset != line.offset:
            line.offset = offset
            unit = packet.time_base or line.unit
            line.units = round(Fraction(offset + line.delay, SECOND) / unit)
        if line.units:
            pts, dts = packet.pts, packet.dts
            if pts is not None:
                packet.pts = pts + line.units
            if dts is not None:
                packet.dts = dts + line.units
        return packet


def _stamp(packet: Packet[Any], line: _Line) -> Stamp:
    pts, dts, length = packet.pts, packet.dts, packet.duration
    above, below = line.unit.numerator * SECOND, line.unit.denominator
    if length:
        line.length = length * above // below
    return Stamp(
        packet.stream_index,
        None if dts is None else dts * above // below,
        None if pts is None else pts * above // below,
        line.length,
        not line.steady,
        line.video,
    )
