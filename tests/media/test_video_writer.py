"""Encoding: pixels, times and tags as given; nothing of a failed file is left."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import Clip, noise, packets_of, rows_of, smooth, write_clip
from support.paths import TESTS

from anime4k_gl.colour import Colour, Matrix, Range
from anime4k_gl.errors import Anime4KError, MediaError, OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.video_writer import VideoWriter

BT709 = Colour(Matrix.BT709, Range.LIMITED, primaries=1, transfer=1)


def transcode(clip: Path, target: Path, *, layout: str | None = None, **options: Any) -> list[str]:
    """Encode a clip's own planes anew, as they are, and return the writer's notes."""
    options = {"codec": "ffv1", "colour": BT709, **options}
    with VideoSource(clip) as source:
        chosen = PIXEL_LAYOUTS[layout] if layout else source.layout
        with VideoWriter(target, source, size=source.size, layout=chosen, **options) as writer:
            for number, frame in enumerate(source.frames(writer.copy)):
                planes = (
                    rows_of(frame)
                    if chosen == source.layout
                    else smooth(chosen, source.size, number)
                )
                assert frame.pts is not None
                writer.write(planes, frame.pts, frame.duration)
    assert not leftovers(target.parent)
    return list(writer.notes)


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if "partial" in name]


@pytest.mark.parametrize(
    "layout",
    [
        "yuv420p",
        "yuv422p",
        "yuv444p",
        "yuv420p10le",
        "yuva420p",
        "gray",
        "gbrp10le",
        "bgr0",
        "gbrp16le",
    ],
)
@pytest.mark.parametrize("size", [Size(36, 22), Size(37, 23)])
def test_lossless_planes_come_back_as_they_went_in(layout: str, size: Size, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.nut", layout=layout, size=size, codec="rawvideo", count=3)
    transcode(clip.path, tmp_path / "out.mkv")
    with VideoSource(tmp_path / "out.mkv") as source:
        assert source.layout.name == layout
        for frame, expected in zip(source.frames(), clip.frames, strict=True):
            for number, (rows, wanted) in enumerate(zip(rows_of(frame), expected, strict=True)):
                if layout == "bgr0":  # its padding may become anything
                    rows, wanted = (
                        np.delete(a.reshape(size.height, -1, 4), 3, 2) for a in (rows, wanted)
                    )
                np.testing.assert_array_equal(rows, wanted, err_msg=f"plane {number}")


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "mov"])
def test_times_of_a_variable_rate_are_kept(suffix: str, tmp_path: Path) -> None:
    stamps = [500, 533, 534, 900, 1500, 1541, 1583, 1666, 1667, 4000, 4042]
    clip = write_clip(
        tmp_path / f"in.{suffix}", pts=stamps, time_base=Fraction(1, 1000), codec="libx264",
        make=smooth, size=Size(64, 48),
    )  # fmt: skip
    target = tmp_path / f"out.{suffix}"
    transcode(clip.path, target, codec="libx264", options={"bf": "3"})
    assert times(target) == pytest.approx([stamp / 1000 for stamp in stamps], abs=1e-6)


def test_times_of_a_constant_rate_are_exact_in_mp4(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "in.mp4", codec="libx264", make=smooth, count=48, size=Size(64, 48),
        time_base=Fraction(1001, 24000),
    )  # fmt: skip
    transcode(clip.path, tmp_path / "out.mp4", codec="libx264")
    with VideoSource(tmp_path / "out.mp4") as source:
        got = [frame.pts * frame.time_base for frame in source.frames() if frame.pts is not None]
        assert got == [number * Fraction(1001, 24000) for number in range(48)]
        # The last frame's own duration included; FFmpeg 7 writes that of the clip, which has no
        # frame durations, a tick shorter.
        tick = 1 / 24000 if av.library_versions["libavformat"] < (62,) else 0
        with VideoSource(clip.path) as before:
            assert source.duration == pytest.approx(before.duration, rel=0, abs=tick * 1.01)


def test_sound_stays_in_step_with_b_frames_and_a_late_start(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, pts=range(1200, 3200, 40),
        time_base=Fraction(1, 1000), audio="aac", audio_seconds=3.0, size=Size(64, 48),
    )  # fmt: skip
    for suffix in ("mkv", "mp4"):
        target = tmp_path / f"out.{suffix}"
        transcode(clip.path, target, codec="libx264")
        assert times(target)[0] == pytest.approx(times(clip.path)[0], abs=0.0015)
        before, after = packets_of(clip.path, "audio"), packets_of(target, "audio")
        assert [data for _, data in after] == [data for _, data in before]
        assert after[5][0] == pytest.approx(before[5][0], abs=1.5)


def test_frames_at_one_time_are_moved_apart(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "in.mkv", count=4, time_base=Fraction(1, 1000), pts=[0, 40, 80, 90]
    )
    with (
        VideoSource(clip.path) as source,
        VideoWriter(
            tmp_path / "out.mkv", source, size=clip.size, layout=clip.layout, colour=BT709,
            codec="libx264",
        ) as writer,
    ):  # fmt: skip
        for pts in (0, 40, 40, 30):
            writer.write(smooth(clip.layout, clip.size, 0), pts)
    assert times(tmp_path / "out.mkv") == pytest.approx([0, 0.040, 0.041, 0.042])


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "mov"])
@pytest.mark.parametrize(
    "colour",
    [
        BT709,
        Colour(Matrix.BT601, Range.LIMITED, primaries=6, transfer=6),
        Colour(Matrix.BT2020_NCL, Range.FULL, primaries=9, transfer=16),
    ],
    ids=lambda colour: colour.matrix.name,
)
def test_colour_tags_and_aspect_are_written(suffix: str, colour: Colour, tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(64, 48),
        tags={"sample_aspect_ratio": Fraction(10, 11)},
    )  # fmt: skip
    target = tmp_path / f"out.{suffix}"
    transcode(clip.path, target, codec="libx264", colour=colour)
    with VideoSource(target) as source:
        assert source.colour.matrix is colour.matrix
        assert source.colour.range is colour.range
        assert (source.colour.primaries, source.colour.transfer) == (
            colour.primaries, colour.transfer,
        )  # fmt: skip
        assert source.sample_aspect_ratio == Fraction(10, 11)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotation_is_kept(degrees: int, tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        if not hasattr(stream, "set_display_rotation"):
            pytest.skip("this PyAV cannot write a rotation")
        stream.set_display_rotation(-degrees)
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame(64, 32, "yuv420p")))
        container.mux(stream.encode(None))
    for suffix in ("mp4", "mkv"):
        transcode(path, tmp_path / f"out.{suffix}", codec="libx264")
        with VideoSource(tmp_path / f"out.{suffix}") as source:
            assert source.rotation == degrees


@pytest.mark.parametrize("codec", ["libx265", "libsvtav1"])
def test_hdr_metadata_is_kept(codec: str, tmp_path: Path) -> None:
    display = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
    clip = write_clip(
        tmp_path / "in.mkv", codec="libx265", layout="yuv420p10le", make=noise, size=Size(64, 64),
        tags={"colorspace": 9, "color_primaries": 9, "color_trc": 16},
        options={"x265-params": f"log-level=none:master-display={display}:max-cll=1000,400"},
    )  # fmt: skip
    pq = Colour(Matrix.BT2020_NCL, Range.LIMITED, primaries=9, transfer=16)
    transcode(clip.path, tmp_path / "out.mkv", codec=codec, colour=pq)
    with VideoSource(clip.path) as before, VideoSource(tmp_path / "out.mkv") as after:
        assert before.hdr.light_level == after.hdr.light_level == (1000, 400)
        assert before.hdr.luminance == pytest.approx((0.005, 1000))
        assert after.hdr.luminance == pytest.approx((0.005, 1000), rel=0.01)
        assert before.hdr.chromaticities is not None and after.hdr.chromaticities is not None
        np.testing.assert_allclose(before.hdr.chromaticities[0], (0.68, 0.32), atol=1e-4)
        np.testing.assert_allclose(after.hdr.chromaticities, before.hdr.chromaticities, atol=1e-4)


@pytest.mark.parametrize(
    "codec", ["libx264", "libx265", "libsvtav1", "libvpx-vp9", "ffv1", "prores_ks"]
)
def test_encoders_are_quiet_and_work(codec: str, tmp_path: Path) -> None:
    """In a process of its own: some encoders write to the terminal by themselves."""
    if codec not in av.codecs_available:
        pytest.skip(f"this FFmpeg has no {codec}")
    clip = write_clip(
        tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(128, 96), count=12
    )
    program = textwrap.dedent(
        f"""
        import sys
        sys.path[:0] = {[str(TESTS), str(Path(__file__).parent)]!r}
        from pathlib import Path
        from test_video_writer import transcode
        from anime4k_gl.formats import PIXEL_LAYOUTS
        from anime4k_gl.media.writing.codecs import default_layout
        layout = default_layout({codec!r}, PIXEL_LAYOUTS["yuv420p"]).name
        transcode(Path({str(clip.path)!r}), Path({str(tmp_path / "out.mkv")!r}),
                  codec={codec!r}, layout=layout)
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert times(tmp_path / "out.mkv") == pytest.approx(times(clip.path), abs=0.001)


def test_quality_is_passed_on(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", codec="libx264", make=noise, size=Size(128, 96))
    sizes = {}
    for crf in (10, 40):
        target = tmp_path / f"{crf}.mkv"
        transcode(clip.path, target, codec="libx264", crf=crf, preset="veryfast")
        sizes[crf] = target.stat().st_size
    assert sizes[10] > 2 * sizes[40]


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    return write_clip(tmp_path / "in.mkv", codec="libx264", make=smooth, size=Size(64, 48))


def test_the_file_appears_only_when_it_is_whole(clip: Clip, tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    with VideoSource(clip.path) as source:
        with VideoWriter(
            target, source, size=clip.size, layout=clip.layout, colour=BT709
        ) as writer:
            writer.write(clip.frames[0], 0)
            assert not target.exists()
            (partial,) = leftovers(tmp_path)
            assert partial.startswith(".out.partial-") and partial.endswith(".mkv")
        assert target.exists() and not leftovers(tmp_path)


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_of_a_failed_file(
    failure: type[BaseException], clip: Clip, tmp_path: Path
) -> None:
    with (
        VideoSource(clip.path) as source,
        pytest.raises(failure),
        VideoWriter(
            tmp_path / "out.mkv", source, size=clip.size, layout=clip.layout, colour=BT709
        ) as writer,
    ):
        writer.write(clip.frames[0], 0)
        raise failure
    assert os.listdir(tmp_path) == ["in.mkv"]


def test_a_failed_file_leaves_the_one_it_was_to_replace(clip: Clip, tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    target.write_bytes(b"precious")
    with (
        VideoSource(clip.path) as source,
        pytest.raises(RuntimeError),
        VideoWriter(
            target, source, size=clip.size, layout=clip.layout, colour=BT709, overwrite=True
        ) as writer,
    ):
        writer.write(clip.frames[0], 0)
        raise RuntimeError
    assert target.read_bytes() == b"precious"


def open_writer(clip: Clip, target: Path, **options: Any) -> None:
    defaults: dict[str, Any] = {"size": clip.size, "layout": clip.layout, "colour": BT709}
    with VideoSource(clip.path) as source:
        VideoWriter(target, source, **{**defaults, **options})


@pytest.mark.parametrize(
    ("name", "options", "kind", "message"),
    [
        ("no/out.mkv", {}, MediaError,
         "{target}: the folder {folder} does not exist; create it first"),
        ("", {}, MediaError, "{target}: is a folder; name the file to write"),
        ("in.mkv", {}, MediaError,
         "{target}: already exists; choose another name or pass --overwrite"),
        ("in.mkv", {"overwrite": True}, MediaError,
         "{target}: the input itself; choose another name"),
        ("out.xyz", {}, OptionError,
         "unknown container '.xyz'; valid are: .mkv, .mp4, .mov, .webm"),
        ("out", {}, OptionError, "unknown container 'out'; valid are: .mkv, .mp4, .mov, .webm"),
        ("out.webm", {}, OptionError,
         "{target}: webm cannot carry video of libx264; choose .mkv"),
        ("out.mkv", {"crf": 60}, OptionError,
         "crf 60 is out of range for libx264: 0 (best) to 51 (smallest)"),
        ("out.mkv", {"codec": "ffv1", "crf": 3}, OptionError, "ffv1 has no crf; leave it out"),
        ("out.mkv", {"preset": "warp"}, OptionError,
         "unknown preset for libx264 'warp'; valid are: ultrafast, superfast, veryfast, faster, "
         "fast, medium, slow, slower, veryslow, placebo"),
        ("out.mkv", {"codec": "ffv1", "preset": "slow"}, OptionError,
         "ffv1 has no presets; leave it out"),
        ("out.mkv", {"options": {"nonsense": "1"}}, OptionError,
         "libx264 has no option 'nonsense'"),
        ("out.mkv", {"size": Size(63, 47)}, MediaError,
         "{target}: libx264 cannot encode 63x47 as yuv420p: the width and height must be even; "
         "choose another size or yuv444p"),
        ("out.mkv", {"layout": PIXEL_LAYOUTS["yuv410p"]}, OptionError,
         "unknown pixel format for libx264 'yuv410p'; valid are: yuv420p, yuvj420p, yuv422p, "
         "yuvj422p, yuv444p, yuvj444p, nv12, nv16, nv21, yuv420p10le, yuv422p10le, yuv444p10le, "
         "gray, gray10le"),
    ],
)  # fmt: skip
def test_refusals_in_one_line(
    name: str, options: dict[str, Any], kind: type[Anime4KError], message: str, clip: Clip,
    tmp_path: Path,
) -> None:  # fmt: skip
    target = tmp_path / name
    with pytest.raises(kind) as caught:
        open_writer(clip, target, **options)
    assert str(caught.value) == message.format(target=target, folder=target.parent)
    assert os.listdir(tmp_path) == ["in.mkv"]


def test_an_unknown_codec_lists_those_that_are_there(clip: Clip, tmp_path: Path) -> None:
    with pytest.raises(OptionError) as caught:
        open_writer(clip, tmp_path / "out.mkv", codec="mp3")
    assert str(caught.value).startswith("unknown codec 'mp3'; valid are: libx264, ")


def test_a_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files stands in for it; FFmpeg meets both as a failing write."""
    clip = write_clip(
        tmp_path / "in.mkv", codec="libx264", make=noise, size=Size(256, 256), count=24
    )
    for suffix in ("mkv", "mp4"):
        target = tmp_path / f"out.{suffix}"
        program = textwrap.dedent(
            f"""
            import resource, signal, sys
            sys.path[:0] = {[str(TESTS), str(Path(__file__).parent)]!r}
            from pathlib import Path
            from test_video_writer import transcode
            from anime4k_gl.errors import MediaError
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            try:
                transcode(Path({str(clip.path)!r}), Path({str(target)!r}),
                          codec="libx264", crf=1)
            except MediaError as error:
                print(error)
            """
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        assert done.stdout == (
            f"{target}: the file grew beyond the size limit of the file system or the account\n"
        )
    assert os.listdir(tmp_path) == ["in.mkv"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_truly_full_device_has_its_own_words(clip: Clip, tmp_path: Path) -> None:
    with (
        VideoSource(clip.path) as source,
        pytest.raises(MediaError) as caught,
        VideoWriter(
            tmp_path / "out.mkv", source, size=clip.size, layout=clip.layout, colour=BT709
        ) as writer,
    ):
        # The writer's own descriptor now leads to a device that is always full.
        number = max(
            int(name) for name in os.listdir("/proc/self/fd")
            if "partial" in _link(f"/proc/self/fd/{name}")
        )  # fmt: skip
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, number)
        os.close(full)
        for index in range(8):
            writer.write(clip.frames[index], index * 42)
    assert str(caught.value) == (
        f"{tmp_path / 'out.mkv'}: the disk is full; free some space or write elsewhere"
    )
    assert os.listdir(tmp_path) == ["in.mkv"]


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def times(path: Path) -> list[float]:
    with VideoSource(path) as source:
        return [float(frame.time or 0) for frame in source.frames()]
