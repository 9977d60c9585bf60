"""A file's packets and frames on one clock that begins at 0, and the part of them that is taken.

Packets get their times on that clock before they are decoded or copied, so that frames and copied
packets agree. Then the part is cut out: its video is decoded from the key frame before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from ...errors import MediaError, OptionError
from ..chapters import chapters_in_part
from ..opening import MediaInput
from ..pyav import InputContainer, Packet, VideoFrame, VideoStream, av
from .cutting import SAME, Cutter, Reach, shown_at
from .excerpt import Excerpt
from .frame_times import FrameTimes
from .on_clock import PacketClock, is_steady
from .stamps import SECOND
from .wholeness import is_whole

_BEFORE_START = 10  # seconds, where a seek to the start aims
_SOUGHT_BEFORE = 30  # seconds before a part, where reading begins: subtitles may be shown so long
_MOST_HELD = 256 << 20  # bytes of packets before a part, where no key frame comes
_LONG = 2  # periods; a frame that is shown longer is shown from the start of the part on
_MISLED, _MISLED_SHARE = 1.0, 0.02  # by what a header must be wrong for a line: seconds, share
_MOST_TOLD = 3  # jumps, each in a line
_LEAST_RATE = 2000  # bytes per second that a video has
_UNHEARD = Fraction(1, 20)  # seconds of missing sound that are worth a line

_Event: TypeAlias = "Packet[Any] | VideoFrame"


class Presentation:
    """A container's packets and frames on a clock of their own.

    Parameters
    ----------
    container, stream : the opened file and the video that is decoded
    excerpt : the part to take
    source : where the file comes from

    Attributes
    ----------
    origin : the container's time of 0 on the new clock, in seconds
    claimed : seconds that its header says it lasts, on the new clock; 0 if it does not
    stopped : whether the part ended before the file did
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, excerpt: Excerpt, source: MediaInput
    ) -> None:
        self._container, self._stream, self._source = container, stream, source
        self._name = source.name
        self.excerpt = excerpt
        self._time_base = stream.time_base or Fraction(1, 90_000)
        rate = stream.average_rate or stream.guessed_rate
        self._period = 1 / rate if rate else Fraction(1, 25)
        self.claimed = 0.0
        self._clocked = PacketClock(container, stream, self._period, excerpt.audio_delay)
        self.origin = self._clocked.origin
        self._reads_on = self._clocked.jumping or source.is_pipe
        self.restart()

    @classmethod
    def of(
        cls,
        container: InputContainer,
        stream: VideoStream,
        excerpt: Excerpt | None,
        source: MediaInput,
    ) -> Presentation | None:
        """Return the presentation of a part; None for None, the container's own."""
        return None if excerpt is None else cls(container, stream, excerpt, source)

    def restart(self) -> None:
        """Forget what was read, for another reading."""
        self._clocked.restart()
        self._times = FrameTimes(self._period / self._time_base)
        self._ends_early = self.excerpt.end is not None or self.excerpt.frames is not None
        self._trims = bool(self.excerpt.start) or self.excerpt.audio_delay < 0
        self._cuts = True  # whether packets have to be looked at
        self._cutter = Cutter(self.excerpt.start, trims=self._trims)
        self._cutter.end = self.excerpt.end
        self._reach = Reach()
        self._begun = self._ended = self.stopped = False
        self._early: list[Packet[Any]] = []  # before the first frame
        self._ahead: list[Packet[Any]] = []  # that may come after the last frame
        self._before: VideoFrame | None = None  # the last frame before the part
        self._count = 0
        self._misled = False

    @property
    def seek_to(self) -> float | None:
        """The container's time in seconds where reading may begin, None for the file's start.

        A clock that jumps is known only to who has read it from the start.
        """
        wanted = self.excerpt.start - _SOUGHT_BEFORE
        return None if self._reads_on or wanted <= 0 else float(wanted + self.origin)

    def begin(
        self,
        seek: Callable[[float], None],
        first: Callable[[], object],
        read: Callable[[], None],
    ) -> None:
        """Begin near the part where the file can be sought in, and at its start otherwise.

        Parameters
        ----------
        seek : seeks to a time of the container, in seconds, and reads from there
        first : decodes the first frame of the part
        read : reads from where the file is
        """
        near = self.seek_to
        if near is None:
            read()
            return
        try:
            seek(near)
            first()
        except MediaError:  # it led nowhere, or past the part: its index is missing or wrong
            self._reads_on = True
            try:
                seek(float(self.origin) - _BEFORE_START)
            except MediaError:
                read()

    @property
    def start(self) -> Fraction:
        """What is 0 in the part, in seconds of the new clock."""
        return self._cutter.start

    @property
    def joins(self) -> list[float]:
        """Where the clock jumped and was joined, in seconds of the new clock."""
        return [join.time / SECOND for join in self._clocked.clock.joins]

    @property
    def notes(self) -> list[str]:
        """What of the times was not as it should be, a sentence each."""
        clock = self._clocked.clock
        joins = clock.joins
        notes = [str(join) for join in joins[:_MOST_TOLD]]
        if len(joins) > _MOST_TOLD:
            notes.append(f"the clock jumps {len(joins)} times in all; joined without gaps")
        notes += [str(pause) for pause in clock.pauses[:_MOST_TOLD]]
        if self._misled:
            notes.append(
                f"its header says that it lasts {self.claimed:.2f} s; the file is whole, and lasts"
                f" {self._clocked.end:.2f} s"
            )
        if lying := clock.lying:
            packets = "packet has" if lying == 1 else "packets have"
            notes.append(f"{lying} {packets} a time that fits nothing near; placed by turn")
        for (index, kind), late in self._cutter.late.items():
            if late > _UNHEARD:
                notes.append(
                    f"stream {index} ({kind}) begins {float(late):.2f} s into the part, with its"
                    " first whole packet; sound encoded anew or another start loses less"
                    if kind == "audio"
                    else f"stream {index} ({kind}) begins {float(late):.2f} s into the part, with"
                    " its first key frame"
                )
        return notes

    def extent(self) -> tuple[float | None, int | None]:
        """Return the seconds of the part and its number of frames, estimated; None if unknown."""
        end = self.claimed or None
        if end is None and self._container.duration:
            end = self._container.duration / av.time_base
            if self._clocked.jumping and self._container.size / end < _LEAST_RATE:
                end = None  # reckoned across a jump
        part_end = self.excerpt.end
        if part_end is not None:
            end = float(part_end) if end is None else min(end, float(part_end))
        seconds = None if end is None else max(0.0, end - float(self.start)) or None
        frames = self._stream.frames or None if self.excerpt.whole else None
        if frames is None and seconds:
            frames = max(1, round(seconds / self._period))
        if self.excerpt.frames is not None:
            frames = self.excerpt.frames if frames is None else min(frames, self.excerpt.frames)
        return seconds, frames

    def claim(self, seconds: float) -> float:
        """Note the end that a file's header says, in its own seconds; return it on the clock."""
        self.claimed = seconds - float(self.origin)
        return self.claimed

    def chapters(self, found: list[Any]) -> list[Any]:
        """Return PyAV's chapters of the file as they are in the part."""
        start, seconds = self.origin + self.start, self.extent()[0]
        if self.excerpt.frames is not None and seconds is not None:
            seconds = min(seconds, float(self.excerpt.frames * self._period))
        end = start + Fraction(seconds) if self._ends_early and seconds is not None else None
        return chapters_in_part(found, start=start, end=end)

    def reached_end(self) -> bool:
        """Whether all of a file has been read that its writer wrote, whatever its header says."""
        whole = is_whole(self._source, self._container.format.name, last=self._clocked.last_byte)
        short = self.claimed - self._clocked.end
        self._misled = whole and short > max(_MISLED, _MISLED_SHARE * self.claimed)
        return whole

    def pts_in_part(self, pts: int) -> int:
        """Return a frame's time in the part, of that on the new clock, in the stream's unit."""
        return pts - round(self.start / self._time_base)

    def packets(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield a file's packets with their new times; those of the video from where it is needed.

        After the end of the part it goes on until the other streams have reached that too.
        """
        held: list[Packet[Any]] = []
        size, needed = 0, not self.excerpt.start
        for packet in self._clocked.packets(packets):
            if packet.stream_index != self._stream.index:
                if self._ends_early and is_steady(packet.stream):
                    self._reach.note(packet)
                yield packet
            elif self._ended:
                self._reach.note_video(packet)
            elif needed:
                yield packet
            else:
                shown = shown_at(packet)
                after = shown is not None and shown > self.excerpt.start
                if packet.is_keyframe and not after:
                    held.clear()
                    size = 0
                held.append(packet)
                size += packet.size
                if after or size > _MOST_HELD:
                    needed = True
                    yield from held
                    held.clear()
            if self._ended:
                end = self._cutter.end
                if end is not None and self._reach.has_passed(end, self._awaited()):
                    return
        yield from held

    def events(self, events: Iterable[_Event]) -> Iterator[_Event]:
        """Yield the part's frames, on the new clock, and its packets, on that of the part.

        Raises `OptionError` if the video has no frame in the part.
        """
        for event in events:
            yield from self._packet(event) if isinstance(event, Packet) else self._frame(event)
        if not self._begun and self._before is not None:
            yield from self._last_alone(self._before)
        for packet in self._ahead:
            yield from self._taken(packet)

    def _awaited(self) -> list[int]:
        """Return the streams whose packets come steadily, other than the decoded one."""
        streams = self._container.streams
        return [s.index for s in streams if is_steady(s) and s.index != self._stream.index]

    def _packet(self, packet: Packet[Any]) -> Iterator[_Event]:
        if not self._begun:
            if self._cutter.may_need(packet):
                self._early.append(packet)
        elif self._cutter.end is None and self.excerpt.frames is not None:
            self._ahead.append(packet)
        else:
            yield from self._taken(packet)

    def _frame(self, frame: VideoFrame) -> Iterator[_Event]:
        frame.pts = self._times.of(frame)
        if self._ended:
            return
        time = frame.pts * self._time_base
        if not self._begun:
            if self.excerpt.start and time < self.excerpt.start - SAME:
                self._before = frame
                return
            yield from self._begin(time)
        yield from self._counted(frame, time)
        if self._ahead:
            end = self._cutter.end
            waiting, self._ahead = self._ahead, []
            for packet in waiting:
                if end is not None or (shown_at(packet) or 0) < time:
                    yield from self._taken(packet)
                else:
                    self._ahead.append(packet)

    def _counted(self, frame: VideoFrame, time: Fraction) -> Iterator[_Event]:
        """Yield a frame if it is in the part, whose end it may be."""
        if self._cutter.end is None and self._count == self.excerpt.frames:
            self._cutter.end = time
        end = self._cutter.end
        if end is not None and time >= end - SAME:
            self._ended = self.stopped = True
            return
        self._count += 1
        if end is not None and frame.duration:
            left = max(1, round((end - time) / self._time_base))
            frame.duration = min(frame.duration, left)
        yield frame

    def _begin(self, time: Fraction) -> Iterator[_Event]:
        """Decide where the part begins, of the time of the first frame in it."""
        start, end = self.excerpt.start, self.excerpt.end
        if end is not None and time >= end - SAME and self._before is None:
            raise OptionError(
                f"{self._name}: no frame before {float(end):.2f} s; the first of the part is at"
                f" {float(time):.2f} s"
            )
        late = time - start > _LONG * self._period
        if late and self.seek_to is not None and self._before is None:
            raise MediaError(f"{self._name}: the index leads past {float(start):.2f} s")
        self._begun = True
        shown_before = self._before if start and late else None
        if shown_before is not None:
            pass
        elif start and not late:
            self._cutter.start = time
        elif not start:
            alone = not any(s.type == "audio" for s in self._container.streams)
            # Without sound nothing comes before the first frame; nor does a frame before 0.
            self._cutter.start = time if alone else min(start, time)
        self._cuts = self._ends_early or self._trims or bool(self._cutter.start)
        for packet in (*self._cutter.standing(), *self._early):
            yield from self._packet(packet)
        for packet in self._cutter.standing():
            yield from self._packet(packet)
        self._early.clear()
        if shown_before is not None:
            shown_before.pts = round(start / self._time_base)
            shown_before.duration = max(1, round((time - start) / self._time_base))
            yield from self._counted(shown_before, start)
        self._before = None

    def _last_alone(self, last: VideoFrame) -> Iterator[_Event]:
        """Yield the video's last frame if it is still shown where the part begins."""
        assert last.pts is not None
        length = last.duration or self._period / self._time_base
        end = (last.pts + length) * self._time_base
        if end <= self.excerpt.start + SAME:
            raise OptionError(
                f"{self._name}: nothing from {float(self.excerpt.start):.2f} s on; its video ends"
                f" at {float(end):.2f} s"
            )
        yield from self._begin(end + _LONG * self._period + 1)

    def _taken(self, packet: Packet[Any]) -> Iterator[_Event]:
        taken = self._cutter.take(packet) if self._cuts or packet.is_discard else packet
        if taken is not None:
            yield taken
