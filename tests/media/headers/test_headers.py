"""Headers of containers: what is read of them, and that damaged ones end like any other."""

from __future__ import annotations

import io
import random
import struct
import time
from fractions import Fraction
from pathlib import Path

import pytest
from support.clips.media_clips import smooth, write_clip
from support.clips.patched_headers import Node, box, edit_matroska, edit_mp4, element

from anime4k_gl.colour import ChromaSiting
from anime4k_gl.formats import Size
from anime4k_gl.media.headers.matroska import read_matroska
from anime4k_gl.media.headers.matroska_picture import dolby_vision_of
from anime4k_gl.media.headers.model import Crop, DolbyVision
from anime4k_gl.media.headers.mp4 import read_mp4
from anime4k_gl.media.headers.picture import headers_of_track
from anime4k_gl.media.headers.reading import container_headers
from anime4k_gl.media.languages import is_language_tag, says_more, three_letters
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.video.region import Region, shown_region
from anime4k_gl.media.video.video_source import VideoSource

SIZE = Size(64, 48)
SECOND = 1_000_000_000
CHAPTERS, EDITION, ATOM = 0x1043A770, 0x45B9, 0xB6
START, END, DISPLAY, TITLE, UID = 0x91, 0x92, 0x80, 0x85, 0x73C4


def chapter(number: int, start: float, end: float | None, title: str, *more: Node) -> Node:
    """Return a chapter of Matroska."""
    inside = [element(UID, number), element(START, int(start * SECOND))]
    if end is not None:
        inside.append(element(END, int(end * SECOND)))
    inside.append(element(DISPLAY, [element(TITLE, title), element(0x437C, "eng")]))
    return element(ATOM, [*inside, *more])


def add_picture(*elements: Node) -> object:
    """Return an edit that adds to the first track's picture."""

    def edit(segment: Node) -> None:
        segment.find(0x1654AE6B, 0xAE, 0xE0).children += elements

    return edit


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "in.mkv"
    write_clip(path, codec="libx264", make=smooth, size=SIZE, count=4, audio="ac3")
    return path


def test_matroska(clip: Path, tmp_path: Path) -> None:
    def edit(segment: Node) -> None:
        video, audio = (n for n in segment.find(0x1654AE6B).children if n.id == 0xAE)
        video.children.append(element(0x22B59D, "zh-Hant-TW"))
        audio.children.append(element(0x22B59D, "pt-BR"))
        segment.find(0x1549A966).children.append(element(0x3EB923, bytes(16)))
        other = element(EDITION, [chapter(9, 0, None, "Other")])
        nested = chapter(2, 0.05, None, "Nested")
        one = chapter(1, 0, 0.1, "One", nested)
        away = chapter(3, 0.1, 0.2, "Away", element(0x6E67, bytes(16)), element(0x98, 1))
        marks = [element(0x45DB, 1), element(0x45DD, 1)]
        segment.children.insert(
            1, element(CHAPTERS, [other, element(EDITION, [*marks, one, away])])
        )

    path = edit_matroska(clip, tmp_path / "edited.mkv", edit)
    found = container_headers(MediaInput(path))
    assert found.languages == {("video", 0): "zh-Hant-TW", ("audio", 0): "pt-BR"}
    assert found.linked
    assert found.edition is found.editions[1]
    assert found.edition is not None and found.edition.ordered and found.edition.rearranges
    entries = [(e.title, e.start, e.depth, e.shown, e.elsewhere) for e in found.edition.entries]
    assert entries == [
        ("One", 0, 0, True, False),
        ("Nested", SECOND // 20, 1, True, False),
        ("Away", SECOND // 10, 0, False, True),
    ]


def test_chapters_after_the_pictures_are_found_by_the_table_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "in.mkv"
    write_clip(path, codec="libx264", make=smooth, size=SIZE, count=4, chapters=[(0, 0.1, "One")])
    found = container_headers(MediaInput(path))
    assert [entry.title for edition in found.editions for entry in edition.entries] == ["One"]


def test_mp4(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mp4", codec="libx264", make=smooth, size=SIZE, count=4, audio="ac3")

    def edit(index: Node) -> None:
        tracks = [node for node in index.children if node.id == b"trak"]
        media = tracks[1].find(b"mdia")
        media.children.insert(1, box(b"elng", bytes(4) + b"sr-Latn-RS\0"))

    path = edit_mp4(tmp_path / "in.mp4", tmp_path / "edited.mp4", edit)
    assert container_headers(MediaInput(path)).languages == {("audio", 0): "sr-Latn-RS"}


def test_matroska_says_where_chroma_lies_and_what_is_cut_off(clip: Path, tmp_path: Path) -> None:
    edges = [element(0x54CC, 8), element(0x54BB, 4), element(0x54AA, 6), element(0x54DD, 2)]
    colour = element(0x55B0, [element(0x55B7, 1), element(0x55B8, 1)])
    path = edit_matroska(
        clip, tmp_path / "edited.mkv", add_picture(*edges, element(0x53B8, 3), colour)  # type: ignore[arg-type]
    )  # fmt: skip
    with VideoSource(path) as source:
        assert source.picture.crop == Crop(left=8, top=4, right=2, bottom=6)
        assert source.picture.stereo == 3
        assert source.size == Size(54, 38)
        (frame, *_) = source.frames()
        assert frame.size == Size(54, 38)


def test_mp4_says_what_is_cut_off_and_has_dolby_vision(tmp_path: Path) -> None:
    options = {"x265-params": "log-level=none:chromaloc=2"}
    write_clip(tmp_path / "in.mp4", codec="libx265", make=smooth, size=SIZE, options=options)

    def edit(index: Node) -> None:
        (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
        entry.children.append(
            box(b"clap", struct.pack(">4I4i", 50, 1, 40, 1, 1, 1, -2, 1)),
        )
        record = bytes([1, 0, 8 << 1, 6 << 3 | 5, 1 << 4]) + bytes(19)
        entry.children.append(box(b"dvvC", record))

    path = edit_mp4(tmp_path / "in.mp4", tmp_path / "edited.mp4", edit)
    with VideoSource(path) as source:
        # The middle of what is shown is one pixel to the right and two above the picture's.
        assert source.picture.crop == Crop(left=8, top=2, right=6, bottom=6)
        assert source.picture.dolby_vision == DolbyVision(profile=8, level=6, base=1)
        assert source.colour.siting is ChromaSiting.TOP_LEFT
        assert source.size == Size(50, 40)


@pytest.mark.parametrize(
    ("codec", "layout", "kind"),
    [("libx264", "yuv420p", "mp4"), ("prores_ks", "yuv422p10le", "mov"), ("png", "rgb24", "mov"),
     ("v210", "yuv422p10le", "mov"), ("dvvideo", "yuv420p", "mov"), ("qtrle", "rgb24", "mov")],
)  # fmt: skip
def test_clean_apertures_of_every_codec(codec: str, layout: str, kind: str, tmp_path: Path) -> None:
    """Of those too that Matroska has no word for, of which FFmpeg's word cannot be had."""
    size = Size(720, 576) if codec == "dvvideo" else SIZE
    write_clip(
        tmp_path / f"in.{kind}", codec=codec, layout=layout, size=size, make=smooth, count=2,
        time_base=Fraction(1, 25),
    )  # fmt: skip

    def edit(index: Node) -> None:
        (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
        entry.children = [node for node in entry.children if node.id != b"clap"]
        wide, high = size.width - 14, size.height - 8
        entry.children.append(box(b"clap", struct.pack(">4I4i", wide, 1, high, 1, 2, 2, -1, 1)))

    path = edit_mp4(tmp_path / f"in.{kind}", tmp_path / f"edited.{kind}", edit)
    with VideoSource(path) as source:
        assert source.picture.crop == Crop(left=8, top=3, right=6, bottom=5)
        assert source.headers.pictures[0].crop == source.picture.crop
        assert source.region is not None and source.region.x == 8


def test_apertures_that_cannot_be_are_none(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mov", codec="qtrle", layout="rgb24", size=SIZE, count=2)
    for numbers in ((0, 1, 0, 1, 0, 1, 0, 1), (100, 1, 10, 1, 0, 1, 0, 1), (8, 0, 8, 0, 0, 0, 0, 0),
                    (8, 1, 8, 1, 90, 1, 0, 1)):  # fmt: skip

        def edit(index: Node, numbers: tuple[int, ...] = numbers) -> None:
            (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
            entry.children.append(box(b"clap", struct.pack(">8I", *numbers)))

        with VideoSource(edit_mp4(tmp_path / "in.mov", tmp_path / "edited.mov", edit)) as source:
            assert source.size == SIZE


def test_records_of_dolby_vision() -> None:
    assert dolby_vision_of(bytes([1, 0, 5 << 1, 9 << 3 | 5, 0])) == DolbyVision(5, 9, 0)
    assert dolby_vision_of(bytes([1, 0, 20 << 1 | 1, 9 << 3, 0x60])) == DolbyVision(20, 41, 6)
    assert dolby_vision_of(b"\1\0\x10") is None


def test_a_crop_that_leaves_nothing_is_none() -> None:
    assert shown_region(Crop(left=40, right=40), SIZE) is None
    assert shown_region(Crop(), SIZE) is None
    assert shown_region(Crop(top=8), SIZE) == Region(0, 8, Size(64, 40))


@pytest.mark.parametrize("kind", ["mkv", "mp4"])
def test_damaged_headers_end(kind: str, clip: Path, tmp_path: Path) -> None:
    """Whatever bytes there are, reading stops, soon, and fails in no way of its own."""
    if kind == "mp4":
        write_clip(tmp_path / "in.mp4", codec="libx264", make=smooth, size=SIZE, audio="ac3")
        data = (tmp_path / "in.mp4").read_bytes()
    else:
        data = clip.read_bytes()
    chance = random.Random(5)
    read = read_matroska if kind == "mkv" else read_mp4
    start = time.monotonic()
    for _ in range(200):
        damaged = bytearray(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        for _ in range(chance.randrange(1, 60)):
            if damaged:
                damaged[chance.randrange(min(len(damaged), 2000))] = chance.choice((0, 1, 255, 16))
        read(io.BytesIO(bytes(damaged)))
        headers_of_track(bytes(damaged))
    assert time.monotonic() - start < 20


def test_elements_without_end_are_counted() -> None:
    """A million elements of no length, and chapters in chapters in chapters."""
    head = b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
    many = b"\x16\x54\xae\x6b\x10\x1e\x84\x80" + b"\xae\x80" * 1_000_000
    deep = b"\x10\x43\xa7\x70\x10\x00\x20\x00\x45\xb9\x10\x00\x10\x00" + b"\xb6\x4f\xff" * 1400
    start = time.monotonic()
    for part in (many, deep):
        read_matroska(io.BytesIO(head + part))
    assert time.monotonic() - start < 5


def test_language_tags() -> None:
    assert is_language_tag("zh-Hant-TW") and not is_language_tag("pt BR\x1b[2J")
    tags = ("pt-BR", "zh-Hant", "ja", "jpn", "qaa-x", "x-private")
    assert [three_letters(tag) for tag in tags] == [
        "por", "chi", "jpn", "jpn", "qaa", "",
    ]  # fmt: skip
    assert [says_more(tag) for tag in ("pt-BR", "ja", "jpn", "gsw")] == [True, False, False, False]


def test_an_index_of_a_million_boxes_is_read_soon() -> None:
    """Boxes of nothing, and tracks full of them: they are counted in all."""
    empty = b"\0\0\0\x08skip" * 4000
    media = struct.pack(">I4s", len(empty) + 8, b"mdia") + empty
    track = struct.pack(">I4s", len(media) + 8, b"trak") + media
    tracks = track * 300
    start = time.monotonic()
    assert read_mp4(io.BytesIO(struct.pack(">I4s", len(tracks) + 8, b"moov") + tracks))
    assert time.monotonic() - start < 2
