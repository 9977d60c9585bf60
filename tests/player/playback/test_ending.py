"""The ending: sound and subtitles longer than the picture, pictures, sound alone."""

from __future__ import annotations

import io
import math
import struct
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.broadcast import write_part
from support.clips.counted_clips import Hands, shown

from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.subtitles.ends import LONGEST, end_of, last_end
from anime4k_gl.player.playback.opened.opened_media import open_media
from anime4k_gl.player.playback.playback import Playback


class PlainSound:
    """Sound whose time a test sets."""

    def __init__(self, end: float) -> None:
        self.now: float | None = None
        self.end = end
        self.has_track, self.is_silent, self.paused = True, False, False
        self.waited = 0.0
        self.held = 1.0
        self.seeks: list[float] = []

    @property
    def time(self) -> float | None:
        return self.now

    @property
    def goes_on(self) -> bool:
        return not self.is_silent and (self.now is None or self.now < self.end)

    def holds(self, seconds: float) -> bool:
        return self.held >= seconds

    def seek(self, seconds: float) -> None:
        self.seeks.append(seconds)

    def set_paused(self, paused: bool) -> None:
        self.paused = paused

    def set_speed(self, speed: float) -> None:
        pass


def wait_for_end(playback: Playback) -> None:
    deadline = time.monotonic() + 10
    while playback.end is None and time.monotonic() < deadline:
        if (frame := playback.next_frame(0.0)) is not None:
            playback.seen(frame)
        time.sleep(0.002)
    assert playback.end is not None


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of picture, three of sound."""
    folder = tmp_path_factory.mktemp("ending")
    return write_part(folder / "song.mkv", start=0.0, seconds=1.0, sound=(0.0, 3.0))


def test_the_last_frame_stays_until_the_sound_ends(song: Path) -> None:
    hands = Hands()
    with Playback(song, time_source=hands) as playback:
        sound = PlainSound(3.0)
        playback.attach(sound)
        assert playback.duration == pytest.approx(3.0, abs=0.06)
        shown(playback)
        assert playback.seek(2.5)
        shown(playback)
        assert playback.position == pytest.approx(2.5, abs=0.01)
        assert sound.seeks[-1] == pytest.approx(2.5, abs=0.01)
        wait_for_end(playback)
        sound.now = 2.9
        assert not playback.finished
        assert playback.position == pytest.approx(2.9)
        sound.now = 3.0
        hands.now += 0.6
        assert playback.finished


def test_sound_without_a_device_lasts_as_long(song: Path) -> None:
    hands = Hands()
    with Playback(song, time_source=hands) as playback:
        sound = PlainSound(3.0)
        sound.is_silent = True
        playback.attach(sound)
        shown(playback)
        hands.now += 0.97
        wait_for_end(playback)
        hands.now += 1.5
        assert not playback.finished
        hands.now += 0.7
        assert playback.finished


def test_subtitles_after_the_picture_are_waited_for(song: Path) -> None:
    hands = Hands()
    with Playback(song, time_source=hands) as playback:
        playback.ending.subtitles = lambda: 2.0
        shown(playback)
        hands.now += 0.97
        wait_for_end(playback)
        hands.now += 0.5
        assert not playback.finished
        hands.now += 0.6
        assert playback.finished


def test_a_file_repeats_once_its_sound_has_ended(song: Path) -> None:
    hands = Hands()
    with Playback(song, time_source=hands) as playback:
        playback.loop.file = True
        sound = PlainSound(3.0)
        playback.attach(sound)
        shown(playback)
        sound.now = 0.97
        wait_for_end(playback)
        sound.now = 2.0
        assert playback.next_frame(0.0) is None
        assert not playback.seeking
        sound.now = 3.0
        playback.next_frame(0.0)
        assert playback.seeking
        assert sound.seeks[-1] == 0.0


def picture_file() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((48, 64, 3), 90, np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("seconds", [None, 2.0])
def test_a_picture_stays_as_long_as_is_asked_for(tmp_path: Path, seconds: float | None) -> None:
    path = tmp_path / "slide.png"
    path.write_bytes(picture_file())
    hands = Hands()
    with Playback(path, image_duration=seconds, time_source=hands) as playback:
        shown(playback)
        wait_for_end(playback)
        hands.now += 1.9
        assert not playback.finished
        hands.now += 0.2
        assert playback.finished == (seconds is not None)
        hands.now += 1e5
        assert playback.finished == (seconds is not None)
        assert playback.until_next(0.0) == (0.0 if seconds else math.inf)


def song_with_covers(path: Path, covers: tuple[tuple[str, int], ...]) -> Path:
    """Write FLAC sound of a second, and pictures with their kind and width."""
    with av.open(path, "w") as container:
        stream = container.add_stream("flac", rate=48000, layout="mono")
        samples = np.zeros((1, 48000), np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    blocks = []
    for kind, width in covers:
        file = io.BytesIO()
        Image.new("RGB", (width, 10), (10, 200, 30)).save(file, "PNG")
        number = {"other": 0, "front": 3, "back": 4}[kind]
        data = file.getvalue()
        blocks.append(
            struct.pack(">II", number, 9) + b"image/png" + struct.pack(">I", 0)
            + struct.pack(">IIII", width, 10, 24, 0) + struct.pack(">I", len(data)) + data
        )  # fmt: skip
    data = path.read_bytes()
    size = int.from_bytes(data[5:8], "big")
    head = b"".join(b"\x06" + len(block).to_bytes(3, "big") + block for block in blocks)
    path.write_bytes(data[: 8 + size] + head + data[8 + size :])
    return path


@pytest.mark.parametrize(
    ("covers", "width"),
    [
        ((("back", 20), ("front", 30), ("other", 40)), 30),
        ((("back", 20), ("other", 40)), 40),
        ((("back", 20),), 20),
        ((), 1280),
    ],
)
def test_sound_alone_has_its_front_cover(
    tmp_path: Path, covers: tuple[tuple[str, int], ...], width: int
) -> None:
    path = song_with_covers(tmp_path / "song.flac", covers)
    media = open_media(MediaInput(path))
    with media.source:
        assert not media.has_video
        assert media.source.size.width == width
        assert media.duration == pytest.approx(1.0, abs=0.1)


def test_sound_alone_is_sought_in(tmp_path: Path) -> None:
    path = song_with_covers(tmp_path / "song.flac", (("front", 30),))
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        sound = PlainSound(1.0)
        playback.attach(sound)
        shown(playback)
        wait_for_end(playback)
        assert playback.seek(0.6, exact=False)
        assert sound.seeks[-1] == pytest.approx(0.6)
        assert playback.position == pytest.approx(0.6)
        assert not playback.finished
        sound.now = 1.0
        assert playback.finished


def test_sound_alone_that_is_not_wanted_passes_in_silence(tmp_path: Path) -> None:
    path = song_with_covers(tmp_path / "song.flac", (("front", 30),))
    hands = Hands()
    with Playback(path, time_source=hands) as playback:
        shown(playback)
        wait_for_end(playback)
        hands.now += 0.8
        assert not playback.finished
        hands.now += 0.3
        assert playback.finished


@pytest.fixture
def early_sound(tmp_path: Path) -> Iterator[Playback]:
    path = write_part(tmp_path / "early.mkv", start=2.0, seconds=0.4, sound=(-2.0, 0.4))
    with Playback(path, time_source=Hands()) as playback:
        yield playback


def test_sound_that_begins_before_the_picture_is_heard(early_sound: Playback) -> None:
    sound = PlainSound(2.4)
    early_sound.attach(sound)
    assert sound.seeks == [pytest.approx(0.0, abs=0.05)]
    shown(early_sound)
    assert early_sound.position == pytest.approx(0.0, abs=0.05)
    assert early_sound.duration == pytest.approx(2.4, abs=0.1)
    sound.now = 1.5
    assert early_sound.position == pytest.approx(1.5, abs=0.05)
    assert early_sound.next_frame(0.0) is None


def test_marks_that_stay_for_hours_keep_nothing_open() -> None:
    script = b"[Events]\nDialogue: 0,0:00:01.00,9:59:59.00,Sign,,0,0,0,,mark\n"
    assert last_end(script) == 1.0 + LONGEST
    script += b"Dialogue: 0,0:00:20.50,0:00:22.00,Default,,0,0,0,,words\r\n"
    assert last_end(script) == 22.0
    assert end_of(3.0, None) == 3.0
