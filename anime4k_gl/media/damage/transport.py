"""MPEG transport streams packet by packet, for what was lost on the way: FFmpeg does not tell.

Each packet of 188 bytes begins with the same byte, and counts on from the one before it of its
stream. Where that does not hold, packets are missing, or bytes are others than were sent.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from ...dependencies import np
from ...lazy.dataclass import dataclass

if TYPE_CHECKING:
    import numpy.typing as npt

_SYNC = 0x47
_LAYOUTS = ((188, 0), (192, 4), (204, 0))  # bytes of a packet, and before its first one
_AT_ONCE = 1 << 16  # packets
_MOST_FAULTS = 1000
_LOOKED_FOR = 4  # packets in a row that make a beginning

# Where times jump so far, in seconds, two recordings are joined, and nothing is lost.
_BACK, _FORTH = -0.5, 60.0
_CLOCK = 90_000
_WRAP = 1 << 33

Bytes: TypeAlias = "npt.NDArray[np.uint8]"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is missing or wrong.

    Attributes
    ----------
    pid : the number of the stream in the container, None where it is not known
    time : of the last time stamp before it in seconds, None where there was none
    what : in words
    """

    pid: int | None
    time: float | None
    what: str


def faults(path: Path, pids: Container[int]) -> list[Fault]:
    """Return what is wrong with the packets of a file, up to a thousand.

    Parameters
    ----------
    pids : the numbers of the streams that matter

    Raises `OSError`.
    """
    with path.open("rb") as file:
        layout = _layout(file.read(1 << 16))
        if layout is None:
            return []
        return list(_Scan(file, *layout, pids).faults())


def _layout(head: bytes) -> tuple[int, int, int] | None:
    """Return bytes of a packet, before its first one, and before the first packet."""
    for start in range(204):
        for size, lead in _LAYOUTS:
            places = [start + lead + n * size for n in range(_LOOKED_FOR)]
            if places[-1] < len(head) and all(head[at] == _SYNC for at in places):
                return size, lead, start
    return None


class _Scan:
    def __init__(
        self, file: BinaryIO, size: int, lead: int, start: int, pids: Container[int]
    ) -> None:
        self._file, self._size, self._lead, self._place = file, size, lead, start
        self._pids = pids
        self._count: dict[int, int] = {}  # the last number of each stream's packets
        self._time: dict[int, int] = {}  # the last time stamp of each stream
        self._latest: int | None = None

    def faults(self) -> Iterator[Fault]:
        found = 0
        while found < _MOST_FAULTS:
            self._file.seek(self._place)
            data = self._file.read(self._size * _AT_ONCE)
            count = len(data) // self._size
            if not count:
                if data:
                    yield self._fault(None, "the file ends in the middle of a packet")
                return
            packets = np.frombuffer(data, np.uint8, count * self._size).reshape(count, self._size)
            packets = packets[:, self._lead :]
            wrong = np.flatnonzero(packets[:, 0] != _SYNC)
            whole = int(wrong[0]) if len(wrong) else count
            for fault in self._of_packets(packets[:whole]):
                found += 1
                yield fault
            if whole == count:
                self._place += count * self._size
                continue
            found += 1
            yield self._fault(None, "bytes are missing or too many")
            begins = self._next_begin(data, whole * self._size + 1)
            self._place += len(data) if begins is None else begins
            if begins is None and len(data) < self._size * _AT_ONCE:
                return

    def _next_begin(self, data: bytes, start: int) -> int | None:
        """Return where packets begin again."""
        for at in range(start, len(data) - self._lead):
            places = range(at + self._lead, len(data), self._size)[:_LOOKED_FOR]
            if all(data[place] == _SYNC for place in places):
                return at
        return None

    def _of_packets(self, packets: Bytes) -> Iterator[Fault]:
        pids = (packets[:, 1].astype(np.uint16) & 0x1F) << 8 | packets[:, 2]
        for pid in np.unique(pids):
            if int(pid) in self._pids:
                yield from self._of_stream(int(pid), packets[pids == pid])

    def _of_stream(self, pid: int, packets: Bytes) -> Iterator[Fault]:
        control = packets[:, 3] >> 4 & 3
        with_payload = packets[control & 1 > 0]
        numbers = with_payload[:, 3] & 15
        if not len(numbers):
            return
        before = np.concatenate([[self._count.get(pid, (int(numbers[0]) - 1) & 15)], numbers[:-1]])
        self._count[pid] = int(numbers[-1])
        has_field = (with_payload[:, 3] >> 4 & 2 > 0) & (with_payload[:, 4] > 0)
        announced = has_field & (with_payload[:, 5] & 0x80 > 0)
        lost = (numbers != (before + 1 & 15)) & (numbers != before) & ~announced
        flawed = with_payload[:, 1] & 0x80 > 0
        starts = np.flatnonzero(with_payload[:, 1] & 0x40)
        begun = {int(at): self._begin(with_payload[at]) for at in starts}
        headless = np.zeros(len(numbers), bool)
        headless[[at for at, (whole, _) in begun.items() if not whole]] = True
        for at in np.flatnonzero(lost | flawed | headless):
            self._pass_to(pid, begun, int(at))
            after = next((time for place, (_, time) in sorted(begun.items())
                          if place >= at and time is not None), None)  # fmt: skip
            if not lost[at] or not self._joined(pid, after):
                what = "packets are missing" if lost[at] else "a packet is damaged"
                yield self._fault(pid, what)
        self._pass_to(pid, begun, len(numbers))

    def _begin(self, packet: Bytes) -> tuple[bool, int | None]:
        """Return whether a packet begins as what it carries does, and the time stamp there."""
        start = 4 + (1 + int(packet[4]) if packet[3] >> 4 & 2 else 0)
        head = packet[start : start + 14]
        if len(head) >= 3 and bytes(head[:3]) != b"\0\0\1":
            return False, None
        if len(head) < 14 or not head[7] & 0x80:
            return True, None
        stamp = (int(head[9]) >> 1 & 7) << 30 | int(head[10]) << 22 | int(head[11]) >> 1 << 15
        return True, stamp | int(head[12]) << 7 | int(head[13]) >> 1

    def _pass_to(self, pid: int, begun: dict[int, tuple[bool, int | None]], end: int) -> None:
        for place in sorted(begun):
            if place >= end:
                return
            time = begun.pop(place)[1]
            if time is not None:
                self._time[pid] = self._latest = time

    def _joined(self, pid: int, after: int | None) -> bool:
        before = self._time.get(pid)
        if before is None or after is None:
            return False
        step = (after - before + _WRAP // 2) % _WRAP - _WRAP // 2
        return not _BACK <= step / _CLOCK <= _FORTH

    def _fault(self, pid: int | None, what: str) -> Fault:
        time = self._latest if pid is None else self._time.get(pid, self._latest)
        return Fault(pid, None if time is None else time / _CLOCK, what)
