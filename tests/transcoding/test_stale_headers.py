"""Headers and tags that say a length of another file: told; a file that was cut off is damage."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from support.clips.recordings import read, record

KINDS: dict[str, dict[str, Any]] = {
    "mkv": {"video": "libx264", "sound": "aac"}, "webm": {"video": "libvpx", "sound": "libopus"},
    "mp4": {"video": "libx264", "sound": "aac"}, "mov": {"video": "libx264", "sound": "aac"},
    "avi": {"video": "mpeg4"}, "flv": {"video": "libx264", "sound": "aac"},
}  # fmt: skip

LONGER = 60.0


def lying(path: Path, factor: float = LONGER) -> Path:
    """Write a copy whose headers say that it lasts longer by a factor."""
    data = bytearray(path.read_bytes())
    if path.suffix in (".mkv", ".webm"):
        at = data.index(b"\x44\x89\x88") + 3
        data[at : at + 8] = struct.pack(">d", struct.unpack(">d", data[at : at + 8])[0] * factor)
        while (at := data.find(b"00:00:0", at + 1)) > 0:
            data[at : at + 8] = b"00:01:00"
    elif path.suffix in (".mp4", ".mov"):
        for kind, offset in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
            at = 0
            while (at := data.find(kind, at + 1)) > 0:
                place = at + offset
                value = int.from_bytes(data[place : place + 4], "big")
                data[place : place + 4] = round(value * factor).to_bytes(4, "big")
        data = data.replace(b"elst", b"free").replace(b"edts", b"free")
    elif path.suffix == ".avi":
        for kind, offset in ((b"avih", 24), (b"strh", 40)):
            at = 0
            while (at := data.find(kind, at + 1)) > 0:
                place = at + offset
                value = int.from_bytes(data[place : place + 4], "little")
                data[place : place + 4] = round(value * factor).to_bytes(4, "little")
    else:
        at = data.index(b"duration\x00") + 9
        data[at : at + 8] = struct.pack(">d", struct.unpack(">d", data[at : at + 8])[0] * factor)
    copy = path.with_stem("lying")
    copy.write_bytes(data)
    return copy


@pytest.mark.parametrize("suffix", KINDS)
def test_a_header_of_another_length_is_told(tmp_path: Path, suffix: str) -> None:
    path = record(tmp_path / f"in.{suffix}", **KINDS[suffix])
    found = read(lying(path))
    assert found.fault == ""
    assert len(found.video) == 25
    if suffix in ("mp4", "mov"):
        return  # FFmpeg counts the frames' own times there
    assert [note.split(" it lasts ")[0] for note in found.notes] == ["its header says that"]
    assert "the file is whole, and lasts 1.0" in found.notes[0]


@pytest.mark.parametrize("suffix", KINDS)
def test_right_headers_are_not_talked_of(tmp_path: Path, suffix: str) -> None:
    found = read(record(tmp_path / f"in.{suffix}", **KINDS[suffix]))
    assert found.fault == "" and found.notes == []


@pytest.mark.parametrize("cut", [0.5, 0.8])
@pytest.mark.parametrize("suffix", ["mkv", "webm", "avi", "flv"])
def test_a_file_that_was_cut_off_is_damage(tmp_path: Path, suffix: str, cut: float) -> None:
    path = record(tmp_path / f"in.{suffix}", seconds=4, **KINDS[suffix])
    data = path.read_bytes()
    short = path.with_stem("short")
    short.write_bytes(data[: int(len(data) * cut)])
    assert " s of 4.0" in read(short).fault


@pytest.mark.parametrize("suffix", ["mkv", "avi", "mp4"])
def test_a_file_whose_end_is_empty_is_damage(tmp_path: Path, suffix: str) -> None:
    """As downloads are that were not completed: of the right size, and zeros."""
    path = record(tmp_path / f"in.{suffix}", seconds=4, **KINDS[suffix])
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * 0.5), len(data) - 4096 * (suffix != "mkv")
    last = data.index(b"moov") - 4 if suffix == "mp4" else last
    data[first:last] = bytes(last - first)
    path.write_bytes(data)
    assert read(path).fault
