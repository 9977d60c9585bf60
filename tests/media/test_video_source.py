"""Decoding: planes untouched, times and tags as they are in the file, damage told in one line."""

from __future__ import annotations

import gc
import os
import re
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from support.clips.media_clips import (
    Clip,
    jpeg_bytes,
    noise,
    rows_of,
    smooth,
    video_frame,
    write_clip,
)

from anime4k_gl.colour import Matrix, Range
from anime4k_gl.errors import MediaError
from anime4k_gl.formats import PIXEL_LAYOUTS, PixelLayout, Size
from anime4k_gl.media.layouts import layout_for, planes_of, repack
from anime4k_gl.media.video.video_source import TruncatedError, VideoSource

# Containers and codecs that keep a layout's name; NUT has no tag for the others.
LAYOUTS_IN_NUT = [
    "yuv420p", "yuv422p", "yuv444p", "yuv440p", "yuv411p", "yuv410p", "yuv420p10le",
    "yuv422p12le", "yuv444p16le", "yuva420p", "yuva444p10le", "nv12", "nv21", "gray", "gray10le",
    "gbrp", "gbrap", "gbrp12le", "rgb24", "bgr24", "rgba", "bgr0", "argb", "rgb48le", "rgba64le",
    "ya8",
]  # fmt: skip


def assert_same(source: VideoSource, clip: Clip) -> None:
    frames = list(source.frames())
    times = [frame.pts * frame.time_base for frame in frames if frame.pts is not None]
    assert times == [stamp * clip.time_base for stamp in clip.pts]
    for frame, expected in zip(frames, clip.frames, strict=True):
        for rows, wanted in zip(rows_of(frame), expected, strict=True):
            np.testing.assert_array_equal(rows, wanted)


@pytest.mark.parametrize("layout", LAYOUTS_IN_NUT)
def test_planes_come_as_they_are_in_the_file(layout: str, tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "clip.nut", layout=layout, codec="rawvideo", size=Size(37, 23), count=3
    )
    with VideoSource(clip.path) as source:
        assert source.layout is PIXEL_LAYOUTS[layout]
        assert source.size == Size(37, 23)
        assert_same(source, clip)


@pytest.mark.parametrize("layout", PIXEL_LAYOUTS.values(), ids=str)
def test_planes_of_every_layout(layout: PixelLayout) -> None:
    size = Size(37, 23)
    planes = noise(layout, size)
    frame = video_frame(planes, layout, size)
    assert repack(frame, layout) is frame
    for plane, described, rows in zip(planes_of(frame, layout), layout.planes, planes, strict=True):
        assert plane.size == described.size(size)
        whole = np.frombuffer(plane.data, np.uint8).reshape(plane.size.height, plane.stride)
        np.testing.assert_array_equal(whole[:, : rows.shape[1]], rows)


def test_planes_are_the_decoders_own_memory_and_keep_it_alive(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", size=Size(36, 22), count=12)
    with VideoSource(clip.path) as source:
        frames = list(source.frames())
    gc.collect()
    assert isinstance(frames[0].planes[0].data, memoryview)
    assert frames[0].planes[0].stride > 36  # padded, as decoders do
    for frame, expected in zip(frames, clip.frames, strict=True):
        for rows, wanted in zip(rows_of(frame), expected, strict=True):
            np.testing.assert_array_equal(rows, wanted)


def test_rows_stored_bottom_up_are_turned_over(tmp_path: Path) -> None:
    # A positive height in a bitmap's header means so; FFmpeg hands it out with a negative stride.
    clip = write_clip(
        tmp_path / "clip.avi", layout="bgr24", codec="rawvideo", size=Size(36, 22), count=2
    )
    data = bytearray(clip.path.read_bytes())
    height = data.index(b"strf") + 16
    assert data[height : height + 4] == (-22).to_bytes(4, "little", signed=True)
    data[height : height + 4] = (22).to_bytes(4, "little")
    clip.path.write_bytes(data)
    with av.open(str(clip.path)) as container:
        assert next(container.decode(video=0)).planes[0].line_size < 0
    with VideoSource(clip.path) as source:
        for frame, expected in zip(source.frames(), clip.frames, strict=True):
            assert frame.planes[0].stride > 0
            np.testing.assert_array_equal(rows_of(frame)[0], expected[0][::-1])


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize(
    ("pixel_format", "layout"),
    [
        ("yuyv422", "yuv422p"), ("uyvy422", "yuv422p"), ("yvyu422", "yuv422p"),
        ("gray16be", "gray16le"), ("gray10be", "gray10le"), ("yuv420p10be", "yuv420p10le"),
        ("yuv420p9be", "yuv420p9le"), ("yuv422p12be", "yuv422p12le"),
        ("yuv444p16be", "yuv444p16le"), ("yuva420p10be", "yuva420p10le"),
        ("gbrp10be", "gbrp10le"), ("gbrap16be", "gbrap16le"), ("rgb48be", "rgb48le"),
        ("rgba64be", "rgba64le"), ("ya16be", "ya16le"), ("x2rgb10le", "gbrp10le"),
        ("y210le", "yuv422p10le"), ("y212le", "yuv422p12le"), ("vuya", "yuva444p"),
        ("vuyx", "yuv444p"), ("xv30le", "yuv444p10le"), ("xv36le", "yuv444p12le"),
        ("nv42", "yuv444p"), ("nv20le", "yuv422p10le"), ("p410le", "yuv444p10le"),
        ("p416le", "yuv444p16le"), ("p010be", "p010le"), ("ayuv64le", "yuva444p16le"),
    ],
)  # fmt: skip
def test_other_formats_are_repacked_without_loss(
    pixel_format: str, layout: str, full_range: bool
) -> None:
    target = layout_for(pixel_format)
    assert target.name == layout
    if pixel_format == "nv20le" and av.library_versions["libswscale"] < (9,):
        pytest.skip("FFmpeg 7 crashes when it makes nv20le, as only this test has it do")
    if pixel_format == "x2rgb10le" and av.library_versions["libswscale"] < (9,):
        pytest.skip("FFmpeg 7 reads the blue of x2rgb10le one code of 1023 too low or high")
    size, levels = Size(32, 16), 2 if full_range else 1
    expected = noise(target, size)
    plain = video_frame(expected, target, size)
    try:
        packed = plain.reformat(format=pixel_format, src_color_range=levels, dst_color_range=levels)
    except (OSError, ValueError):
        pytest.skip(f"this FFmpeg cannot make {pixel_format}")
    packed.color_range = levels
    repacked = repack(packed, target)
    assert repacked.format.name == layout
    for plane, rows in zip(planes_of(repacked, target), expected, strict=True):
        whole = np.frombuffer(plane.data, np.uint8).reshape(plane.size.height, plane.stride)
        np.testing.assert_array_equal(whole[:, : rows.shape[1]], rows)


def test_palettes_become_rgba() -> None:
    indices = np.arange(16 * 8, dtype=np.uint8).reshape(8, 16)
    palette = np.random.default_rng(3).integers(0, 256, (256, 4), dtype=np.uint8)
    frame = av.VideoFrame(16, 8, "pal8")
    rows = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(8, -1)
    rows[:, :16] = indices
    frame.planes[1].update(palette.tobytes())  # B, G, R, A in memory
    layout = layout_for("pal8")
    (plane,) = planes_of(repack(frame, layout), layout)
    pixels = np.frombuffer(plane.data, np.uint8).reshape(8, plane.stride)[:, :64]
    np.testing.assert_array_equal(pixels.reshape(8, 16, 4), palette[indices][..., [2, 1, 0, 3]])


@pytest.mark.parametrize(
    ("pixel_format", "layout"),
    [("monow", "gray"), ("bayer_rggb8", "rgb24"), ("bayer_rggb16le", "rgb48le"),
     ("xyz12le", "rgb48le"), ("rgb565le", "rgb24"), ("grayf32le", "gray16le"),
     ("gbrpf32le", "gbrp16le"), ("uyyvyy411", "yuv411p"), ("yuvj411p", "yuv411p")],
)  # fmt: skip
def test_formats_without_an_equal_get_the_nearest(pixel_format: str, layout: str) -> None:
    assert layout_for(pixel_format).name == layout


def test_frames_in_gpu_memory_are_refused() -> None:
    with pytest.raises(MediaError) as caught:
        layout_for("cuda")
    assert str(caught.value) == "FFmpeg's pixel format cuda is not supported"


def test_times_of_a_variable_rate_are_exact(tmp_path: Path) -> None:
    stamps = [100, 133, 134, 500, 1500, 1501]
    clip = write_clip(tmp_path / "clip.mkv", pts=stamps, time_base=Fraction(1, 1000))
    with VideoSource(clip.path) as source:
        assert source.time_base == Fraction(1, 1000)
        assert source.start == pytest.approx(0.1)
        frames = list(source.frames())
    assert [frame.pts for frame in frames] == stamps
    assert frames[3].time == pytest.approx(0.5)


def test_what_the_source_says_of_itself(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "clip.mp4", codec="libx264", make=smooth, count=48, audio="aac",
        audio_seconds=3, tags={"sample_aspect_ratio": Fraction(4, 3)},
    )  # fmt: skip
    with VideoSource(clip.path) as source:
        assert source.frame_rate == 24
        assert source.frame_count == 48
        assert source.duration == pytest.approx(2.0)
        assert source.sample_aspect_ratio == Fraction(4, 3)
        assert source.rotation == 0
        assert source.display_matrix is None
        assert [stream.type for stream in source.other_streams()] == ["audio"]
        assert len(list(source.frames())) == 48


@pytest.mark.parametrize(
    ("tags", "matrix", "levels", "primaries", "transfer"),
    [
        ({}, Matrix.BT601, Range.LIMITED, 2, 2),
        ({"colorspace": 1, "color_range": 2, "color_primaries": 1, "color_trc": 13},
         Matrix.BT709, Range.FULL, 1, 13),
        ({"colorspace": 9, "color_range": 1, "color_primaries": 9, "color_trc": 16},
         Matrix.BT2020_NCL, Range.LIMITED, 9, 16),
    ],
)  # fmt: skip
def test_colour_tags(
    tags: dict[str, int], matrix: Matrix, levels: Range, primaries: int, transfer: int,
    tmp_path: Path,
) -> None:  # fmt: skip
    clip = write_clip(tmp_path / "clip.mkv", codec="libx264", tags=tags, make=smooth)
    with VideoSource(clip.path) as source:
        colours = {source.colour, *(frame.colour for frame in source.frames())}
    (colour,) = colours
    assert (colour.matrix, colour.range) == (matrix, levels)
    assert (colour.primaries, colour.transfer) == (primaries, transfer)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotation(degrees: int, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        if not hasattr(stream, "set_display_rotation"):
            pytest.skip("this PyAV cannot write a rotation")
        stream.set_display_rotation(-degrees)  # PyAV counts anticlockwise
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame(64, 32, "yuv420p")))
        container.mux(stream.encode(None))
    with VideoSource(path) as source:
        assert source.rotation == degrees
        assert source.size == Size(64, 32)


def test_packets_of_other_streams_come_by_in_order(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", count=24, audio="aac", audio_seconds=1)
    seen: list[tuple[str, float]] = []
    with VideoSource(clip.path) as source:
        for frame in source.frames(lambda p: seen.append((p.stream.type, float(p.pts or 0)))):
            assert frame.time is not None
            seen.append(("video", frame.time))
    assert {kind for kind, _ in seen} == {"audio", "video"}
    audio = [time for kind, time in seen if kind == "audio"]
    assert audio == sorted(audio) and len(audio) > 40
    # Not all at one end: the file is read once, streams side by side.
    kinds = [kind for kind, _ in seen]
    assert "audio" in kinds[: kinds.index("video") + 12] and "audio" in kinds[-24:]


def test_seeking_goes_to_the_key_frame_before(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "clip.mkv", codec="libx264", make=smooth, count=96,
        options={"g": "24", "bf": "3", "sc_threshold": "0"},
    )  # fmt: skip
    with VideoSource(clip.path) as source:
        frames = source.frames()
        next(frames)
        for target, expected in [(2.5, 2.0), (0.0, 0.0), (3.9, 3.0), (-5.0, 0.0), (99.0, 3.0)]:
            source.seek(target)
            rest = list(source.frames())
            assert rest[0].time == pytest.approx(expected, abs=0.001)
            assert rest[-1].time == pytest.approx(95 / 24, abs=0.001)


def test_covers_are_not_the_video(tmp_path: Path) -> None:
    plain = write_clip(tmp_path / "plain.mkv", count=3)
    path = tmp_path / "clip.mkv"
    jpeg = jpeg_bytes(Size(200, 100))
    with av.open(str(plain.path)) as source, av.open(str(path), "w") as target:
        copy = target.add_stream_from_template(source.streams.video[0], opaque=True)
        target.add_attachment("cover.jpg", "image/jpeg", jpeg)
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = copy
                target.mux(packet)
    with VideoSource(path) as opened:
        assert opened.size == plain.size
        assert list(opened.covers.values()) == [jpeg]
        assert len(list(opened.frames())) == 3


def bad_input(kind: str, folder: Path) -> Path:
    """Return a file (or not) that is no video."""
    path = folder / f"{kind}.mp4"
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("This is not a film.\n" * 200)
    elif kind == "binary":
        path.write_bytes(np.random.default_rng(0).bytes(50_000))
    elif kind == "audio":
        with av.open(str(path), "w") as container:
            stream = container.add_stream("aac", rate=48000)
            frame = av.AudioFrame.from_ndarray(
                np.zeros((2, 1024), np.float32), format="fltp", layout="stereo"
            )
            frame.sample_rate = 48000
            container.mux([*stream.encode(frame), *stream.encode(None)])
    elif kind == "headless":  # the index of an MP4 file is at its end
        whole = write_clip(folder / "whole.mp4", codec="libx264", make=smooth, count=48)
        data = whole.path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("missing", "no such file; check the path"),
        ("folder", "is a folder; name a file in it"),
        ("empty", "the file is empty; get a complete copy of it"),
        ("text", "not a media file, or a damaged one"),
        ("binary", "not a media file, or a damaged one"),
        ("audio", "no video in this file, only audio"),
        ("headless", "not a media file, or a damaged one"),
    ],
)
def test_bad_input_in_one_line(kind: str, message: str, tmp_path: Path) -> None:
    path = bad_input(kind, tmp_path)
    with pytest.raises(MediaError) as caught:
        VideoSource(path)
    assert str(caught.value) == f"{path}: {message}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_unreadable_file(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mkv").path
    path.chmod(0)
    with pytest.raises(MediaError) as caught:
        VideoSource(path)
    assert str(caught.value) == f"{path}: permission denied; check who may read and write it"


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "webm", "avi", "nut"])
@pytest.mark.parametrize("share", [0.4, 0.7])
def test_truncated_file(suffix: str, share: float, tmp_path: Path) -> None:
    clip = whole_clip(suffix, tmp_path)
    data = clip.path.read_bytes()
    path = tmp_path / f"cut.{suffix}"
    path.write_bytes(data[: int(len(data) * share)])
    with VideoSource(path) as source:
        frames = []
        if suffix == "nut":  # states no duration: only a frame cut in two can be noticed
            try:
                frames.extend(source.frames())
            except TruncatedError as error:
                assert error.frames == len(frames)
            return
        with pytest.raises(TruncatedError) as caught:
            for frame in source.frames():
                frames.append(frame)
    error = caught.value
    assert 0 < error.frames == len(frames) < 96
    assert share - 0.25 < error.time / 4 < share + 0.25
    assert error.time == pytest.approx(float(frames[-1].time or 0), abs=0.1)
    assert str(error) == (
        f"{path}: {error.reason}; {error.frames} frames up to {error.time:.2f} s could be decoded"
    )
    assert "\n" not in str(error)


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "webm", "avi", "nut", "ts", "flv", "mov"])
@pytest.mark.parametrize("audio_seconds", [2.0, 7.0])
def test_whole_files_raise_no_false_alarm(
    suffix: str, audio_seconds: float, tmp_path: Path
) -> None:
    clip = whole_clip(suffix, tmp_path, audio_seconds)
    with VideoSource(clip.path) as source:
        assert len(list(source.frames())) == 96
        source.seek(2.0)
        assert len(list(source.frames())) <= 96


def test_long_last_frames_raise_no_false_alarm(tmp_path: Path) -> None:
    # Slides: the last one's duration is not always stated.
    stamps = [0, 5000, 9000, 9100, 20000]
    for suffix in ("mkv", "mp4"):
        clip = write_clip(
            tmp_path / f"clip.{suffix}", codec="libx264", pts=stamps, make=smooth,
            time_base=Fraction(1, 1000),
        )  # fmt: skip
        with VideoSource(clip.path) as source:
            assert len(list(source.frames())) == 5


def test_damage_in_the_middle_is_reported_after_the_last_frame(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "clip.mp4", codec="libx264", make=noise, count=40, options={"g": "10"}
    )
    data = bytearray(clip.path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = np.random.default_rng(1).bytes(3000)
    clip.path.write_bytes(data)
    with VideoSource(clip.path) as source:
        frames = []
        with pytest.raises(TruncatedError) as caught:
            for frame in source.frames():
                frames.append(frame)
    assert caught.value.frames == len(frames) > 30
    lost = re.fullmatch(
        r"(\d+) frames? from (.+) s to (.+) s could not be decoded \(the data is damaged\).*",
        caught.value.reason,
    )
    assert lost is not None
    assert int(lost[1]) == 40 - len(frames)
    assert 0.4 < float(lost[2]) < float(lost[3]) < 1.4


def whole_clip(suffix: str, folder: Path, audio_seconds: float = 4.0) -> Clip:
    if suffix == "webm":
        codec, audio, options = "libvpx-vp9", "libopus", {"deadline": "realtime", "cpu-used": "8"}
    else:
        codec, audio, options = "libx264", "aac", {"preset": "ultrafast", "g": "24"}
    path = folder / f"whole.{suffix}"
    clip = write_clip(
        path, codec=codec, audio=audio, audio_seconds=audio_seconds, options=options, count=96,
        make=noise, size=Size(64, 48),
    )  # fmt: skip
    if suffix in ("mp4", "mov"):  # the index to the front, else a cut file cannot be opened
        moved = folder / f"moved.{suffix}"
        with (
            av.open(str(path)) as source,
            av.open(str(moved), "w", container_options={"movflags": "faststart"}) as target,
        ):
            copies = {
                s.index: target.add_stream_from_template(s, opaque=True) for s in source.streams
            }
            for packet in source.demux():
                if packet.size:
                    packet.stream = copies[packet.stream_index]
                    target.mux(packet)
        moved.replace(path)
    return clip
