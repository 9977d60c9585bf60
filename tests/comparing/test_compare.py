"""The comparison of one's own pictures: methods, frames, truths, numbers, and the command."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from anime4k_gl.cli.main import main
from anime4k_gl.comparing import faith
from anime4k_gl.comparing.api import Comparing
from anime4k_gl.comparing.drawing import target_size
from anime4k_gl.comparing.methods import parse_methods
from anime4k_gl.comparing.subjects import FrameChoice, Subject, open_subjects, truths_of, turned
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.errors import Anime4KError, MediaError, OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.pyav import av
from anime4k_gl.rendering.output_size import OutputSize

PASS = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC {}\nvec4 hook() {{ return {}; }}\n"


def drawing(size: tuple[int, int] = (64, 48)) -> np.ndarray:
    """A disc with an outline, drawn large and made small."""
    y, x = np.mgrid[0 : size[1] * 4, 0 : size[0] * 4]
    far = np.hypot(x - size[0] * 2, y - size[1] * 2) / size[1]
    big = np.full((*far.shape, 3), 230, np.uint8)
    big[far < 1.5] = (40, 20, 60)
    big[far < 1.3] = (200, 120, 90)
    return np.asarray(Image.fromarray(big).resize(size, Image.Resampling.BOX))


def save(path: Path, pixels: np.ndarray) -> Path:
    Image.fromarray(pixels).save(path)
    return path


def clip(path: Path, values: list[int]) -> Path:
    """A clip of grey frames, 10 a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 24, "yuv420p"
        for value in values:
            frame = av.VideoFrame.from_ndarray(np.full((24, 32, 3), value, np.uint8), "rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode(None))
    return path


def test_methods_are_presets_scalers_and_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one.glsl", tmp_path / "two.glsl"
    for file in (one, two):
        file.write_text(PASS.format(file.stem, "HOOKED_tex(HOOKED_pos)"))
    found = parse_methods(["v1.0-rc,lanczos", str(one), f"{one}+{two}"])
    assert [m.name for m in found] == ["v1.0-rc", "lanczos", "one.glsl", "one.glsl+two.glsl"]
    assert [len(m.options.shaders) for m in found] == [1, 0, 1, 2]
    assert found[1].options.scaler == "lanczos" and found[1].options.preset == "none"
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.glsl").write_text(one.read_text())
    names = [m.name for m in parse_methods([str(one), str(other / "one.glsl")])]
    assert names == ["one.glsl", str(other / "one.glsl")]


@pytest.mark.parametrize(
    ("names", "message"),
    [(["v9"], f"unknown method 'v9'; valid are: {DEFAULT_PRESET}, "),
     (["none"], "unknown method 'none'"),
     (["lanczos,lanczos"], "'lanczos' is named twice"), ([" , "], "no methods to compare"),
     (["missing.glsl"], "missing.glsl")],
)  # fmt: skip
def test_what_is_no_method_is_said(names: list[str], message: str) -> None:
    with pytest.raises(Anime4KError, match=re.escape(message)):
        parse_methods(names)


def test_frames_of_a_clip_are_spread_or_named(tmp_path: Path) -> None:
    film = clip(tmp_path / "film.mkv", [10 * i for i in range(20)])
    spread = [s.name for s in open_subjects([film], FrameChoice.of(4, ()))]
    assert spread == [f"film.mkv at {t} s" for t in ("0.200", "0.700", "1.200", "1.700")]
    named = [s.name for s in open_subjects([film], FrameChoice.of(None, ["0.55,0:01.9", "0"]))]
    assert named == [f"film.mkv at {t} s" for t in ("0.500", "1.900", "0.000")]
    with pytest.raises(OptionError, match=r"film\.mkv: has no frame at 9 s; it lasts 2\.000 s"):
        list(open_subjects([film], FrameChoice.of(None, ["9"])))
    for wrong in ((3, ["1"]), (0, ()), (None, ["soon"])):
        with pytest.raises(OptionError):
            FrameChoice.of(*wrong)  # type: ignore[arg-type]


def test_truths_are_found_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "truth"
    folder.mkdir()
    large = save(folder / "a.png", drawing((128, 96)))
    small, film = save(tmp_path / "a.bmp", drawing()), clip(tmp_path / "b.mkv", [1, 2])
    assert truths_of([small], folder) == [large] == truths_of([small], large)
    with pytest.raises(OptionError, match="has nothing of the name 'b'"):
        truths_of([small, film], folder)
    with pytest.raises(OptionError, match="is one file for 2 pictures"):
        truths_of([small, film], large)
    save(folder / "a.jpg", drawing())
    with pytest.raises(OptionError, match="has 2 files of the name 'a'"):
        truths_of([small], folder)
    with pytest.raises(OptionError, match="one is a picture and the other a clip"):
        list(open_subjects([film], FrameChoice(), truth=large))
    with pytest.raises(OptionError, match="named twice"):
        list(open_subjects([small, small], FrameChoice()))


def test_pictures_of_other_kinds_become_rgb(tmp_path: Path) -> None:
    clear = save(tmp_path / "clear.png", np.full((4, 4, 4), 9, np.uint8))
    grey = save(tmp_path / "grey.png", np.full((4, 4), 7, np.uint8))
    first, second = open_subjects([clear, grey], FrameChoice())
    assert np.shape(first.picture) == np.shape(second.picture) == (4, 4, 3)
    assert first.notes == ("clear.png: its transparency is left out",)
    with pytest.raises(MediaError, match="missing"):
        list(open_subjects([tmp_path / "missing"], FrameChoice()))


def test_sizes_come_from_what_is_asked_then_from_the_truth() -> None:
    subject = Subject("p", drawing())
    assert target_size(subject, None, None) == Size(128, 96)
    assert target_size(subject, Size(100, 75), None) == Size(100, 75)
    assert target_size(subject, Size(100, 75), OutputSize.of(3)) == Size(192, 144)


def test_results_are_turned_as_the_picture_is_seen() -> None:
    pixels = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    assert turned(pixels, 90).shape == (3, 2, 3)
    assert turned(pixels, 90)[0, 1].tolist() == pixels[0, 0, :3].tolist(), "clockwise"


def test_numbers_without_a_truth_are_the_known_ones() -> None:
    source = np.full((8, 8), 100.0, np.float32)
    assert faith.faith(np.full((16, 16), 100, np.float32), source) == math.inf
    # An error of 5.1 is 50 times smaller than 255.
    assert faith.faith(np.full((16, 16), 105.1, np.float32), source) == pytest.approx(
        20 * math.log10(50), abs=1e-3
    )
    # Within each source pixel the result may do as it likes.
    checks = np.indices((16, 16)).sum(0) % 2 * 20.0 + 90
    assert faith.faith(checks.astype(np.float32), source) == math.inf
    ramp = np.tile(np.arange(32, dtype=np.float32) * 3, (32, 1))
    assert faith.steepness(ramp) == pytest.approx(3)
    assert faith.overshoot(np.full((16, 16), 112, np.float32), source) == pytest.approx(12)
    assert faith.overshoot(np.full((16, 16), 95, np.float32), source) == pytest.approx(5)
    step = np.where(np.arange(8) < 4, 50, 200).astype(np.float32) * np.ones((8, 1), np.float32)
    between = np.asarray(Image.fromarray(step).resize((16, 16), Image.Resampling.BILINEAR))
    assert faith.overshoot(between, step) == 0, "what lies between is no overshoot"
    assert {faith.RELATIVE} < set(faith.FACTS)


@pytest.mark.slow
def test_results_are_measured_against_the_truth(tmp_path: Path) -> None:
    truth = drawing((128, 96))
    small = np.asarray(Image.fromarray(truth).resize((64, 48), Image.Resampling.BOX))
    source, known = save(tmp_path / "s.png", small), save(tmp_path / "t.png", truth)
    black = tmp_path / "black.glsl"
    black.write_text(PASS.format("black", "vec4(0.0, 0.0, 0.0, 1.0)"))
    with Comparing() as comparing:
        done = comparing.compare(
            [source], ["bilinear", str(black)], truth=known, names=["psnr_luma"], timing=True
        )
        first, second = done.rows
        result = first.image() if callable(first.image) else None
        assert result is not None and result.shape == truth.shape
        assert first.metrics["psnr_luma"] > 20 > second.metrics["psnr_luma"]
        assert first.milliseconds is not None and first.milliseconds > 0
        plain = comparing.compare([source], ["bilinear", "nearest"], timing=False)
        assert plain.rows[1].metrics["faith"] == math.inf
        assert plain.rows[0].metrics["change"] == 0 < plain.rows[1].metrics["change"]
        assert plain.rows[0].milliseconds is None
        with pytest.raises(OptionError, match="the results are 192x144 and the truth is 128x96"):
            comparing.compare([source], ["nearest"], truth=known, output_size=OutputSize.of(3),
                              names=["psnr_luma"])  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["compare", *map(str, arguments)])
    code = end.value.code
    assert isinstance(code, int)
    return code, *capsys.readouterr()


@pytest.mark.slow
def test_the_command_writes_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, film = save(tmp_path / "s.png", drawing()), clip(tmp_path / "f.mkv", [50, 60])
    report = tmp_path / "r.html"
    asked = (source, film, "--frames", 1, "--with", "bilinear,lanczos", "--no-timing")
    code, out, err = run(capsys, *asked, "-o", report, "--csv", "--markdown")
    assert (code, err.count("written")) == (0, 3)
    assert out.splitlines()[0].split()[:3] == ["method", "pictures", "faith"]
    assert "Comparison of s.png and 1 more" in report.read_text("utf-8")
    assert len((tmp_path / "r.csv").read_text().splitlines()) == 5
    assert (tmp_path / "r.md").read_text("utf-8").startswith("| method |")
    code, _, err = run(capsys, *asked, "-o", report)
    assert code == 1 and "r.html: already exists" in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [((), 2, "name a PICTURE_OR_CLIP"), (("x", "--seed", "1"), 2, "--seed goes with --blind"),
     (("x", "--scale", "2", "--size", "8x8"), 1, "--scale and --size both say how large"),
     (("x", "--metrics", "psnr_luma"), 1, "--metrics goes with --truth"),
     (("x", "-o", "r.csv"), 1, "r.csv: is to be the HTML report"),
     (("x", "-o", "no/r.html"), 1, "the folder no does not exist"),
     (("x", "--frames", "0"), 1, "frames 0: must be 1 or more"),
     (("x", "--scale", "nan"), 1, "scale"), (("x.png",), 1, "x.png"),
     (("--blind", "--record", "none.jsonl"), 2, "name a PICTURE_OR_CLIP")],
)  # fmt: skip
def test_wrong_usage_is_one_line(
    arguments: tuple[str, ...],
    code: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended, out, err = run(capsys, *arguments)
    assert (ended, out) == (code, "") and message in err
    assert code == 2 or err.count("\n") == 1
    assert not list(tmp_path.iterdir())
