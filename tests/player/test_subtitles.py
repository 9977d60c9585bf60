"""The player's subtitles, looked at as pixels. No window, no OpenGL."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import ImageFont
from support.clips.media_clips import ASS_HEADER, write_clip
from support.clips.subtitle_files import (
    add_track,
    dvb_set,
    dvd_unit,
    pgs_set,
    ring,
    write_broadcast,
    write_sup,
    write_vobsub,
)

from anime4k_gl import doctor
from anime4k_gl.formats import Size
from anime4k_gl.media.subtitles.decoder import TextEvent
from anime4k_gl.media.subtitles.source import PLAIN_HEADER, AssScript, Font
from anime4k_gl.player.subtitles import libass
from anime4k_gl.player.subtitles.bitmaps import SubtitleImage, blend
from anime4k_gl.player.subtitles.look import SANS, SubtitleLook
from anime4k_gl.player.subtitles.subtitle_renderer import Subtitles

PICTURE = Size(640, 360)
STORAGE = Size(320, 180)

SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"


@pytest.fixture(autouse=True)
def _needs_libass() -> None:
    try:
        libass.load()
    except libass.LibassError as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}, and CI must not pass without it")
        pytest.skip(str(error))


class Shown:
    """Subtitles, what they reported, and a way to wait for what is read in the background."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.messages: list[str] = []
        self.subtitles = Subtitles(path, report=self.messages.append, **options)

    def images(
        self, seconds: float, picture: Size = PICTURE, storage: Size = STORAGE
    ) -> tuple[SubtitleImage, ...]:
        return self.subtitles.images(seconds, picture, storage)

    def read(self) -> None:
        """Wait until all is read."""
        wait_for(lambda: self.subtitles.finished)

    def wait(
        self, seconds: float, picture: Size = PICTURE, storage: Size = STORAGE
    ) -> npt.NDArray[np.uint8]:
        """Return the picture at a time, once there is something in it."""
        wait_for(lambda: self.images(seconds, picture, storage))
        return drawn(self.images(seconds, picture, storage), picture)


@pytest.fixture
def show() -> Iterator[Callable[..., Shown]]:
    opened: list[Shown] = []

    def shown(path: Path, **options: Any) -> Shown:
        opened.append(Shown(path, **options))
        return opened[-1]

    yield shown
    for each in opened:
        each.subtitles.close()
        each.subtitles.close()
    assert not [t for t in threading.enumerate() if t.name == "anime4k_gl subtitles"]


def wait_for(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.002)


def drawn(images: tuple[SubtitleImage, ...], size: Size = PICTURE) -> npt.NDArray[np.uint8]:
    """Return images as one, (height, width, 4), cut to the picture."""
    whole = np.zeros((size.height, size.width, 4), np.uint8)
    for image in images:
        left, top = max(image.x, 0), max(image.y, 0)
        part = image.pixels[top - image.y :, left - image.x :]
        part = part[: size.height - top, : size.width - left]
        whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    return whole


def box(picture: npt.NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of what is not empty."""
    rows, columns = np.nonzero(picture[..., 3])
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def ass(*lines: str) -> str:
    return ASS_HEADER + "".join(f"Dialogue: {line}\n" for line in lines)


LINE = "0,0:00:01.00,0:00:02.00,Sign,,0,0,0,,{}"


# --- each kind of text ---


def mp4_text(text: str) -> str:
    return len(text.encode()).to_bytes(2, "big").decode("latin-1") + text


@pytest.mark.parametrize(
    ("suffix", "codec", "encoder", "text"),
    [
        (".mkv", "ffv1", "ass", "Hello"),
        (".mkv", "ffv1", "srt", "Hello"),
        (".mkv", "ffv1", "webvtt", "Hello"),
        (".mp4", "libx264", "mov_text", mp4_text("Hello")),
    ],
)
def test_embedded_text_is_shown_in_its_time(
    tmp_path: Path, show: Any, suffix: str, codec: str, encoder: str, text: str
) -> None:
    video = tmp_path / f"clip{suffix}"
    write_clip(video, codec=codec, count=72, subtitles=[(encoder, [(1.0, 2.0, text)])])
    shown = show(video)
    assert shown.subtitles.track == 0 and shown.subtitles.tracks[0].kind == "text"
    shown.read()
    assert shown.images(0.98) == () and shown.images(2.02) == ()
    left, top, right, bottom = box(shown.wait(1.5))
    assert abs((left + right) / 2 - PICTURE.width / 2) < 8
    assert top < 60 if encoder == "ass" else bottom > 300  # the style Sign stands on top
    assert 10 < bottom - top < 60
    assert not shown.messages


MICRODVD = "{1}{1}10.0\n{10}{20}Hello\n{40}{50}later\n{60}{70}last\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clip.ass", ass(LINE.format("Hello"))),
        ("clip.ssa", ass(LINE.format("Hello"))),
        ("clip.srt", SRT.format("Hello")),
        ("clip.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"),
        ("clip.sub", MICRODVD),
    ],
)
@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_files_beside_the_video(
    tmp_path: Path, show: Any, name: str, text: str, shift: float
) -> None:
    """Their time begins where the video's does."""
    write_clip(tmp_path / "unshifted.mkv", count=72)
    add_track(tmp_path / "unshifted.mkv", tmp_path / "clip.mkv", shift=shift)
    (tmp_path / name).write_text(text, "utf-8")
    shown = show(tmp_path / "clip.mkv", position=shift)
    assert [track.external for track in shown.subtitles.tracks] == [True]
    shown.read()
    assert shown.images(0.9 + shift) == () and shown.images(2.1 + shift) == ()
    assert box(shown.wait(1.5 + shift))[3] > 0
    assert not shown.messages


def test_embedded_text_of_a_container_that_starts_late(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "a.mkv", count=48, subtitles=[("srt", [(0.5, 1.0, "Hello")])])
    add_track(tmp_path / "a.mkv", tmp_path / "b.mkv", shift=60.0)
    shown = show(tmp_path / "b.mkv", position=60.0)
    shown.read()
    assert shown.images(0.7) == ()
    assert shown.wait(60.7).any()


JAPANESE = "こんにちは"


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("utf-8-sig", "Grüße", "clip.srt"),
        ("utf-16", "Grüße", "clip.srt"),
        ("utf-16-be-mark", "Grüße", "clip.srt"),
        ("cp1252", "Grüße", "clip.srt"),
        ("cp1251", "Привет", "clip.ru.srt"),
        ("cp1252", "Grüße", "clip.ass"),
        ("utf-16", "Grüße", "clip.ass"),
    ],
)
def test_encodings_of_files(tmp_path: Path, show: Any, encoding: str, text: str, name: str) -> None:
    write_clip(tmp_path / "clip.mkv", count=48)
    (tmp_path / "right").mkdir()
    write_clip(tmp_path / "right" / "clip.mkv", count=48)
    whole = ass(LINE.format(text)) if name.endswith(".ass") else SRT.format(text)
    if encoding == "utf-16-be-mark":
        data = b"\xfe\xff" + whole.encode("utf-16-be")
    else:
        data = whole.encode(encoding)
    (tmp_path / name).write_bytes(data)
    (tmp_path / "right" / name).write_bytes(whole.encode())
    pictures = [show(where / "clip.mkv").wait(1.5) for where in (tmp_path, tmp_path / "right")]
    assert np.array_equal(*pictures)


# --- karaoke, layout, blending ---


def colours(picture: npt.NDArray[np.uint8]) -> set[tuple[int, ...]]:
    """Return the colours of opaque pixels."""
    opaque = picture[picture[..., 3] == 255]
    return {tuple(int(v) for v in pixel[:3]) for pixel in np.unique(opaque, axis=0)}


YELLOW, RED, BLACK = (255, 255, 0), (255, 0, 0), (0, 0, 0)


def test_a_karaoke_syllable_changes_colour_at_its_time(tmp_path: Path, show: Any) -> None:
    write_clip(
        tmp_path / "clip.mkv",
        count=72,
        subtitles=[("ass", [(0.0, 3.0, "{\\an4\\pos(40,180)\\k100}HHHH{\\an4\\k100}MMMM")])],
    )
    shown = show(tmp_path / "clip.mkv")
    shown.read()

    def halves(seconds: float) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
        picture = shown.wait(seconds)
        left, _, right, _ = box(picture)
        middle = (left + right) // 2 - 4  # M is wider than H
        return colours(picture[:, : middle - 20]), colours(picture[:, middle + 20 :])

    # The style's secondary colour, red, before a syllable is sung; its primary, yellow, after.
    first, second = halves(0.5)
    assert YELLOW in first and RED not in first
    assert RED in second and YELLOW not in second
    first, second = halves(1.5)
    assert YELLOW in first and YELLOW in second and RED not in first | second


def test_text_is_laid_out_in_the_size_of_the_picture(tmp_path: Path, show: Any) -> None:
    write_clip(
        tmp_path / "clip.mkv",
        subtitles=[("ass", [(0, 1, "{\\an7\\pos(64,36)\\i0\\bord0\\shad0}Hello")])],
    )
    shown = show(tmp_path / "clip.mkv")
    small = box(shown.wait(0.1))
    large = box(shown.wait(0.1, Size(1920, 1080)))
    assert small[0] == pytest.approx(64, abs=3) and large[0] == pytest.approx(192, abs=6)
    assert large[2] - large[0] == pytest.approx(3 * (small[2] - small[0]), abs=9)


def test_blending_is_over_on_premultiplied_colours() -> None:
    generator = np.random.default_rng(1)
    masks = [generator.integers(0, 256, (9, 16), dtype=np.uint8) for _ in range(3)]
    # Strides beyond the width, places that overlap, one translucent, one invisible.
    places = [(10, 20, 0x204060_00), (14, 23, 0xFF8000_00), (12, 18, 0x00FF90_5A)]
    bitmaps = [
        libass.AssBitmap(x, y, 13, 9, 16, mask.ctypes.data, colour)
        for mask, (x, y, colour) in zip(masks, places, strict=True)
    ]
    bitmaps.append(libass.AssBitmap(500, 20, 13, 9, 16, masks[0].ctypes.data, 0xFFFFFF_FF))
    (image,) = blend(bitmaps)
    expected = np.zeros((40, 40, 4))
    for mask, (x, y, colour) in zip(masks, places, strict=True):
        ink = np.array([colour >> 24, colour >> 16 & 255, colour >> 8 & 255, 255])
        cover = mask[:, :13, np.newaxis] / 255 * (255 - (colour & 255)) / 255
        part = expected[y : y + 9, x : x + 13]
        part[:] = part * (1 - cover) + ink * cover
    height, width = image.pixels.shape[:2]
    there = expected[image.y : image.y + height, image.x : image.x + width]
    assert np.abs(image.pixels - there).max() <= 2
    assert expected.sum() == pytest.approx(there.sum())


def test_bitmaps_far_apart_share_few_images_that_do_not_overlap() -> None:
    mask = np.full((8, 8), 255, np.uint8)
    generator = np.random.default_rng(2)
    places = generator.integers(0, 1500, (60, 2)).tolist()
    bitmaps = [libass.AssBitmap(x, y, 8, 8, 8, mask.ctypes.data, 0xFFFFFF00) for x, y in places]
    images = blend(bitmaps)
    assert 1 <= len(images) <= 4
    covered = np.zeros((1600, 1600), int)
    for image in images:
        height, width = image.pixels.shape[:2]
        covered[image.y : image.y + height, image.x : image.x + width] += 1
    assert covered.max() == 1
    whole = drawn(images, Size(1600, 1600))
    assert all((whole[y : y + 8, x : x + 8] == 255).all() for x, y in places)


def test_the_same_tuple_as_long_as_nothing_changes(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "clip.mkv", count=72, subtitles=[("srt", [(0.0, 2.0, "Hello")])])
    changes: list[int] = []
    shown = show(tmp_path / "clip.mkv", on_change=lambda: changes.append(1))
    shown.read()
    assert changes
    first = shown.images(0.5)
    assert first and shown.images(0.6) is first and not shown.subtitles.stale
    assert shown.images(0.6, Size(320, 180)) is not first
    shown.subtitles.visible = False
    assert shown.subtitles.stale
    assert shown.images(0.6) == () and not shown.subtitles.stale
    shown.subtitles.visible = True
    assert shown.images(0.6)


def test_delay(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "clip.mkv", count=72, subtitles=[("srt", [(1.0, 2.0, "Hello")])])
    shown = show(tmp_path / "clip.mkv")
    shown.read()
    shown.subtitles.delay = 0.5
    assert shown.subtitles.stale
    assert shown.images(1.4) == () and shown.images(2.4)
    shown.subtitles.delay = -0.5
    assert shown.images(0.6) and shown.images(1.6) == ()


def test_steps_from_one_subtitle_to_another(tmp_path: Path, show: Any) -> None:
    events = [(0.5, 1.0, "one"), (1.5, 2.0, "two"), (2.2, 2.6, "three")]
    write_clip(tmp_path / "clip.mkv", count=72, subtitles=[("srt", events)])
    write_sup(
        tmp_path / "clip.sup",
        [(s, pgs_set(ring(8, 8), 0, 0, (64, 36))) for s, _, _ in events]
        + [(2.8, pgs_set(None, 0, 0, (64, 36)))],
    )
    shown = show(tmp_path / "clip.mkv", track=0)
    for track in (0, 1):
        shown.subtitles.select(track)
        shown.wait(0.7)
        wait_for(lambda: shown.subtitles.step(1.6, 1) is not None)
        assert shown.subtitles.step(0.7, 1) == pytest.approx(1.5)
        assert shown.subtitles.step(1.6, 1) == pytest.approx(2.2)
        assert shown.subtitles.step(1.6, -1) == pytest.approx(0.5)


# --- fonts ---


def font_of_our_own() -> bytes:
    """Return a font that no system has installed: the one inside Pillow."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont) and isinstance(font.path, BytesIO)
    return font.path.getvalue()


def test_attached_fonts_are_used(tmp_path: Path, show: Any) -> None:
    data = font_of_our_own()
    family = ImageFont.truetype(BytesIO(data), 20).getname()[0]
    events = [("ass", [(0.0, 1.0, f"{{\\fn{family}\\i0\\bord0\\shad0\\fs48}}Handgloves")])]
    attached = [("a.ttf", "application/x-truetype-font", data), ("b.txt", "text/plain", b"no font")]
    write_clip(tmp_path / "with.mkv", subtitles=events, attachments=attached)
    write_clip(tmp_path / "without.mkv", subtitles=events)
    pictures = {name: show(tmp_path / f"{name}.mkv").wait(0.1) for name in ("with", "without")}
    widths = {name: box(picture)[2] - box(picture)[0] for name, picture in pictures.items()}
    assert widths["with"] != widths["without"]
    # As wide in proportion to its height as Pillow draws the same font.
    left, top, right, bottom = ImageFont.truetype(BytesIO(data), 200).getbbox("Handgloves")
    x0, y0, x1, y1 = box(pictures["with"])
    assert (x1 - x0) / (y1 - y0) == pytest.approx((right - left) / (bottom - top), rel=0.05)


# --- the user's look ---


def test_size_place_and_styles_of_text(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "clip.mkv", count=72)
    line = LINE.format("{\\pos(320,40)\\c&H0000FF&}Hello")
    (tmp_path / "clip.ass").write_text(ass(line, LINE.format("Below")), "utf-8")
    (tmp_path / "clip.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n{\\i1}Hello\n", "utf-8")
    shown = show(tmp_path / "clip.mkv", track=0)
    subtitles = shown.subtitles

    def looks(**given: Any) -> tuple[int, int, int, int]:
        subtitles.look = SubtitleLook(**given)
        assert subtitles.stale or not given
        return box(shown.wait(1.5))

    number = next(n for n, t in enumerate(subtitles.tracks) if t.codec == "subrip")
    subtitles.select(number)
    _, top, _, bottom = looks()
    large = looks(scale=2.0)
    assert large[3] - large[1] > 1.7 * (bottom - top)
    higher = looks(position=50.0)
    assert top - higher[1] == pytest.approx(PICTURE.height / 2, rel=0.15)
    subtitles.select(1 - number)
    script = looks(override="no")
    assert looks(override="no", scale=2.0, position=50.0) == script
    assert looks(scale=2.0) != script
    signs = shown.subtitles._renderer
    assert signs is not None
    inks = []
    for override in ("yes", "force"):
        signs.set_look(SubtitleLook(override=override))
        bitmaps = signs.render(1.5, PICTURE, STORAGE)
        inks.append({bitmap.colour >> 8 for bitmap in bitmaps or ()})
    # The line's yellow gives way to white; what a tag places is a sign, and stays red.
    assert 0xFFFF00 in inks[0] and 0xFFFF00 not in inks[1]
    assert 0xFFFFFF in inks[1] and 0xFF0000 in inks[0] & inks[1]
    strip = show(tmp_path / "clip.mkv", track=1 - number, look=SubtitleLook(override="strip"))
    picture = strip.wait(1.5)
    assert box(picture)[1] > PICTURE.height / 2  # both lines at the bottom, and none red
    assert not ((picture[..., 0] > 200) & (picture[..., 1] < 50)).any()
    assert not shown.messages and not strip.messages


def test_a_font_for_text_that_names_none() -> None:
    data = font_of_our_own()
    family = ImageFont.truetype(BytesIO(data), 20).getname()[0]
    script = AssScript(PLAIN_HEADER, False, 0.0, (Font("a.ttf", data),))
    widths = []
    for font in (SANS, family):
        with libass.AssRenderer(script, look=SubtitleLook(font=font)) as renderer:
            renderer.add(TextEvent(0.0, 1.0, b"0,0,Default,,0,0,0,,Handgloves"))
            bitmaps = renderer.render(0.5, PICTURE, PICTURE)
            assert bitmaps
            widths.append(max(b.x + b.width for b in bitmaps) - min(b.x for b in bitmaps))
    assert widths[0] != widths[1]


# --- pictures ---


def test_bluray_pictures(tmp_path: Path, show: Any) -> None:
    """Beside the video and in it: place, size, colours and time."""
    write_clip(tmp_path / "clip.mkv", count=72)
    canvas = (320, 180)
    sup = tmp_path / "clip.sup"
    write_sup(
        sup,
        [
            (0.5, pgs_set(ring(40, 24), 100, 40, canvas)),
            (1.0, pgs_set(ring(40, 24), 10, 40, canvas)),
            (1.5, pgs_set(None, 0, 0, canvas)),
        ],
    )
    add_track(tmp_path / "clip.mkv", tmp_path / "inside.mkv", sup, shift=3.0)
    for path, shift in ((tmp_path / "clip.mkv", 0.0), (tmp_path / "inside.mkv", 3.0)):
        shown = show(path, position=shift)
        assert shown.subtitles.tracks[0].codec == "hdmv_pgs_subtitle"
        picture = shown.wait(0.7 + shift)
        assert box(picture) == (200, 80, 280, 128)  # twice as large as on the canvas
        assert picture[81, 201].tolist() == [255, 255, 255, 255]
        red, green, blue, alpha = picture[92, 220].tolist()
        assert red > 245 and green < 10 and blue < 10 and alpha == 255
        red, green, blue, alpha = picture[104, 240].tolist()
        assert alpha == 128 and green == pytest.approx(128, abs=4) and red < 6 and blue < 6
        wait_for(lambda: box(shown.wait(1.2 + shift))[0] == 20)  # noqa: B023
        wait_for(lambda: shown.images(1.6 + shift) == ())  # noqa: B023
        assert shown.images(0.4 + shift) == ()
        assert not shown.messages


def test_dvd_pictures(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "clip.mkv", count=72)
    index = tmp_path / "clip.idx"
    units = [(0.5, dvd_unit(ring(40, 24), 100, 40, 1.0)), (2.0, dvd_unit(ring(40, 24), 8, 8, 0.5))]
    write_vobsub(index, (320, 240), units)
    add_track(tmp_path / "clip.mkv", tmp_path / "inside.mkv", index, shift=3.0)
    for path, shift in ((tmp_path / "clip.mkv", 0.0), (tmp_path / "inside.mkv", 3.0)):
        shown = show(path, position=shift)
        (track,) = shown.subtitles.tracks
        assert track.codec == "dvd_subtitle" and track.kind == "bitmap"
        assert track.language == "en"
        picture = shown.wait(0.7 + shift, Size(640, 480))
        assert box(picture[:, :640]) == (200, 80, 280, 128)
        assert [
            picture[81, 201].tolist(),
            picture[92, 220].tolist(),
            picture[104, 240].tolist(),
        ] == [
            [255, 0, 0, 255],
            [0, 255, 0, 255],
            [0, 0, 255, 255],
        ]
        wait_for(lambda: shown.images(1.6 + shift) == ())  # noqa: B023
        assert not shown.messages


def test_broadcast_pictures(tmp_path: Path, show: Any) -> None:
    data = dvb_set(ring(40, 24), 100, 40, (720, 576))
    write_broadcast(tmp_path / "clip.ts", (64, 48), [(0.2, data)])
    shown = show(tmp_path / "clip.ts")
    (track,) = shown.subtitles.tracks
    assert track.codec == "dvb_subtitle" and shown.subtitles.track == 0
    picture = shown.wait(0.6, Size(1440, 1152), Size(720, 576))
    assert box(picture) == (200, 80, 280, 128)
    assert picture[81, 201].tolist() == [255, 255, 255, 255]
    red, green, blue, alpha = picture[92, 220].tolist()
    assert red > 245 and green < 10 and blue < 10 and alpha == 255
    assert picture[104, 240, 3] == 128
    assert not shown.messages


def test_a_bluray_canvas_over_a_video_without_its_bars(tmp_path: Path, show: Any) -> None:
    """It keeps its shape, and what would be on the lower bar is moved into the picture."""
    write_clip(tmp_path / "clip.mkv", count=24)
    sup = tmp_path / "clip.sup"
    write_sup(
        sup,
        [
            (0.1, pgs_set(ring(40, 20), 100, 80, (320, 180))),
            (0.5, pgs_set(ring(40, 20), 100, 155, (320, 180))),
        ],
    )
    shown = show(tmp_path / "clip.mkv")
    picture, storage = Size(640, 264), Size(1920, 792)
    assert box(shown.wait(0.2, picture, storage)) == (200, 160 - 48, 280, 200 - 48)
    wait_for(lambda: box(shown.wait(0.6, picture, storage)) == (200, 224, 280, 264))


# --- choosing ---


def test_switching_adding_and_turning_off(tmp_path: Path, show: Any) -> None:
    write_clip(
        tmp_path / "clip.mkv",
        count=48,
        subtitles=[("ass", [(0, 2, "Hello")]), ("srt", [(0, 2, "Hello")])],
    )
    other = tmp_path / "dropped.srt"
    other.write_text("1\n00:00:00,000 --> 00:00:02,000\n{\\an5}Dropped\n\n", "utf-8")
    shown = show(tmp_path / "clip.mkv", track=None)
    subtitles = shown.subtitles
    assert shown.images(0.5) == () and subtitles.track is None
    subtitles.cycle()
    assert subtitles.track == 0 and box(shown.wait(0.5))[1] < 60
    subtitles.cycle()
    assert subtitles.track == 1 and box(shown.wait(0.5))[1] > 250
    subtitles.cycle()
    assert subtitles.track is None and shown.images(0.5) == ()
    subtitles.add(other)
    assert subtitles.track == 2 and len(subtitles.tracks) == 3
    _, top, _, bottom = box(shown.wait(0.5))
    assert (top + bottom) / 2 == pytest.approx(PICTURE.height / 2, abs=12)
    subtitles.cycle(-1)
    subtitles.add(other)
    assert subtitles.track == 2 and len(subtitles.tracks) == 3
    assert not shown.messages
    subtitles.select(7)
    assert subtitles.track == 2
    assert shown.messages == [f"{tmp_path / 'clip.mkv'}: no subtitle track 8; there are 3"]


# --- what is wrong with files ---


def test_a_broken_style_and_garbage_lose_nothing_else(tmp_path: Path, show: Any) -> None:
    write_clip(tmp_path / "clip.mkv", count=72)
    good = LINE.format("Hello")
    text = ass(
        "garbage",
        "0,0:00:0x.00,,Sign",
        LINE.format("{\\pos(1,\\t(,\\fs}}{\\k"),
        *[LINE.format("no style").replace("Sign", f"Missing{n}") for n in range(20)],
        good,
    ).replace("[Events]", "Style: Broken,Arial,x,&Hqq\nStyle:\n[Events]")
    (tmp_path / "clip.ass").write_text(text, "utf-8")
    shown = show(tmp_path / "clip.mkv")
    assert shown.wait(1.5).any()
    assert 1 <= len(shown.messages) <= 3  # not one for each line
    start = f"{tmp_path / 'clip.ass'}: "
    assert all("\n" not in m and m.startswith(start) for m in shown.messages)
    assert any("no style named 'Missing0' found" in message for message in shown.messages)


def test_a_track_that_is_not_utf8(tmp_path: Path, show: Any) -> None:
    """It is drawn as the same words are in UTF-8, and the track's label says what it was."""
    words = ("Где ты был?", "Подожди меня, я сейчас вернусь.")
    pictures = []
    for encoding in ("utf-8", "koi8-r"):
        video = tmp_path / f"{encoding}.mkv"
        data = [word.encode(encoding) for word in words]
        stand_ins = ["xz"[n] * len(text) for n, text in enumerate(data)]
        lines = [(n + 0.2, n + 0.9, text) for n, text in enumerate(stand_ins)]
        write_clip(video, count=72, subtitles=[("srt", lines)])
        content = video.read_bytes()
        for stand_in, text in zip(stand_ins, data, strict=True):
            assert content.count(stand_in.encode()) == 1
            content = content.replace(stand_in.encode(), text)
        video.write_bytes(content)
        shown = show(video)
        shown.read()
        pictures.append(shown.wait(0.5))
        assert not shown.messages
    assert np.array_equal(*pictures)
    assert shown.subtitles.label == "untitled (subrip), KOI8-R"


def test_a_codec_that_is_missing(tmp_path: Path, show: Any) -> None:
    video = tmp_path / "clip.mkv"
    write_clip(video, count=48, subtitles=[("ass", [(0, 2, "Hello")]), ("srt", [(0, 2, "Hello")])])
    data = video.read_bytes()
    assert data.count(b"S_TEXT/ASS") == 1
    video.write_bytes(data.replace(b"S_TEXT/ASS", b"S_TEXT/QQQ"))
    shown = show(video)
    assert [track.codec for track in shown.subtitles.tracks] == ["unknown", "subrip"]
    assert shown.subtitles.track == 1 and shown.wait(0.5).any()
    shown.subtitles.select(0)
    wait_for(lambda: shown.messages)
    assert "no decoder for subtitle stream 1" in shown.messages[0]
    assert shown.images(0.5) == ()
    shown.subtitles.select(1)
    assert shown.wait(0.5).any()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.srt", b"", "the file is empty"),
        ("blank.srt", b"\n\n", "no subtitles in this file"),
        ("prose.vtt", b"Once upon a time", "no subtitles in this file"),
        ("prose.ass", b"Once upon a time", "it has no [Events]"),
        ("prose.sub", b"Once upon a time", "not a subtitle file, or a damaged one"),
        ("noise.sup", bytes(range(256)) * 8, ""),
        ("noise.idx", bytes(range(256)) * 8, ""),
        ("film.xyz", b"?", "unknown kind of subtitle file; its name must end in one of .aqt"),
        ("missing.srt", None, "no such file"),
    ],
)
def test_files_that_are_none(
    tmp_path: Path, show: Any, name: str, data: bytes | None, message: str
) -> None:
    write_clip(tmp_path / "clip.mkv", count=48, subtitles=[("ass", [(0, 2, "Hello")])])
    if data is not None:
        (tmp_path / name).write_bytes(data)
    shown = show(tmp_path / "clip.mkv")
    shown.subtitles.add(tmp_path / name)
    wait_for(lambda: shown.messages)
    assert shown.messages[0].startswith(f"{tmp_path / name}: ") and message in shown.messages[0]
    assert "\n" not in shown.messages[0] and len(shown.messages) == 1
    assert (shown.subtitles.track == 0) == (not data or name == "film.xyz")
    shown.subtitles.select(0)
    assert shown.wait(0.5).any()


def test_without_libass_pictures_are_shown_still(
    tmp_path: Path, show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(tmp_path / "clip.mkv", count=48, subtitles=[("ass", [(0, 2, "a")])] * 2)
    write_sup(tmp_path / "clip.sup", [(0.1, pgs_set(ring(8, 8), 9, 9, (64, 36)))])
    monkeypatch.setattr(libass, "_library", lambda: None)
    shown = show(tmp_path / "clip.mkv", track=0)
    shown.read()
    shown.subtitles.select(1)
    shown.read()
    assert shown.images(0.5) == ()
    (message,) = shown.messages
    assert "libass" in message and "apt install libass9" in message
    assert doctor._examine_libass().ok is False and "libass9" in doctor._examine_libass().remedy
    shown.subtitles.select(2)
    assert shown.wait(0.5).any()
