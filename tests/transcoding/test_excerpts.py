"""Parts of files, exact to the frame, with all that goes with them; sound that is moved."""

from __future__ import annotations

import contextlib
import os
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.recordings import joined, read, record, steps

import anime4k_gl as a4k
from anime4k_gl.cli.main import main
from anime4k_gl.errors import OptionError
from anime4k_gl.media.timing.excerpt import Excerpt, parse_time
from anime4k_gl.media.timing.presentation import Presentation


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12", 12), ("1.5", 1.5), (".25", 0.25), ("1:02", 62), ("01:02.5", 62.5), ("90:00", None),
     ("1:00:00", 3600), ("1:02:03.004", 3723.004), (7, 7), (0.1, 0.1), ("", None), ("1:60", None),
     ("-1", None), ("1:2:3:4", None), ("nan", None), (float("inf"), None), (-1, None),
     (True, None), ("1e3", None)],
)  # fmt: skip
def test_times(text: Any, seconds: float | None) -> None:
    if seconds is None:
        with pytest.raises(OptionError, match=r"from .*must be a time: seconds, MM:SS or H:MM:SS"):
            parse_time(text, "from")
    else:
        assert parse_time(text, "from") == Fraction(str(seconds))


@pytest.mark.parametrize(
    ("given", "message"),
    [({"start": 3, "end": "2"}, "to 2: not after from 3"), ({"end": 0}, "to 0: not after from 0"),
     ({"frames": 0}, "frames 0: must be 1 or more"),
     ({"audio_delay": float("nan")}, "audio delay nan: must be seconds"),
     ({"audio_delay": 1e6}, "audio delay 1000000.0: must be seconds")],
)  # fmt: skip
def test_parts_that_cannot_be(given: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Excerpt.of(**given)


KINDS = {
    "mkv": {"video": "libx264", "sound": "aac"}, "mp4": {"video": "libx264", "sound": "aac"},
    "ts": {}, "vob": {}, "avi": {"video": "mpeg4"}, "mov": {"video": "libx264", "sound": "aac"},
}  # fmt: skip


@pytest.mark.parametrize(
    "part",
    [{"start": 0.5}, {"start": "1.0", "end": 1.5}, {"end": 0.52}, {"frames": 7},
     {"start": 1.21, "frames": 3}, {"start": 0.5, "audio_delay": 0.3}, {"audio_delay": -0.4},
     {"start": 1.9}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("suffix", KINDS)
def test_a_part_is_exact_and_in_sync(tmp_path: Path, suffix: str, part: dict[str, Any]) -> None:
    path = record(tmp_path / f"in.{suffix}", seconds=2, **KINDS[suffix])  # type: ignore[arg-type]
    whole, found = read(path), read(path, **part)
    start, end = float(part.get("start", 0)), float(part.get("end", 99))
    wanted = [
        (time, light)
        for time, light in zip(whole.video, whole.brightness, strict=True)
        if start - 0.0005 <= time < end - 0.0005
    ][: part.get("frames")]
    assert found.fault == ""
    assert found.brightness == [light for _, light in wanted]
    cut = wanted[0][0] if start else 0.0
    assert found.video == pytest.approx([time - cut for time, _ in wanted], abs=0.0015)
    # Each packet of sound is where it was, as seen from the picture.
    delay = part.get("audio_delay", 0.0)
    last = cut + found.video[-1] + 0.0415
    places = {data: time for time, data in zip(whole.sound, whole.data["audio"], strict=True)}
    for time, data in zip(found.sound, found.data["audio"], strict=True):
        assert time == pytest.approx(places[data] + delay - cut, abs=0.0015)
    if start or delay < 0:
        assert found.sound[0] >= 0
    expected = [t + delay for t in whole.sound if t + delay >= (cut if start or delay < 0 else -1)]
    if "end" in part or "frames" in part:
        expected = [t for t in expected if t < min(end, last) - 0.001]
    assert abs(len(found.sound) - len(expected)) <= 1


def test_a_part_across_a_jump(tmp_path: Path) -> None:
    one = record(tmp_path / "one.ts")
    path = joined(tmp_path / "in.ts", one, record(tmp_path / "two.ts", start=36000))
    whole, found = read(path), read(path, start=0.8, end=1.4)
    assert found.brightness == whole.brightness[20:35]
    assert max(steps(found.video)) < 0.05
    assert len(found.notes) == 1


def test_reading_begins_near_a_late_part(tmp_path: Path) -> None:
    """A container with an index is sought in; the frames are the same."""
    path = record(tmp_path / "in.mkv", seconds=50, video="libx264", sound="aac", gop=25)
    whole, found = read(path), read(path, start=48.2, end=48.6)
    first = next(n for n, time in enumerate(whole.video) if time >= 48.2)
    assert found.brightness == whole.brightness[first : first + 10]
    places = {data: time for time, data in zip(whole.sound, whole.data["audio"], strict=True)}
    for time, data in zip(found.sound, found.data["audio"], strict=True):
        assert time == pytest.approx(places[data] - whole.video[first], abs=0.0015)


@pytest.mark.parametrize("led_to", [39.5, 1000.0])
def test_an_index_that_leads_past_the_part(
    tmp_path: Path, led_to: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = record(tmp_path / "in.mkv", seconds=40, video="libx264", sound="aac", gop=25)
    expected = read(path, start=35, frames=4)
    monkeypatch.setattr(
        Presentation, "seek_to", property(lambda self: None if self._reads_on else led_to)
    )
    found = read(path, start=35, frames=4)
    assert found.fault == "" and len(found.video) == 4
    assert found.brightness == expected.brightness and found.sound == expected.sound


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_late_part_of_a_pipe(tmp_path: Path) -> None:
    """It cannot be sought in, and is read from its start."""
    path = record(tmp_path / "in.mkv", seconds=40, video="libx264", sound="aac", gop=25)
    fifo = tmp_path / "fifo.mkv"
    os.mkfifo(fifo)

    def write() -> None:
        with contextlib.suppress(BrokenPipeError):
            fifo.write_bytes(path.read_bytes())

    threading.Thread(target=write, daemon=True).start()
    found, expected = read(fifo, start=38.2, end=38.6), read(path, start=38.2, end=38.6)
    assert found.fault == "" and found.brightness == expected.brightness
    assert found.data["audio"] == expected.data["audio"]


def test_a_long_frame_is_shown_from_the_start_of_the_part(tmp_path: Path) -> None:
    """Slides: what a player shows at that time begins before it."""
    path = record(
        tmp_path / "in.mkv", video="libx264", sound=None, bframes=0,
        times=[0.0, 1.0, 4.0, 5.0, 5.04, 5.08],
    )  # fmt: skip
    light = read(path).brightness
    found = read(path, start=2, end=5)
    assert found.video == pytest.approx([0, 2.0])
    assert found.brightness == light[1:3]
    assert read(path, start=5.1).brightness == light[5:]


def test_subtitles_and_chapters_are_cut(tmp_path: Path) -> None:
    path = record(
        tmp_path / "in.mkv", video="libx264", sound="aac", seconds=3,
        chapters=[(0, 0.5, "one"), (0.5, 1.5, "two"), (1.5, 2.8, "three"), (2.8, 3, "four")],
        lines=[(0.1, 0.4, "gone"), (0.5, 1.3, "begun"), (1.5, 1.7, "whole"), (1.9, 2.9, "cut"),
               (2.6, 2.8, "later")],
    )  # fmt: skip
    found = read(path, start=1, end=2.5)
    offset = found.video[0] - 0
    assert offset == 0
    texts = [data.decode() for data in found.data["subtitle"]]
    assert texts == ["begun", "whole", "cut"]
    assert found.others["subtitle"] == pytest.approx([0, 0.5, 0.9], abs=0.041)
    assert found.ends["subtitle"] == pytest.approx([0.3, 0.7, 1.5], abs=0.041)
    a4k.transcode(path, tmp_path / "out.mkv", scale=1, preset="none", codec_preset="ultrafast",
                  start=1, end=2.5)  # fmt: skip
    with av.open(str(tmp_path / "out.mkv")) as container:
        chapters = [
            (float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]),
             c["metadata"]["title"])
            for c in container.chapters()
        ]  # fmt: skip
        assert container.duration == pytest.approx(1.5e6, abs=6e4)
    assert [title for *_, title in chapters] == ["two", "three"]
    assert [a for a, *_ in chapters] == pytest.approx([0, 0.5], abs=0.041)
    assert [b for _, b, _ in chapters] == pytest.approx([0.5, 1.5], abs=0.041)


@pytest.mark.parametrize(
    ("part", "message"),
    [({"start": 9}, r"in\.mkv: nothing from 9\.00 s on; its video ends at 1\.0\d s"),
     ({"end": 0.2}, r"in\.mkv: no frame before 0\.20 s; the first of the part is at 0\.\d+ s")],
    ids=["beyond", "before"],
)  # fmt: skip
def test_parts_without_a_frame(tmp_path: Path, part: dict[str, Any], message: str) -> None:
    start = 0.5 if "end" in part else 0
    path = record(
        tmp_path / "in.mkv", video="libx264", start=start, sound="aac", sound_start=0,
        seconds=1 - start,
    )  # fmt: skip
    with pytest.raises(OptionError, match=message):
        a4k.transcode(path, tmp_path / "out.mkv", preset="none", **part)
    assert [p.name for p in tmp_path.iterdir()] == ["in.mkv"]


def test_the_command(tmp_path: Path) -> None:
    path = record(tmp_path / "in.mkv", video="libx264", sound="aac", seconds=2)
    out = tmp_path / "out.mp4"
    assert run(
        "upscale", str(path), str(out), "--preset", "none", "--codec-preset", "ultrafast",
        "--from", "0:01", "--frames", "6", "--audio-delay", "0.1",
    ) == 0  # fmt: skip
    with av.open(str(out)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == 6 and frames[0].time == pytest.approx(0, abs=0.001)
    assert run("upscale", str(path), str(tmp_path / "x.mkv"), "--from", "2", "--to", "1") != 0


def run(*arguments: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return ended.value.code


def animation(path: Path) -> Path:
    frames = [Image.fromarray(np.full((16, 16, 3), 20 * n, np.uint8)) for n in range(10)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, loop=0)
    return path


@pytest.mark.parametrize("target", ["out.webp", "out.mkv"])
def test_parts_of_animations(tmp_path: Path, target: str) -> None:
    path = animation(tmp_path / "in.gif")
    done = a4k.transcode(path, tmp_path / target, preset="none", start=0.2, end=0.7)
    assert done.frames == 5
    done = a4k.transcode(path, tmp_path / f"2{target}", preset="none", frames=3)
    assert done.frames == 3
    with pytest.raises(OptionError, match=r"in\.gif: nothing from 5\.00 s on"):
        a4k.transcode(path, tmp_path / f"3{target}", preset="none", start=5)


def test_a_part_of_a_video_as_an_animation(tmp_path: Path) -> None:
    path = record(tmp_path / "in.mkv", video="libx264", sound="aac", seconds=2)
    done = a4k.transcode(path, tmp_path / "out.gif", preset="none", scale=1, start=0.5, frames=4)
    assert done.frames == 4


def test_a_picture_has_no_part(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "in.png")
    with pytest.raises(OptionError, match=r"in\.png: a picture has no part to take; leave out"):
        a4k.transcode(tmp_path / "in.png", tmp_path / "out.png", preset="none", start=1)
