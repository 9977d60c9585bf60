"""The timeline of a file whose clock may jump: read once, for all who read and seek in it.

A thread reads the file's packets from its start, as fast as they come, and notes from which byte on
each stream's times are shifted by how much, and where key frames lie on the continuous clock. So
whoever reads a stream anywhere in the file knows its times, and a time's place in the file.
"""

from __future__ import annotations

import threading
import weakref
from bisect import bisect_right
from dataclasses import field
from fractions import Fraction
from typing import Any

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..network.interruption import ReadInterruption
from ..opening import MediaInput
from ..pyav import InputContainer, Packet, Stream, av
from .on_clock import PacketClock, is_steady
from .stamps import SECOND

_POLL_SECONDS = 0.1
_SOUND_STEP = SECOND // 2  # between places that are noted of a file of sound alone
_TIMELINES: weakref.WeakKeyDictionary[MediaInput, ClockTimeline] = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def main_stream(container: InputContainer) -> Stream | None:
    """Return the stream whose packets say how far a file is read: its video, or else its sound."""
    steady = [stream for stream in container.streams if is_steady(stream)]
    videos = [stream for stream in steady if stream.type == "video"]
    return next(iter(videos or steady), None)


def player_clock(container: InputContainer, main: Stream) -> PacketClock:
    """Return a clock that leaves the times before the first jump as they are."""
    rate = getattr(main, "average_rate", None) or getattr(main, "guessed_rate", None)
    period = 1 / Fraction(rate) if rate and main.type == "video" else Fraction(0)
    return PacketClock(container, main, period, Fraction(0), origin=Fraction(0), jumps=True)


def time_of(packet: Packet[Any]) -> int | None:
    """Return when a packet is decoded, in nanoseconds as the container has it."""
    stamp = packet.dts if packet.dts is not None else packet.pts
    return (
        None if stamp is None or not packet.time_base else round(stamp * packet.time_base * SECOND)
    )


@dataclass(slots=True)
class _Shifts:
    """By how much a stream's times are shifted, from a place in the file on; all in order.

    Several packets may have one place. There the times tell which is before a jump.
    """

    places: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)  # nanoseconds
    around: list[tuple[int, int]] = field(default_factory=list)  # times before and after
    last: int = 0

    def note(self, place: int, offset: int, time: int | None) -> None:
        now = self.last if time is None else time
        if not self.offsets or self.offsets[-1] != offset:
            self.places.append(place)
            self.offsets.append(offset)
            self.around.append((self.last, now))
        self.last = now

    def run(self, place: int, time: int | None, least: int) -> int:
        run = max(0, bisect_right(self.places, place) - 1)
        while run > least and time is not None and self.places[run] == place:
            before, after = self.around[run]
            if abs(time - after) <= abs(time - before):
                break
            run -= 1
        return run


class ClockTimeline:
    """A file's continuous clock, as far as it has been read. All methods are for any thread.

    Parameters
    ----------
    source : a file whose bytes have places

    Attributes
    ----------
    done : whether all has been read
    joined : whether the clock has jumped so far
    joins : where it has, in seconds
    """

    def __init__(self, source: MediaInput) -> None:
        self._changed = threading.Condition()
        self._shifts: dict[int, _Shifts] = {}
        self._keys: list[tuple[float, int]] = []  # time in seconds, place in bytes
        self._reached, self._read, self._end = 0.0, 0, 0  # seconds, bytes, nanoseconds
        self._stop = False
        self.done = self.joined = False
        self.joins: list[float] = []
        owner = weakref.ref(self)
        self._thread = threading.Thread(
            target=_read_all, args=(owner, source), name="anime4k_gl timeline", daemon=True
        )
        self._thread.start()

    @classmethod
    def of(cls, source: MediaInput) -> ClockTimeline:
        """Return a file's timeline, the same one for all who ask."""
        with _LOCK:
            found = _TIMELINES.get(source)
            if found is None:
                found = _TIMELINES[source] = cls(source)
            return found

    @property
    def end(self) -> float | None:
        """Where the last of all streams ends, in seconds; None until all has been read."""
        return self._end / SECOND if self.done and self._end else None

    def offset(self, stream: int, place: int, time: int | None, least: int) -> tuple[int, int]:
        """Return the nanoseconds to add to a packet's times, and between which jumps that is.

        Waits until its place was read.

        Parameters
        ----------
        stream, place : of the packet
        time : as `time_of` returns it
        least : between which jumps the packet before it is; 0 after a seek

        Raises `InterruptedError`, see `ReadInterruption`.
        """
        if not self.done and place >= self._read:
            with self._changed:
                while not self.done and place >= self._read:
                    ReadInterruption.check()
                    self._changed.wait(_POLL_SECONDS)
        shifts = self._shifts.get(stream)
        if shifts is None or not shifts.offsets:
            return 0, 0
        run = shifts.run(place, time, least)
        return shifts.offsets[run], run

    def key_before(self, seconds: float) -> int | None:
        """Return the place of the last key frame at or before a time.

        None where the container's own clock and index lead there: no jump is known. Where one is,
        waits until the file has been read so far.
        """
        with self._changed:
            while self.joined and not self.done and self._reached <= seconds:
                ReadInterruption.check()
                self._changed.wait(_POLL_SECONDS)
            if not self.joined or not self._keys:
                return None
            return self._keys[max(0, bisect_right(self._keys, (seconds, 1 << 62)) - 1)][1]

    def key_after(self, seconds: float) -> int | None:
        """Return the place of the first key frame at or after a time, or else as `key_before`."""
        before = self.key_before(seconds)
        if before is None:
            return None
        with self._changed:
            later = bisect_right(self._keys, (seconds, -1))
            return self._keys[later][1] if later < len(self._keys) else before

    # The thread's.

    def _note(
        self, main: Stream, clock: PacketClock, packet: Packet[Any], offset: int, place: int
    ) -> None:
        with self._changed:
            self._shifts.setdefault(packet.stream_index, _Shifts()).note(
                place, offset, time_of(packet)
            )
            self._read = max(self._read, place)
            stamp = packet.pts if packet.pts is not None else packet.dts
            if packet.stream_index == main.index and stamp is not None and packet.time_base:
                time = round(stamp * packet.time_base * SECOND) + offset
                self._reached = max(self._reached, time / SECOND)
                known = self._keys[-1][0] if self._keys else None
                far = known is None or time - known * SECOND >= _SOUND_STEP
                if packet.is_keyframe and (main.type == "video" or far):
                    self._keys.append((time / SECOND, place))
            for join in clock.clock.joins[len(self.joins) :]:
                self.joins.append(join.time / SECOND)
            self.joined = self.joined or bool(self.joins or clock.clock.lying)
            self._changed.notify_all()

    def _finish(self, end: int) -> None:
        with self._changed:
            self._end, self.done = end, True
            self._keys.sort()
            self._changed.notify_all()


def _read_all(owner: weakref.ref[ClockTimeline], source: MediaInput) -> None:
    """Read a file for a timeline, as long as anybody has that."""
    end = 0
    try:
        with source.container() as container:
            main = main_stream(container)
            if main is None:
                return
            clock = player_clock(container, main)
            places: dict[int, int] = {}
            for packet, offset in clock.offsets(_packets(container)):
                timeline = owner()
                if timeline is None:
                    return
                place = places[packet.stream_index] = max(
                    places.get(packet.stream_index, 0), packet.pos or 0
                )
                timeline._note(main, clock, packet, offset, place)
                del timeline
            end = clock.clock.end
    except (MediaError, av.FFmpegError, OSError):
        pass  # those who play the file say so
    finally:
        timeline = owner()
        if timeline is not None:
            timeline._finish(end)


def _packets(container: InputContainer) -> Any:
    packets = container.demux()
    while True:
        try:
            packet = next(packets)
        except (StopIteration, IndexError):  # the latter if streams appeared midway
            return
        if packet.size:
            yield packet
