"""What frames are made of is told from a few of them, whatever their flags say."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.field_clips import (
    FILM,
    NTSC,
    drawn,
    moving,
    screentone,
    scrolling,
    shifted,
    still,
    telecined,
    video_frames,
    whole,
    woven,
    write_fields,
    write_soft_telecine,
)

from anime4k_gl.media.fields.combing import Kind
from anime4k_gl.media.fields.sampling import (
    HEAD_FRAMES,
    PLACES,
    SAMPLE_FRAMES,
    flagged_order,
    sample_of,
    samples,
)
from anime4k_gl.media.fields.scan import Material, Scan, judged
from anime4k_gl.media.opening import MediaInput


def looked_at(pictures: Any, rate: Fraction = Fraction(25)) -> Scan:
    return judged([sample_of(video_frames(pictures))], rate)


def scan(path: Path, rate: Fraction = Fraction(25)) -> Scan:
    return judged(samples(MediaInput(path), 0), rate)


def noisy(pictures: Any, amount: float) -> list[Any]:
    random = np.random.default_rng(4)
    return [
        np.clip(p + random.normal(0, amount, p.shape), 16, 235).astype(np.uint8) for p in pictures
    ]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("grain", [0, 8])
def test_interlaced_frames(order: int, grain: float) -> None:
    found = looked_at(noisy(woven(moving, 24, order=order), grain))
    assert (found.material, found.order, found.certain) == (Material.INTERLACED, order, True)
    assert found.combs and found.flagged == 0


@pytest.mark.parametrize("grain", [0, 8, 20])
@pytest.mark.parametrize("scene", [moving, drawn])
@pytest.mark.parametrize("rate", [Fraction(25), FILM, NTSC])
def test_whole_frames_are_not_mistaken(scene: Any, rate: Fraction, grain: float) -> None:
    found = looked_at(noisy(whole(scene, 36, rate), grain), rate)
    assert found.material is Material.WHOLE
    assert not found.combs


@pytest.mark.parametrize("scene", [still, scrolling, screentone])
def test_patterns_of_lines_and_still_pictures_tell_nothing(scene: Any) -> None:
    found = looked_at(whole(scene, 30))
    assert found.material in (Material.UNKNOWN, Material.WHOLE)
    assert not found.combs


@pytest.mark.parametrize("grain", [4, 8, 12, 20])
@pytest.mark.parametrize("picture", [still(0), np.full((96, 160), 120, np.uint8)])
def test_grain_on_a_still_picture_tells_nothing(grain: float, picture: Any) -> None:
    assert looked_at(noisy([picture] * 30, grain)).material is Material.UNKNOWN


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("scene", [moving, drawn])
@pytest.mark.parametrize("phase", [0, 1, 2, 3, 4])
def test_hard_telecine(scene: Any, order: int, phase: int) -> None:
    found = looked_at(telecined(scene, 35, order=order, phase=phase), NTSC)
    assert (found.material, found.order) == (Material.PULLDOWN, order)


def test_telecine_is_of_ntsc_rates_alone() -> None:
    assert looked_at(telecined(moving, 35), Fraction(25)).material is not Material.PULLDOWN


@pytest.mark.parametrize("order", [1, -1])
def test_fields_in_the_frame_after(order: int) -> None:
    found = looked_at(shifted(moving, 30, order=order))
    assert (found.material, found.order) == (Material.SHIFTED, order)


def test_parts_that_are_interlaced() -> None:
    several = [
        sample_of(video_frames(whole(moving, 13))),
        sample_of(video_frames(woven(moving, 13))),
        sample_of(video_frames(whole(moving, 13))),
    ]
    found = judged(several, Fraction(25))
    assert found.material is Material.MIXED and not found.flags_tell


def test_kinds_of_frames_of_a_telecine() -> None:
    kinds = sample_of(video_frames(telecined(moving, 12))).run.kinds
    combs = [kind in (Kind.SHIFTED, Kind.COMBED) for kind in kinds]
    assert combs == [number % 5 in (1, 2) for number in range(1, 11)]


@pytest.mark.parametrize(
    ("codec", "suffix", "pix_fmt"),
    [("libx264", ".mkv", "yuv420p"), ("mpeg2video", ".mpg", "yuv420p"),
     ("prores_ks", ".mov", "yuv422p10le")],
)  # fmt: skip
@pytest.mark.parametrize(("flags", "order"), [("tff", 1), ("bff", -1)])
def test_flags_of_codecs(codec: str, suffix: str, pix_fmt: str, flags: str, order: int,
                         tmp_path: Path) -> None:  # fmt: skip
    pictures = woven(moving, 25, order=order)
    path = write_fields(
        tmp_path / f"a{suffix}", pictures, flags=flags, codec=codec, pix_fmt=pix_fmt
    )
    found = scan(path)
    assert (found.flagged, found.flagged_order, found.flags_tell) == (1, order, True)
    assert (found.material, found.order) == (Material.INTERLACED, order)


def test_flags_that_are_wrong_or_missing(tmp_path: Path) -> None:
    wrong = scan(write_fields(tmp_path / "w.mkv", woven(moving, 25, order=-1), flags="tff"))
    assert (wrong.flagged_order, wrong.order, wrong.certain) == (1, -1, True)
    assert wrong.first_field == -1
    vain = scan(write_fields(tmp_path / "v.mkv", whole(moving, 25), flags="tff"))
    assert (vain.material, vain.flagged, vain.combs) == (Material.WHOLE, 1, False)
    none = scan(write_fields(tmp_path / "n.mkv", woven(moving, 25)))
    assert (none.material, none.flagged, none.order) == (Material.INTERLACED, 0, 1)
    unmoved = scan(write_fields(tmp_path / "u.mkv", [still(0)] * 25, flags="bff"))
    assert (unmoved.material, unmoved.first_field, unmoved.combs) == (Material.UNKNOWN, -1, True)


def test_frames_tell_their_flag() -> None:
    (frame,) = video_frames(whole(moving, 1))
    assert flagged_order(frame) == 0


@pytest.mark.parametrize("suffix", [".ts", ".mkv", ".vob", ".m2v"])
def test_soft_telecine(suffix: str, tmp_path: Path) -> None:
    found = scan(write_soft_telecine(tmp_path / f"a{suffix}", whole(moving, 48, FILM)), NTSC)
    assert found.uneven
    assert found.material is Material.WHOLE
    even = scan(write_fields(tmp_path / "even.mkv", whole(moving, 48, FILM), rate=FILM), FILM)
    assert not even.uneven


def test_a_rate_that_a_program_stream_states_wrongly(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mpg", telecined(moving, 35), rate=NTSC, codec="mpeg2video")
    found = scan(path, Fraction(52721, 1678))
    assert (found.rate, found.material) == (NTSC, Material.PULLDOWN)


def test_samples_of_several_places(tmp_path: Path) -> None:
    """An episode that begins with whole frames, and is interlaced from a third of it on."""
    pictures = whole(moving, 80) + woven(moving, 160)
    path = write_fields(tmp_path / "a.mkv", pictures)
    assert len(pictures) > HEAD_FRAMES * len(PLACES)
    taken = list(samples(MediaInput(path), 0))
    assert len(taken) == len(PLACES)
    assert all(sample.frames == SAMPLE_FRAMES for sample in taken)
    begins = [float(sample.times[0]) for sample in taken]
    assert begins == pytest.approx([place * 9.6 for place in PLACES], abs=0.5)
    assert scan(path).material is Material.MIXED


def test_what_cannot_be_decoded_is_passed_over(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.ts", whole(moving, 240), codec="mpeg2video")
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 40_000):
        data[at] ^= 0x5A
    path.write_bytes(data)
    assert scan(path).material is Material.WHOLE


def test_a_look_is_cheap(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mkv", whole(moving, 240))
    begin = time.process_time()
    scan(path)
    assert time.process_time() - begin < 2


def test_three_samples_that_agree_are_enough() -> None:
    made = []

    def endless() -> Any:
        while True:
            made.append(1)
            yield sample_of(video_frames(whole(moving, 13)))

    assert judged(endless(), Fraction(25)).material is Material.WHOLE
    assert len(made) == 3
