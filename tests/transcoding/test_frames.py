"""A video's frames as arrays: the right pixels at the right times, and nothing left open."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import SMALL, smooth, write_clip

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.video.video_source import VideoSource

AS_IT_IS: dict[str, Any] = {"preset": "none", "scale": 1.0}
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def rgb_clip(path: Path, colours: list[tuple[int, int, int]], **more: Any) -> Path:
    """Write one flat frame for each colour, without loss."""

    def make(layout: Any, size: Any, number: int) -> Any:
        row = np.tile(np.array([*colours[number][::-1], 0], np.uint8), size.width)
        return [np.repeat(row[None], size.height, 0)]

    return write_clip(path, layout="bgr0", count=len(colours), make=make, **more).path


def test_pixels_and_times(tmp_path: Path) -> None:
    colours = [RED, RED, GREEN, BLUE, BLUE]
    clip = rgb_clip(tmp_path / "in.mkv", colours, pts=[0, 40, 100, 140, 200],
                    time_base=Fraction(1, 1000))  # fmt: skip
    got = list(a4k.upscale_frames(clip, preset="none", scale=2.0))
    assert [frame.seconds for frame in got] == pytest.approx([0, 0.04, 0.1, 0.14, 0.2])
    for frame, colour in zip(got, colours, strict=True):
        assert isinstance(frame, a4k.UpscaledFrame)
        pixels, _ = frame
        assert pixels.shape == (2 * SMALL.height, 2 * SMALL.width, 3)
        assert pixels.dtype == np.uint8 and pixels.flags.c_contiguous
        assert (pixels == colour).all()


def test_frames_are_the_callers_own(tmp_path: Path) -> None:
    """A held picture comes whole, whatever became of the array before."""
    clip = rgb_clip(tmp_path / "in.mkv", [RED] * 6)
    for frame in a4k.upscale_frames(clip, **AS_IT_IS):
        assert (frame.pixels == RED).all()
        frame.pixels[:] = 7


@pytest.mark.parametrize("more", [{}, {"held": "off"}, {"hwdec": "auto"}])
def test_they_are_what_transcode_writes(tmp_path: Path, more: dict[str, str]) -> None:
    clip = write_clip(tmp_path / "in.mkv", make=smooth, count=5).path
    a4k.transcode(clip, tmp_path / "out.mkv", codec="ffv1", pix_fmt="bgr0", **more)
    with av.open(str(tmp_path / "out.mkv")) as written:
        expected = [frame.to_ndarray(format="rgb24") for frame in written.decode(video=0)]
    got = [frame.pixels for frame in a4k.upscale_frames(clip, **more)]
    assert len(got) == 5
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(got, expected, strict=True))


@pytest.mark.parametrize(
    ("layout", "codec", "dtype", "channels"),
    [("yuv420p10le", "ffv1", np.uint16, 3), ("yuva420p", "ffv1", np.uint8, 4),
     ("gray", "ffv1", np.uint8, 3)],
)  # fmt: skip
def test_depth_and_alpha(
    tmp_path: Path, layout: str, codec: str, dtype: Any, channels: int
) -> None:
    clip = write_clip(tmp_path / "in.mkv", layout=layout, codec=codec, make=smooth, count=2)
    first = next(a4k.upscale_frames(clip.path, **AS_IT_IS))
    assert first.pixels.dtype == dtype
    assert first.pixels.shape == (SMALL.height, SMALL.width, channels)


def test_a_part_keeps_its_times_in_the_video(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", make=smooth, count=48, codec="libx264",
                      size=Size(64, 48)).path  # fmt: skip
    whole = list(a4k.upscale_frames(clip, **AS_IT_IS))
    part = list(a4k.upscale_frames(clip, start=1.0, end="1.5", **AS_IT_IS))
    assert len(whole) == 48 and len(part) == 12
    for one, other in zip(whole[24:36], part, strict=True):
        assert one.seconds == pytest.approx(other.seconds, abs=0.002)
        assert np.array_equal(one.pixels, other.pixels)
    assert len(list(a4k.upscale_frames(clip, frames=3, **AS_IT_IS))) == 3


def test_frames_stand_upright(tmp_path: Path) -> None:
    clip = rgb_clip(tmp_path / "flat.mkv", [RED, GREEN])
    turned = tmp_path / "turned.mp4"
    with av.open(str(clip)) as source, av.open(str(turned), "w") as out:
        video: Any = out.add_stream("libx264rgb", rate=24, options={"qp": "0"})
        video.width, video.height, video.pix_fmt = *SMALL, "bgr24"
        video.set_display_matrix(
            (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
        )  # a quarter, clockwise
        for number, frame in enumerate(source.decode(video=0)):
            pixels = frame.to_ndarray(format="rgb24")
            pixels[0, 0] = BLUE
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    with VideoSource(turned) as opened:
        assert opened.rotation == 90
    first, second = a4k.upscale_frames(turned, **AS_IT_IS)
    assert first.pixels.shape == (SMALL.width, SMALL.height, 3)
    assert tuple(first.pixels[0, -1]) == BLUE and tuple(first.pixels[0, 0]) == RED
    assert tuple(second.pixels[-1, 0]) == GREEN


@pytest.mark.parametrize("leave", ["close", "del", "throw"])
def test_all_is_closed_when_it_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    closed = []
    close = VideoSource.close
    monkeypatch.setattr(VideoSource, "close", lambda self: (closed.append(1), close(self))[1])
    clip = write_clip(tmp_path / "in.mkv", count=48).path
    threads = threading.active_count()
    frames = a4k.upscale_frames(clip, **AS_IT_IS)
    assert not closed and threading.active_count() == threads
    next(frames)
    assert threading.active_count() > threads and not closed
    if leave == "close":
        frames.close()
    elif leave == "throw":
        with pytest.raises(KeyboardInterrupt):
            frames.throw(KeyboardInterrupt())
    else:
        del frames
    assert closed and threading.active_count() == threads


def test_options_are_checked_at_once(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", count=1).path
    for wrong in ({"preset": "v9"}, {"scale": 0.0}, {"held": "some"}, {"hwdec": "gpu"},
                  {"start": 3.0, "end": 2.0}, {"frames": 0}, {"crop": "wide"}):  # fmt: skip
        with pytest.raises(OptionError):
            a4k.upscale_frames(clip, **wrong)  # type: ignore[arg-type]
    with pytest.raises(MediaError, match=r"none\.mkv"):
        a4k.upscale_frames(tmp_path / "none.mkv")


def test_damage_is_said(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", count=40).path
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) * 2 // 3])
    with pytest.warns(UserWarning, match=r"in\.mkv"):
        got = list(a4k.upscale_frames(clip, **AS_IT_IS))
    assert 10 < len(got) < 40
    with pytest.raises(MediaError, match="leave out strict"):
        list(a4k.upscale_frames(clip, strict=True, **AS_IT_IS))
