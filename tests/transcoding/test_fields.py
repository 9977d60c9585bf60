"""Interlaced, telecined and cropped videos through the whole of it, as a player would see them."""

from __future__ import annotations

import subprocess
import sys
import threading
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.field_clips import (
    FILM,
    NTSC,
    moving,
    still,
    telecined,
    whole,
    woven,
    write_fields,
    write_soft_telecine,
)
from support.clips.media_clips import smooth, write_clip

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.fields.combing import Kind
from anime4k_gl.media.fields.sampling import sample_of
from anime4k_gl.transcoding import Transcoded, transcode

DRAWN: dict[str, Any] = {"preset": "none", "scale": 1, "codec_preset": "ultrafast", "crf": 4}


def upscaled(source: Path, name: str = "out.mkv", **options: Any) -> tuple[Transcoded, Path]:
    target = source.with_name(name)
    return transcode(source, target, overwrite=True, **{**DRAWN, **options}), target


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def times(path: Path) -> list[float]:
    return [float(frame.time or 0) for frame in decoded(path)]


def lumas(path: Path) -> list[Any]:
    return [f.to_ndarray(format="gray").astype(int) for f in decoded(path)]


def combing(path: Path) -> int:
    """How many frames of a file comb."""
    kinds = sample_of(decoded(path)).run.kinds
    return sum(kind in (Kind.COMBED, Kind.SHIFTED) for kind in kinds)


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mpg", "mpeg2video"), (".mkv", "libx264"), (".mp4", "libx264")]
)
@pytest.mark.parametrize(("flags", "order"), [("tff", 1), ("bff", -1), ("prog", 1)])
def test_what_is_interlaced_is_deinterlaced(
    suffix: str, codec: str, flags: str, order: int, tmp_path: Path
) -> None:
    path = write_fields(
        tmp_path / f"in{suffix}", woven(moving, 25, order=order), flags=flags, codec=codec
    )
    done, target = upscaled(path, "out.mp4")
    assert "deinterlaced" in done.notes[0] and done.decisions is not None
    assert done.notes[0] in done.decisions.notes  # before any work
    assert done.frames == 25
    assert combing(target) == 0
    frames = decoded(target)
    assert not any(frame.interlaced_frame for frame in frames)
    with av.open(str(target)) as container:
        assert container.streams.video[0].codec_context.field_order == 1  # progressive
        assert container.streams.video[0].average_rate == 25
    assert times(target) == pytest.approx([n / 25 for n in range(25)], abs=1e-3)
    own = 0 if order == 1 else 1
    for number, luma in enumerate(lumas(target)):  # the first field's lines are the scene's own
        truth = moving(number / 25).astype(int)
        gray = (truth - 16) * 255 / 219
        assert np.abs(luma[own::2] - gray[own::2]).mean() < 6


def test_bob_keeps_every_moment(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", woven(moving, 25), flags="tff")
    done, target = upscaled(path, "out.mp4", deinterlace="bob")
    assert done.frames == 50 and "to 50 frames a second" in done.notes[0]
    assert times(target) == pytest.approx([n / 50 for n in range(50)], abs=1e-3)
    with av.open(str(target)) as container:
        assert container.streams.video[0].average_rate == 50
        assert (container.duration or 0) / av.time_base == pytest.approx(1, abs=0.01)


def test_off_leaves_fields_and_says_so(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", woven(moving, 25), flags="tff")
    done, target = upscaled(path, deinterlace="off", codec="ffv1", crf=None, codec_preset=None)
    assert "lines of two moments are upscaled as one picture" in done.notes[0]
    with av.open(str(target)) as container:
        assert container.streams.video[0].codec_context.field_order == 0  # not said
    for before, after in zip(decoded(path), decoded(target), strict=True):
        np.testing.assert_array_equal(
            before.to_ndarray(format="gray"), after.to_ndarray(format="gray")
        )


@pytest.mark.parametrize("flags", ["prog", "tff"])
def test_whole_frames_are_drawn_as_before(flags: str, tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", whole(moving, 25), flags=flags)
    lossless: dict[str, Any] = {"codec": "ffv1", "crf": None, "codec_preset": None}
    done, one = upscaled(path, "one.mkv", **lossless)
    assert [note for note in done.notes if "interlaced" in note] == (
        []
        if flags == "prog"
        else ["flagged as interlaced, but its frames are whole: they stay as they are"]
    )
    with av.open(str(one)) as container:
        assert container.streams.video[0].codec_context.field_order == 1  # progressive
    _, two = upscaled(path, "two.mkv", deinterlace="off", **lossless)
    assert [bytes(f.planes[0]) for f in decoded(one)] == [bytes(f.planes[0]) for f in decoded(two)]


@pytest.mark.parametrize("suffix", [".mpg", ".mkv"])
def test_film_is_restored_in_time_with_its_sound(suffix: str, tmp_path: Path) -> None:
    codec = "mpeg2video" if suffix == ".mpg" else "libx264"
    path = write_fields(tmp_path / f"in{suffix}", telecined(moving, 60), rate=NTSC, codec=codec)
    told, target = upscaled(path, "as-video.mkv")
    assert told.frames == 60 and "--detelecine restores" in told.notes[0]
    assert combing(path) > 10 and combing(target) <= 1
    done, target = upscaled(path, "out.mp4", detelecine=True)
    assert done.frames == 48
    steps = [b - a for a, b in pairwise(times(target))]
    assert steps == pytest.approx([1001 / 24000] * 47, abs=1e-4)
    with av.open(str(target)) as container:
        assert container.streams.video[0].average_rate == FILM
        assert (container.duration or 0) / av.time_base == pytest.approx(2.002, abs=0.05)
    assert combing(target) <= 1


def test_soft_telecine_becomes_even(tmp_path: Path) -> None:
    path = write_soft_telecine(tmp_path / "in.vob", whole(moving, 48, FILM))
    done, target = upscaled(path, "out.mp4")
    assert done.frames == 48 and "soft telecine" in done.notes[0]
    steps = [b - a for a, b in pairwise(times(target)[:-1])]
    assert steps == pytest.approx([1001 / 24000] * 46, abs=1e-4)
    with av.open(str(target)) as container:
        assert container.streams.video[0].average_rate == pytest.approx(FILM, rel=0.01)


def test_frames_from_a_pipe_tell_too(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.ts", woven(moving, 60), codec="mpeg2video", flags="tff")
    command = [sys.executable, "-m", "anime4k_gl", "upscale", "-", str(tmp_path / "out.mkv"),
               "--preset", "none", "--scale", "1"]  # fmt: skip
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True)
    assert b"interlaced, top field first: deinterlaced" in done.stderr
    assert len(decoded(tmp_path / "out.mkv")) == 60
    assert combing(tmp_path / "out.mkv") == 0


def test_fields_that_samples_did_not_show_are_told(tmp_path: Path) -> None:
    """Two in a hundred frames are interlaced, and flagged; samples lie elsewhere."""
    begin = write_fields(tmp_path / "1.ts", whole(moving, 150), codec="mpeg2video")
    middle = write_fields(tmp_path / "2.ts", woven(moving, 12), codec="mpeg2video", flags="tff")
    rest = write_fields(tmp_path / "3.ts", whole(moving, 250), codec="mpeg2video")
    path = tmp_path / "in.ts"
    path.write_bytes(begin.read_bytes() + middle.read_bytes() + rest.read_bytes())
    done, _ = upscaled(path)
    assert "12 frames are flagged as interlaced, from " in " ".join(done.notes)


def test_y4m_has_the_rate_of_its_frames(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", woven(moving, 10), flags="tff")
    for choice, rate in (("auto", b"F25:1"), ("bob", b"F50:1")):
        target = tmp_path / f"{choice}.y4m"
        transcode(path, target, preset="none", scale=1, deinterlace=choice)
        assert rate in target.read_bytes()[:60].split()
    path = write_fields(tmp_path / "film.mkv", telecined(moving, 50), rate=NTSC)
    transcode(path, tmp_path / "film.y4m", preset="none", scale=1, detelecine=True)
    assert b"F24000:1001" in (tmp_path / "film.y4m").read_bytes()[:60].split()


def test_a_part_of_an_interlaced_file(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", woven(moving, 50), flags="tff")
    done, target = upscaled(path, start=0.4, end=1.2, deinterlace="bob")
    assert done.frames == 40
    assert times(target) == pytest.approx([n / 50 for n in range(40)], abs=2e-3)


def test_an_animation_of_an_interlaced_video(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "in.mkv", woven(moving, 10), flags="tff")
    target = tmp_path / "out.webp"
    done = transcode(path, target, preset="none", scale=1, deinterlace="bob", crop="80:48:0:0")
    assert done.frames == 20 and "deinterlaced" in done.notes[0]
    assert done.target_size == Size(80, 48)


def test_nothing_waits_for_ever_on_a_pipe_of_a_few_frames(tmp_path: Path) -> None:
    import os

    path = write_fields(tmp_path / "in.ts", woven(moving, 4), codec="mpeg2video", flags="tff")
    pipe = tmp_path / "pipe.ts"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(path.read_bytes()))
    writer.start()
    done = transcode(pipe, tmp_path / "out.mkv", **DRAWN)
    writer.join()
    assert done.frames == 4


# Crop and aspect.


@pytest.mark.parametrize("crop", ["64:32:16:8", (64, 32, 16, 8)])
def test_a_crop_comes_before_everything(crop: Any, tmp_path: Path) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    lossless: dict[str, Any] = {"codec": "ffv1", "crf": None, "codec_preset": None}
    done, target = upscaled(source.path, crop=crop, **lossless)
    assert done.source_size == done.target_size == Size(64, 32)
    _, uncut = upscaled(source.path, "uncut.mkv", **lossless)
    for part, all_of_it in zip(lumas(target), lumas(uncut), strict=True):
        # Chroma is interpolated from what is left, which tells at its edges.
        assert np.abs(part - all_of_it[8:40, 16:80])[2:-2, 2:-2].max() <= 1
    done, _ = upscaled(source.path, crop="64:32", scale=2)
    assert done.target_size == Size(128, 64)


def test_a_crop_of_an_animation_for_a_video(tmp_path: Path) -> None:
    path = tmp_path / "in.gif"
    pages = [Image.fromarray(moving(n / 10)) for n in range(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:], duration=100)
    done, target = upscaled(path, crop="80:48:3:5")
    assert done.decisions is not None
    assert done.decisions.source_size == done.decisions.target_size == Size(80, 48)
    assert (decoded(target)[0].width, decoded(target)[0].height) == (80, 48)


def test_a_crop_that_does_not_fit_writes_nothing(tmp_path: Path) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    for crop, words in (("98:64", "does not fit"), ("8:8:1:0", "take --crop 9:8:0:0"),
                        ("8", "must be W:H:X:Y")):  # fmt: skip
        with pytest.raises(OptionError, match=words):
            upscaled(source.path, crop=crop)
    assert not (tmp_path / "out.mkv").exists()


@pytest.mark.parametrize(
    ("aspect", "ratio"),
    [("16:9", (32, 27)), ("1.7778", (32, 27)), (16 / 9, (32, 27)), (Fraction(16, 9), (32, 27)),
     ("1920x1080", (32, 27)), ("3:2", (1, 1)), ("2.39", (239, 150))],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_the_aspect_is_what_was_asked_for(
    aspect: Any, ratio: tuple[int, int], suffix: str, tmp_path: Path
) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    _, target = upscaled(source.path, f"out{suffix}", aspect=aspect, scale=2)
    with av.open(str(target)) as container:
        found = container.streams.video[0].sample_aspect_ratio or Fraction(1)
    assert found == pytest.approx(Fraction(*ratio), rel=1e-3)


def test_the_aspect_is_that_of_what_is_left_of_a_crop(tmp_path: Path) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    _, target = upscaled(source.path, crop="64:64", aspect="4:3")
    with av.open(str(target)) as container:
        assert container.streams.video[0].sample_aspect_ratio == Fraction(4, 3)


def test_the_aspect_is_that_of_a_picture_of_another_shape(tmp_path: Path) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    _, target = upscaled(source.path, size="160x160", aspect="16:9")
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (160, 160)
        assert stream.sample_aspect_ratio == Fraction(16, 9)


@pytest.mark.parametrize("aspect", ["", "wide", "16:0", "0", "-1", "1e3", "16:9:1", "500:1"])
def test_aspects_that_are_none(aspect: str, tmp_path: Path) -> None:
    source = write_clip(tmp_path / "in.mkv", make=smooth, size=Size(96, 64), count=3)
    with pytest.raises(OptionError, match="must be a width over a height"):
        upscaled(source.path, aspect=aspect)


def test_a_still_that_is_flagged_stays_sharp(tmp_path: Path) -> None:
    """Nothing tells whether it is interlaced; what does not move is the same afterwards."""
    path = write_fields(tmp_path / "in.mkv", [still(0)] * 20, flags="tff")
    lossless: dict[str, Any] = {"codec": "ffv1", "crf": None, "codec_preset": None}
    done, one = upscaled(path, "one.mkv", **lossless)
    assert "nothing moves that could tell" in done.notes[0]
    _, two = upscaled(path, "two.mkv", deinterlace="off", **lossless)
    for before, after in list(zip(lumas(two), lumas(one), strict=True))[1:]:
        assert np.abs(before - after).mean() < 1  # bwdif has only the first frame to go by
