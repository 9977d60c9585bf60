"""The benchmark's scenes: the same seed draws the same, at any size, and what is known holds."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import skia

from benchmarks.quality.scenes import (
    KINDS,
    LAYERS,
    REGIONS,
    Scene,
    compose,
    draw,
    draw_layers,
    draw_many,
    draw_regions,
    known,
    lettering,
    make,
    palette,
    visible_lines,
)
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures import legs, stance
from benchmarks.quality.scenes.figures.look import look
from benchmarks.quality.scenes.pen import Pen

Picture = npt.NDArray[Any]
WIDTH, HEIGHT = 256, 144


@functools.cache
def small(kind: str) -> Picture:
    return draw(make(3, kind), WIDTH, HEIGHT)


def psnr(a: Picture, b: Picture) -> float:
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return math.inf if error == 0 else 10 * math.log10(255**2 / float(error))


def mean_of_four(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    return picture.reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_the_same_at_any_size(kind: str) -> None:
    """Drawn at twice the size and averaged, a frame is the one drawn at its size, to 27 dB.

    What is left is thin dense strokes, a third of a pixel wide here: the library counts the cover
    of small shapes in sixteenths of a pixel. Without them it is 30 dB or more.
    """
    picture = small(kind)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 12, "the frame is nearly empty"
    least = 27 if kind == "manga" else 30
    assert psnr(mean_of_four(draw(make(3, kind), 2 * WIDTH, 2 * HEIGHT)), picture) > least


def test_a_seed_draws_the_same_again() -> None:
    scene = make(21)
    first = draw(scene, WIDTH, HEIGHT)
    assert np.array_equal(first, draw(Scene(21, scene.kind, scene.version), WIDTH, HEIGHT))
    assert not np.array_equal(first, draw(make(21 + len(KINDS)), WIDTH, HEIGHT))
    assert not np.array_equal(first, draw(Scene(21, scene.kind, 10**6), WIDTH, HEIGHT))


def test_seeds_take_the_kinds_in_turn() -> None:
    assert [make(seed).kind for seed in range(len(KINDS))] == list(KINDS)
    assert make(5, "night").name == f"night-5-v{make(5).version}"
    with pytest.raises(ValueError, match="no kind of scene is called still life; there are portr"):
        make(5, "still life")


@pytest.mark.parametrize("kind", ["dialogue", "spell"])
def test_layers_make_the_whole(kind: str) -> None:
    layers = draw_layers(make(3, kind), WIDTH, HEIGHT)
    assert list(layers) == [name for name in LAYERS if name in layers]
    assert {"background", "characters"} <= set(layers)
    assert (layers["background"][..., 3] == 255).all()
    assert 0.02 < (layers["characters"][..., 3] > 0).mean() < 0.98
    difference = compose(layers).astype(int) - small(kind)
    assert np.abs(difference).max() <= 2


def test_sixteen_bits_are_finer_and_the_same_picture() -> None:
    wide = draw(make(3, "portrait"), WIDTH, HEIGHT, wide=True)
    assert wide.dtype == np.uint16
    assert psnr(wide / 257.0, small("portrait")) > 45
    assert len(np.unique(wide)) > 4 * len(np.unique(small("portrait")))


def test_other_shapes_show_the_middle_of_the_stage() -> None:
    square = draw(make(3, "portrait"), HEIGHT, HEIGHT)
    left = (WIDTH - HEIGHT) // 2
    assert psnr(square, small("portrait")[:, left : left + HEIGHT]) > 45


def luma(picture: Picture) -> Picture:
    weighted: Picture = picture @ np.array([0.2126, 0.7152, 0.0722])
    return weighted


def in_light_clothes(scene: Scene) -> bool:
    """Return whether ink shows on the clothes: on black cloth it is hardly darker."""
    at = scene.stage()
    people = (look(at.dice.child(name), at.script) for name in ("hero", "second"))
    return not at.script.dark and all(
        palette.luma(at.script.lit(who.cloth)) > 0.4 and palette.luma(who.hair) > 0.3
        for who in people
    )


@pytest.mark.parametrize("kind", ["portrait", "dialogue"])
def test_known_lines_are_where_ink_is(kind: str) -> None:
    """Along the normals of a line that shows, what is beside it is lighter than its middle."""
    width, height = 1280, 720
    scene = next(s for s in (make(seed, kind) for seed in range(50)) if in_light_clothes(s))
    lines = visible_lines(scene, width, height)
    assert len(lines.centres) > 300
    assert np.allclose(np.hypot(*lines.normals.T), 1, atol=1e-6)
    picture = luma(draw(scene, width, height))

    def at(steps: Picture) -> Picture:
        places = np.floor(lines.centres + lines.normals * steps[:, None]).astype(int)
        values: Picture = picture[places[:, 1].clip(0, height - 1), places[:, 0].clip(0, width - 1)]
        return values

    middle = at(np.zeros(len(lines.widths)))
    beside = np.maximum(at(lines.widths / 2 + 1.5), at(-lines.widths / 2 - 1.5))
    assert np.mean(beside > middle + 4) > 0.85
    # A line half a width further on is no line: the places are not right by chance.
    off = at(lines.widths + 3)
    assert np.mean(off > middle + 4) > 0.6


def test_captions_are_where_letters_are() -> None:
    scene = next(s for s in map(make, range(200)) if s.kind == "dialogue" and any(
        c.role == "subtitle" for c in known(s).captions))  # fmt: skip
    caption = next(c for c in known(scene).captions if c.role == "subtitle")
    left, top, right, bottom = caption.box
    assert right - left > 100
    assert 20 < bottom - top < 90
    regions = draw_regions(scene, 1778, 1000)
    x, y = slice(int(left + 889), int(right + 889)), slice(int(top + 500), int(bottom + 500))
    text = regions == REGIONS.index("text")
    assert text[y, x].mean() > 0.12
    outside = text.copy()
    outside[y.start - 12 : y.stop + 12, x.start - 12 : x.stop + 12] = False
    assert outside[:, : x.start - 12].sum() < 0.05 * text.sum() or len(known(scene).captions) > 1


def test_regions_tell_lines_texture_and_what_is_out_of_focus() -> None:
    def share(kind: str, region: str) -> float:
        return float((draw_regions(make(3, kind), WIDTH, HEIGHT) == REGIONS.index(region)).mean())

    assert share("shoulder", "soft") > 0.3
    assert share("beast", "texture") > 0.1
    assert 0.005 < share("portrait", "line") < 0.4
    assert share("town", "flat") > 0.3


def test_a_shot_moves_by_parts_of_a_pixel_and_holds_its_drawings() -> None:
    scene = next(
        s for s in (make(seed, "portrait") for seed in range(200))
        if s.cut is None and s.stage().hold == 2 and abs(s.stage().pan[0]) > 6
    )  # fmt: skip
    frames = [draw(scene, WIDTH, HEIGHT, number / 24) for number in range(3)]
    assert 20 < psnr(frames[0], frames[1]) < 60
    assert scene.stage(0).held == scene.stage(1 / 24).held != scene.stage(2 / 24).held
    step = scene.stage().pan[0] / 24 * WIDTH / (16000 / 9)
    assert 0 < abs(step) < 1


def test_a_cut_shows_another_shot() -> None:
    scene = next(s for s in (make(seed, "town") for seed in range(50)) if s.cut is not None)
    assert scene.cut is not None
    before, after = (draw(scene, WIDTH, HEIGHT, scene.cut + shift / 24) for shift in (-1, 0))
    assert psnr(before, after) < 22


def test_many_come_in_order_from_processes() -> None:
    many = list(draw_many([5, 4], (64, 36), workers=2))
    assert np.array_equal(many[0], draw(make(5), 64, 36))
    assert np.array_equal(many[1], draw(make(4), 64, 36))


def test_stances_put_the_soles_on_the_ground_and_limbs_keep_their_lengths() -> None:
    who = look(Dice("who"), palette.script(Dice("script")))
    for number in range(20):
        d = Dice(f"stance {number}")
        for body in (stance.standing(d), stance.walking(number / 24, 1, hurry=number % 2)):
            for hip, knee, ankle in legs.all_joints(who, body):
                assert math.hypot(*(ankle - knee)) == pytest.approx(stance.SHIN)
                assert math.hypot(*(knee - hip)) <= stance.THIGH + 1e-6
            for side, arm in zip((-1, 1), body.arms, strict=True):
                joints = stance.arm_joints(arm, np.zeros(2), side)
                assert math.hypot(*(joints[2] - joints[1])) == pytest.approx(stance.FOREARM)
        low = max(float(j[2][1]) for j in legs.all_joints(who, stance.standing(d)))
        assert stance.SOLE - 110 < low < stance.SOLE + 40
    # A step later the legs have changed places.
    left, right = legs.all_joints(who, stance.walking(math.pi / 2 / 5.6, 1))
    assert left[2][0] > right[2][0] + 100


def test_mirrored_letters_can_be_read() -> None:
    """A sign on a thing that is drawn mirrored is not mirrored itself."""
    def sign(*, flip: bool) -> Picture:
        surface = skia.Surface(200, 60)
        pen = Pen(surface.getCanvas(), "characters", regions=False)
        with pen.at(100, 0, flip=flip):
            pen.letters("RX 7", -40, 40, lettering.font("sans", 30), (1.0, 1.0, 1.0), role="sign")
        assert len(pen.captions) == 1
        left, top, right, bottom = (round(v) for v in pen.captions[0].box)
        letters: Picture = surface.toarray()[top:bottom, left:right, 0]
        return letters

    plain, mirrored = sign(flip=False), sign(flip=True)
    assert plain.mean() > 20
    assert plain.shape == mirrored.shape
    assert np.abs(plain.astype(int) - mirrored).mean() < 12


def test_a_pan_moves_what_is_far_by_parts_of_a_pixel() -> None:
    """The background moves by its share of the camera's way, at any size, between two frames."""
    scene = next(
        s for s in (make(seed, "town") for seed in range(200))
        if s.cut is None and abs(s.stage().pan[0]) > 8
    )  # fmt: skip

    def smooth(picture: Picture) -> Picture:
        for axis in (0, 1):
            picture = sum(np.roll(picture, shift, axis) for shift in range(-3, 4)) / 7
        return picture[8:-8, 8:-8]

    for width, height, frames in ((640, 360, 5), (1280, 720, 2)):
        first, later = (
            smooth(luma(draw_layers(scene, width, height, number / 24)["background"][..., :3]))
            for number in (0, frames)
        )
        way = -0.35 * np.array(scene.stage().pan) * frames / 24 * width / (16000 / 9)
        assert 0.1 < abs(way[0]) < 1
        across, down = np.gradient(first, axis=1).ravel(), np.gradient(first, axis=0).ravel()
        seen = np.linalg.lstsq(-np.stack([across, down], 1), (later - first).ravel(), rcond=None)[0]
        assert seen == pytest.approx(way, abs=0.03 + 0.1 * abs(way[0]))


@pytest.mark.parametrize("hold", [1, 2, 3])
def test_drawings_are_held_on_ones_twos_and_threes(hold: int) -> None:
    scene = next(
        s for s in (make(seed, "longshot") for seed in range(400))
        if s.cut is None and s.stage().hold == hold
    )  # fmt: skip
    stages = [scene.stage(number / 24) for number in range(hold + 2)]
    held = [round(at.held * 24) for at in stages]
    assert held == [number // hold * hold for number in range(hold + 2)]
    strokes = [[stroke.points + np.array(at.pan) * number / 24 for stroke in at.strokes
                if stroke.layer == "characters"] for number, at in enumerate(stages)]
    for number in range(hold + 1):
        same = len(strokes[number]) == len(strokes[number + 1]) and all(
            a.shape == b.shape and np.allclose(a, b, atol=1e-3)
            for a, b in zip(strokes[number], strokes[number + 1], strict=True)
        )
        assert same == (held[number] == held[number + 1])


def test_a_cut_is_between_two_frames_and_the_second_shot_starts_anew() -> None:
    scene = next(s for s in (make(seed, "portrait") for seed in range(50)) if s.cut is not None)
    assert scene.cut is not None
    assert scene.cut * 24 == pytest.approx(round(scene.cut * 24))
    before, after = scene.stage(scene.cut - 1 / 24), scene.stage(scene.cut)
    assert before.held > 0
    assert after.held == after.time == 0
    assert scene.stage(scene.cut + 2 / 24).time == pytest.approx(2 / 24)
