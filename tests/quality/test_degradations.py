"""The degradations' pixels: each step against values that are known without it."""

from __future__ import annotations

import functools
import hashlib
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

import anime4k_gl
from anime4k_gl.colour import ChromaSiting
from anime4k_gl.media.pyav import VideoFrame
from benchmarks.quality import scenes
from benchmarks.quality.degradations import parse
from benchmarks.quality.degradations.codecs import _encoded
from benchmarks.quality.degradations.resampling import resample
from benchmarks.quality.degradations.signal import SITINGS, Signal
from benchmarks.quality.degradations.step import Setting

Pixels = npt.NDArray[Any]
SIZE = (128, 72)
"""The source's."""


def grey(values: Any) -> Pixels:
    """Return a 16-bit picture of codes 0 to 255, which may be fractions."""
    wide = np.rint(np.asarray(values, dtype=float) * 257).astype(np.uint16)
    return np.repeat(wide[..., None], 3, -1)


def sine(cycles: float, times: int = 2, moved: float = 0.0) -> Pixels:
    """Return a sine along x, of so many cycles a source pixel, drawn larger by `times`."""
    width, height = SIZE[0] * times, SIZE[1] * times
    x = (np.arange(width) + 0.5) / times - moved
    return grey(np.tile(127.5 + 100 * np.sin(2 * math.pi * cycles * x), (height, 1)))


def wave(source: Pixels, cycles: float) -> complex:
    """Return a sine's amplitude and phase in the middle of a source, as a complex number."""
    row = source[SIZE[1] // 2, 24:104, 0].astype(float)
    x = np.arange(24, 104) + 0.5
    basis = np.stack([np.sin(2 * math.pi * cycles * x), np.cos(2 * math.pi * cycles * x),
                      np.ones_like(x)], 1)  # fmt: skip
    (a, b, _), *_ = np.linalg.lstsq(basis, row, rcond=None)
    return complex(a, b)  # Of a sine: its phase grows to the left.


def psnr(a: Pixels, b: Pixels) -> float:
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return math.inf if error == 0 else 10 * math.log10(255**2 / float(error))


def apply(name: str, picture: Pixels, seed: int = 0) -> Pixels:
    return parse(name).apply_picture(picture, source_size=SIZE, seed=seed)


@functools.cache
def drawing() -> Pixels:
    return scenes.draw(scenes.make(3, "portrait"), 512, 288)


def noise(seed: int = 5) -> Pixels:
    return np.random.RandomState(seed).randint(0, 256, (144, 256, 3)).astype(np.uint8)


# Kernel and light.


@pytest.mark.parametrize(("name", "level"), [("area:gamma", 128), ("area:linear", 188)])
def test_a_checkerboard_shines_as_its_light_says(name: str, level: int) -> None:
    board = np.indices((144, 256)).sum(0) % 2 * 255
    assert np.unique(apply(name, grey(board))) == [level]
    assert np.unique(apply(name, grey(board).astype(np.uint8))) == [level]


@pytest.mark.parametrize("size", [(128, 72), (171, 96), (100, 60)])
@pytest.mark.parametrize(
    ("kernel", "pillow"),
    [
        ("bilinear", Image.Resampling.BILINEAR),
        ("catmull", Image.Resampling.BICUBIC),
        ("lanczos", Image.Resampling.LANCZOS),
    ],
)
def test_kernels_are_pillows(kernel: str, pillow: Image.Resampling, size: tuple[int, int]) -> None:
    """But for the edges, which go on here."""
    plane = noise()[..., 0].astype(np.float32)
    theirs = np.asarray(Image.fromarray(plane).resize(size, pillow))
    inner = (slice(8, -8), slice(8, -8))
    assert np.abs(resample(plane, size, kernel)[inner] - theirs[inner]).max() < 0.01


def test_area_counts_shares_of_pixels() -> None:
    plane = np.array([[0, 90, 30]], dtype=np.float32)
    assert resample(plane, (2, 1), "area").tolist() == [[pytest.approx(30), pytest.approx(50)]]


@pytest.mark.parametrize("size", [(128, 72), (384, 216)])
def test_bicubic_is_swscales(size: tuple[int, int]) -> None:
    plane = noise()[..., 0] // 2 + 64
    frame = VideoFrame.from_ndarray(plane, "gray")
    theirs = frame.reformat(*size, "gray", interpolation="BICUBIC").to_ndarray().astype(float)
    ours = resample(plane, size, "bicubic")
    other = resample(plane, size, "catmull")
    inner = (slice(12, -12), slice(12, -12))
    error = np.abs(ours - theirs)[inner].mean()
    assert error < 0.3  # Of which rounding is 0.25.
    assert np.abs(other - theirs)[inner].mean() > 0.45


# Masters, moves, sprites.


@pytest.mark.parametrize("kernel", ["bilinear", "bicubic", "lanczos"])
def test_a_master_keeps_nothing_above_its_nyquist(kernel: str) -> None:
    """That of 720 lines is at a third of a cycle a pixel."""
    name = f"master720:{kernel}/lanczos:gamma"
    assert abs(wave(apply("lanczos:gamma", sine(0.42)), 0.42)) > 70
    assert abs(wave(apply(name, sine(0.42)), 0.42)) < 15
    assert abs(wave(apply(name, sine(0.05)), 0.05)) > 90


def test_a_masters_height_is_meant_for_1080_lines() -> None:
    chain = parse("master720:lanczos/area:gamma")
    assert [m.size((1920, 1080)) for m in chain.late if hasattr(m, "size")] == [(1280, 720)]
    assert [m.size((960, 540)) for m in chain.late if hasattr(m, "size")] == [(640, 360)]


@pytest.mark.parametrize("end", ["", ":bilinear"])
@pytest.mark.parametrize("form", ["area:gamma/{}", "{}/area:gamma", "{}/area:gamma/420:left"])
def test_a_shift_moves_by_what_it_says(form: str, end: str) -> None:
    cycles, move = 0.06, 0.3
    before = wave(apply("area:gamma", sine(cycles)), cycles)
    after = wave(apply(form.format(f"shift:{move},0{end}"), sine(cycles)), cycles)
    moved = -np.angle(after / before) / (2 * math.pi * cycles)
    assert moved == pytest.approx(move, abs=0.004)
    assert parse(form.format(f"shift:{move},-0.5{end}")).shift == (move, -0.5)


def test_a_shift_goes_right_and_down() -> None:
    picture = np.zeros((144, 256))
    picture[60:62, 100:102] = 255
    down = apply("area:gamma/shift:3,2", grey(picture))[..., 0]
    assert np.unravel_index(down.argmax(), down.shape) == (32, 53)


def test_sprites_touch_the_figures_alone() -> None:
    scene = scenes.make(2, "portrait")
    with_sprites = parse("sprites/area:gamma").apply(scene, source_size=SIZE)
    alpha = scenes.draw_layers(scene, 512, 288)["characters"][..., 3]
    cover = np.pad(alpha.reshape(72, 4, 128, 4).max((1, 3)), 4, "edge")
    near = np.lib.stride_tricks.sliding_window_view(cover, (9, 9))
    plain = parse("area:gamma").apply(scene, source_size=SIZE)
    away, inside = near.max((2, 3)) == 0, near.max((2, 3)) > 0
    difference = np.abs(with_sprites.astype(int) - plain).max(-1)
    assert away.mean() > 0.1
    assert np.quantile(difference[away], 0.999) <= 2
    assert difference[inside].max() > 30
    with pytest.raises(ValueError, match=r"^sprites:bilinear: a picture has no layers; give a sc"):
        apply("sprites/area:gamma", noise())


@pytest.mark.parametrize("light", ["gamma", "linear"])
def test_sprites_of_the_same_size_change_little(light: str) -> None:
    """What is put together of layers is the picture that was drawn whole, in either light."""
    scene = scenes.make(2, "portrait")
    whole = parse(f"area:{light}").apply(scene, source_size=SIZE)
    assert psnr(parse(f"sprites:lanczos/area:{light}").apply(scene, source_size=SIZE), whole) > 28


# Levels.


@pytest.mark.parametrize("siting", SITINGS)
def test_chroma_is_sampled_where_its_siting_says(siting: str) -> None:
    """A ramp's samples tell their places: a quarter of a chroma pixel lies between two sitings."""
    x, y = np.meshgrid(np.arange(32.0), np.arange(20.0))
    for axis, ramp in enumerate((x, y)):
        cb = (ramp / 100).astype(np.float32)
        full = Signal((np.zeros_like(cb), cb, -cb), luma=True)
        sampled = full.subsampled(siting)
        assert [plane.shape for plane in sampled.planes] == [(20, 32), (10, 16), (10, 16)]
        place = sampled.planes[1][4, 6] * 100 - (12, 8)[axis] - 0.5
        assert place == pytest.approx(SITINGS[siting][axis], abs=1e-4)
        back = sampled.with_full_chroma().planes[1][3:-3, 3:-3]
        assert np.abs(back - cb[3:-3, 3:-3]).max() < 1e-5


def test_sitings_are_those_of_the_player() -> None:
    for name, kind in (
        ("left", ChromaSiting.LEFT), ("center", ChromaSiting.CENTRE),
        ("topleft", ChromaSiting.TOP_LEFT),
    ):  # fmt: skip
        assert SITINGS[name] == tuple(-0.5 * first for first in kind.value)


def test_chroma_read_at_another_siting_moves_an_edge() -> None:
    """A quarter of a chroma pixel, half of one of the picture, to the right."""
    edge = np.zeros((16, 64), np.float32)
    edge[:, 32:] = 0.4
    left = Signal((np.zeros_like(edge), edge, edge), luma=True).subsampled("left")
    right = left.with_full_chroma().planes[1][8].sum()
    wrong = Signal(left.planes, luma=True, siting="center").with_full_chroma().planes[1][8].sum()
    assert (right - wrong) / 0.4 == pytest.approx(0.5, abs=1e-4)
    assert right == pytest.approx(edge[8].sum(), abs=1e-4)


@pytest.mark.slow
def test_the_player_makes_the_same_picture_of_the_planes() -> None:
    """Matrix, range, siting and the way chroma is scaled up are its own."""
    r, g, b = (drawing()[..., n] / 255 for n in range(3))
    signal = Signal((r, g, b)).subsampled("left").rounded()
    packed = np.concatenate([plane.ravel() for plane in signal.codes()])
    frame = VideoFrame.from_ndarray(packed.reshape(288 * 3 // 2, 512), "yuv420p")
    frame.colorspace, frame.color_range = 1, 1
    shown = anime4k_gl.upscale(frame, scale=1.0, preset="none").to_ndarray(format="rgb24")
    ours = np.stack(signal.rgb().codes(), -1)
    assert np.abs(shown.astype(int) - ours).max() <= 1


def test_colour_is_bt709s_there_and_back() -> None:
    colours = [plane.astype(np.float32)[None] / 255 for plane in noise().reshape(-1, 3).T]
    rgb = Signal((colours[0], colours[1], colours[2]))
    back = rgb.ycbcr().rgb()
    assert max(np.abs(a - b).max() for a, b in zip(rgb.planes, back.planes, strict=True)) < 1e-5
    one = np.ones((1, 1), np.float32)
    assert [int(p[0, 0]) for p in Signal((one, 0 * one, 0 * one)).ycbcr().codes()] == [63, 102, 240]


def test_limited_range_has_220_levels() -> None:
    ramp = grey(np.tile(np.repeat(np.arange(256), 1), (144, 1)))
    chain = parse("area:gamma/limited")
    out = chain.apply_picture(ramp, source_size=(256, 72))
    assert len(np.unique(out)) == 220
    assert np.abs(out[0, :, 0].astype(int) - np.arange(256)).max() <= 1
    black, white = np.zeros((2, 2), np.float32), np.ones((2, 2), np.float32)
    for plane, code in ((black, 16), (white, 235)):
        luma, cb, _ = Signal((plane, plane, plane)).ycbcr().rounded().codes()
        assert (luma[0, 0], cb[0, 0]) == (code, 128)


@pytest.mark.parametrize("bits", [3, 6])
def test_banding_leaves_so_many_levels(bits: int) -> None:
    ramp = grey(np.tile(np.linspace(0, 255, 256), (144, 1)))
    out = parse(f"area:gamma/banding:{bits}").apply_picture(ramp, source_size=(256, 72))
    assert len(np.unique(out)) == 2**bits


@pytest.mark.parametrize("pattern", ["noise", "ordered"])
def test_dither_keeps_what_lies_between_levels(pattern: str) -> None:
    flat = grey(np.full((144, 256), 100.3))
    assert np.unique(apply("area:gamma/8bit", flat)).tolist() == [100]
    out = apply(f"area:gamma/dither:{pattern}", flat)
    assert out.mean() == pytest.approx(100.3, abs=0.03)
    assert set(np.unique(out)) <= {99, 100, 101, 102}


# The studio's filters.


def test_a_blurred_edge_is_as_wide_as_sigma_says() -> None:
    picture = np.zeros((144, 256))
    picture[:, 128:] = 250
    for name in ("area:gamma/blur:2", "blur:2/area:gamma"):
        row = apply(name, grey(picture))[36, :, 0].astype(float)
        places = np.interp([25, 225], row, np.arange(len(row)))
        assert np.diff(places)[0] == pytest.approx(2 * 1.2816 * 2, rel=0.03)


def test_a_glow_lights_what_is_near_a_light_and_nothing_else() -> None:
    picture = np.full((144, 256), 40.0)
    assert np.unique(apply("area:gamma/glow", grey(picture))).tolist() == [40]
    picture[64:80, 40:56] = 255
    out = apply("area:gamma/glow:1", grey(picture))[36, :, 0]
    assert out[24] == 255
    assert out[29] > 50
    assert out[100] == 40


def test_grain_has_its_deviation_and_is_another_in_every_frame() -> None:
    flat = grey(np.full((144, 256), 128.0))
    chain = parse("area:gamma/grain:4")
    first, second = chain.apply_frames([flat, flat], source_size=SIZE, seed=1)
    assert first.std() == pytest.approx(4, rel=0.05)
    assert np.array_equal(first[..., 0], first[..., 2])
    assert abs(np.corrcoef(first[..., 0].ravel(), second[..., 0].ravel())[0, 1]) < 0.05
    assert np.array_equal(first, chain.apply_picture(flat, source_size=SIZE, seed=1))
    assert not np.array_equal(first, chain.apply_picture(flat, source_size=SIZE, seed=2))


# All of it.


def test_the_same_seed_makes_the_same_pixels() -> None:
    """On every machine, as long as no codec is asked."""
    names = (
        "master720:lanczos/area:linear/420:left/8bit",
        "blur:0.7/bicubic:gamma/glow:0.3/shift:0.25,-0.4/master810:bilinear/grain:2/420:topleft",
        "catmull:linear/banding:5/dither:noise/limited",
    )
    x, y = np.meshgrid(np.arange(256), np.arange(144))
    picture = np.stack([x, 255 - x, (x * 3 + y * 5) % 256], -1).astype(np.uint8)
    digest = hashlib.sha256()
    for name in names:
        digest.update(apply(name, picture, seed=7).tobytes())
    assert digest.hexdigest()[:16] == "f2671ccdef46c92d"


def test_a_scene_is_drawn_large_and_a_picture_taken_as_it_is() -> None:
    scene = scenes.make(2, "card")
    chain = parse("area:linear/420:left/8bit")
    source = chain.apply(scene, source_size=SIZE, time=0.5)
    assert (source.shape, source.dtype) == ((72, 128, 3), np.uint8)
    drawn = scenes.draw(scene, 512, 288, time=0.5)
    assert np.array_equal(chain.apply_picture(drawn, source_size=SIZE), source)
    truth = chain.truth(scene, size=(512, 288), source_size=SIZE, time=0.5)
    assert np.array_equal(truth, drawn)
    half = chain.truth(scene, size=(256, 144), source_size=SIZE, time=0.5)
    means = drawn.reshape(144, 2, 256, 2, 3).mean((1, 3))
    assert np.abs(half - means).max() <= 0.5
    large = chain.truth(scene, size=(640, 360), source_size=SIZE, time=0.5)
    assert np.array_equal(large, scenes.draw(scene, 640, 360, time=0.5))


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (np.zeros((144, 256), np.uint8), r"a picture is \(H, W, 3\), .* not \(144, 256\) uint8"),
        (np.zeros((144, 256, 3)), r"uint8 or uint16, not \(144, 256, 3\) float64"),
        (np.zeros((71, 256, 3), np.uint8), "256x71, is smaller than its source, 128x72"),
    ],
)
def test_a_picture_of_another_kind_is_refused(picture: Pixels, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        apply("area:gamma", picture)


def test_a_shot_of_nothing_is_refused() -> None:
    chain = parse("area:gamma/x264:20")
    with pytest.raises(ValueError, match=r"^a shot has one frame or more$"):
        chain.apply_frames([], source_size=SIZE)
    with pytest.raises(ValueError, match=r"^a shot has one frame or more$"):
        chain.apply_frames(scenes.make(2), source_size=SIZE, count=0)
    with pytest.raises(ValueError, match=r"^a source is 16x16 pixels or more, not 64x9$"):
        chain.apply(scenes.make(2), source_size=(64, 9))


@pytest.mark.parametrize("codec", ["x264:20", "x265:20", "jpeg:90"])
def test_the_least_size_can_be_coded(codec: str) -> None:
    chain = parse(f"master720:bicubic/area:gamma/420:center/{codec}")
    assert chain.apply_picture(noise(), source_size=(16, 16)).shape == (16, 16, 3)


def test_a_pan_moves_source_and_truth_alike() -> None:
    scene = scenes.make(2, "portrait")
    chain = parse("area:gamma/shift:1,0")
    frames = chain.apply_frames(scene, source_size=SIZE, count=5, pan=(0.25, 0.5))
    truths = chain.truth_frames(scene, size=(256, 144), source_size=SIZE, count=5, pan=(0.25, 0.5))
    # Four frames are a pixel to the right, and two down.
    assert psnr(frames[4][10:-8, 10:-8], frames[0][8:-10, 9:-9]) > 38
    assert psnr(truths[4][20:-16, 20:-16], truths[0][16:-20, 18:-18]) > 38
    assert psnr(frames[4][10:-8, 10:-8], frames[0][10:-8, 10:-8]) < 30
    for frame, truth in zip(frames, truths, strict=True):
        small = resample(truth[..., 1], SIZE, "area")[8:-8, 8:-8]
        assert psnr(frame[8:-8, 8:-8, 1], small) > 38


def test_layers_are_drawn_moved_as_the_whole_is() -> None:
    scene, offset = scenes.make(2, "portrait"), (3.3, -1.7)
    whole = scenes.draw(scene, *SIZE, offset=offset)
    layers = scenes.compose(scenes.draw_layers(scene, *SIZE, offset=offset))
    assert np.abs(layers.astype(int) - whole).max() <= 2
    assert psnr(whole, scenes.draw(scene, *SIZE)) < 30


def test_a_shot_has_the_scenes_own_movement_without_a_pan() -> None:
    scene = scenes.make(2, "room")
    chain = parse("area:gamma")
    frames = chain.apply_frames(scene, source_size=SIZE, count=2, time=1.0)
    for number, frame in enumerate(frames):
        assert np.array_equal(frame, chain.apply(scene, source_size=SIZE, time=1 + number / 24))


# Codecs.


@pytest.mark.parametrize("codec", ["x264", "x265"])
def test_codecs_lose_what_their_rates_say(codec: str) -> None:
    base = apply("area:gamma/420:left/8bit", drawing())
    fine, coarse = (apply(f"area:gamma/420:left/{codec}:{crf}", drawing()) for crf in (18, 34))
    assert fine.shape == base.shape
    assert psnr(fine, base) > 38
    assert psnr(coarse, base) < psnr(fine, base) - 4


@pytest.mark.parametrize("codec", ["x264", "x265"])
def test_ten_bits_keep_what_lies_between_levels(codec: str) -> None:
    ramp = grey(np.tile(np.linspace(100, 108, 256), (144, 1)))
    r, g, b = (plane / 65535 for plane in np.moveaxis(ramp[::2, ::2], -1, 0))
    signal = Signal((r, g, b)).subsampled("left")
    errors = [
        np.abs(parse(f"{codec}:1{end}").late[0].shot([signal], Setting(SIZE))[0].planes[0]
               - signal.planes[0]).mean() * 219
        for end in ("", ":10bit")
    ]  # fmt: skip
    assert errors[0] > 0.2
    assert errors[1] < 0.12


def test_a_codecs_frame_is_the_one_at_its_time() -> None:
    """Whatever order it was coded in."""
    scene = scenes.make(5, "town")
    assert max(map(abs, scene.stage().pan)) > 8
    coded = parse("area:gamma/420:left/x264:10").apply(scene, source_size=SIZE, time=0.25)
    plain = parse("area:gamma/420:left/8bit")
    gains = [
        psnr(coded, plain.apply(scene, source_size=SIZE, time=0.25 + n / 24)) for n in (-4, 0, 4)
    ]
    assert gains[1] > max(gains[0], gains[2]) + 3


def test_frames_of_a_shot_are_coded_from_one_another() -> None:
    planes = Signal(tuple(noise()[..., n] / np.float32(255) for n in range(3))).subsampled("left")  # type: ignore[arg-type]
    one, six = (len(_encoded([planes.codes()] * n, "libx264", 20)) for n in (1, 6))
    assert six < 1.3 * one


@pytest.mark.parametrize("name", ["area:gamma/420:center/x264:20", "area:gamma/420:top/jpeg:90"])
def test_odd_sizes_keep_their_size(name: str) -> None:
    x, y = np.meshgrid(np.arange(200), np.arange(120))
    picture = np.stack([x, y, x], -1).astype(np.uint8)
    out = parse(name).apply_picture(picture, source_size=(97, 55))
    plain = parse("area:gamma").apply_picture(picture, source_size=(97, 55))
    assert out.shape == (55, 97, 3)
    assert psnr(out, plain) > 36


def test_jpeg_loses_with_its_quality() -> None:
    plain, fine, coarse = (
        apply(f"area:gamma{end}", drawing()) for end in ("", "/jpeg:95", "/jpeg:30")
    )
    assert psnr(fine, plain) > psnr(coarse, plain) + 4 > 28
