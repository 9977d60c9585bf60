"""Files of packets: exact, whole or not there, and damage is found."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import av
import pytest

from anime4k_gl.errors import MediaError
from anime4k_gl.media.pyav import add_side_data, side_data_of
from anime4k_gl.transcoding.segments.packet_file import (
    PacketWriter,
    read_account,
    read_packets,
    reordering,
)


def packet(pts: int, dts: int | None, data: bytes, *, key: bool = False) -> Any:
    made: Any = av.Packet(data)
    made.pts, made.dts, made.duration, made.is_keyframe = pts, dts, 41, key
    return made


def written(path: Path) -> list[Any]:
    packets = [
        packet(0, -82, b"I", key=True), packet(164, -41, b"P" * 3), packet(82, 0, b""),
        packet(41, None, bytes(range(256))), packet(123, 82, b"b"),
    ]  # fmt: skip
    add_side_data(packets[1], [(15, b"alpha")])
    writer = PacketWriter(path)
    for each in packets:
        writer.write(each)
    writer.finish(b"header", {"end": None})
    return packets


def test_packets_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "00000.packets"
    packets = written(path)
    read = list(read_packets(path))
    for one, other in zip(packets, read, strict=True):
        assert bytes(one) == bytes(other)
        assert (one.pts, one.dts, one.duration) == (other.pts, other.dts, other.duration)
        assert one.is_keyframe == other.is_keyframe
        assert side_data_of(one) == side_data_of(other)
    account = read_account(path)
    assert account is not None
    assert (account.packets, account.delay) == (5, 2)
    assert account.times == [0, 41, 82, 123, 164]
    assert (account.extradata, account.more) == (b"header".hex(), {"end": None})
    assert [each.name for each in tmp_path.iterdir()] == ["00000.packets"]


def test_what_is_not_whole_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "00000.packets"
    written(path)
    data = path.read_bytes()
    for length in (0, 5, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        assert read_account(path) is None
    assert read_account(tmp_path / "none") is None


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "00000.packets"
    written(path)
    data = bytearray(path.read_bytes())
    data[60] ^= 1
    path.write_bytes(data)
    assert read_account(path) is not None
    with pytest.raises(MediaError, match="is damaged; remove it"):
        list(read_packets(path))


def test_a_full_disk_is_a_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    writer = PacketWriter(tmp_path / "00000.packets")
    writer.write(packet(0, 0, b"I", key=True))
    with pytest.raises(MediaError, match="the disk is full; free some space"):
        writer.finish(b"", {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("times", "places"),
    [([], 0), ([0, 1, 2], 0), ([0, 4, 2, 1, 3], 2), ([0, 2, 1, 4, 3], 1), ([0, 3, 1, 2], 1)],
)
def test_how_far_packets_are_out_of_order(times: list[int], places: int) -> None:
    assert reordering(times) == places
