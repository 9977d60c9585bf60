"""Subtitle tracks, and the thread that reads them: no libass here."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import write_clip
from support.clips.subtitle_files import (
    add_track,
    dvd_header,
    dvd_unit,
    pgs_set,
    ring,
    write_sup,
    write_vobsub,
)

from anime4k_gl.errors import MediaError
from anime4k_gl.media.subtitles.bitmaps import DvdColours, PgsColours
from anime4k_gl.media.subtitles.coverage import BACK_OFF, Coverage
from anime4k_gl.media.subtitles.reader import READ_AHEAD, Restart, SubtitleReader
from anime4k_gl.media.subtitles.text import decode_text
from anime4k_gl.media.subtitles.tracks import (
    SubtitleTrack,
    choose_track,
    external_tracks,
    external_tracks_of,
    subtitle_tracks,
)

INFINITE = math.inf

# --- the tracks ---


def test_embedded_tracks_come_before_those_beside_the_video(tmp_path: Path) -> None:
    video = tmp_path / "clip.mkv"
    write_clip(video, subtitles=[("ass", [(0, 1, "a")]), ("srt", [(0, 1, "b")])])
    (tmp_path / "clip.srt").write_text("", "utf-8")
    tracks = subtitle_tracks(video)
    described = [(Path(t.path).name, t.index, t.codec, t.kind, t.external) for t in tracks]
    assert described == [
        ("clip.mkv", 1, "ass", "text", False),
        ("clip.mkv", 2, "subrip", "text", False),
        ("clip.srt", 0, "subrip", "text", True),
    ]
    with pytest.raises(MediaError, match="no such file"):
        subtitle_tracks(tmp_path / "nothing.mkv")


def test_files_beside_a_video_and_what_their_names_say(tmp_path: Path) -> None:
    for name in (
        "show.mkv", "show.ass", "show.en.srt", "show.pt-BR.forced.srt", "show.ja.Signs.SSA",
        "show.sdh.vtt", "show 2.srt", "shows.srt", "show.txt", "other.srt", "show.sup",
    ):  # fmt: skip
        (tmp_path / name).write_bytes(b"")
    write_vobsub(tmp_path / "show.disc.idx", (64, 36), [(0.0, dvd_unit(ring(8, 8), 0, 0, 1.0))])
    tracks = external_tracks(tmp_path / "show.mkv")
    said = {Path(t.path).name: (t.language, t.title, t.forced) for t in tracks}
    assert said == {
        "show.ass": ("", "", False),
        "show.sup": ("", "", False),
        "show.en.srt": ("en", "", False),
        "show.sdh.vtt": ("", "sdh", False),
        "show.disc.idx": ("en", "disc", False),
        "show.ja.Signs.SSA": ("ja", "Signs", False),
        "show.pt-BR.forced.srt": ("pt-BR", "", True),
    }
    assert Path(tracks[0].path).name == "show.ass"  # the exact name comes first
    assert external_tracks("https://example.org/show.mkv") == ()
    assert external_tracks_of(tmp_path / "show.disc.sub") == (
        next(track for track in tracks if track.path.endswith(".idx")),
    )


def test_which_track_is_shown_unasked() -> None:
    def track(language: str = "", **flags: Any) -> SubtitleTrack:
        return SubtitleTrack(
            "a.mkv", 0, flags.pop("codec", "ass"), "text", language=language, **flags
        )

    assert choose_track([]) is None
    assert choose_track([track(codec="unknown")]) is None
    assert choose_track([track(), track(default=True)]) == 1
    assert choose_track([track(forced=True, default=True), track()]) == 1
    assert choose_track([track(forced=True)]) == 0
    assert choose_track([track(default=True), track(external=True)]) == 1
    tracks = [track("eng", default=True), track("jpn"), track("pt-BR")]
    assert choose_track(tracks, ["ja"]) == 1
    assert choose_track(tracks, ["fr", "pt", "en"]) == 2
    assert choose_track(tracks, ["fr"]) == 0


def test_labels_tell_tracks_apart() -> None:
    track = SubtitleTrack("a.mkv", 2, "ass", "text", title="Signs", language="en", forced=True)
    assert track.label == "en, Signs (ass forced)"
    assert SubtitleTrack("x/a.srt", 0, "subrip", "text", external=True).label == "a.srt (subrip)"


def test_any_bytes_are_some_text() -> None:
    for seed in range(20):
        noise = np.random.default_rng(seed).integers(0, 256, 99, dtype=np.uint8).tobytes()
        assert decode_text(noise) is not None


# --- palettes ---


def test_palettes_hold_for_noise_too() -> None:
    """Damaged packets are looked at before FFmpeg refuses them."""
    generator = np.random.default_rng(0)
    whole = b"".join(pgs_set(ring(9, 9), 0, 0, (64, 36)))
    unit = dvd_unit(ring(9, 9), 0, 0, 1.0)
    for reader, data in ((PgsColours(), whole), (DvdColours(dvd_header((64, 36))), unit)):
        for _ in range(300):
            broken = bytearray(data[: generator.integers(0, len(data))])
            for place in generator.integers(0, max(len(broken), 1), 4 if broken else 0):
                broken[place] = generator.integers(0, 256)
            reader.note(bytes(broken))
            assert reader.palette().shape == (256, 4)


def test_a_dvd_unit_in_two_packets_and_one_without_colours() -> None:
    unit = dvd_unit(ring(9, 9), 0, 0, 1.0)
    colours = DvdColours(dvd_header((64, 36)))
    assert colours.canvas is not None and tuple(colours.canvas) == (64, 36)
    colours.note(unit[:20])
    colours.note(unit[20:])
    assert colours.palette()[:4].tolist() == [
        [0, 0, 0, 0], [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255],
    ]  # fmt: skip
    guessed = DvdColours(b"")
    guessed.note(unit)
    assert guessed.palette()[1].tolist() == [255, 255, 255, 255]


# --- what is read when ---


def test_gaps() -> None:
    coverage = Coverage()
    assert coverage.next_gap(100.0) == (100.0 - BACK_OFF, INFINITE)
    coverage.add(90.0, 120.0)
    assert coverage.next_gap(100.0) == (120.0, INFINITE)
    assert coverage.next_gap(125.0) == (120.0, INFINITE)
    assert coverage.next_gap(500.0) == (490.0, INFINITE)
    assert coverage.next_gap(50.0) == (40.0, 90.0)
    coverage.add(120.0, INFINITE)
    assert coverage.stretches == [(90.0, INFINITE)]
    assert coverage.next_gap(100.0) == (-INFINITE, 90.0)
    coverage.add(50.0, 60.0)
    coverage.add(5.0, 5.0)
    assert coverage.next_gap(300.0) == (-INFINITE, 50.0)
    assert coverage.covers(50.0) and not coverage.covers(60.0)
    coverage.add(-INFINITE, 50.0)
    coverage.add(60.0, 90.0)
    assert coverage.next_gap(0.0) is None
    coverage.forget_before(70.0)
    assert coverage.stretches == [(70.0, INFINITE)]


LENGTH = 400  # seconds


@pytest.fixture(scope="module")
def long_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frame a second, a line of text every ten, and pictures as often."""
    folder = tmp_path_factory.mktemp("long")
    lines = [(float(s), s + 4.0, f"line {s}") for s in range(0, LENGTH, 10)]
    write_clip(
        folder / "text.mkv",
        codec="libx264",
        options={"g": "10", "bf": "0"},
        pts=range(0, LENGTH * 1000, 1000),
        count=LENGTH,
        time_base=Fraction(1, 1000),
        subtitles=[("ass", lines)],
    )
    sets = [(float(s), pgs_set(ring(8, 8), s // 10, 4, (64, 36))) for s in range(0, LENGTH, 10)]
    write_sup(folder / "pictures.sup", sets)
    add_track(folder / "text.mkv", folder / "clip.mkv", folder / "pictures.sup")
    return folder / "clip.mkv"


class Reading:
    """A reader, and everything it has given so far."""

    def __init__(self, video: Path, track: int, position: float) -> None:
        self.starts: list[float] = []
        self.restarts = 0
        self.prepared = False
        self.messages: list[str] = []
        self.reader: SubtitleReader[str] = SubtitleReader(
            subtitle_tracks(video)[track],
            str(video),
            position=position,
            prepare=lambda _: "script",
            report=self.messages.append,
        )

    def take(self) -> list[float]:
        script, events = self.reader.take()
        self.prepared = self.prepared or script == "script"
        for event in events:
            if isinstance(event, Restart):
                self.restarts += 1
                self.starts.clear()
            else:
                self.starts.append(event.start)
        return self.starts

    def wait(self, condition: Callable[[list[float]], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition(self.take()):
            assert time.monotonic() < deadline, f"only {self.starts} came"
            time.sleep(0.002)


def test_text_is_read_from_where_the_player_is(long_video: Path) -> None:
    reading = Reading(long_video, 0, 200.0)
    with reading.reader:
        reading.wait(lambda _: reading.reader.finished)
    assert reading.take()[0] == pytest.approx(190.0)
    assert sorted(reading.starts) == pytest.approx(list(range(0, LENGTH, 10)))
    assert reading.starts.index(390.0) < reading.starts.index(0.0)
    assert reading.prepared and not reading.restarts and not reading.messages


def test_pictures_are_read_a_little_ahead(long_video: Path) -> None:
    reading = Reading(long_video, 1, 0.0)
    with reading.reader:
        reading.wait(lambda starts: starts[-1:] >= [READ_AHEAD])
        time.sleep(0.1)
        assert max(reading.take()) <= READ_AHEAD + 10 + 2
        reading.reader.go_to(55.0)
        reading.wait(lambda starts: 80.0 in starts)
        assert reading.restarts == 1  # at the beginning only
        assert reading.starts == sorted(set(reading.starts))
        reading.reader.go_to(350.0)
        reading.wait(lambda starts: bool(starts) and max(starts) >= 370.0)
        assert reading.restarts == 2 and min(reading.starts) >= 300.0
        reading.reader.go_to(50.0)
        reading.wait(lambda starts: bool(starts) and 50.0 in starts and max(starts) < 100.0)
        assert reading.restarts == 3 and reading.starts == sorted(set(reading.starts))
    assert not reading.prepared and not reading.messages


def test_seeks_all_over_leave_nothing_out(long_video: Path) -> None:
    """Whatever is asked for and when, text comes once each and pictures in order."""
    places = np.random.default_rng(3).uniform(0, LENGTH, 25).tolist()
    text, pictures = Reading(long_video, 0, 0.0), Reading(long_video, 1, 0.0)
    with text.reader, pictures.reader:
        for place in places:
            text.reader.go_to(place)
            pictures.reader.go_to(place)
            seen = 10.0 * (place // 10)
            text.wait(lambda starts, seen=seen: seen in starts)  # type: ignore[misc]
            pictures.wait(lambda starts, seen=seen: seen in starts)  # type: ignore[misc]
            assert pictures.starts == sorted(set(pictures.starts))
        text.wait(lambda _: text.reader.finished)
    assert sorted(text.take()) == pytest.approx(list(range(0, LENGTH, 10)))


def test_a_reader_ends_at_once(long_video: Path) -> None:
    prepared: list[str] = []
    discarded: list[str] = []

    def prepare(_: object) -> str:
        prepared.append(f"script {len(prepared)}")
        return prepared[-1]

    tracks = subtitle_tracks(long_video)
    for track, place in itertools.product(tracks, (0.0, 200.0, LENGTH * 2.0)):
        reader: SubtitleReader[str] = SubtitleReader(
            track, str(long_video), position=place, prepare=prepare,
            discard=discarded.append,
        )  # fmt: skip
        reader.close()
        reader.close()
    assert not [t for t in threading.enumerate() if t.name == "anime4k_gl subtitles"]
    assert discarded == prepared  # nobody took them


def test_a_video_that_breaks_off(long_video: Path, tmp_path: Path) -> None:
    data = long_video.read_bytes()
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(data[: len(data) // 2])
    for track in (0, 1):
        reading = Reading(broken, track, 20.0)
        with reading.reader:
            reading.wait(lambda starts: 20.0 in starts)
