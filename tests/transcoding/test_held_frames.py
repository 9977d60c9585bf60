"""Held frames of a video: drawn once, and the same video comes out to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import Clip, Rows, noise, rows_of, write_clip

import anime4k_gl as a4k
from anime4k_gl.cli import main
from anime4k_gl.formats import PixelLayout, Size
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.rendering.renderer import Renderer

Make = Callable[[PixelLayout, Size, int], list[Rows]]
CHANGING = {
    "frame": "//!HOOK MAIN\n//!BIND HOOKED\n"
    "vec4 hook() { return HOOKED_tex(HOOKED_pos) + vec4(float(frame) / 64.0); }\n",
    "random": "//!HOOK MAIN\n//!BIND HOOKED\n"
    "vec4 hook() { return HOOKED_tex(HOOKED_pos) + vec4(random / 4.0); }\n",
    "storage": "//!TEXTURE KEPT\n//!SIZE 1 1\n//!FORMAT r32f\n//!STORAGE\n\n"
    "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND KEPT\n//!COMPUTE 1 1 1 1\n//!WIDTH 1\n//!HEIGHT 1\n"
    "//!SAVE NOTHING\n"
    "void hook() { imageStore(KEPT, ivec2(0), imageLoad(KEPT, ivec2(0)) + 0.05); }\n"
    "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND KEPT\n"
    "vec4 hook() { return HOOKED_tex(HOOKED_pos) + imageLoad(KEPT, ivec2(0)).r; }\n",
}


def on(numbers: list[int], make: Make = noise) -> Make:
    """Return a maker of the drawings of these numbers, one a frame."""
    return lambda layout, size, number: make(layout, size, numbers[number])


HOLDS = [0, 0, 1, 1, 1, 2, 0, 0, 3, 4, 4]


def decoded(path: Path) -> list[list[Rows]]:
    with VideoSource(path) as source:
        return [rows_of(frame) for frame in source.frames()]


def times(path: Path) -> list[tuple[Any, Any]]:
    with av.open(str(path)) as container:
        return [(frame.pts, frame.duration) for frame in container.decode(video=0)]


def same(one: Path, other: Path) -> bool:
    frames = zip(decoded(one), decoded(other), strict=True)
    return all(np.array_equal(a, b) for f, g in frames for a, b in zip(f, g, strict=True))


def clip_of(path: Path, layout: str = "yuv420p", **more: Any) -> Clip:
    return write_clip(path, count=len(HOLDS), make=on(HOLDS), layout=layout, **more)


@pytest.mark.parametrize("layout", ["yuv420p", "yuv420p10le", "bgr0"])
def test_what_comes_out_is_the_same_to_the_byte(tmp_path: Path, layout: str) -> None:
    clip = clip_of(tmp_path / "in.mkv", layout, pts=[0, 1, 2, 4, 5, 9, 10, 11, 12, 13, 15])
    done = {}
    for held in ("exact", "off"):
        out = tmp_path / f"{held}.mkv"
        done[held] = a4k.transcode(clip.path, out, held=held, codec="ffv1")
    assert same(tmp_path / "exact.mkv", tmp_path / "off.mkv")
    assert times(tmp_path / "exact.mkv") == times(tmp_path / "off.mkv")
    assert (done["exact"].frames, done["exact"].held) == (11, 5)
    assert (done["off"].frames, done["off"].held) == (11, 0)


@pytest.mark.parametrize("codec", ["libx264", "libx265", "ffv1"])
def test_encoders_that_look_ahead_get_the_right_pictures(tmp_path: Path, codec: str) -> None:
    """The memory of a result that is given twice is not used for another one meanwhile."""
    numbers = [number // 2 for number in range(60)]
    write_clip(tmp_path / "in.mkv", count=60, make=on(numbers), size=Size(64, 48))
    for held in ("exact", "off"):
        a4k.transcode(tmp_path / "in.mkv", tmp_path / f"{held}.mkv", held=held, codec=codec,
                      preset="none", scaler="nearest")  # fmt: skip
    assert same(tmp_path / "exact.mkv", tmp_path / "off.mkv")


@pytest.mark.parametrize("name", CHANGING)
def test_shaders_that_draw_another_picture_each_time_do_so(tmp_path: Path, name: str) -> None:
    clip = write_clip(tmp_path / "in.mkv", count=6, make=on([0] * 6))
    shader = tmp_path / f"{name}.glsl"
    shader.write_text(CHANGING[name])
    for held in ("exact", "tolerant", "off"):
        done = a4k.transcode(clip.path, tmp_path / f"{held}.mkv", held=held, codec="ffv1",
                             shaders=[shader])  # fmt: skip
        assert done.held == 0
    assert same(tmp_path / "exact.mkv", tmp_path / "off.mkv")
    assert same(tmp_path / "tolerant.mkv", tmp_path / "off.mkv")
    first, second, *_ = decoded(tmp_path / "exact.mkv")
    assert not np.array_equal(first[0], second[0])  # so that the test is one


def test_held_pictures_are_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = clip_of(tmp_path / "in.mkv")
    drawn = []
    draw = Renderer.draw
    monkeypatch.setattr(Renderer, "draw", lambda self: (drawn.append(1), draw(self))[1])
    a4k.transcode(clip.path, tmp_path / "out.mkv", preset="none")
    assert len(drawn) == 6
    drawn.clear()
    a4k.transcode(clip.path, tmp_path / "out.gif", preset="none")
    assert len(drawn) == 6


def test_noise_is_drawn_once_only_where_that_was_asked_for(tmp_path: Path) -> None:
    def noisy(layout: PixelLayout, size: Size, number: int) -> list[Rows]:
        planes = noise(layout, size, number // 2)
        planes[0][5, 7] ^= 4 * (number % 2)
        return planes

    write_clip(tmp_path / "in.mkv", count=8, make=noisy)
    done = {
        held: a4k.transcode(tmp_path / "in.mkv", tmp_path / f"{held}.mkv", held=held,
                            codec="ffv1", preset="none").held
        for held in ("exact", "tolerant", "off")
    }  # fmt: skip
    assert done == {"exact": 0, "tolerant": 4, "off": 0}
    assert same(tmp_path / "exact.mkv", tmp_path / "off.mkv")


def test_videos_become_the_same_animations(tmp_path: Path) -> None:
    clip = clip_of(tmp_path / "in.mkv")
    for held in ("exact", "off"):
        a4k.transcode(clip.path, tmp_path / f"{held}.png", held=held, format="apng")
    assert (tmp_path / "exact.png").read_bytes() == (tmp_path / "off.png").read_bytes()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["upscale", *arguments])
    return int(caught.value.code or 0)


def test_the_command_says_how_many_were_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = clip_of(tmp_path / "in.mkv")
    assert run(str(clip.path), str(tmp_path / "out.mkv"), "--preset", "none") == 0
    assert "11 frames (5 held, drawn once)" in capsys.readouterr().err
    assert run(str(clip.path), str(tmp_path / "b.mkv"), "--held", "some") == 2
    assert "exact" in capsys.readouterr().err
