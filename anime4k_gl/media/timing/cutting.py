"""Copied packets of a part of a file: which belong to it, and their times there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from ..pyav import Packet

SAME = Fraction(1, 2000)
"""Seconds by which containers round: what is that much before a time is at that time."""

_FINE = Fraction(1, 1000)  # seconds of a unit that is fine enough
_FAR_BEHIND = 10  # seconds after which a stream that has not come is not waited for
_LONGEST_STANDING = 30  # seconds for which a picture without an end may stand


def shown_at(packet: Packet[Any]) -> Fraction | None:
    """Return when a packet is shown, in seconds; None where that is not known."""
    stamp = packet.pts if packet.pts is not None else packet.dts
    return None if stamp is None or packet.time_base is None else stamp * packet.time_base


def lasts(packet: Packet[Any]) -> Fraction:
    """Return how long a packet lasts, in seconds; 0 where that is not known."""
    return Fraction((packet.duration or 0) * (packet.time_base or 0))


def shift(packet: Packet[Any], seconds: Fraction) -> None:
    """Make a packet come later, or earlier by negative seconds."""
    if not (seconds and packet.time_base):
        return
    units = round(seconds / packet.time_base)
    if packet.pts is not None:
        packet.pts += units
    if packet.dts is not None:
        packet.dts += units


def refine(packet: Packet[Any]) -> bool:
    """Give a packet a finer unit of time where its own is too coarse to shift it exactly.

    AVI counts packets of sound, each of 26 ms, say. Return whether it was too coarse.
    """
    unit = packet.time_base
    if not unit or unit <= _FINE:
        return False
    factor = math.ceil(unit / _FINE)
    pts, dts, duration = packet.pts, packet.dts, packet.duration
    packet.time_base = unit / factor
    packet.pts = None if pts is None else pts * factor
    packet.dts = None if dts is None else dts * factor
    packet.duration = (duration or 0) * factor
    return True


class Cutter:
    """Takes the packets of a part and shifts them so that it begins at 0.

    Parameters
    ----------
    start : of the part, in seconds; 0 leaves in what a decoder of sound needs before
    trims : whether sound before the start goes

    Attributes
    ----------
    start : as given; it may be set until the first packet is taken
    end : of the part, None while not known
    late : by how many seconds a stream begins after the start, by the stream's number
    """

    def __init__(self, start: Fraction, *, trims: bool) -> None:
        self.start = start
        self.end: Fraction | None = None
        self.late: dict[tuple[int, str], Fraction] = {}
        self._trims = trims
        self._cut_off: set[int] = set()  # streams that begin before the part
        self._key: dict[int, Fraction] = {}  # when a copied video's first key frame is shown
        self._standing: dict[int, Packet[Any]] = {}  # the last picture before the part

    def may_need(self, packet: Packet[Any]) -> bool:
        """Whether a packet that comes before the start is known may belong to the part."""
        time = shown_at(packet)
        if time is None or time + lasts(packet) >= self.start - 1:
            return True
        self._cut_off.add(packet.stream_index)
        if packet.stream.type == "subtitle" and not packet.duration:
            self._standing[packet.stream_index] = packet
        return False

    def standing(self) -> list[Packet[Any]]:
        """Return the pictures of subtitles that stand when the part begins."""
        found = []
        for packet in self._standing.values():
            time = shown_at(packet)
            if time is not None and self.start - time < _LONGEST_STANDING:
                shift(packet, -time)
                found.append(packet)
        self._standing.clear()
        return found

    def take(self, packet: Packet[Any]) -> Packet[Any] | None:
        """Return a packet with its times in the part; None if it does not belong to it."""
        time = shown_at(packet)
        if time is None:
            return packet
        takes = {"audio": self._sound, "subtitle": self._text, "video": self._video}
        if not takes.get(packet.stream.type, self._data)(packet, time):
            return None
        shift(packet, -self.start)
        unit = packet.time_base
        if unit and packet.pts is not None and -SAME <= packet.pts * unit < 0:
            packet.pts = 0
            packet.dts = None if packet.dts is None else max(0, packet.dts)
        return packet

    def _is_past(self, time: Fraction) -> bool:
        return self.end is not None and time >= self.end - SAME

    def _sound(self, packet: Packet[Any], time: Fraction) -> bool:
        index = packet.stream_index
        if self._trims and time < self.start - SAME:
            self._cut_off.add(index)
            return False
        if packet.is_discard and time < -lasts(packet) - SAME:
            return False  # an edit list hides it; the last before 0 decoders need to begin
        if self._is_past(time):
            return False
        self._note_late(packet, time)
        return True

    def _text(self, packet: Packet[Any], time: Fraction) -> bool:
        end = time + lasts(packet)
        if self._is_past(time):
            return False
        if self.start and time < self.start:
            if not packet.duration:
                self._standing[packet.stream_index] = packet
                return False
            if end <= self.start + SAME:
                return False
            shift(packet, self.start - time)
            time = self.start
        if packet.duration and packet.time_base:
            if self.end is not None:
                end = min(end, self.end)
            packet.duration = max(1, round((end - time) / packet.time_base))
        return True

    def _video(self, packet: Packet[Any], time: Fraction) -> bool:
        index = packet.stream_index
        unit = packet.time_base or Fraction(1)
        decoded = time if packet.dts is None else packet.dts * unit
        if self._is_past(decoded):
            return False
        if self.start and index not in self._key:
            if time < self.start - SAME or not packet.is_keyframe:
                self._cut_off.add(index)
                return False
            self._note_late(packet, time)
        return time >= self._key.setdefault(index, time) if self.start else True

    def _data(self, packet: Packet[Any], time: Fraction) -> bool:
        return time >= self.start - SAME and not self._is_past(time)

    def _note_late(self, packet: Packet[Any], time: Fraction) -> None:
        key = packet.stream_index, packet.stream.type
        if packet.stream_index in self._cut_off:
            self.late.setdefault(key, time - self.start)


class Reach:
    """How far each stream has been read, to know when a part is complete."""

    def __init__(self) -> None:
        self._times: dict[int, Fraction] = {}
        self._video = Fraction(0)

    def note(self, packet: Packet[Any]) -> None:
        """Note a packet of a stream that is waited for."""
        time = shown_at(packet)
        if time is not None:
            self._times[packet.stream_index] = time

    def note_video(self, packet: Packet[Any]) -> None:
        """Note a packet of the decoded video."""
        time = shown_at(packet)
        if time is not None:
            self._video = max(self._video, time)

    def has_passed(self, end: Fraction, streams: Iterable[int]) -> bool:
        """Whether nothing before a time is to come of any of some streams, by their numbers."""
        far = self._video >= end + _FAR_BEHIND
        return far or all(self._times.get(stream, Fraction(-1)) >= end for stream in streams)
