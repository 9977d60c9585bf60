"""The metrics on pairs of pictures whose values are known by arithmetic."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage
from support.paths import ROOT

from anime4k_gl.comparing import metrics
from anime4k_gl.dependencies import DependencyError
from anime4k_gl.errors import OptionError

Picture = npt.NDArray[Any]


def plain(*colour: float, size: int = 32, dtype: type = np.uint8) -> Picture:
    return np.full((size, size, 3), colour, dtype)


def noise(size: int = 64) -> Picture:
    return np.random.default_rng(1).integers(0, 256, (size, size, 3), np.uint8)


def shapes() -> Picture:
    """Return discs of plain colours, 256x144."""
    random = np.random.default_rng(2)
    y, x = np.mgrid[:144, :256]
    picture = plain(200, 220, 240, size=256)[:144].copy()
    for _ in range(30):
        left, top, radius = random.uniform(0, (256, 144, 30))
        picture[(x - left) ** 2 + (y - top) ** 2 < radius**2] = random.integers(0, 256, 3)
    return picture


def test_psnr_is_that_of_the_difference() -> None:
    """Ten codes of 255 are 28.13 dB; green alone by ten is 0.7152 of that in luma."""
    said = metrics.measure(plain(110, 110, 110), plain(100, 100, 100), ["psnr_luma", "psnr_red"])
    assert said == pytest.approx({"psnr_luma": 28.1308, "psnr_red": 28.1308}, abs=1e-3)
    names = ["psnr_luma", "psnr_red", "psnr_green", "psnr_blue"]
    said = metrics.measure(plain(100, 110, 100), plain(100, 100, 100), names)
    assert list(said) == names
    assert said["psnr_luma"] == pytest.approx(20 * math.log10(255 / 7.152), abs=1e-3)
    assert said["psnr_green"] == pytest.approx(20 * math.log10(25.5), abs=1e-3)
    assert said["psnr_red"] == said["psnr_blue"] == math.inf


def test_ssim_of_two_plain_pictures_is_that_of_their_means() -> None:
    """Without variance, (2ab + c) / (a^2 + b^2 + c) is left of it, c being 0.01 squared."""
    a, b, c = 0.4, 0.6, 0.01**2
    said = metrics.measure(plain(a, a, a, dtype=np.float32), plain(b, b, b, dtype=np.float32))
    assert said["ssim_luma"] == pytest.approx((2 * a * b + c) / (a * a + b * b + c), abs=1e-4)
    assert said["psnr_luma"] == pytest.approx(20 * math.log10(5), abs=1e-4)


def test_ms_ssim_takes_the_brightness_from_its_last_scale() -> None:
    """Plain pictures differ in brightness alone, of which the last scale has 0.1333."""
    a, b, c = 0.4, 0.6, 0.01**2
    pictures = [plain(v, v, v, size=176, dtype=np.float32) for v in (a, b)]
    said = metrics.measure(*pictures, ["ms_ssim"])
    expected = ((2 * a * b + c) / (a * a + b * b + c)) ** 0.1333
    assert said["ms_ssim"] == pytest.approx(expected, abs=1e-4)


def test_ssimulacra2_is_100_without_a_difference_and_falls_with_it() -> None:
    picture = shapes()
    names = ["ssimulacra2"]
    assert metrics.measure(picture, picture, names) == {"ssimulacra2": pytest.approx(100)}
    said = [
        metrics.measure(ndimage.gaussian_filter(picture, (sigma, sigma, 0)), picture, names)
        for sigma in (0.7, 1.4)
    ]
    assert said[0]["ssimulacra2"] > said[1]["ssimulacra2"] + 20


def test_erqa_takes_edges_a_pixel_off_and_no_further() -> None:
    def bar(left: int) -> Picture:
        picture = plain(20, 20, 20, size=64)
        picture[:, left : left + 20] = 220
        return picture

    names = ["erqa"]
    assert metrics.measure(bar(20), bar(20), names)["erqa"] == 1
    assert metrics.measure(bar(21), bar(20), names)["erqa"] == 1
    assert metrics.measure(bar(25), bar(20), names)["erqa"] == 0
    one = plain(20, 20, 20, size=64)
    one[:, 20:] = 220  # One of two edges, so that all found are right and half are: 2 / 3.
    assert metrics.measure(one, bar(20), names)["erqa"] == pytest.approx(2 / 3, abs=0.01)
    assert metrics.measure(plain(9, 9, 9), plain(8, 8, 8), names)["erqa"] == 1


def test_what_is_the_same_is_the_best_and_a_mirror_is_not() -> None:
    picture = noise()
    same = metrics.measure(picture, picture.copy())
    assert same == {"psnr_luma": math.inf, "ssim_luma": pytest.approx(1)}
    assert metrics.measure(255 - picture, picture)["ssim_luma"] < 0


def test_every_kind_of_number_says_the_same() -> None:
    picture, other = noise(), noise() // 2
    expected = metrics.measure(picture, other)
    wide = (picture.astype(np.uint16) * 257, (other / 255).astype(np.float64))
    assert metrics.measure(*wide) == pytest.approx(expected, abs=1e-3)
    beyond = np.where(picture == 255, 1.5, picture / 255).astype(np.float16)
    assert metrics.measure(beyond, other) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("result", "truth", "names", "message"),
    [
        (plain(1, 1, 1, size=20), plain(1, 1, 1), None,
         "the result is 20x20 and the truth 32x32; they must have the same size"),
        (np.zeros((20, 20)), np.zeros((20, 20)), None,
         r"the result must be \(H, W, 3\), got \(20, 20\)"),
        (plain(1, 1, 1), plain(1, 1, 1, dtype=np.int32), None,
         "the truth must be uint8, uint16 or floats, got int32"),
        (plain(math.nan, 0, 0, dtype=np.float32), plain(1, 1, 1), None,
         "the result has values that are no numbers"),
        (plain(1, 1, 1, size=8), plain(1, 1, 1, size=8), ["ssim_luma"],
         "SSIM takes pictures of at least 11x11, these are 8x8"),
        (plain(1, 1, 1), plain(1, 1, 1), ["ms_ssim"],
         "MS-SSIM takes pictures of at least 176x176, these are 32x32"),
        (plain(1, 1, 1), plain(1, 1, 1), ["vmaf"], "unknown metric 'vmaf'; valid are: psnr_luma, "),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(
    result: Picture, truth: Picture, names: list[str] | None, message: str
) -> None:
    with pytest.raises(OptionError, match=message):
        metrics.measure(result, truth, names)


def test_each_metric_is_described() -> None:
    """In the document's table, too, with the same unit and the same side that is better."""
    assert set(metrics.BASIC) <= set(metrics.ALL)
    said = {}
    for line in (ROOT / "docs" / "metrics.md").read_text("utf-8").splitlines():
        if line.startswith("| `"):
            names, unit, better = (cell.strip() for cell in line.split("|")[1:4])
            if better in ("higher", "lower"):  # and no row of figures
                said.update({name.strip("`"): (unit, better) for name in names.split(", ")})
    assert said == {name: (metric.unit, metric.better) for name, metric in metrics.ALL.items()}
    for name, metric in metrics.ALL.items():
        assert metric.name == name
        assert metric.meaning
        assert metric.better in ("higher", "lower")
        assert metric.cost in ("cheap", "slow")


@pytest.mark.parametrize(
    ("name", "module", "line"),
    [
        ("ssim_red", "skimage", "scikit-image is not installed; run pip install 'anime4k-gl[c"),
        ("ms_ssim", "sewar", "sewar is not installed; run pip install 'anime4k-gl[compare]'"),
        ("ssimulacra2", "ssimulacra2", "ssimulacra2 is not installed; run pip install 'anime4k"),
        ("erqa", "erqa", "ERQA is not installed; run pip install 'anime4k-gl[erqa]'"),
    ],
)
def test_a_missing_package_is_named_by_who_needs_it(
    name: str, module: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    pictures = plain(1, 1, 1, size=176), plain(2, 2, 2, size=176)
    assert metrics.measure(*pictures, ["psnr_luma"])["psnr_luma"] == pytest.approx(48.13, abs=0.01)
    with pytest.raises(DependencyError) as caught:
        metrics.measure(*pictures, ["psnr_luma", name])
    assert str(caught.value).startswith(line)
