"""What was asked for and has no part in the result is said."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from support.clips.media_clips import smooth, write_clip

import anime4k_gl as a4k
from anime4k_gl.cli.main import cli
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.transcoding.unused import OF_VIDEOS_TO_ANIMATIONS

QUICK: dict[str, Any] = {"preset": "none", "scaler": "bilinear"}


def still(path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(0, 256, (12, 16, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def animation(path: Path) -> Path:
    frames = [Image.new("RGB", (16, 12), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50)
    return path


def test_options_of_videos_are_said_of_a_picture(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "crf": 20,
        "codec": "libx265",
        "codec_preset": "fast",
        "tune": "animation",
        "encoder_options": {"g": "1"},
        "pix_fmt": "yuv444p",
        "audio": "none",
        "audio_codec": "aac",
        "strict_streams": True,
        "hwdec": "auto",
    }
    path = still(tmp_path / "in.png")
    done = a4k.transcode(path, tmp_path / "out.png", **QUICK, **given)
    assert done.notes == (
        "--audio, --audio-codec, --codec, --codec-preset, --crf, --encoder-option, --hwdec,"
        " --pix-fmt, --strict-streams, --tune: are for videos; a picture is made without",
    )
    done = a4k.transcode(path, tmp_path / "again.png", **QUICK, quality=50, overwrite=True)
    assert done.notes == ()


def test_options_of_videos_are_said_of_an_animation(tmp_path: Path) -> None:
    path = animation(tmp_path / "in.gif")
    done = a4k.transcode(path, tmp_path / "out.webp", **QUICK, crf=20, codec="libwebp_anim")
    assert done.notes == ("--crf: is for videos; an animation is made without",)
    clip = write_clip(tmp_path / "in.mkv", count=2, size=Size(16, 12), make=smooth).path
    done = a4k.transcode(clip, tmp_path / "clip.webp", **QUICK, subs="none", hwdec="none")
    assert done.notes == ("--subs: is for videos; an animation is made without",)
    assert a4k.transcode(clip, tmp_path / "clip.mkv", **QUICK, crf=20).notes == ()


def test_the_command_says_nothing_where_nothing_was_given(tmp_path: Path) -> None:
    path = still(tmp_path / "in.png")
    done = CliRunner().invoke(cli, ["upscale", str(path), str(tmp_path / "a.png"), "--preset=none"])
    assert done.exit_code == 0 and "note:" not in done.output
    given = ["upscale", str(path), str(tmp_path / "b.png"), "--preset=none", "--crf", "3"]
    assert "note: --crf: is for videos" in CliRunner().invoke(cli, given).output


def test_every_named_option_is_one() -> None:
    assert set(inspect.signature(a4k.transcode).parameters) > OF_VIDEOS_TO_ANIMATIONS


def test_an_unknown_picture_format_is_told_before_work_with_all_there_are(tmp_path: Path) -> None:
    done: list[int] = []
    with pytest.raises(OptionError, match=r"unknown picture format '\.xyz'.*\.gif"):
        a4k.transcode(
            still(tmp_path / "in.png"), tmp_path / "out.xyz", progress=lambda n, _: done.append(n)
        )
    assert not done


def test_a_preset_that_changes_nothing_at_this_size_says_so(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    Image.fromarray(np.full((6, 8, 3), 90, np.uint8)).save(path)

    def notes(**options: Any) -> tuple[str, ...]:
        return a4k.transcode(path, tmp_path / "out.png", overwrite=True, **options).notes

    assert notes(preset="v1.1", scale=1) == (
        "preset v1.1 changes nothing from 8x6 to 8x6; others may",
    )
    for options in ({"preset": "v1.1"}, {"preset": "v1.0-rc", "scale": 1}, QUICK | {"scale": 1}):
        assert notes(**options) == ()
