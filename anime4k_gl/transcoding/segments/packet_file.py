"""Encoded packets in a file, exactly as the encoder gave them, and whole or not there.

No container does that: Matroska rounds times to milliseconds, NUT has neither durations nor
decoding times, and MP4 does not hold every codec. The file is a list of packets and an account of
them at its end, without which it is not a whole one::

    magic, (head, side data, data) of each packet, account as JSON, tail
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ...errors import MediaError
from ...media.failures import failed
from ...media.pyav import Packet, add_side_data, side_data_of

_MAGIC = b"A4KPKT1\n"
_HEAD = struct.Struct("<qqqBBI")  # pts, dts, duration, whether a key frame, side data, bytes
_SIDE = struct.Struct("<HI")  # kind, bytes
_TAIL = struct.Struct("<III8s")  # bytes of the account, checksums of all before and of it, magic
_UNKNOWN = -(1 << 63)  # for None


@dataclass(frozen=True, slots=True)
class Account:
    """What a file of packets holds.

    Attributes
    ----------
    packets : how many
    times : of the frames in the order in which they are shown, in the encoder's unit
    delay : packets by which the encoder sends frames out of that order
    extradata : the encoder's, in hexadecimal
    more : what the writer adds
    """

    packets: int
    times: list[int]
    delay: int
    extradata: str
    more: dict[str, Any] = field(default_factory=dict)


class PacketWriter:
    """Writes packets under a hidden name of its own; `finish` gives them their name.

    Parameters
    ----------
    path : of the file; whatever has that name is replaced

    Raises `MediaError` wherever the disk fails.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(f"{path.name}.partial-{secrets.token_hex(8)}")
        self._times: list[int] = []
        self._sum = 0
        self._file: BinaryIO | None = None
        with _reported(path):
            self._file = self._partial.open("xb")
            self._write(_MAGIC)

    def write(self, packet: Packet[Any]) -> None:
        """Append a packet."""
        pts = packet.pts if packet.pts is not None else packet.dts
        assert pts is not None, "encoders give each packet a time"
        side = side_data_of(packet)
        dts = _UNKNOWN if packet.dts is None else packet.dts
        with _reported(self._path):
            self._write(
                _HEAD.pack(
                    pts, dts, packet.duration or 0, packet.is_keyframe, len(side), packet.size
                )
            )
            for kind, data in side:
                self._write(_SIDE.pack(kind, len(data)) + data)
            self._write(bytes(packet))
        self._times.append(pts)

    def finish(self, extradata: bytes, more: dict[str, Any]) -> Account:
        """Complete the file and give it its name, once it is on the disk."""
        assert self._file is not None
        times = sorted(self._times)
        account = Account(len(times), times, reordering(self._times), extradata.hex(), more)
        text = json.dumps(asdict(account)).encode()
        try:
            with _reported(self._path):
                self._file.write(text)
                self._file.write(_TAIL.pack(len(text), self._sum, zlib.crc32(text), _MAGIC))
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                os.replace(self._partial, self._path)
                sync_folder(self._path.parent)
        except BaseException:
            self.discard()
            raise
        self._file = None
        return account

    def discard(self) -> None:
        """Remove what was written, if it has not got its name."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            with contextlib.suppress(OSError):
                self._partial.unlink(missing_ok=True)
            self._file = None

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        self._file.write(data)
        self._sum = zlib.crc32(data, self._sum)


def read_account(path: Path) -> Account | None:
    """Return the account of a file of packets; None where it is not whole or not there."""
    try:
        with path.open("rb") as file:
            file.seek(-_TAIL.size, os.SEEK_END)
            length, _, check, magic = _TAIL.unpack(file.read(_TAIL.size))
            if magic != _MAGIC:
                return None
            file.seek(-_TAIL.size - length, os.SEEK_END)
            text = file.read(length)
        return Account(**json.loads(text)) if zlib.crc32(text) == check else None
    except (OSError, ValueError, TypeError, struct.error):
        return None


def read_packets(path: Path) -> Iterator[Packet[Any]]:
    """Yield a file's packets, without a stream and a unit of time.

    Raises
    ------
    MediaError : it cannot be read, or is damaged, which is known after the last packet
    """
    account = read_account(path)
    if account is None:
        raise damaged(path)
    checked = 0

    def read(count: int) -> bytes:
        nonlocal checked
        data = file.read(count)
        if len(data) != count:
            raise damaged(path)
        checked = zlib.crc32(data, checked)
        return data

    with _reported(path), path.open("rb") as file:
        file.seek(-_TAIL.size, os.SEEK_END)
        expected = _TAIL.unpack(file.read(_TAIL.size))[1]
        file.seek(0)
        read(len(_MAGIC))
        for _ in range(account.packets):
            pts, dts, duration, key, sides, size = _HEAD.unpack(read(_HEAD.size))
            side: list[tuple[int, bytes]] = []
            for _ in range(sides):
                kind, length = _SIDE.unpack(read(_SIDE.size))
                side.append((kind, read(length)))
            packet: Packet[Any] = Packet(read(size))
            packet.pts, packet.dts = pts, None if dts == _UNKNOWN else dts
            packet.duration, packet.is_keyframe = duration, bool(key)
            add_side_data(packet, side)
            yield packet
    if checked != expected:
        raise damaged(path)


def damaged(path: Path) -> MediaError:
    """Return the error that a file of packets is not as it was written."""
    return MediaError(f"{path}: is damaged; remove it, and run the same command again")


def reordering(times: list[int]) -> int:
    """Return by how many places packets come before frames that are shown earlier, at most."""
    rank = {time: place for place, time in enumerate(sorted(times))}
    return max((place - rank[time] for place, time in enumerate(times)), default=0)


def sync_folder(folder: Path) -> None:
    """See to it that a folder's names are on the disk, where the system can do that."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise failed(path.parent, error) from error
