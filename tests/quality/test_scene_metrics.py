"""The benchmark's metrics on drawings whose values are known by arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage, special
from support.paths import ROOT

from anime4k_gl.comparing import metrics as pixels
from anime4k_gl.comparing.metrics import Metric
from anime4k_gl.errors import OptionError
from benchmarks.quality import metrics
from benchmarks.quality.metrics import areas, lines, panning, reading
from benchmarks.quality.metrics.across import profiles
from benchmarks.quality.scenes import REGIONS, Caption, LineSamples, Scene, draw, make

Plane = npt.NDArray[np.float32]

WIDTH, HEIGHT = 160, 120
MIDDLE, TILT = np.array([80.3, 60.2]), math.radians(20)
NORMAL = np.array([math.cos(TILT), math.sin(TILT)])
INK, PAPER = 0.2, 0.8


def distance() -> Plane:
    """Return how far each pixel's middle is from a tilted line through the picture's middle."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    return np.asarray((x - MIDDLE[0]) * NORMAL[0] + (y - MIDDLE[1]) * NORMAL[1], np.float32)


def line(width: float, sigma: float = 0.4, ink: float = INK) -> Plane:
    """Return a dark line on paper whose edges are steps, blurred by a Gaussian of known sigma."""
    away, root = distance(), sigma * math.sqrt(2)
    cover = special.erf((away + width / 2) / root) - special.erf((away - width / 2) / root)
    return np.asarray(PAPER + (ink - PAPER) * cover / 2, np.float32)


def samples(width: float) -> LineSamples:
    """Return what is known of that line."""
    steps = np.arange(-40, 41, 2.0)[:, None]
    centres = MIDDLE + steps * [-NORMAL[1], NORMAL[0]]
    count = len(centres)
    return LineSamples(
        centres, np.tile(NORMAL, (count, 1)), np.full(count, width), np.full((count, 3), INK)
    )


@pytest.mark.parametrize("sigma", [0.6, 1.0, 1.4])
def test_the_edge_of_a_blurred_step_is_2_563_sigma_wide(sigma: float) -> None:
    across = profiles(line(12, sigma), line(12), samples(12))
    assert len(across.half_widths) > 60
    assert lines.edge_width(across) == pytest.approx(2.563 * sigma, rel=0.06 if sigma < 1 else 0.02)


def test_light_lines_have_edges_too() -> None:
    across = profiles(1 - line(12, 1.0), 1 - line(12), samples(12))
    assert lines.edge_width(across) == pytest.approx(2.563, rel=0.03)


def test_a_line_that_is_gone_has_no_edge() -> None:
    across = profiles(line(12, ink=PAPER), line(12), samples(12))
    assert math.isnan(lines.edge_width(across))
    assert lines.line_weight_bias(across) == pytest.approx(-100, abs=2)


@pytest.mark.parametrize("side", [1, -1])
def test_ringing_of_a_tenth_is_an_overshoot_of_ten(side: int) -> None:
    """On the paper, or in a line of 12 pixels: a bump of a tenth, as wide as Lanczos makes it."""
    truth = line(12)
    bump = np.exp(-(((np.abs(distance()) - 6 - side * 2) / 1.2) ** 2))
    result = truth + side * 0.1 * (PAPER - INK) * bump
    across = profiles(result, truth, samples(12))
    assert lines.overshoot(across) == pytest.approx(10, abs=0.5)
    # What is only softer, or lighter within the line, is no overshoot.
    assert lines.overshoot(profiles(line(12, 1.2), truth, samples(12))) < 0.1
    assert lines.overshoot(profiles(truth - 0.01 * bump * side, truth, samples(12))) < 0.1


@pytest.mark.parametrize("width", [2.0, 3.0, 6.0, 15.0])
def test_a_line_thinned_by_a_third_has_lost_a_third_of_its_weight(width: float) -> None:
    across = profiles(line(width * 2 / 3, 0.6), line(width, 0.6), samples(width))
    assert lines.line_weight_bias(across) == pytest.approx(-100 / 3, abs=1)
    assert lines.line_weight(across) == pytest.approx(100 / 3, abs=1)
    # A blur alone takes no weight away.
    across = profiles(line(width, 1.1), line(width, 0.6), samples(width))
    assert lines.line_weight(across) < 1.5


def test_sides_that_are_not_plain_are_left_out() -> None:
    truth = line(4)
    truth[distance() > 5.5] = 0.3  # Something else begins there, on one side.
    across = profiles(truth, truth, samples(4))
    assert len(across.half_widths) == len(samples(4).widths)


def test_a_smeared_colour_bleeds_by_what_is_smeared() -> None:
    """A step of colour is averaged over 8 pixels to each side; a line of 2 runs along it.

    At a distance t from its middle a part of 1 / 2 - t / 16 of the step has come from the other
    side; t is from 1.5 to 4.
    """
    away = distance()
    step = np.clip(away + 0.5, 0, 1).astype(np.float32) * np.float32(0.2)
    smeared = np.clip((away + 8) / 16, 0, 1).astype(np.float32) * np.float32(0.2)
    nothing = np.zeros_like(step)
    expected = (1 / 2 - 2.75 / 16) * 0.2 * 255
    hair = samples(2.0)
    said = lines.bleeding((smeared, nothing), (step, nothing), hair)
    assert said == pytest.approx(expected, rel=0.01)
    # Cb and Cr together are the hypotenuse.
    both = lines.bleeding((smeared, smeared), (step, step), hair)
    assert both == pytest.approx(said * math.sqrt(2))
    assert lines.bleeding((step, nothing), (step, nothing), hair) == 0


def flat(shape: tuple[int, int] = (HEIGHT, WIDTH), kind: str = "flat") -> npt.NDArray[np.uint8]:
    return np.full(shape, REGIONS.index(kind), np.uint8)


@pytest.mark.parametrize("codes", [2, 4])
def test_a_ramp_in_steps_is_banded_where_the_steps_are(codes: int) -> None:
    """A blurred step is a Gaussian's slope: it is over the threshold for so many pixels."""
    every = 32
    x = np.tile(np.arange(320), (60, 1))
    ramp = 100 + x * codes / every
    stepped = np.floor(ramp / codes) * codes
    sigma, slope = areas.CONTOUR_BLUR, codes / every
    peak = codes / (sigma * math.sqrt(2 * math.pi))
    half = sigma * math.sqrt(2 * math.log(peak / (areas.CONTOUR + slope)))
    said = areas.banding(floats(stepped), floats(ramp), flat(ramp.shape))
    assert said == pytest.approx(100 * 2 * half / every, abs=4)


def test_rounding_noise_and_soft_light_are_no_bands() -> None:
    x = np.tile(np.arange(320), (60, 1))
    ramp = 100 + x / 16
    noise = np.random.default_rng(1).normal(0, 1, ramp.shape)
    for result in (np.rint(ramp), np.rint(ramp + noise), ramp + 3 * np.sin(x / 60)):
        assert areas.banding(floats(result), floats(ramp), flat(ramp.shape)) < 0.2
    assert math.isnan(areas.banding(floats(ramp), floats(ramp), flat(ramp.shape, "line")))


def floats(codes: npt.NDArray[Any]) -> Plane:
    return np.asarray(codes / 255, np.float32)


def test_texture_is_kept_by_its_strength_and_its_likeness() -> None:
    random = np.random.default_rng(3)
    grain, other = (random.normal(0, 0.05, (HEIGHT, WIDTH)).astype(np.float32) for _ in "ab")
    truth, where = 0.5 + grain, flat(kind="texture")
    assert areas.texture(0.5 + 0.6 * grain, truth, where) == pytest.approx(60, abs=0.1)
    assert areas.texture(0.5 + 1.5 * grain, truth, where) == pytest.approx(100, abs=0.1)
    assert areas.texture(0.5 + other, truth, where) == pytest.approx(0, abs=3)
    # As much again of what is not the truth's: a half of the strength is right.
    mixed = areas.texture(0.5 + grain + other, truth, where)
    assert mixed == pytest.approx(100 / math.sqrt(2), abs=2)
    blurred = ndimage.gaussian_filter(truth, 2.0)
    assert areas.texture(blurred, truth, where) < 25
    where[:, : WIDTH // 2] = REGIONS.index("flat")
    truth[:] = 0.5
    assert math.isnan(areas.texture(truth, truth, where))


def test_noise_of_two_codes_is_detail_that_is_made_up() -> None:
    """All but what a blur of 2 pixels keeps of it: the square of that is 1 - 2 w + w / 2."""
    noise = np.random.default_rng(3).normal(0, 2 / 255, (HEIGHT, WIDTH)).astype(np.float32)
    truth = np.full((HEIGHT, WIDTH), 0.5, np.float32)
    weight = 1 / (2 * math.pi * 2.0**2)
    expected = 2 * math.sqrt(1 - 2 * weight + weight / 2)
    said = areas.soft_detail(truth + noise, truth, flat(kind="soft"))
    assert said == pytest.approx(expected, rel=0.02)
    # Light that changes slowly is no detail.
    glow = np.tile(np.linspace(0, 0.2, WIDTH, dtype=np.float32), (HEIGHT, 1))
    assert areas.soft_detail(truth + glow, truth, flat(kind="soft")) < 0.2
    assert math.isnan(areas.soft_detail(truth, truth, flat()))


def test_a_pan_that_is_scaled_the_same_does_not_change() -> None:
    truth = np.random.default_rng(4).integers(0, 256, (60, 80, 3), np.uint8)
    views, shifts = zip(*metrics.pan(truth), strict=True)
    assert {view.shape for view in views} == {(58, 78, 3)}
    assert metrics.temporal(views, shifts) == 0
    # Left where they were, they do.
    assert metrics.temporal(views, [(0, 0)] * 4) > 20
    with pytest.raises(ValueError, match="the step 3, 0 leaves the truth"):
        list(metrics.pan(truth, [(3, 0)]))
    with pytest.raises(ValueError, match="at least two frames"):
        metrics.temporal(views[:1], shifts[:1])


def test_what_flickers_by_five_codes_changes_by_five() -> None:
    truth = np.random.default_rng(4).integers(0, 250, (60, 80, 3), np.uint8)
    views, shifts = zip(*metrics.pan(truth), strict=True)
    flicker = [view + np.uint8(5 * (number % 2)) for number, view in enumerate(views)]
    assert metrics.temporal(flicker, shifts) == pytest.approx(5, abs=1e-3)


def test_motion_is_held_to_what_the_truth_does() -> None:
    """Unlike `temporal`, which a picture wins that has lost what could change."""
    truth = np.random.default_rng(4).integers(20, 230, (60, 80, 3), np.uint8)
    views, shifts = zip(*metrics.pan(truth), strict=True)
    assert metrics.motion(views, views) == 0
    # What shows no movement has all of it wrong, and half of the contrast has half of it wrong.
    for loss, wrong in ((0.0, 100), (0.5, 50), (0.9, 10)):
        paler = [(view / 255 - 0.5) * loss + 0.5 for view in views]
        assert metrics.motion(paler, views) == pytest.approx(wrong, abs=0.01)
        assert metrics.temporal(paler, shifts) == pytest.approx(0, abs=1e-4)
    still = [views[0]] * 4
    assert metrics.motion(still, views) == pytest.approx(100)
    # A blur calms what flickers; it does not bring back what moved.
    dice = np.random.default_rng(5)
    flicker = [view / 255 + dice.normal(0, 0.05, view.shape) for view in views]
    blurred = [ndimage.gaussian_filter(frame, (1.5, 1.5, 0)) for frame in flicker]
    assert metrics.temporal(blurred, shifts) < 0.3 * metrics.temporal(flicker, shifts)
    assert metrics.motion(blurred, views) > 3 * metrics.motion(flicker, views)
    with pytest.raises(ValueError, match="at least two frames"):
        metrics.motion(views[:1], views[:1])
    with pytest.raises(ValueError, match="nothing moves in the truth"):
        metrics.motion(views, [views[0]] * 4)


def test_parts_of_a_pixel_are_moved_back() -> None:
    """A sine of 16 pixels, a quarter of a pixel on in each frame, is the same again."""
    x = np.tile(np.arange(96.0), (48, 1))
    shifts = [(0.25 * number, 0.0) for number in range(4)]
    frames = [
        np.repeat((0.5 + 0.3 * np.sin((x - shift) * math.tau / 16))[..., None], 3, 2)
        for shift, _ in shifts
    ]
    assert metrics.temporal(frames, shifts) < 0.05
    assert metrics.temporal(frames, [(0.0, 0.0)] * 4) > 3
    assert panning.STEPS[0] == (0, 0)


def test_letters_are_counted_by_edit_distance() -> None:
    assert reading.edit_distance("kitten", "sitting") == 3
    assert reading.recognition_rate(" BLUE h0rizon", "Blue Horizon") == pytest.approx(10 / 11)
    assert reading.recognition_rate("nothing at all", "Exit") == 0
    assert [reading.language(text) for text in ("Exit", "第七話", "КНИГИ", "약국", "24H")] == [
        "eng", "jpn", "rus", "kor", "eng",
    ]  # fmt: skip


def test_tesseract_reads_what_is_there() -> None:
    """A caption whose last word is gone has kept its other letters."""
    truth, box = lettered("HELLO WORLD")
    units = [(v - c) * 1000 / 180 for v, c in zip(box, (160, 90) * 2, strict=True)]
    caption = Caption("HELLO WORLD", (units[0], units[1], units[2], units[3]), "title")
    found = reading.legible(truth, [caption, Caption("HELLO", caption.box, "bubble")])
    assert [entry.caption for entry in found] == [caption]
    assert reading.captions_read(truth, found) == 100
    half = truth.copy()
    half[:, 165:] = 255
    assert reading.captions_read(half, found) == pytest.approx(50, abs=10)
    assert reading.captions_read(np.full_like(truth, 255), found) < 15
    assert math.isnan(reading.captions_read(truth, []))


def lettered(text: str) -> tuple[npt.NDArray[np.uint8], tuple[float, ...]]:
    """Return black letters on white, 320x180, and their box in pixels."""
    picture = Image.new("RGB", (320, 180), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype("DejaVuSans.ttf", 28)
    pen.text((60, 70), text, "black", font)
    return np.asarray(picture), pen.textbbox((60, 70), text, font)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return make(3, "portrait")


def test_a_scene_is_measured_by_names(scene: Scene) -> None:
    """The truth itself has no fault, and a blur is said to be one."""
    truth = draw(scene, 640, 360)
    names = [
        "texture",
        "psnr_luma",
        "edge_width",
        "overshoot",
        "line_weight",
        "bleeding",
        "banding",
    ]
    best = metrics.measure_scene(truth, truth, scene, names)
    assert list(best) == names
    assert best["psnr_luma"] == math.inf
    assert best["overshoot"] == best["line_weight"] == best["bleeding"] == best["banding"] == 0
    assert best["texture"] == pytest.approx(100)
    assert 0.8 < best["edge_width"] < 1.6
    blurred = ndimage.gaussian_filter(truth, (1.2, 1.2, 0))
    worse = metrics.measure_scene(blurred, truth, scene, names)
    assert worse["edge_width"] > best["edge_width"] + 0.8
    assert worse["texture"] < 80
    assert worse["bleeding"] > 0.5
    wide = metrics.measure_scene(truth.astype(np.uint16) * 257, truth / 255, scene, names)
    assert wide["edge_width"] == pytest.approx(best["edge_width"], abs=1e-3)
    assert wide["overshoot"] < 0.01


def test_unknown_metrics_are_named(scene: Scene) -> None:
    picture = np.zeros((36, 64, 3), np.uint8)
    with pytest.raises(OptionError, match="unknown metric 'sharpness'"):
        metrics.measure_scene(picture, picture, scene, ["sharpness"])
    for name in ("temporal", "motion"):
        with pytest.raises(ValueError, match=f"{name} takes several frames"):
            metrics.measure_scene(picture, picture, scene, [name])
    assert set(metrics.BASIC) <= set(metrics.ALL)
    assert all(isinstance(m, Metric) and m.name == name for name, m in metrics.ALL.items())


def test_the_document_has_each_metric_with_its_unit() -> None:
    text = (ROOT / "benchmarks" / "quality" / "README.md").read_text("utf-8")
    for name in set(metrics.ALL) - set(pixels.ALL):
        metric = metrics.ALL[name]
        assert f"| `{name}` | {metric.unit} | {metric.better} |" in text
