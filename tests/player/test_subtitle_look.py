"""The places of a disc's subtitles over a video that is a part of its picture, and their look."""

from __future__ import annotations

import numpy as np
import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.subtitles.bitmaps import BitmapEvent, BitmapPart
from anime4k_gl.player.controls.tracks import TrackControls
from anime4k_gl.player.geometry import Rect, letterbox
from anime4k_gl.player.session.carried_state import CarriedState
from anime4k_gl.player.settings import Settings
from anime4k_gl.player.subtitles.bitmaps import SubtitleImage
from anime4k_gl.player.subtitles.look import SubtitleLook, check_override
from anime4k_gl.player.subtitles.placement import place

HD, DVD = Size(1920, 1080), Size(720, 576)
LOW, HIGH = (560, 1000, 800, 50), (600, 30, 600, 40)


def event(*boxes: tuple[int, int, int, int], canvas: Size = HD, dvd: bool = False) -> BitmapEvent:
    palette = np.full((256, 4), 255, np.uint8)
    parts = [
        BitmapPart(x, y, np.ones((height, width), np.uint8), palette)
        for x, y, width, height in boxes
    ]
    return BitmapEvent(0.0, None, canvas, dvd, tuple(parts))


def shown(picture: Size, window: Size, storage: Size, *boxes: tuple[int, int, int, int],
          canvas: Size = HD, dvd: bool = False, look: SubtitleLook | None = None,
          ) -> list[tuple[int, int, int, int]]:  # fmt: skip
    """Return where parts lie in a window, in its middle the picture."""
    at = letterbox(picture, window)
    room = Rect(-at.x, -at.y, *window)
    images = place(event(*boxes, canvas=canvas, dvd=dvd), at.size, storage, room=room, look=look)
    return [
        (at.x + i.x, at.y + i.y, i.pixels.shape[1], i.pixels.shape[0]) for i in images
    ]  # fmt: skip


@pytest.mark.parametrize(
    "storage",
    [
        HD,  # the whole disc
        Size(1920, 800),  # bars above and below cut off: what was on them is on the window's
        Size(1440, 1080),  # left and right
        Size(1280, 720),  # scaled
        Size(1280, 534),
        Size(960, 720),
        Size(3840, 2160),  # the disc's canvas is HD still
        Size(3840, 1600),
    ],
    ids=str,
)
def test_a_bluray_canvas_lies_as_on_the_disc(storage: Size) -> None:
    places = shown(storage, HD, storage, LOW, HIGH)
    for (x, y, width, height), wanted in zip(places, (LOW, HIGH), strict=True):
        assert (x, y) == pytest.approx(wanted[:2], abs=2), storage
        assert (width, height) == pytest.approx(wanted[2:], abs=2)


def test_a_bluray_canvas_over_a_video_cut_on_all_sides() -> None:
    cut = Size(1860, 1000)
    images = place(event(LOW, HIGH), cut, cut, room=Rect(-30, -40, *HD))
    assert [(i.x, i.y) for i in images] == [(530, 960), (570, -10)]
    twice = Size(3720, 2000)
    images = place(event(LOW), twice, cut, room=Rect(-60, -80, 3840, 2160))
    assert [(i.x, i.y, *i.pixels.shape[:2]) for i in images] == [(1060, 1920, 100, 1600)]


def test_pixels_that_are_no_squares() -> None:
    assert shown(HD, HD, Size(1440, 1080), LOW) == [LOW]
    disc = Size(720, 480)  # of a Blu-ray's extras
    places = shown(Size(853, 480), Size(853, 480), disc, (0, 400, 720, 40), canvas=disc, dvd=True)
    assert places == [(0, 400, 853, 40)]


@pytest.mark.parametrize(
    ("storage", "picture", "left", "across", "top"),
    [
        (Size(720, 576), Size(1024, 576), 0, 1024 / 720, 0),
        (Size(720, 576), Size(768, 576), 0, 768 / 720, 0),
        (Size(720, 432), Size(1024, 432), 0, 1024 / 720, -72),  # bars cut off
        (Size(704, 576), Size(1001, 576), -8 * 1024 / 720, 1024 / 720, 0),
        (Size(1024, 436), Size(1024, 436), 0, 1024 / 720, -70),  # and made square
        (Size(720, 576), Size(1024, 800), 0, 1024 / 720, 0),  # another shape: as it is
    ],
)
def test_a_dvds_canvas(
    storage: Size, picture: Size, left: float, across: float, top: float
) -> None:
    room = Rect(-500, -500, 3000, 3000)
    at = (100, 100, 200, 50)
    (image,) = place(event(at, canvas=DVD, dvd=True), picture, storage, room=room)
    down = (picture.height - 2 * top) / 576
    assert image.x == pytest.approx(left + 100 * across, abs=1.1)
    assert image.y == pytest.approx(top + 100 * down, abs=1.1)
    assert image.pixels.shape[1] == pytest.approx(200 * across, abs=1.1)


def test_what_would_lie_outside_is_moved_in_together() -> None:
    cut, lines = Size(1920, 800), ((560, 900, 800, 50), (560, 960, 800, 50))
    images = place(event(*lines, HIGH), cut, cut)
    assert [i.y for i in images] == [690, 750, 0]
    assert images[0].pixels.shape[:2] == (50, 800)
    beside = (0, 1000, 100, 50)
    (image,) = place(event(beside), Size(1440, 1080), Size(1440, 1080))
    assert (image.x, image.y) == (0, 1000)


def test_the_users_size_and_place() -> None:
    def lies(look: SubtitleLook) -> list[tuple[int, int, int, int]]:
        return shown(HD, HD, HD, LOW, HIGH, look=look)

    assert lies(SubtitleLook()) == [LOW, HIGH]
    assert lies(SubtitleLook(position=90)) == [(560, 892, 800, 50), HIGH]
    assert lies(SubtitleLook(position=150))[0] == (560, 1030, 800, 50)  # the window's edge
    (x, y, width, height), high = lies(SubtitleLook(scale=0.5))
    assert (width, height) == (400, 25) and x + width / 2 == 960 and 1000 < y < 1050
    assert high == (780, 15, 300, 20)


def test_keys_change_the_look_within_bounds() -> None:
    look = SubtitleLook()
    assert look.scaled(0.1).scale == 1.1 and look.scaled(-5).scale == 0.1
    assert look.moved(-1).position == 99 and look.moved(99).position == 150
    assert look.cycled().override == "force" and look.cycled().cycled().override == "no"
    assert [check_override(value) for value in ("strip", True, False)] == ["strip", "yes", "no"]
    with pytest.raises(OptionError, match="unknown sub-ass-override 'maybe'; valid are: no, yes"):
        check_override("maybe")


class Said:
    """Takes the words that appear in the window."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def notify(self, text: str) -> None:
        self.words.append(text)

    def show_error(self, text: str) -> None:
        self.words.append(text)

    def show_status(self) -> None:
        self.words.append("status")


def test_what_keys_do_is_said_and_holds_for_the_next_file() -> None:
    carried, said = CarriedState(Settings.from_options()), Said()
    tracks = TrackControls(lambda: None, carried, said)
    tracks.scale_subtitles(0.1)
    tracks.move_subtitles(-1)
    tracks.cycle_override()
    tracks.cycle_override()
    assert said.words == [
        "subtitle size 110 %",
        "subtitle position 99 %",
        "subtitle styles: replaced",
        "subtitle styles: as in the script",
    ]
    assert carried.look == SubtitleLook(scale=1.1, position=99, override="no")


def test_options_are_checked() -> None:
    given = Settings.from_options(
        subtitle_scale=1.5, subtitle_position=90, subtitle_font="Serif",
        subtitle_override="force", subtitle_codepage="Windows-1251",
    )  # fmt: skip
    assert given.subtitle_codepage == "cp1251"
    assert CarriedState(given).look == SubtitleLook(1.5, 90, "Serif", "force")
    for name, value, message in (
        ("subtitle_scale", 0.0, "sub-scale must be from 0.1 to 10 times, not 0"),
        ("subtitle_position", 151.0, "sub-pos must be from 0 to 150 percent, not 151"),
        ("subtitle_override", "maybe", "unknown sub-ass-override 'maybe'"),
        ("subtitle_codepage", "klingon", "unknown sub-codepage 'klingon'"),
    ):
        with pytest.raises(OptionError, match=message):
            Settings.from_options(**{name: value})


def test_the_same_picture_as_drawn_before() -> None:
    """Scaling keeps colours premultiplied: none exceeds its alpha."""
    palette = np.zeros((256, 4), np.uint8)
    palette[1], palette[2] = (255, 255, 255, 255), (0, 0, 0, 128)
    indices = (np.arange(64, dtype=np.uint8).reshape(8, 8) % 3).astype(np.uint8)
    part = BitmapPart(0, 0, indices, palette)
    images = place(BitmapEvent(0.0, None, Size(8, 8), False, (part,)), Size(24, 24), Size(8, 8))
    (image,) = images
    assert isinstance(image, SubtitleImage) and image.pixels.shape == (24, 24, 4)
    assert (image.pixels[..., :3] <= image.pixels[..., 3:]).all()
