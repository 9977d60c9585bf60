"""The signs of damage to a video: frames that are lost, and places in time where it was met."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from ...lazy.dataclass import dataclass
from ..pyav import InputContainer, Packet
from . import transport
from .complaints import Complaint

_MOST_PLACES = 1000
_MOST_NAMED = 3
_NEAR = 2.0  # seconds between a hole and the place where the reader says it lost its way
_LONGEST_TEXT = 80
# Times that jump as far, in seconds, are those of recordings that were joined.
_JOINED_BACK, _JOINED_FORTH = 0.1, 60.0
_BEFORE_JOIN = 1.0  # seconds
_SILENCE = 0.02  # seconds; times in milliseconds are rounded

# Decoders' words for a picture that is not as it was, though the frame has no mark.
_HURT = re.compile(r"crc mismatch|concealing|error while decoding|corrupt", re.IGNORECASE)


@dataclass(slots=True)
class Loss:
    """Frames of one kind of damage: how many, and the seconds that they are between."""

    count: int = 0
    first: float = 0.0
    last: float = 0.0

    def add(self, count: int, first: float, last: float) -> None:
        """Add frames between two times in seconds."""
        self.first = min(self.first, first) if self.count else first
        self.last = max(self.last, last) if self.count else last
        self.count += count

    def __str__(self) -> str:
        return f"{frames(self.count)} from {self.first:.2f} s to {self.last:.2f} s"


@dataclass(slots=True)
class Places:
    """Where something was met, in seconds, and what; true if it was anywhere."""

    times: list[float] = field(default_factory=list)
    count: int = 0
    what: str = ""

    def add(self, time: float, what: str) -> None:
        """Add a place."""
        self.what = self.what or what
        self.count += 1
        if len(self.times) < _MOST_PLACES:
            self.times.append(time)

    def __bool__(self) -> bool:
        return self.count > 0

    def near(self, first: float, last: float) -> bool:
        """Return whether one of them is not far from a span of time."""
        return any(first - _NEAR <= time <= last + _NEAR for time in self.times)

    def __str__(self) -> str:
        """``near 1.20 s and 3.40 s (what)``."""
        named = list(dict.fromkeys(f"{time:.2f} s" for time in self.times))
        more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
        named = named[:_MOST_NAMED] + more
        places = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
        what = self.what if len(self.what) <= _LONGEST_TEXT else f"{self.what[:_LONGEST_TEXT]}..."
        return f"near {places} ({what})"


class Signs:
    """The signs of damage besides a decoder's errors: what FFmpeg says, and what packets say.

    Attributes
    ----------
    container : places where the reader of the container lost its way
    pictures : where the decoder says that a picture is not as it was
    others : damaged packets of other streams, by the kind of stream
    grumbles : what else the decoder complains of
    shortened : whether the file is shorter than its header says
    """

    def __init__(self) -> None:
        self.container = Places()
        self.pictures = Places()
        self.others: dict[str, Places] = {}
        self.grumbles = Places()
        self.shortened = False
        self._last: dict[int, tuple[float, float]] = {}  # each stream's last packet: start and end
        self._incomplete: list[tuple[int, float, str]] = []  # stream, time and kind of stream
        self._silences: list[tuple[float, float]] = []

    def complained(self, complaints: Iterable[Complaint], read: float, shown: float | None) -> None:
        """Note what FFmpeg said.

        Parameters
        ----------
        read : up to where the file was read, in seconds
        shown : up to where there are frames; None before the first, when nothing is noted of the
            decoder: a recording may start anywhere
        """
        for complaint in complaints:
            if complaint.of_container:
                self.container.add(read, complaint.text)
            elif shown is not None and _HURT.search(complaint.text):
                self.pictures.add(shown, complaint.text)
            elif shown is not None:
                self.grumbles.add(shown, complaint.text)

    def passed(self, packet: Packet[Any], *, begun: bool) -> None:
        """Note a packet of any stream.

        Parameters
        ----------
        begun : whether there is a frame already
        """
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None or not packet.time_base:
            return
        index, start = packet.stream_index, float(stamp * packet.time_base)
        before, end = self._last.get(index, (start, start))
        self._last[index] = start, start + float((packet.duration or 0) * packet.time_base)
        if not -_JOINED_BACK <= start - before <= _JOINED_FORTH:
            # Recordings that were joined: the last packet of the first one seems to be incomplete.
            rest = [each for each in self._incomplete if each[0] != index or each[1] < before - 1]
            self._incomplete = rest
        elif packet.stream.type == "audio" and start - end > max(_SILENCE, (end - before) / 2):
            self._silences.append((end, start))
            del self._silences[_MOST_PLACES:]
        if packet.is_corrupt and begun and len(self._incomplete) < _MOST_PLACES:
            self._incomplete.append((index, start, packet.stream.type))

    def joined(self, time: float) -> None:
        """Forget what is incomplete just before a time: the end of a recording that goes on there.

        For times on a clock that is continuous, where `passed` cannot see it.
        """
        self._incomplete = [
            each for each in self._incomplete if not time - _BEFORE_JOIN <= each[1] <= time
        ]

    def in_pieces(self) -> None:
        """Forget what is incomplete: anywhere a piece may end, and another one go on."""
        self._incomplete = []

    def settle(self, video: int) -> None:
        """Take packets for damaged that the container calls incomplete, after the last of them.

        Parameters
        ----------
        video : the index of the video that is decoded
        """
        for index, time, kind in self._incomplete:
            if index == video:
                self.container.add(time, "a packet is incomplete")
            else:
                self.other(kind, time, "packets are incomplete")
        self._incomplete = []

    def look_at(self, path: Path, container: InputContainer, video: int) -> None:
        """Look for damage in the bytes of a whole file, of the kinds whose bytes tell.

        Parameters
        ----------
        video : the index of the video that is decoded
        """
        if container.format.name == "avi":
            with suppress(OSError), path.open("rb") as file:
                head = file.read(8)
                length = int.from_bytes(head[4:], "little")
                self.shortened = head[:4] == b"RIFF" and length > path.stat().st_size
        if container.format.name == "mpegts":
            self._incomplete = []  # of which the packets tell more
            streams = {stream.id: stream for stream in container.streams}
            with suppress(OSError):
                for fault in transport.faults(path, streams):
                    stream = streams.get(fault.pid) if fault.pid is not None else None
                    if stream is None or stream.index == video:
                        self.container.add(fault.time or 0.0, fault.what)
                    else:
                        self.other(stream.type, fault.time or 0.0, fault.what)

    def other(self, kind: str, time: float, what: str) -> None:
        """Note a damaged packet of another stream."""
        self.others.setdefault(kind, Places()).add(time, what)

    def words(self, *, of_pictures: bool) -> list[str]:
        """Return what is to be said of them; of pictures if that is asked for."""
        found = []
        if self.container:
            found.append(f"the container is damaged {self.container}")
        if self.pictures and of_pictures:
            found.append(f"the picture is damaged {self.pictures}")
        silent = [each for each in self._silences if self.container.near(*each)]
        if silent:
            first, last = silent[0][0], silent[-1][1]
            found.append(f"packets of sound are missing from {first:.2f} s to {last:.2f} s")
        return found + [f"its {kind} is damaged {where}" for kind, where in self.others.items()]


def frames(count: int) -> str:
    """Return ``1 frame``, ``2 frames``."""
    return f"{count} {'frame' if count == 1 else 'frames'}"
