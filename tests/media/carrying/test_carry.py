"""What a source says is applied, carried or named, from one file to another."""

from __future__ import annotations

import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import rows_of, smooth, write_clip
from support.clips.patched_headers import Node, box, edit_matroska, edit_mp4, element

from anime4k_gl.colour import ChromaSiting, Colour, Matrix, Range
from anime4k_gl.errors import MediaError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.media.carrying import matroska_tracks, mp4_tracks
from anime4k_gl.media.carrying.carry import written_siting
from anime4k_gl.media.carrying.edits import TrackEdits
from anime4k_gl.media.carrying.tags import kept_metadata, kept_stream_metadata, valid_timecode
from anime4k_gl.media.carrying.words import (
    and_so_on,
    dolby_vision_note,
    frame_data_notes,
    turn_words,
)
from anime4k_gl.media.headers.matroska import read_matroska
from anime4k_gl.media.headers.model import DolbyVision
from anime4k_gl.media.headers.mp4 import read_mp4
from anime4k_gl.media.target import MediaTarget
from anime4k_gl.media.timing.reader_clock import ReaderClock
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.video_writer import VideoWriter

SIZE = Size(64, 48)
SECOND = 1_000_000_000
TRACKS, ENTRY, VIDEO = 0x1654AE6B, 0xAE, 0xE0
BT709 = Colour(Matrix.BT709, Range.LIMITED, primaries=1, transfer=1)


def encoded(source: Path, target: Path | MediaTarget, **options: Any) -> list[str]:
    """Encode a file's frames anew; return what was said."""
    options = {"codec": "libx264", "colour": BT709, **options}
    with VideoSource(source) as opened:
        layout = PIXEL_LAYOUTS["yuv420p"]
        with VideoWriter(
            target, opened, size=opened.size, layout=layout, overwrite=True, **options
        ) as writer:
            for number, frame in enumerate(opened.frames(writer.copy)):
                assert frame.pts is not None
                writer.write(smooth(layout, opened.size, number), frame.pts, frame.duration)
    return list(writer.notes)


def probed(path: Path) -> dict[str, str]:
    """Return what ffprobe says of the first video stream."""
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_streams", str(path)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return dict(line.split("=", 1) for line in told.splitlines() if "=" in line)


def test_what_is_not_to_be_shown_is_cut_off(tmp_path: Path) -> None:
    """By pixels: what is left is the middle of the decoded picture."""
    clip = write_clip(tmp_path / "in.mkv", size=SIZE, count=2)

    def edit(segment: Node) -> None:
        segment.find(TRACKS, ENTRY, VIDEO).children += [
            element(0x54CC, 8), element(0x54BB, 4), element(0x54DD, 2), element(0x54AA, 6),
        ]  # fmt: skip

    path = edit_matroska(clip.path, tmp_path / "cut.mkv", edit)
    with VideoSource(path) as source:
        for frame, planes in zip(source.frames(), clip.frames, strict=True):
            luma, chroma, _ = rows_of(frame)
            np.testing.assert_array_equal(luma, planes[0][4:42, 8:62])
            np.testing.assert_array_equal(chroma, planes[1][2:21, 4:31])
    encoded(path, tmp_path / "out.mkv")
    with VideoSource(tmp_path / "out.mkv") as back:
        assert back.size == Size(54, 38)
        assert not back.picture.crop  # or players would cut it a second time


def test_the_shape_of_pixels_reaches_matroska_by_any_encoder(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mp4", codec="libx264", make=smooth, size=SIZE,
        tags={"sample_aspect_ratio": Fraction(64, 45)},
    )  # fmt: skip
    for codec, name in (("libvpx-vp9", "out.webm"), ("ffv1", "out.mkv")):
        assert encoded(tmp_path / "in.mp4", tmp_path / name, codec=codec) == []
        assert probed(tmp_path / name)["sample_aspect_ratio"] == "64:45"
        with av.open(str(tmp_path / name)) as back:  # no trace of the room for it
            assert "title" not in back.streams.video[0].metadata


def test_languages_of_more_than_three_letters(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=SIZE, audio="ac3",
        subtitles=[("subrip", [(0, 0.1, "one")])],
    )  # fmt: skip

    def edit(segment: Node) -> None:
        tracks = [node for node in segment.find(TRACKS).children if node.id == ENTRY]
        tracks[1].children.append(element(0x22B59D, "pt-BR"))
        tracks[2].children.append(element(0x22B59D, "zh-Hant"))

    path = edit_matroska(tmp_path / "in.mkv", tmp_path / "tagged.mkv", edit)
    assert encoded(path, tmp_path / "out.mkv") == []
    with (tmp_path / "out.mkv").open("rb") as file:
        assert read_matroska(file).languages == {
            ("audio", 0): "pt-BR", ("subtitle", 0): "zh-Hant",
        }  # fmt: skip
    with av.open(str(tmp_path / "out.mkv")) as back:
        assert back.streams.audio[0].metadata["language"] == "por"
        assert back.streams.subtitles[0].metadata["language"] == "chi"
    encoded(path, tmp_path / "out.mp4")
    with (tmp_path / "out.mp4").open("rb") as file:
        assert read_mp4(file).languages == {("audio", 0): "pt-BR", ("subtitle", 0): "zh-Hant"}
    with av.open(str(tmp_path / "out.mp4")) as back:
        assert back.streams.audio[0].metadata["language"] == "por"
        assert "name" not in back.streams.video[0].metadata  # no trace of the room for it
        assert len(list(back.decode(video=0))) == 8
    (note,) = (n for n in encoded(path, tmp_path / "out.m4v") if n.startswith("left out"))
    assert note == (
        "left out, since ipod cannot hold it: languages pt-BR (but por) zh-Hant (but chi); write to"
        " .mkv to keep it"
    )


def test_two_letters_become_three(tmp_path: Path) -> None:
    """A file may have the new element alone, which FFmpeg does not read."""
    write_clip(tmp_path / "in.mkv", codec="libx264", make=smooth, size=SIZE, audio="ac3")

    def edit(segment: Node) -> None:
        track = [node for node in segment.find(TRACKS).children if node.id == ENTRY][1]
        track.children = [node for node in track.children if node.id != 0x22B59C]
        track.children.append(element(0x22B59D, "de"))

    path = edit_matroska(tmp_path / "in.mkv", tmp_path / "tagged.mkv", edit)
    for name in ("out.mkv", "out.mp4"):
        assert encoded(path, tmp_path / name) == []
        with av.open(str(tmp_path / name)) as back:
            assert back.streams.audio[0].metadata["language"] == "ger"


def test_a_pipe_gets_what_needs_no_second_visit(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mp4", codec="libx264", make=smooth, size=SIZE,
        tags={"sample_aspect_ratio": Fraction(64, 45)},
    )  # fmt: skip
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from anime4k_gl.media.target import MediaTarget\n"
        "from test_carry import encoded\n"
        "target = MediaTarget('-', format='matroska')\n"
        "print(*encoded(Path(sys.argv[1]), target, codec='ffv1'), sep='\\n', file=sys.stderr)"
    )
    here = Path(__file__)
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "in.mp4"), here.parent, here.parents[2]],
        capture_output=True, check=True,
    )  # fmt: skip
    assert b"pixels are not square, 64:45, cannot be told in matroska in a pipe" in ran.stderr
    (tmp_path / "out.mkv").write_bytes(ran.stdout)
    with av.open(str(tmp_path / "out.mkv")) as back:
        assert "title" not in back.streams.video[0].metadata


CHAPTERS = 0x1043A770


def chapters(*editions: Node) -> Any:
    """Return an edit that gives a file tables of chapters."""

    def edit(segment: Node) -> None:
        segment.children.insert(1, element(CHAPTERS, list(editions)))

    return edit


def chapter(number: int, start: float, end: float | None, title: str, *more: Node) -> Node:
    """Return a chapter of Matroska."""
    ends = [element(0x92, int(end * SECOND))] if end is not None else []
    name = element(0x80, [element(0x85, title), element(0x437C, "eng")])
    return element(
        0xB6, [element(0x73C4, number), element(0x91, int(start * SECOND)), *ends, name, *more]
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "plain.mkv"
    write_clip(path, codec="libx264", make=smooth, size=SIZE, count=12)
    return path


def test_chapters_inside_chapters_become_one_list(plain: Path, tmp_path: Path) -> None:
    scenes = [chapter(2, 0, 0.1, "Scene 1"), chapter(3, 0.1, 0.3, "Scene 2")]
    hidden = chapter(5, 0.4, None, "Hidden", element(0x98, 1))
    edition = element(0x45B9, [
        chapter(1, 0, 0.3, "Act I", *scenes), chapter(4, 0.3, None, "Act II"), hidden,
    ])  # fmt: skip
    path = edit_matroska(plain, tmp_path / "in.mkv", chapters(edition))
    for name in ("out.mkv", "out.mp4"):
        assert encoded(path, tmp_path / name) == [
            "2 chapters inside others were put among the rest, in one list",
            "1 hidden chapter was left out",
        ]
        with av.open(str(tmp_path / name)) as back:
            found = [
                (float(c["start"] * c["time_base"]), c["metadata"]["title"])
                for c in back.chapters()
            ]
        assert found == [
            (pytest.approx(0, abs=0.002), "Act I: Scene 1"),
            (pytest.approx(0.1, abs=0.002), "Scene 2"),
            (pytest.approx(0.3, abs=0.002), "Act II"),
        ]


def test_ordered_editions_are_named(plain: Path, tmp_path: Path) -> None:
    ordered = element(0x45B9, [
        element(0x45DD, 1), chapter(1, 0.2, 0.4, "Later"), chapter(2, 0, 0.2, "Earlier"),
        chapter(3, 0, 0.2, "Opening", element(0x6E67, bytes(16))),
    ])  # fmt: skip
    other = element(0x45B9, [chapter(9, 0, None, "Other")])
    path = edit_matroska(plain, tmp_path / "in.mkv", chapters(ordered, other))
    assert encoded(path, tmp_path / "out.mkv") == [
        "an ordered edition was left out: 3 chapters to be played one after the other, 1 of them in"
        " other files; the video is as it lies in the file",
        "1 more table of chapters was left out: only one can be written",
    ]
    with av.open(str(tmp_path / "out.mkv")) as back:
        assert [c["metadata"]["title"] for c in back.chapters()] == ["Earlier", "Later"]


def test_an_ordered_edition_in_the_files_own_order_is_none(plain: Path, tmp_path: Path) -> None:
    ordered = element(0x45B9, [
        element(0x45DD, 1), chapter(1, 0, 0.2, "One"), chapter(2, 0.2, 0.4, "Two"),
    ])  # fmt: skip
    path = edit_matroska(plain, tmp_path / "in.mkv", chapters(ordered))
    assert encoded(path, tmp_path / "out.mkv") == []


def test_parts_of_linked_files_are_named(plain: Path, tmp_path: Path) -> None:
    def edit(segment: Node) -> None:
        segment.find(0x1549A966).children.append(element(0x3CB923, bytes(range(16))))

    path = edit_matroska(plain, tmp_path / "in.mkv", edit)
    assert encoded(path, tmp_path / "out.mkv") == [
        "that another file comes before or after this one was left out: join them"
    ]


def test_containers_without_chapters_say_so(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=SIZE, audio="ac3",
        chapters=[(0, 0.1, "One"), (0.1, 0.3, "Two")], metadata={"title": "T", "custom": "c"},
    )  # fmt: skip
    assert encoded(tmp_path / "in.mkv", tmp_path / "out.avi") == [
        "left out, since avi cannot hold it: 2 chapters, languages jpn, tags CUSTOM; write to .mkv"
        " to keep it"
    ]


def test_dolby_vision_of_a_file_is_named(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mp4", codec="libx265", make=smooth, size=SIZE, layout="yuv420p10le",
        options={"x265-params": "log-level=none"},
    )  # fmt: skip
    for profile, base, words in (
        (8, 1, "Dolby Vision (profile 8) was left out"),
        (5, 0, "WRONG COLOURS: this is Dolby Vision, profile 5"),
    ):

        def edit(index: Node, record: bytes = bytes([1, 0, profile << 1, 0x35, base << 4])) -> None:
            (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
            entry.children.append(box(b"dvcC", record + bytes(19)))

        path = edit_mp4(tmp_path / "in.mp4", tmp_path / "dolby.mp4", edit)
        (note,) = encoded(path, tmp_path / "out.mkv")
        assert note.startswith(words)
        with VideoSource(tmp_path / "out.mkv") as back:
            assert back.picture.dolby_vision is None


def test_words_about_dynamic_metadata() -> None:
    assert dolby_vision_note(None, (), 16) is None
    for said in (DolbyVision(5), DolbyVision(10)):
        assert "WRONG COLOURS" in (dolby_vision_note(said, (), 2) or "")
    assert "HLG" in (dolby_vision_note(DolbyVision(8, base=4), (), 18) or "")
    assert "WRONG" not in (dolby_vision_note(None, ("DOVI_METADATA",), 16) or "WRONG")
    assert "WRONG" in (dolby_vision_note(None, ("DOVI_METADATA",), 2) or "")
    (note,) = frame_data_notes({"DYNAMIC_HDR_PLUS": b"", "SEI_UNREGISTERED": b""})
    assert note.startswith("HDR10+ was left out")


def test_words_about_turns() -> None:
    one = 1 << 16
    assert turn_words(None, 0) == ""
    assert turn_words((one, 0, 0, 0, one, 0, 0, 0, 1 << 30), 0) == ""
    assert turn_words((-one, 0, 0, 0, one, 0, 0, 0, 1 << 30), 180) == (
        "turned by 180 degrees and mirrored"
    )


def test_long_lists_of_names_are_short() -> None:
    assert and_so_on([str(n) for n in range(10)]) == "0 1 2 3 4 5 6 7 and 2 more"
    assert and_so_on(["x" * 1000]) == "x" * 40 + "..."


def test_stale_tags_go_and_others_stay() -> None:
    """What described the old file, its length or its pixels is not true of the new one."""
    stale = (
        "encoder ENCODER_SETTINGS writing_library DURATION-eng BPS NUMBER_OF_FRAMES-eng"
        " _STATISTICS_TAGS rotate alpha_mode stereo_mode WIDTH height hd_video videodatarate"
        " vendor_id major_brand compatible_brands framerate"
    )
    kept = {"title": "T", "creation_time": "x", "ENCODED_BY": "me", "comment": "c", "handler": "h"}
    assert kept_metadata(dict.fromkeys(stale.split(), "1") | kept) == kept
    named = {"name": "Commentary", "handler_name": "SoundHandler"}
    assert kept_stream_metadata(named, handler=False) == {"title": "Commentary"}
    assert kept_stream_metadata({"handler_name": "h"}, handler=True) == {"handler_name": "h"}


def test_time_codes(tmp_path: Path) -> None:
    """From MP4 to MP4 as a track, to Matroska as a tag; one that cannot be right fails nothing."""
    assert valid_timecode("10:00:00:00", Fraction(25))
    assert valid_timecode("10:00:00;02", Fraction(30000, 1001))
    for wrong in ("10:00:00;02", "25:00:00:00", "nonsense", "1:2:3:4"):
        assert not valid_timecode(wrong, Fraction(25))
    for text, rate in (("01:00:00;00", 24), ("nonsense", 24)):
        write_clip(
            tmp_path / "in.mkv", codec="libx264", make=smooth, size=SIZE,
            metadata={"timecode": text},
        )  # fmt: skip
        (note,) = encoded(tmp_path / "in.mkv", tmp_path / "out.mp4")
        assert note.startswith(f"the time code {text!r} is none of this frame rate")
        assert rate
    write_clip(
        tmp_path / "in.mp4", codec="libx264", make=smooth, size=SIZE,
        metadata={"timecode": "01:00:00:00"},
    )  # fmt: skip
    for name in ("out.mp4", "out.mov", "out.mkv", "out.avi"):
        notes = encoded(tmp_path / "in.mp4", tmp_path / name)
        assert [note for note in notes if "time code" in note or "data stream" in note] == []
        with av.open(str(tmp_path / name)) as back:
            tags = {**back.metadata, **back.streams.video[0].metadata}
            assert "01:00:00:00" in tags.values()


def test_chroma_is_put_where_it_can_be_told() -> None:
    top = Colour(Matrix.BT709, Range.LIMITED, ChromaSiting.TOP_LEFT)
    full = Colour(Matrix.BT709, Range.FULL, ChromaSiting.TOP_LEFT)
    subsampled, whole = PIXEL_LAYOUTS["yuv420p"], PIXEL_LAYOUTS["yuv444p"]

    def where(colour: Colour, encoder: str, container: str, layout: Any = subsampled) -> Any:
        return written_siting(colour, encoder=encoder, container=container, layout=layout)

    assert where(top, "libx264", "avi") is ChromaSiting.TOP_LEFT
    assert where(top, "libvpx-vp9", "webm") is ChromaSiting.TOP_LEFT
    assert where(top, "libvpx-vp9", "mp4") is ChromaSiting.LEFT
    assert where(full, "libvpx-vp9", "mp4") is ChromaSiting.CENTRE
    assert where(full, "hevc_nvenc", "mp4") is ChromaSiting.LEFT
    assert where(top, "mpeg1video", "avi") is ChromaSiting.CENTRE
    assert where(top, "libvpx-vp9", "mp4", whole) is ChromaSiting.TOP_LEFT


def test_no_room_is_no_edit(plain: Path, tmp_path: Path) -> None:
    """Nothing is written that does not fit, and other files are left alone."""
    for data in (plain.read_bytes(), b"", b"\x1a\x45\xdf\xa3" + bytes(50), b"RIFF" * 20):
        path = tmp_path / "file.mkv"
        path.write_bytes(data)
        for module in (matroska_tracks, mp4_tracks):
            assert not module.edit_tracks(path, TrackEdits({0: "x" * 3000}))
            assert path.read_bytes() == data


def test_a_hostile_number_of_tags_is_one_line(tmp_path: Path) -> None:
    write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=SIZE,
        metadata={f"tag-{n}" + "y" * 500: "v" for n in range(100)},
    )  # fmt: skip
    (note,) = encoded(tmp_path / "in.mkv", tmp_path / "out.mp4")
    assert len(note) < 600
    assert note.endswith("and 92 more; write to .mkv to keep it")


def test_subtitles_that_begin_late_are_found_or_named(tmp_path: Path) -> None:
    """In program streams, which list nothing at their start."""
    path = tmp_path / "in.vob"
    write_clip(
        path, codec="mpeg2video", size=Size(320, 240), count=240, audio="mp2",
        options={"b": "20M", "qmin": "1", "qmax": "2"},
    )  # fmt: skip
    data = path.read_bytes()
    assert len(data) > 8_000_000
    at = data.index(b"\0\0\1\xba", len(data) * 9 // 10)
    text = bytes.fromhex("0022000c") + bytes(8) + bytes.fromhex("0000000c013332")
    packet = b"\x20" + text
    header = b"\0\0\1\xbd" + (3 + len(packet)).to_bytes(2, "big") + b"\x81\0\0"
    path.write_bytes(data[:at] + header + packet + data[at:])
    with av.open(str(path)) as container:
        assert not container.streams.subtitles  # where FFmpeg looks by itself
    with VideoSource(path) as source:
        assert [s.codec_context.name for s in source.container.streams.subtitles] == ["dvdsub"]
    with VideoSource(path) as source:
        source.container.close()
        source.container = av.open(str(path))
        source.stream = source.container.streams.video[0]  # the other's went with it
        source.clock = ReaderClock(source.container)
        source.seek(0)
        assert not source.late_streams
        for _ in source.frames():
            pass
        assert source.late_streams


def test_files_that_ffmpeg_refuses_are_refused(plain: Path, tmp_path: Path) -> None:
    def edit(segment: Node) -> None:
        segment.find(TRACKS, ENTRY, VIDEO).children.append(element(0x54CC, 70))

    path = edit_matroska(plain, tmp_path / "in.mkv", edit)
    with pytest.raises(MediaError, match="not a media file, or a damaged one"):
        VideoSource(path)


def test_values_beyond_any_display_are_held_to_what_fits(tmp_path: Path) -> None:
    """A file may say anything."""
    write_clip(
        tmp_path / "plain.mkv", codec="ffv1", make=smooth, size=SIZE, count=2,
        tags={"colorspace": 9, "color_primaries": 9, "color_trc": 16},
    )  # fmt: skip

    def edit(segment: Node) -> None:
        numbers = [5.0, -3.0, 1e30, 0.3, 0.3, 0.3, 0.3, 0.3, 4e5, 0.5]
        display = [element(0x55D1 + n, struct.pack(">d", v)) for n, v in enumerate(numbers)]
        segment.find(TRACKS, ENTRY, VIDEO, 0x55B0).children += [
            element(0x55D0, display), element(0x55BC, 1 << 31), element(0x55BD, 70_000),
        ]  # fmt: skip

    path = edit_matroska(tmp_path / "plain.mkv", tmp_path / "in.mkv", edit)
    for name, codec in (("out.mp4", "libvpx-vp9"), ("out.mkv", "ffv1"), ("out.webm", "libvpx-vp9")):
        encoded(path, tmp_path / name, codec=codec)
        with VideoSource(tmp_path / name) as back:
            assert back.size == SIZE
