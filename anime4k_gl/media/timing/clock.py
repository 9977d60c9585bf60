"""A container's clock made continuous: plain arithmetic on the times of packets.

Recordings that were joined, titles of discs and broadcasts have a clock that jumps, wraps or starts
again. What lies between two jumps is a section. All streams share a section's offset, so that what
was shown together stays together; each stream enters it when its own packets do, as its last ones
of the section before may come later in the file.

FFmpeg's command decides by the same thresholds, but at the first packet that jumps, and for all
streams at once. Here the packets after a jump are held until the other streams have followed: then
it is known where the section must begin for no stream to lap over what came before, and that it is
no single packet that lies, nor a pause of one stream only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Generic

from ...lazy.dataclass import dataclass
from .sections import Held, Item, Place, Section, Track
from .stamps import SECOND, Join, Pause, Stamp

JUMP_FORWARD = 10 * SECOND
"""Beyond which a step forward is a jump, where jumps are common; FFmpeg's
``dts_delta_threshold``."""

JUMP_BACKWARD = SECOND // 10
"""Beyond which a step back is a jump, in any container."""

LONG_PAUSE = 60 * SECOND
"""A time in which nothing comes of any stream, that is worth a line."""

ABSURD_FORWARD = 30 * 3600 * SECOND
"""Beyond which a step forward is a jump in containers that mean their gaps; FFmpeg's
``dts_error_threshold``."""

_FOLLOWING = SECOND // 2  # within which a packet surely follows the one before
_AHEAD = 5 * SECOND  # how far is looked ahead after a jump, for the other streams to follow
_AHEAD_PACKETS = 2000
_LEAST_RUN = 3  # packets; fewer that leave a clock and return to it are errors
_SOUND_OVERLAP = 9  # tenths of a packet, by which sound may lap over: none goes backwards


@dataclass(slots=True)
class Clock(Generic[Item]):
    """Gives each packet the offset that puts it into one continuous presentation.

    Parameters
    ----------
    offset : of the first section, in nanoseconds
    jumps_forward : whether steps forward over `JUMP_FORWARD` are jumps, as in containers of
        broadcasts; otherwise such a gap is meant
    wrap : nanoseconds after which the container's clock begins again, None if it does not

    Attributes
    ----------
    joins : where the clock jumped
    pauses : steps forward of over `LONG_PAUSE` that are no jumps
    lying : how many single packets had a time that fits nothing; they got that of their turn
    """

    offset: int = 0
    jumps_forward: bool = False
    wrap: int | None = None
    joins: list[Join] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    lying: int = 0
    _sections: list[Section] = field(default_factory=list)
    _tracks: dict[int, Track] = field(default_factory=dict)
    _held: list[Held[Item]] = field(default_factory=list)
    _open: Section | None = None  # the newest, until its offset is known
    _leader: int = -1  # the stream that jumped first
    _end: int | None = None  # of all that was shown, in the presentation

    @property
    def end(self) -> int:
        """Where what is known so far ends in the presentation."""
        return self._end or 0

    def take(self, item: Item, stamp: Stamp) -> Sequence[tuple[Item, int]]:
        """Return the packets whose offset is known now, in their order in the file."""
        if self._open is None and self._goes_on(stamp):
            return ((item, self._sections[-1].offset),)
        ready: list[tuple[Item, int]] = []
        section = self._section_of(stamp, ready)
        self._held.append(Held(item, stamp, section))
        self._advance(stamp, section)
        if self._open is None:
            ready += self._released()
        elif self._is_settled():
            ready += self._settle()
        return ready

    def rest(self) -> Iterable[tuple[Item, int]]:
        """Return the packets that were still held, at the end of the file."""
        return self._settle() if self._open is not None else self._released()

    def _goes_on(self, stamp: Stamp) -> bool:
        """Whether a packet simply follows the one before, as nearly all do; then it is noted."""
        track, time = self._tracks.get(stamp.stream), stamp.dts
        if track is None or time is None or stamp.sparse or track.end is None:
            return False
        place = track.place
        section = place.section
        if section is not self._sections[-1] or not place.last <= time <= place.due + _FOLLOWING:
            return False
        shown = time if stamp.pts is None else stamp.pts
        if shown + section.offset > track.end + LONG_PAUSE:
            return False
        place.last, due = time, time + stamp.duration
        place.due = max(place.due, due)
        track.run, track.length = track.run + 1, stamp.duration
        section.front = max(section.front, time)
        track.end = max(track.end, shown + stamp.duration + section.offset)
        self._end = max(self._end or track.end, track.end)
        return True

    def _section_of(self, stamp: Stamp, ready: list[tuple[Item, int]]) -> Section:
        """Return the section that a packet belongs to; what that settles is added to `ready`."""
        time, track = stamp.order, self._tracks.get(stamp.stream)
        if not self._sections:
            shown = stamp.shown if time is None else time
            first = shown if shown is not None else 0
            self._sections.append(Section(0, self.offset, first, first, begun=False))
        if not (self._sections[0].begun or stamp.sparse or time is None):
            begun = self._sections[0]
            begun.first, begun.front, begun.begun = time, time, True
        newest = self._sections[-1]
        if time is None:
            return track.place.section if track else newest
        if stamp.sparse:
            return self._nearest(time, track)
        if track is None:
            near = self._nearest(time, None)
            if self._is_near(time, near) or not self.jumps_forward:
                return near
            return self._begin(stamp, time, near.front, near, ready)
        if self._returns(track, time):
            self._take_back(stamp.stream, track, ready)
            return track.place.section
        place = track.place
        own, step = place.section, time - place.due
        if time - place.last >= -self._allowed_back(stamp, own):
            if step <= _FOLLOWING or own is newest:
                if step <= self._longest_step() or self._is_near(time, own):
                    return own
            else:
                return self._nearest(time, track)
        if own is not newest:
            later = [s for s in self._sections[own.number + 1 :] if self._is_near(time, s)]
            if later:
                return min(later, key=lambda s: abs(time - s.front))
        return self._begin(stamp, time, place.due, own, ready)

    def _allowed_back(self, stamp: Stamp, own: Section) -> int:
        """Return the seconds by which a packet may go back without a jump.

        Less where others have jumped, and for video whose decoding times are the file's own.
        """
        sure = own is not self._sections[-1] or (self.jumps_forward and stamp.reordered)
        return min(JUMP_BACKWARD, stamp.duration // 2 or JUMP_BACKWARD) if sure else JUMP_BACKWARD

    def _longest_step(self) -> int:
        return JUMP_FORWARD if self.jumps_forward else ABSURD_FORWARD

    def _is_near(self, time: int, section: Section) -> bool:
        return section.first - JUMP_FORWARD <= time <= section.front + JUMP_FORWARD

    def _nearest(self, time: int, track: Track | None) -> Section:
        """Return the section whose latest packets are nearest, of those not passed yet."""
        own = track.place.section if track else self._sections[0]
        there = self._sections[own.number :]
        if track and time < track.place.last - JUMP_BACKWARD and len(there) > 1:
            there = there[1:]
        # Of sections that are long gone nothing comes any more.
        return min(there[-2:], key=lambda s: (abs(time - s.front), -s.number))

    def _begin(
        self,
        stamp: Stamp,
        time: int,
        due: int,
        own: Section,
        ready: list[tuple[Item, int]],
    ) -> Section:
        """Open a section with a packet that fits none."""
        if self._open is not None:
            ready += self._settle()
        section = Section(
            len(self._sections), own.offset, time, time, jump=time - due, due=due + own.offset
        )
        if self.wrap is not None and -JUMP_BACKWARD <= section.jump + self.wrap <= JUMP_FORWARD:
            section.wrap = own.offset + self.wrap
        self._sections.append(section)
        self._open, self._leader = section, stamp.stream
        return section

    def _returns(self, track: Track, time: int) -> bool:
        """Whether a stream is back on the clock that it left for a few packets."""
        before = track.before
        if before is None or track.place.section is not self._open or track.run >= _LEAST_RUN:
            return False
        if abs(time - track.place.due) <= track.length // 2:
            return False  # it goes on from there
        return before.last < time <= before.due + JUMP_FORWARD

    def _take_back(self, stream: int, track: Track, ready: list[tuple[Item, int]]) -> None:
        """Give a stream's packets that left its clock, and the stream, back to that."""
        before, lie = track.before, track.place.section
        assert before is not None
        for held in self._held:
            if held.stamp.stream == stream and held.section is lie:
                held.section = before.section
                time = held.stamp.order
                assert time is not None
                shown = held.stamp.shown
                near = before.last <= (time if shown is None else shown) <= time + JUMP_FORWARD
                if not near or abs(time - before.due) > JUMP_FORWARD:
                    held.adjusted = before.section.offset + before.due - time
                    before.due += held.stamp.duration
                    self.lying += 1
        track.place, track.before, track.run = before, None, 0
        if not any(held.section is lie for held in self._held):
            self._sections.pop()
            self._open = None
            ready += self._released()

    def _advance(self, stamp: Stamp, section: Section) -> None:
        time = stamp.order
        if time is None:
            return
        track = self._tracks.get(stamp.stream)
        if track is None:
            track = Track(Place(section, time, time), sparse=stamp.sparse)
            self._tracks[stamp.stream] = track
        if track.place.section is not section:
            track.before = track.place if section is self._open else None
            track.place, track.run = Place(section, time, time), 0
        track.run += 1
        track.length = stamp.duration
        track.place.last = max(time, track.place.last)
        track.place.due = max(time + stamp.duration, track.place.due)
        if not stamp.sparse:
            section.front = max(section.front, time)
            section.first = min(section.first, time)

    def _is_settled(self) -> bool:
        """Whether all is known that decides where the open section begins."""
        section = self._open
        assert section is not None
        if len(self._held) >= _AHEAD_PACKETS or section.front - section.first > _AHEAD:
            return True
        leader = self._tracks[self._leader]
        if leader.run < _LEAST_RUN:
            return False
        return not self._waits(section) and all(map(self._knows_first, self._members()))

    def _waits(self, section: Section) -> bool:
        """Whether a stream of the section before has not followed, which has not ended either."""
        left = self._sections[-2]
        return any(
            track.place.section is left and left.front - track.place.last <= JUMP_FORWARD
            for track in self._tracks.values()
            if not track.sparse and track.place.section is not section
        )

    def _dissolve(self, section: Section) -> list[tuple[Item, int]]:
        """Take back a section that no other stream has followed into, for a step that small."""
        back = self._sections[-2]
        self._sections.pop()
        self._open = None
        for held in self._held:
            if held.section is section:
                held.section = back
        for track in self._tracks.values():
            if track.place.section is section:
                track.place.section = back
            track.before = None
        back.front = max(back.front, section.front)
        return self._released()

    def _members(self) -> list[int]:
        """Return the streams that are in the open section."""
        return [
            stream
            for stream, track in self._tracks.items()
            if track.place.section is self._open and not track.sparse
        ]

    def _of(self, stream: int) -> list[Stamp]:
        return [
            held.stamp
            for held in self._held
            if held.stamp.stream == stream and held.section is self._open
        ]

    def _knows_first(self, stream: int) -> bool:
        """Whether no later packet is shown before those there are: none is before it is decoded."""
        stamps = self._of(stream)
        if not stamps[-1].reordered:
            return True
        shown = [stamp.shown for stamp in stamps if stamp.shown is not None]
        last = stamps[-1].dts
        return last is not None and bool(shown) and last >= min(shown)

    def _settle(self) -> list[tuple[Item, int]]:
        """Decide where the open section begins; return what was held."""
        section = self._open
        assert section is not None
        if abs(section.jump) < JUMP_BACKWARD and self._waits(section):
            return self._dissolve(section)
        least: list[tuple[int, int]] = []  # its offset by each stream, and the start
        for stream in self._members():
            shown = [s.shown for s in self._of(stream) if s.shown is not None]
            if not shown:
                continue
            some = self._of(stream)[0]
            end = self._end_before(stream)
            if end is None:
                continue
            overlap = 0 if some.reordered else some.duration * _SOUND_OVERLAP // 10
            least.append((end - overlap - min(shown), min(shown)))
        if section.wrap is not None:
            section.offset = section.wrap
        elif least:
            section.offset = max(offset for offset, _ in least)
        else:  # of streams that were not there before
            section.offset = section.due - section.first
        if self.wrap is not None and abs(section.jump) > self.wrap // 2:
            # FFmpeg takes a step back for a wrap.
            section.jump -= self.wrap if section.jump > 0 else -self.wrap
        if section.wrap is None:
            start = min((start for _, start in least), default=section.first)
            self.joins.append(Join(start + section.offset, section.jump))
        self._open = None
        for track in self._tracks.values():
            track.before = None
        return self._released()

    def _end_before(self, stream: int) -> int | None:
        """Return where a stream's packets of before the open section end in the presentation."""
        ends = [
            held.stamp.shown + held.stamp.duration + held.section.offset
            for held in self._held
            if held.stamp.stream == stream
            and held.section is not self._open
            and held.stamp.shown is not None
        ]
        known = self._tracks[stream].end
        return max([*ends, known] if known is not None else ends, default=None)

    def _released(self) -> list[tuple[Item, int]]:
        ready = list(self._release())
        self._held.clear()
        return ready

    def _release(self) -> Iterator[tuple[Item, int]]:
        for held in self._held:
            offset = held.section.offset if held.adjusted is None else held.adjusted
            shown, track = held.stamp.shown, self._tracks.get(held.stamp.stream)
            if shown is not None and track is not None:
                if not held.stamp.sparse:
                    self._note_pause(shown + offset, shown + held.stamp.duration + offset)
                end = shown + held.stamp.duration + offset
                track.end = end if track.end is None else max(end, track.end)
            yield held.item, offset

    def _note_pause(self, start: int, end: int) -> None:
        if self._end is not None and start - self._end > LONG_PAUSE:
            self.pauses.append(Pause(self._end, start - self._end))
        self._end = end if self._end is None else max(end, self._end)
