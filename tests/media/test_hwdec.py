"""Decoding on a device, as far as that can be told without one: devices here are made up."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import Clip, packets_of, smooth, write_clip
from support.clips.shape_clips import FRAMES, Part, write_joined

import anime4k_gl as a4k
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.video import hwdec
from anime4k_gl.media.video.video_source import VideoSource

CODECS = {
    "all key frames": {"codec": "ffv1"},
    "one key frame": {"codec": "libx264", "options": {"crf": "20", "g": "250"}},
    "open groups": {"codec": "libx264",
                    "options": {"crf": "20", "g": "12", "bf": "3", "x264-params": "open-gop=1"}},
    "closed groups": {"codec": "libx264", "options": {"crf": "20", "g": "10", "bf": "2"}},
}  # fmt: skip


class FakeDevice:
    """Decodes in software, and delivers as devices do: late, and in interleaved planes.

    `fails_at` is the packet with which it breaks; what it had not delivered yet is lost.
    """

    fails_at: int | None = None
    made = "nv12"
    late = 3

    def __init__(
        self, source: MediaInput, index: int, kind: str, *, on_device: bool = False
    ) -> None:
        self.kind = kind
        self.closed = False
        self._container = source.container()
        self.context: Any = self._container.streams[index].codec_context
        self._packets = 0
        self._waiting: list[Any] = []

    def decode(self, packet: Any) -> list[Any]:
        assert not self.closed
        self._packets += 1
        if self._packets == self.fails_at:
            raise hwdec.DeviceError("the driver crashed")
        frames = self.context.decode(packet)
        self._waiting += [frame.reformat(format=self.made) for frame in frames]
        count = len(self._waiting) if packet is None else max(0, len(self._waiting) - self.late)
        ready, self._waiting = self._waiting[:count], self._waiting[count:]
        return ready

    def flush(self) -> None:
        self.context.flush_buffers()
        self._waiting.clear()

    def close(self) -> None:
        self.closed = True
        self._container.close()


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeDevice]]:
    class Device(FakeDevice):
        pass

    monkeypatch.setattr(hwdec, "DeviceDecoder", Device)
    monkeypatch.setattr(hwdec, "hwdevices_available", lambda: ["cuda"])
    yield Device


def clip_of(path: Path, **options: Any) -> Clip:
    return write_clip(path, count=40, size=Size(64, 48), make=smooth, **options)


def picture(frame: Frame) -> bytes:
    """Return a frame's Y', Cb and Cr, however its planes are laid out."""
    planes = []
    for plane, described in zip(frame.planes, frame.layout.planes, strict=True):
        rows = np.frombuffer(plane.data, np.uint8)[: plane.stride * plane.size.height]
        rows = rows.reshape(plane.size.height, plane.stride)
        channels = len(described.channels)
        rows = rows[:, : plane.size.width * channels]
        planes += [rows[:, index::channels].tobytes() for index in range(channels)]
    return b"".join(planes)


def decoded(source: VideoSource) -> list[tuple[int | None, bytes]]:
    return [(frame.pts, picture(frame)) for frame in source.frames()]


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("fails_at", [None, 1, 2, 7, 13, 24, 39, 40, 41])
def test_no_frame_is_lost_or_repeated(
    tmp_path: Path, device: type[FakeDevice], name: str, fails_at: int | None
) -> None:
    path = clip_of(tmp_path / "in.mkv", **CODECS[name]).path
    with VideoSource(path) as source:
        expected = decoded(source)
    device.fails_at = fails_at
    with VideoSource(path, hwdec="cuda") as source:
        layouts = [(frame.pts, frame.layout.name, picture(frame)) for frame in source.frames()]
        assert [(pts, data) for pts, _, data in layouts] == expected
        if fails_at is None:
            assert (source.device, source.device_failure) == ("cuda", None)
            assert {layout for _, layout, _ in layouts} == {"nv12"}
        else:
            assert source.device is None
            assert source.device_failure is not None
            assert "the driver crashed" in source.device_failure
            assert "\n" not in source.device_failure
        if fails_at == 24:  # by then, something was decoded on the device
            assert {layout for _, layout, _ in layouts} == {"nv12", "yuv420p"}


@pytest.mark.parametrize("fails_at", [None, 30, 45])
def test_seeking(tmp_path: Path, device: type[FakeDevice], fails_at: int | None) -> None:
    path = clip_of(tmp_path / "in.mkv", **CODECS["closed groups"]).path
    runs = []
    for hwdec_name in ("none", "cuda"):
        device.fails_at = fails_at
        with VideoSource(path, hwdec=hwdec_name) as source:
            seen = [next(source.frames()).pts]
            for seconds in (1.2, 0.3, 0.0):
                source.seek(seconds)
                seen += [pts for pts, _ in decoded(source)]
        runs.append(seen)
    assert runs[0] == runs[1]


def test_the_packets_kept_are_few(tmp_path: Path, device: type[FakeDevice]) -> None:
    path = clip_of(tmp_path / "in.mkv", **CODECS["closed groups"]).path
    with VideoSource(path, hwdec="cuda") as source:
        for _ in source.frames():
            assert sum(map(len, source._decoder._groups)) <= 2 * 10 + 8


def test_packets_are_not_kept_without_end(
    tmp_path: Path, device: type[FakeDevice], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clip_of(tmp_path / "in.mkv", **CODECS["one key frame"]).path
    monkeypatch.setattr(hwdec, "_MOST_KEPT", 300)
    with VideoSource(path) as source:
        expected = decoded(source)
    with VideoSource(path, hwdec="cuda") as source:
        assert decoded(source) == expected
        assert "key frames are too far apart" in str(source.device_failure)


@pytest.mark.parametrize(
    ("layout", "made", "why"),
    [("yuv420p10le", "nv12", "it decodes yuv420p10le to nv12"),
     ("yuv420p", "p010le", "it decodes yuv420p to p010le"),
     ("yuv444p", "nv12", "it decodes yuv444p to nv12")],
)  # fmt: skip
def test_what_would_be_another_picture_is_refused(
    tmp_path: Path, device: type[FakeDevice], layout: str, made: str, why: str
) -> None:
    path = clip_of(tmp_path / "in.mkv", codec="ffv1", layout=layout).path
    device.made = made
    with VideoSource(path, hwdec="auto") as source:
        assert source.layout is PIXEL_LAYOUTS[layout]
        assert source.device_failure == (
            f"{path}: decoding in software; cuda cannot be used: {why}"
        )
        assert len(decoded(source)) == 40


def test_a_size_that_changes_on_the_way_is_no_fault_of_the_device(
    tmp_path: Path, device: type[FakeDevice]
) -> None:
    parts = [Part(64, 36), Part(48, 36), Part(64, 36)]
    with VideoSource(write_joined(tmp_path / "joined.ts", parts), hwdec="cuda") as source:
        sizes: list[Size] = []
        with contextlib.suppress(a4k.MediaError):  # the joined parts' counters do not fit
            for frame in source.frames():
                sizes.append(frame.size)
        assert (source.device, source.device_failure) == ("cuda", None)
    assert sizes == [Size(p.width, p.height) for p in parts for _ in range(FRAMES)]


def test_ten_bits_stay_ten_bits(tmp_path: Path, device: type[FakeDevice]) -> None:
    path = clip_of(tmp_path / "in.mkv", codec="ffv1", layout="yuv420p10le").path
    device.made = "p010le"
    for name in ("none", "cuda"):
        a4k.transcode(path, tmp_path / f"{name}.mkv", codec="ffv1", preset="none", hwdec=name)
    assert packets_of(tmp_path / "none.mkv", "video") == packets_of(tmp_path / "cuda.mkv", "video")
    with VideoSource(tmp_path / "cuda.mkv") as source:
        assert source.layout.name == "yuv420p10le"


@pytest.mark.parametrize("fails_at", [None, 20])
def test_a_video_is_the_same_whatever_decodes_it(
    tmp_path: Path, device: type[FakeDevice], fails_at: int | None
) -> None:
    device.fails_at = fails_at
    path = clip_of(
        tmp_path / "in.mkv", codec="libx264", audio="flac", audio_seconds=1.5,
        options={"crf": "20", "g": "10"},
    ).path  # fmt: skip
    notes = {}
    for name in ("none", "cuda"):
        done = a4k.transcode(path, tmp_path / f"{name}.mkv", codec="ffv1", hwdec=name)
        assert done.frames == 40
        notes[name] = done.notes
    for kind in ("video", "audio"):
        assert packets_of(tmp_path / "none.mkv", kind) == packets_of(tmp_path / "cuda.mkv", kind)
    line = f"{path}: decoding in software; cuda failed: the driver crashed"
    assert notes == {"none": (), "cuda": (line,) if fails_at else ()}


# Without a device: this machine's own FFmpeg.


def cli(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "anime4k_gl", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def missing_device() -> str:
    kind = next((kind for kind in hwdec.DEVICES if hwdec.available(kind) is not None), None)
    if kind is None:
        pytest.skip("this machine has a device of every kind")
    return kind


def test_a_missing_device_is_one_line(tmp_path: Path) -> None:
    kind = missing_device()
    write_clip(tmp_path / "in.mkv", make=smooth, codec="libx264")
    done = cli("upscale", tmp_path / "in.mkv", tmp_path / "out.mkv", "--hwdec", kind,
               "--preset", "none")  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if kind in line]
    assert len(said) == 1 and "decoding in software" in said[0]
    assert len(done.stderr.splitlines()) == 3  # and the lines of what is and what was written


def test_auto_and_none_say_nothing_where_there_is_no_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(tmp_path / "in.mkv", make=smooth, codec="libx264")
    monkeypatch.setattr(hwdec, "hwdevices_available", lambda: [])
    for name in ("auto", "none"):
        with VideoSource(tmp_path / "in.mkv", hwdec=name) as source:
            assert (source.device, source.device_failure) == (None, None)
            assert len(decoded(source)) == 8


def test_an_unknown_name_lists_those_there_are(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mkv", make=smooth)
    with pytest.raises(OptionError, match="'nvdec'; valid are: auto, cuda, vaapi, d3d11va"):
        a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", hwdec="nvdec")
    done = cli("play", tmp_path / "in.mkv", "--hwdec", "nvdec")
    assert done.returncode == 1
    assert "unknown hwdec 'nvdec'; valid are: auto, cuda" in done.stderr


def test_doctor_names_the_devices() -> None:
    report = json.loads(cli("doctor", "--json").stdout)
    names = [check["name"] for check in report["hwdec"]]
    assert names == [*hwdec.DEVICES, "cuda to OpenGL"]
    assert report["healthy"]
