"""Three seconds from the middle, a picture that compares, and what to expect."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import smooth, write_clip

import anime4k_gl as a4k
from anime4k_gl.cli import main
from anime4k_gl.formats import Size
from anime4k_gl.transcoding.shelf.preview import DIVIDER, preview

QUICK = {"preset": "none", "scaler": "bilinear"}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds that get brighter, with sound and a font."""
    path = tmp_path_factory.mktemp("clips") / "in.mkv"
    write_clip(
        path, codec="libx264", make=smooth, size=Size(64, 48), count=288,
        audio="flac", audio_seconds=12.0,
        attachments=[("A font.ttf", "font/ttf", b"font" * 5000)],
    )  # fmt: skip
    return path


def test_three_seconds_from_the_middle(clip: Path, tmp_path: Path) -> None:
    made = preview(clip, tmp_path / "out.mkv", QUICK)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.preview.mkv", "out.preview.png",
    ]  # fmt: skip
    assert (made.start, made.seconds, made.frames) == (4.5, 3.0, 72)
    assert made.all_seconds == pytest.approx(12.0, abs=0.05)
    assert made.rate > 0
    assert made.expected_time == pytest.approx(288 / made.rate, rel=0.02)
    with av.open(str(made.video)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (128, 96)

    # The estimated size is near the true one: the font is counted once, not four times.
    a4k.transcode(clip, tmp_path / "out.mkv", **QUICK)  # type: ignore[arg-type]
    size = (tmp_path / "out.mkv").stat().st_size
    assert made.expected_size == pytest.approx(size, rel=0.15)

    # Both halves show one moment, in the middle: the source on the left, the result on the right.
    pixels = np.asarray(Image.open(made.picture).convert("RGB")).astype(int)
    assert pixels.shape == (96, 2 * 128 + DIVIDER, 3)
    left, right = pixels[:, :128], pixels[:, 128 + DIVIDER :]
    assert (pixels[:, 128 : 128 + DIVIDER] == 255).all()
    assert abs(left - right).mean() < 2
    with av.open(str(clip)) as container:
        frame = list(container.decode(video=0))[144].to_ndarray(format="rgb24").astype(int)
    assert abs(left[::2, ::2] - frame).mean() < 4


def test_a_part_that_was_asked_for(clip: Path, tmp_path: Path) -> None:
    made = preview(clip, tmp_path / "out.mkv", {**QUICK, "start": 6.0, "end": "0:11"})
    assert (made.start, made.seconds, made.all_seconds) == (7.0, 3.0, 5.0)
    short = preview(clip, tmp_path / "out.mkv", {**QUICK, "start": 2.0, "frames": 12})
    assert (short.start, short.seconds, short.frames) == (2.0, 0.5, 12)


@pytest.mark.parametrize("suffix", [".gif", ".ts", ".y4m"])
def test_it_is_replaced_where_its_format_says_nothing_of_it(
    clip: Path, tmp_path: Path, suffix: str
) -> None:
    for _ in "12":
        preview(clip, tmp_path / f"out{suffix}", {**QUICK, "frames": 4})
    (tmp_path / f"out.preview{suffix}").write_bytes(b"somebody else's")
    with pytest.raises(a4k.MediaError, match="already exists, and is no preview"):
        preview(clip, tmp_path / f"out{suffix}", {**QUICK, "frames": 4})


def test_what_it_says(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.mkv"
    command = ["upscale", str(clip), str(out), "--preset", "none", "--preview"]
    for _ in "12":  # an earlier preview is replaced
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 0
    lines = capsys.readouterr().err.splitlines()[-4:]
    assert lines[0] == f"in.mkv: preview: {tmp_path / 'out.preview.mkv'}, 3.0 s from 4.5 s on"
    assert lines[1].startswith(f"in.mkv: compare: {tmp_path / 'out.preview.png'}, source on the")
    assert lines[2].startswith("in.mkv: time to expect: ")
    assert lines[2].endswith(" fps")
    assert lines[3].startswith("in.mkv: size to expect: ")
    assert not out.exists()


def test_what_cannot_be_previewed(clip: Path, tmp_path: Path) -> None:
    Image.new("RGB", (8, 6)).save(tmp_path / "a.png")
    with pytest.raises(a4k.OptionError, match="is no video; --preview is of videos alone"):
        preview(tmp_path / "a.png", tmp_path / "b.png", QUICK)
    with pytest.raises(a4k.OptionError, match="a pipe has no middle"):
        preview("/dev/stdin", tmp_path / "b.mkv", QUICK)
    Image.new("RGB", (8, 6)).save(tmp_path / "mine.preview.png")
    with pytest.raises(a4k.MediaError, match=r"mine\.preview\.png: already exists, and is no"):
        preview(clip, tmp_path / "mine.mkv", QUICK)
