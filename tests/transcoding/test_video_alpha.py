"""Alpha in a second layer, as WebM has it: kept, or said to be lost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import anime4k_gl as a4k
from anime4k_gl.media.animations.api import AnimationReader
from anime4k_gl.media.video import decoders
from anime4k_gl.media.video.video_source import VideoSource


def webm(path: Path, codec: str, count: int = 5) -> None:
    """Write a video whose left half is transparent, the right one opaque."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=10, options={"auto-alt-ref": "0", "g": "2"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuva420p"
        stream.metadata["alpha_mode"] = "1"
        for number in range(count):
            frame = av.VideoFrame(64, 48, "yuva420p")
            for index, plane in enumerate(frame.planes):
                rows = np.frombuffer(memoryview(plane), np.uint8).reshape(
                    plane.height, plane.line_size
                )
                rows[:] = 128 + 10 * number if index == 0 else 128
                if index == 3:
                    rows[:, :32], rows[:, 32:] = 0, 255
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def alphas(path: Path) -> list[Any]:
    """Return the alpha of each frame."""
    with VideoSource(path) as source:
        assert source.layout.has_alpha
        planes = [frame.planes[-1] for frame in source.frames()]
        return [
            np.frombuffer(p.data, np.uint8).reshape(-1, p.stride)[:, : p.size.width] for p in planes
        ]


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_alpha_comes_out_again(tmp_path: Path, codec: str) -> None:
    webm(tmp_path / "a.webm", codec)
    done = a4k.transcode(tmp_path / "a.webm", tmp_path / "b.webm", preset="none", codec=codec)
    assert done.frames == 5
    assert not [note for note in done.notes if "alpha" in note]
    for alpha in alphas(tmp_path / "b.webm"):
        assert alpha.shape == (96, 128)
        assert alpha[:, :56].max() <= 8
        assert alpha[:, 72:].min() >= 247


def test_alpha_of_a_sought_frame(tmp_path: Path) -> None:
    webm(tmp_path / "a.webm", "libvpx-vp9", count=8)
    with VideoSource(tmp_path / "a.webm") as source:
        stamps = [frame.pts for frame in source.frames()]
        source.seek(0.41)
        again = [frame.pts for frame in source.frames()]
    assert again == stamps[-len(again) :]
    assert 3 <= len(again) < 8


def test_lost_alpha_is_said_and_not_claimed(tmp_path: Path) -> None:
    webm(tmp_path / "a.webm", "libvpx-vp9")
    done = a4k.transcode(tmp_path / "a.webm", tmp_path / "b.mkv", preset="none")
    assert "libx264 as yuv420p does not keep: alpha" in done.notes
    with av.open(str(tmp_path / "b.mkv")) as out:
        assert "alpha_mode" not in {name.lower() for name in out.streams.video[0].metadata}


def test_alpha_that_cannot_be_decoded_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    webm(tmp_path / "a.webm", "libvpx-vp9")
    monkeypatch.setattr(decoders, "alpha_decoder", lambda stream: None)
    done = a4k.transcode(tmp_path / "a.webm", tmp_path / "b.mkv", preset="none")
    assert "the video's alpha was left out: this build of FFmpeg cannot decode it" in done.notes


def test_alpha_of_a_video_in_an_animation(tmp_path: Path) -> None:
    webm(tmp_path / "a.webm", "libvpx-vp9")
    a4k.transcode(tmp_path / "a.webm", tmp_path / "b.apng", preset="none")
    with AnimationReader(tmp_path / "b.apng") as reader:
        for frame in reader.frames():
            assert frame.pixels[:, :56, 3].max() <= 8
            assert frame.pixels[:, 72:, 3].min() >= 247
