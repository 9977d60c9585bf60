"""An older PyAV: what it cannot do is reported, and nothing else is lost."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.clips.media_clips import Clip, packets_of, smooth, write_clip
from support.import_graph import PACKAGE
from support.window.running_player import turn

from anime4k_gl.colour import Colour
from anime4k_gl.formats import Size
from anime4k_gl.media import layouts, pyav
from anime4k_gl.media.pyav import VideoFrame, av
from anime4k_gl.media.subtitles import source as subtitle_source
from anime4k_gl.media.subtitles.source import open_source
from anime4k_gl.media.subtitles.tracks import subtitle_tracks
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing import source_plan as streams
from anime4k_gl.media.writing import video_writer as encode
from anime4k_gl.media.writing.video_writer import VideoWriter

UPGRADE = f"PyAV {av.__version__} cannot {{}}; run pip install --upgrade av for {{}} or newer"
FONT = ("A font.ttf", "font/ttf", bytes(range(256)))
EVENTS = [(0.1, 0.3, "A sign")]


def make(path: Path, **options: Any) -> Clip:
    settings = {"codec": "libx264", "make": smooth, "size": Size(64, 48), "count": 12}
    return write_clip(path, **settings, **options)


def copied(path: Path, target: Path) -> list[str]:
    """Encode a file's video anew, copy the rest, and return what was said."""
    with VideoSource(path) as source:
        with VideoWriter(
            target, source, size=source.size, layout=source.layout, colour=source.colour
        ) as writer:
            for frame in source.frames(writer.copy):
                assert frame.pts is not None
                writer.write([plane.data for plane in _whole(frame)], frame.pts, frame.duration)
        return list(writer.notes)


def _whole(frame: Any) -> Any:
    """Return planes without padding between rows, as `VideoWriter.write` takes them."""
    import numpy as np

    class Rows:
        def __init__(self, plane: Any) -> None:
            rows = np.frombuffer(plane.data, np.uint8).reshape(-1, plane.stride)
            self.data = rows[: plane.size.height, : plane.size.width].tobytes()

    return [Rows(plane) for plane in frame.planes]


def test_chapters_that_cannot_be_copied_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mkv", audio="aac")
    monkeypatch.setattr(encode, "HAS_CHAPTERS", False)
    notes = copied(clip.path, tmp_path / "out.mkv")
    why = UPGRADE.format("copy them", "16.0")
    assert notes == [f"chapters, if the source has any, were left out: {why}"]
    assert packets_of(tmp_path / "out.mkv", "audio") == packets_of(clip.path, "audio")


def test_a_container_without_chapters_needs_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.ts")
    monkeypatch.setattr(encode, "HAS_CHAPTERS", False)
    assert copied(clip.path, tmp_path / "out.mkv") == []


def test_a_turn_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mp4")
    turn(clip.path)
    monkeypatch.setattr(encode, "HAS_DISPLAY_MATRIX", False)
    note = copied(clip.path, tmp_path / "out.mp4")[0]
    why = UPGRADE.format("write that", "17.1")
    assert note == f"the video will not be turned as the source's is: {why}"


def test_attached_files_that_cannot_be_copied_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mkv", attachments=[FONT])
    monkeypatch.setattr(streams, "HAS_ATTACHMENTS", False)
    (note,) = copied(clip.path, tmp_path / "out.mkv")
    assert note.startswith("attachment stream #1 (")
    assert note.endswith(f" was left out: {UPGRADE.format('copy attached files', '16.0')}")


def test_subtitles_that_cannot_be_converted_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mkv", subtitles=[("ass", EVENTS)])
    monkeypatch.setattr(streams, "HAS_SUBTITLE_ENCODER", False)
    (note,) = copied(clip.path, tmp_path / "out.mp4")
    why = UPGRADE.format("convert it", "16.1")
    assert note == (
        f"subtitle stream #1 (ass) was left out: mp4 cannot carry it ({why}); write to .mkv to"
        " keep it"
    )


def test_fonts_that_cannot_be_read_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mkv", subtitles=[("ass", EVENTS)], attachments=[FONT])
    monkeypatch.setattr(subtitle_source, "HAS_ATTACHMENTS", False)
    (track,) = subtitle_tracks(clip.path)
    source = open_source(track, str(clip.path))
    source.close()
    why = UPGRADE.format("read them", "16.0")
    assert source.notice == f"{clip.path}: subtitles are shown without the file's fonts: {why}"


def test_where_frames_have_no_tags_the_streams_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = {"color_primaries": 9, "color_trc": 16, "colorspace": 9, "color_range": 1}
    clip = make(tmp_path / "in.mkv", tags=tags)
    monkeypatch.setattr(pyav, "_HAS_FRAME_TAGS", False)
    with VideoSource(clip.path) as source:
        (colour,) = {source.colour, *(frame.colour for frame in source.frames())}
    assert (colour.primaries, colour.transfer, colour.matrix.value) == (9, 16, 9)
    frame = VideoFrame(16, 16, "yuv420p")
    pyav.tag(frame, colour)
    assert (frame.colorspace, frame.color_range) == (9, 1)
    assert pyav.primaries_and_transfer(frame) == (2, 2)
    assert layouts.format_of(frame) == "yuv420p"
    assert isinstance(colour, Colour)


def test_where_frames_have_no_duration_the_mean_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "in.mkv")
    monkeypatch.setattr(pyav, "HAS_FRAME_DURATION", False)
    monkeypatch.setattr(encode, "HAS_FRAME_DURATION", False)
    with VideoSource(clip.path) as source:
        assert {frame.duration for frame in source.frames()} == {None}
    copied(clip.path, tmp_path / "out.mkv")
    with VideoSource(tmp_path / "out.mkv") as out:
        times = [frame.time for frame in out.frames()]
        assert times == pytest.approx([float(Fraction(n, 24)) for n in range(12)], abs=0.001)
        assert out.duration == pytest.approx(0.5, abs=0.002)


_DESCRIBE = """
import sys
from anime4k_gl.media.video.video_source import VideoSource
for name in sys.argv[1:]:
    with VideoSource(name) as source:
        print(len(list(source.frames())), source.rotation)
"""


def test_named_icc_profiles_of_frames_do_not_end_the_process(tmp_path: Path) -> None:
    """PyAV's wrapper of side data frees a profile's name, and FFmpeg frees it again."""
    from PIL import Image, ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pictures = [Image.new("RGB", (48, 32), (40 * number, 90, 200)) for number in range(4)]
    moving = tmp_path / "moving.png"
    pictures[0].save(moving, save_all=True, append_images=pictures[1:], icc_profile=profile)
    video = tmp_path / "png.avi"
    with av.open(str(video), "w") as container:
        stream = container.add_stream("png", rate=10)
        stream.width, stream.height, stream.pix_fmt = 48, 32, "rgb24"
        container.start_encoding()
        for number, picture in enumerate(pictures):
            data = io.BytesIO()
            picture.save(data, "PNG", icc_profile=profile)
            packet = av.Packet(data.getvalue())
            packet.stream, packet.time_base = stream, Fraction(1, 10)
            packet.pts = packet.dts = number
            container.mux(packet)
    done = subprocess.run(
        [sys.executable, "-c", _DESCRIBE, str(moving), str(video)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "4 0\n4 0\n"), done.stderr


def test_side_data_is_read_in_one_place() -> None:
    users = [p.name for p in PACKAGE.rglob("*.py") if re.search(r"\.side_data\b", p.read_text())]
    assert users == ["pyav.py"]
