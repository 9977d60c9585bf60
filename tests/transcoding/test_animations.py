"""Animated pictures: every frame, its time, the loops and what is transparent, in and out."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import smooth, write_clip
from support.clips.patched_headers import Node, box, edit_mp4

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.formats import Size
from anime4k_gl.media.animations.api import AnimationReader, is_animation
from anime4k_gl.media.animations.avif import plays_of, with_plays
from anime4k_gl.media.animations.gif import _packed, read_blocks
from anime4k_gl.transcoding.animation import as_shown

RED, GREEN, BLUE, NOTHING = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)
COLOURS = [RED, GREEN, BLUE, (200, 120, 40, 255)]
FORMATS = {".gif": "GIF", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}


def flat(colour: Sequence[int], hole: bool = False) -> Any:
    """Return a picture of 16x12 of one colour, maybe with a transparent half."""
    pixels = np.empty((12, 16, 4), np.uint8)
    pixels[:] = colour
    if hole:
        pixels[:, 8:] = NOTHING
    return pixels


def save(path: Path, pictures: Sequence[Any], durations: Sequence[float], **options: Any) -> None:
    """Write an animation by Pillow, as other programs do; durations are in milliseconds."""
    first, *others = [Image.fromarray(p) for p in pictures]
    extra: dict[str, dict[str, Any]] = {
        ".webp": {"lossless": True},
        ".avif": {"quality": 100, "subsampling": "4:4:4"},
    }
    first.save(
        path, FORMATS[path.suffix], save_all=True, append_images=others,
        duration=list(durations), **extra.get(path.suffix, {}), **options,
    )  # fmt: skip


def upscaled(source: Path, target: Path, **options: Any) -> a4k.Transcoded:
    given = {"preset": "none", "scaler": "nearest", "quality": 100, **options}
    return a4k.transcode(source, target, **given)


def shown(path: Path) -> tuple[list[Any], list[float], int]:
    """Return the frames, their times in milliseconds and the plays of an animation."""
    with AnimationReader(path) as reader:
        frames = list(reader.frames())
        return (
            [f.pixels for f in frames],
            [float(f.seconds * 1000) for f in frames],
            reader.info.plays,
        )


@pytest.mark.parametrize("hole", [False, True], ids=["opaque", "transparent"])
@pytest.mark.parametrize("target", [".gif", ".png", ".apng", ".webp", ".avif"])
@pytest.mark.parametrize("source", FORMATS)
def test_frames_times_loops_and_alpha_are_kept(
    tmp_path: Path, source: str, target: str, hole: bool
) -> None:
    times = [40, 120, 30, 500]
    pictures = [flat(colour, hole) for colour in COLOURS]
    save(tmp_path / f"in{source}", pictures, times, **({} if source == ".avif" else {"loop": 0}))
    done = upscaled(tmp_path / f"in{source}", tmp_path / f"out{target}")
    assert (done.frames, done.target_size) == (4, Size(32, 24))
    frames, got, plays = shown(tmp_path / f"out{target}")
    assert (got, plays) == (times, 0)
    near = 6 if ".avif" in (source, target) else 0
    for frame, wanted in zip(frames, pictures, strict=True):
        wanted = wanted.repeat(2, 0).repeat(2, 1)
        assert np.abs(frame[..., 3].astype(int) - wanted[..., 3]).max() <= near
        left, right = frame[:, :14, :3].astype(int), wanted[:, :14, :3]
        assert np.abs(left - right).max() <= near
    assert not [n for n in done.notes if "AVIF" not in n]
    with Image.open(tmp_path / f"out{target}") as image:  # and as another program sees it
        assert getattr(image, "n_frames", 1) == 4
    assert sorted(os.listdir(tmp_path)) == sorted([f"in{source}", f"out{target}"])


@pytest.mark.parametrize("loop", [None, 0, 1, 7])
@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp"])
def test_counts_of_loops(tmp_path: Path, suffix: str, loop: int | None) -> None:
    """GIF says how often it is repeated, the others how often it is played."""
    options = {} if loop is None else {"loop": loop}
    save(tmp_path / f"in{suffix}", [flat(RED), flat(BLUE)], [50, 50], **options)
    upscaled(tmp_path / f"in{suffix}", tmp_path / f"out{suffix}")
    with Image.open(tmp_path / f"in{suffix}") as a, Image.open(tmp_path / f"out{suffix}") as b:
        assert a.info.get("loop") == b.info.get("loop")
    plays = shown(tmp_path / f"in{suffix}")[2]
    for other in (".gif", ".png", ".webp"):
        upscaled(tmp_path / f"in{suffix}", tmp_path / f"to{other}", overwrite=True)
        assert shown(tmp_path / f"to{other}")[2] == plays


@pytest.mark.parametrize("loop", [0, 1, 2, 7])
def test_counts_of_loops_of_avif(tmp_path: Path, loop: int) -> None:
    """As FFmpeg writes them, and with every kind there and back."""
    with av.open(
        str(tmp_path / "in.avif"), "w", container_options={"loop": str(loop)}
    ) as container:
        stream: Any = container.add_stream("libsvtav1", rate=20)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(3):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert is_animation(tmp_path / "in.avif")
    assert shown(tmp_path / "in.avif")[2] == loop
    for step, suffix in enumerate((".avif", ".webp", ".avif")):
        done = upscaled(tmp_path / f"{step - 1 if step else 'in'}{before(step)}",
                        tmp_path / f"{step}{suffix}")  # fmt: skip
        assert shown(tmp_path / f"{step}{suffix}")[2] == loop
        assert not [note for note in done.notes if "loop" in note or "ever" in note]


def before(step: int) -> str:
    return (".avif", ".avif", ".webp")[step]


@pytest.mark.parametrize("cut", range(8, 400, 7))
def test_a_damaged_count_of_loops_is_no_traceback(tmp_path: Path, cut: int) -> None:
    save(tmp_path / "in.avif", [flat(RED), flat(BLUE)], [50, 50])
    data = bytearray((tmp_path / "in.avif").read_bytes())
    assert plays_of(bytes(data)) == 0
    start = data.index(b"moov") - 4
    plays_of(bytes(data[: start + cut]))
    data[start + cut : start + cut + 4] = b"\xff" * 4
    plays_of(bytes(data))
    with_plays(bytes(data), 3)


def gif(frames: Sequence[tuple[Any, tuple[int, int], int, int, int | None]]) -> bytes:
    """Return a GIF of 8x8, red, green and blue, of parts: indices, place, disposal, delay, key."""
    table = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    data = b"GIF89a" + struct.pack("<2H3B", 8, 8, 0xF1, 0, 0) + table
    for indices, (left, top), disposal, delay, key in frames:
        height, width = indices.shape
        control = disposal << 2 | (key is not None)
        data += struct.pack("<4BH2B", 0x21, 0xF9, 4, control, delay, key or 0, 0)
        data += struct.pack("<B4HB", 0x2C, left, top, width, height, 0) + _packed(indices)
    return data + b";"


def test_partial_frames_and_disposal_of_gif(tmp_path: Path) -> None:
    """What a browser shows, worked out by hand."""
    whole, part = np.zeros((8, 8), np.uint8), np.ones((4, 4), np.uint8)
    keyed = np.array([[2, 3], [3, 2]], np.uint8)
    (tmp_path / "a.gif").write_bytes(
        gif([
            (whole, (0, 0), 1, 5, None),
            (part, (2, 2), 3, 7, None),  # to what was before
            (keyed, (0, 0), 2, 9, 3),  # to nothing
            (part, (4, 4), 1, 11, None),
        ])
    )  # fmt: skip
    first = np.empty((8, 8, 4), np.uint8)
    first[:] = RED
    second, third = first.copy(), first.copy()
    second[2:6, 2:6] = GREEN
    third[0, 0] = third[1, 1] = BLUE
    fourth = first.copy()
    fourth[:2, :2] = NOTHING
    fourth[4:8, 4:8] = GREEN
    frames, times, plays = shown(tmp_path / "a.gif")
    assert (times, plays) == ([50, 70, 90, 110], 1)
    for number, (frame, wanted) in enumerate(
        zip(frames, [first, second, third, fourth], strict=True)
    ):
        np.testing.assert_array_equal(frame[..., 3], wanted[..., 3], err_msg=str(number))
        seen = wanted[..., 3] > 0
        np.testing.assert_array_equal(frame[seen], wanted[seen], err_msg=str(number))
    upscaled(tmp_path / "a.gif", tmp_path / "b.gif")
    for before, after in zip(frames, shown(tmp_path / "b.gif")[0], strict=True):
        big = before.repeat(2, 0).repeat(2, 1)
        np.testing.assert_array_equal(after[..., 3], big[..., 3])
        np.testing.assert_array_equal(after[big[..., 3] > 0], big[big[..., 3] > 0])


def test_what_no_frame_covers_is_bare(tmp_path: Path) -> None:
    """Whatever the background colour: no browser shows it."""
    part = np.ones((4, 4), np.uint8)
    frames = [(part, (2, 2), 2, 5, None), (part * 2, (0, 0), 1, 5, None)]
    (tmp_path / "a.gif").write_bytes(gif(frames))
    first, second = shown(tmp_path / "a.gif")[0]
    wanted = np.zeros((8, 8), np.uint8)
    wanted[2:6, 2:6] = 255
    np.testing.assert_array_equal(first[..., 3], wanted)
    wanted[:] = 0
    wanted[:4, :4] = 255
    np.testing.assert_array_equal(second[..., 3], wanted)
    assert (first[3, 3] == GREEN).all()
    assert (second[3, 3] == BLUE).all()


def test_frames_that_name_hardly_any_time(tmp_path: Path) -> None:
    dots = [np.full((8, 8), i, np.uint8) for i in range(3)]
    data = gif([(d, (0, 0), 1, delay, None) for d, delay in zip(dots, (0, 1, 6), strict=True)])
    (tmp_path / "a.gif").write_bytes(data)
    upscaled(tmp_path / "a.gif", tmp_path / "b.gif")
    assert read_blocks((tmp_path / "b.gif").read_bytes()).delays == [0, 1, 6]
    done = upscaled(tmp_path / "a.gif", tmp_path / "b.webp")
    assert shown(tmp_path / "b.webp")[1] == [100, 100, 60]
    assert done.notes == (
        "2 frames that ask for hardly any time are shown for 100 ms, as browsers do",
    )


def test_fractions_of_apng(tmp_path: Path) -> None:
    """A third of a tenth of a second has no number of milliseconds."""
    write = io.BytesIO()
    with av.open(write, "w", format="apng") as container:
        stream = container.add_stream("apng", rate=30)
        stream.width, stream.height, stream.pix_fmt = 16, 12, "rgb24"
        for number, colour in enumerate(COLOURS):
            frame = av.VideoFrame.from_ndarray(flat(colour)[..., :3].copy(), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    (tmp_path / "a.png").write_bytes(write.getvalue())
    upscaled(tmp_path / "a.png", tmp_path / "b.apng")
    with AnimationReader(tmp_path / "a.png") as a, AnimationReader(tmp_path / "b.apng") as b:
        times = [frame.seconds for frame in b.frames()]
        assert times == [frame.seconds for frame in a.frames()]
    assert times[0] == Fraction(1, 30)
    upscaled(tmp_path / "a.png", tmp_path / "b.gif")  # to hundredths, whose sum does not drift
    delays = read_blocks((tmp_path / "b.gif").read_bytes()).delays
    assert abs(sum(delays) / 100 - sum(times)) <= 0.006
    assert delays[:3] == [3, 4, 3]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_animation_becomes_a_video(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "d").mkdir()
    source = tmp_path / f"a 100%d %20d:b{suffix}"
    save(source, [flat(c) for c in COLOURS], [40, 120, 30, 500])
    done = upscaled(source, tmp_path / "d" / "b.mkv", codec="ffv1")
    assert done.frames == 4
    with av.open(str(tmp_path / "d" / "b.mkv")) as out:
        frames = list(out.decode(video=0))
        assert [round(float(f.time) * 1000) for f in frames] == [0, 40, 160, 190]
        near = 3 if suffix == ".avif" else 0
        for frame, colour in zip(frames, COLOURS, strict=True):
            rgb = frame.to_ndarray(format="rgb24").astype(int)
            assert np.abs(rgb - colour[:3]).max() <= near
    assert os.listdir(tmp_path / "d") == ["b.mkv"]


def test_alpha_of_an_animation_in_a_video_is_kept_or_said(tmp_path: Path) -> None:
    save(tmp_path / "a.webp", [flat(RED, True), flat(BLUE, True)], [40, 40], loop=0)
    kept = upscaled(tmp_path / "a.webp", tmp_path / "a.mkv", codec="ffv1")
    with av.open(str(tmp_path / "a.mkv")) as out:
        pixels = next(out.decode(video=0)).to_ndarray(format="rgba")
    assert set(np.unique(pixels[..., 3])) == {0, 255}
    assert not [n for n in kept.notes if "alpha" in n]
    said = upscaled(tmp_path / "a.webp", tmp_path / "b.mkv")
    assert said.notes == (
        "a video is played once: that this repeats for ever was left out",
        "libx264 as yuv444p does not keep alpha: what is transparent is black",
    ) or "does not keep alpha: what is transparent is black" in " ".join(said.notes)
    with av.open(str(tmp_path / "b.mkv")) as out:
        rgb = next(out.decode(video=0)).to_ndarray(format="rgb24")
    assert rgb[:, 20:].max() <= 8


def clip(path: Path, *, count: int = 6, rate: int = 24, **options: Any) -> None:
    write_clip(path, size=Size(32, 24), count=count, make=smooth, time_base=Fraction(1, rate),
               **options)  # fmt: skip


@pytest.mark.parametrize("suffix", [".gif", ".apng", ".webp", ".avif"])
def test_a_video_becomes_an_animation(tmp_path: Path, suffix: str) -> None:
    clip(tmp_path / "a.mkv", audio="aac")
    done = a4k.transcode(tmp_path / "a.mkv", tmp_path / f"b{suffix}", preset="none", quality=95)
    assert done.frames == 6
    assert any("left out: audio" in note for note in done.notes)
    frames, times, plays = shown(tmp_path / f"b{suffix}")
    assert (len(frames), plays) == (6, 0)
    assert abs(sum(times) - 250) <= 6
    a4k.transcode(tmp_path / "a.mkv", tmp_path / "c.mkv", preset="none", codec="ffv1")
    with av.open(str(tmp_path / "c.mkv")) as out:
        wanted = [f.to_ndarray(format="rgb24").astype(int) for f in out.decode(video=0)]
    for frame, rgb in zip(frames, wanted, strict=True):
        assert np.abs(frame[..., :3].astype(int) - rgb).mean() < 4
    said = any("256 colours a frame" in note for note in done.notes)
    assert said == (suffix == ".gif")


def test_gif_of_60_frames_a_second_says_what_it_leaves_out(tmp_path: Path) -> None:
    clip(tmp_path / "a.mkv", count=12, rate=60)
    done = a4k.transcode(tmp_path / "a.mkv", tmp_path / "b.gif", preset="none")
    delays = read_blocks((tmp_path / "b.gif").read_bytes()).delays
    assert min(delays) >= 2
    assert abs(sum(delays) - 22.5) <= 2  # the last lasts for a 24th, as the file says
    left_out = 12 - len(delays)
    assert f"GIF shows 50 frames a second at most: {left_out} frames were left out" in done.notes


def test_a_light_disc_of_an_animation_stays_light(tmp_path: Path) -> None:
    y, x = np.mgrid[0:32, 0:32]
    pictures = []
    for at in (12, 18):
        alpha = np.clip(9.5 - np.hypot(x - at, y - 15.5), 0, 1)
        pixels = np.zeros((32, 32, 4), np.uint8)
        pixels[alpha > 0] = (255, 220, 200, 0)
        pixels[..., 3] = np.rint(alpha * 255)
        pictures.append(pixels)
    save(tmp_path / "a.png", pictures, [50, 50])
    a4k.transcode(tmp_path / "a.png", tmp_path / "b.png")
    for frame in shown(tmp_path / "b.png")[0]:
        assert np.abs(frame[frame[..., 3] > 0][:, :3].astype(int) - (255, 220, 200)).max() <= 2


def test_still_pictures_as_gif(tmp_path: Path) -> None:
    Image.fromarray(flat(RED, True)).save(tmp_path / "a.png")
    done = upscaled(tmp_path / "a.png", tmp_path / "b.gif")
    assert (done.frames, done.notes) == (1, ())
    with Image.open(tmp_path / "b.gif") as image:
        np.testing.assert_array_equal(
            np.asarray(image.convert("RGBA"))[:, :16], flat(RED).repeat(2, 0)
        )


def test_what_is_animated(tmp_path: Path) -> None:
    for suffix, name in FORMATS.items():
        save(tmp_path / f"a{suffix}", [flat(RED), flat(BLUE)], [50, 50])
        assert is_animation(tmp_path / f"a{suffix}"), suffix
        Image.fromarray(flat(RED)).save(tmp_path / "still", name)
        assert not is_animation(tmp_path / "still"), suffix
    assert not is_animation(tmp_path / "missing")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_cut_animation_is_named_and_nothing_is_left(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (4, 48, 64, 3), np.uint8)
    save(tmp_path / f"a{suffix}", list(noise), [50] * 4)
    data = (tmp_path / f"a{suffix}").read_bytes()
    (tmp_path / f"a{suffix}").write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(MediaError, match=r"; get a complete copy of it$|not an animation"):
        upscaled(tmp_path / f"a{suffix}", tmp_path / "b.webp")
    assert os.listdir(tmp_path) == [f"a{suffix}"]


@pytest.mark.parametrize(
    ("target", "options", "message"),
    [
        ("b.jpg", {}, "b.jpg: an animation cannot become a picture; write to .mkv, or to .webp,"
         " .apng, .gif or .avif for an animation"),
        ("b.gif", {"codec": "ffv1"},
         "b.gif: .gif holds no video of ffv1; leave out --codec, or write to .mkv"),
        ("b.webp", {"size": (16384, 20)},
         "b.webp: 16384x20 is too large for WebP, whose limit is 16383 pixels a side"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_before_work(
    tmp_path: Path, target: str, options: dict[str, Any], message: str
) -> None:
    save(tmp_path / "a.gif", [flat(RED), flat(BLUE)], [50, 50])
    with pytest.raises(OptionError) as caught:
        upscaled(tmp_path / "a.gif", tmp_path / target, **options)
    assert str(caught.value) == f"{tmp_path}{os.sep}{message}"
    assert os.listdir(tmp_path) == ["a.gif"]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("turns", range(4))
def test_frames_of_a_video_are_turned_and_mirrored(turns: int, mirrored: bool) -> None:
    """By what a display matrix means: x and y of a pixel go to (ax + cy, bx + dy)."""
    a, b = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns]
    c, d = (b, -a) if mirrored else (-b, a)
    one = 1 << 16
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3, 1)
    moved = {(a * x + c * y, b * x + d * y): pixels[y, x, 0] for y in range(2) for x in range(3)}
    rows = sorted({y for _, y in moved})
    expected = [[moved[x, y] for x in sorted({x for x, _ in moved})] for y in rows]
    matrix = (a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    np.testing.assert_array_equal(as_shown(pixels, matrix)[..., 0], expected)


def test_a_video_that_animations_cannot_show_right_is_told(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mp4", codec="libx264", make=smooth, count=2)

    def edit(index: Node) -> None:
        (entry,) = index.find(b"trak", b"mdia", b"minf", b"stbl", b"stsd").children
        entry.children.append(box(b"dvcC", bytes([1, 0, 5 << 1, 0x35, 0]) + bytes(19)))

    edit_mp4(tmp_path / "in.mp4", tmp_path / "dolby.mp4", edit)
    done = a4k.transcode(tmp_path / "dolby.mp4", tmp_path / "out.webp", scale=1, preset="none")
    assert any(note.startswith("WRONG COLOURS: this is Dolby Vision") for note in done.notes)
