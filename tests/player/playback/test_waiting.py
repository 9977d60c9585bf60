"""Waiting for a server: picture and sound stand still together and go on together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.clips.broadcast import write_part
from support.serving import Web, web

from anime4k_gl.media.damage.completeness import TruncatedError
from anime4k_gl.media.network import download
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.player.playback.playback import Playback

SECONDS = 3.0


class FollowedSound:
    """Sound that notes whether it is paused."""

    has_track, goes_on, is_silent = True, True, False

    def __init__(self) -> None:
        self.paused = False
        self.held, self.waited = 1.0, 0.0
        self.seeks: list[float] = []

    @property
    def time(self) -> float | None:
        return None

    def holds(self, seconds: float) -> bool:
        return self.held >= seconds

    def seek(self, seconds: float) -> None:
        self.seeks.append(seconds)

    def set_paused(self, paused: bool) -> None:
        self.paused = paused

    def set_speed(self, speed: float) -> None:
        pass


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("waiting")
    return write_part(folder / "clip.mkv", start=0.0, seconds=SECONDS, sound=None).read_bytes()


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as running:
        yield running


def run(playback: Playback, until: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Turn the loop until something is so; return whether it came to be."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        playback.choose_frame(0.0)
        frame = playback.pending
        if frame is not None and playback.until_due(frame) <= 0:
            playback.seen(frame)
        if until():
            return True
        time.sleep(0.005)
    return False


def test_playing_waits_for_the_server_and_goes_on(served: Web, clip: bytes) -> None:
    url = served.serve("a.mkv", clip, pause_at=len(clip) // 3)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        sound = FollowedSound()
        playback.attach(sound)
        assert run(playback, lambda: playback.waits_for is not None)
        assert playback.waits_for == "127.0.0.1"
        assert sound.paused
        assert not playback.paused
        at = playback.position
        assert 0.3 < at < 2.0
        time.sleep(0.3)
        run(playback, lambda: False, 0.1)
        assert playback.position == at
        playback.set_paused(True)
        served.files["a.mkv"].go_on.set()
        assert run(playback, lambda: playback.waits_for is None)
        assert sound.paused
        playback.set_paused(False)
        assert not sound.paused
        assert run(playback, lambda: playback.position > at + 0.1)
        assert playback.position < at + 1.0  # nothing was jumped over
        assert run(playback, lambda: playback.end is not None)
        assert playback.shown >= 0.9 * SECONDS * 25


def test_sound_that_runs_dry_stops_the_picture(served: Web, clip: bytes) -> None:
    url = served.serve("a.mkv", clip)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        sound = FollowedSound()
        playback.attach(sound)
        assert run(playback, lambda: playback.position > 0.1)
        sound.held, sound.waited = 0.0, 0.3
        assert run(playback, lambda: playback.waits_for is not None)
        at = playback.position
        run(playback, lambda: False, 0.2)
        assert playback.position == at
        sound.held, sound.waited = 0.1, 0.0
        run(playback, lambda: False, 0.05)
        assert playback.waits_for is not None  # too little to go on with
        sound.held = 0.4
        assert run(playback, lambda: playback.position > at)


def test_what_is_there_is_found_while_waiting(served: Web, clip: bytes) -> None:
    url = served.serve("a.mkv", clip, pause_at=len(clip) // 3)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        assert run(playback, lambda: playback.waits_for is not None)
        began = time.monotonic()
        assert playback.seek(0.2)
        assert run(playback, lambda: not playback.seeking)
        assert playback.position == pytest.approx(0.2, abs=0.05)
        assert playback.waits_for is None
        began = time.monotonic()
    assert time.monotonic() - began < 3  # closing waits for nobody


def test_a_server_that_never_comes_back_ends_it_in_one_line(
    served: Web, clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "GIVE_UP_SECONDS", 1.0)
    url = served.serve("a.mkv", clip, silent_from=len(clip) // 3, ranges=False)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        assert run(playback, lambda: playback.end is not None and playback.finished)
        assert playback.end is not None
        error = playback.end.error
        assert isinstance(error, TruncatedError)
        assert error.reason == "127.0.0.1 sends nothing any more; given up"
        assert playback.position > 0.3


def test_without_ranges_seeking_is_refused_with_the_reason(served: Web, clip: bytes) -> None:
    url = served.serve("a.mkv", clip, ranges=False)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        assert run(playback, lambda: playback.position > 0.1)
        assert not playback.seek(2.0)
        assert playback.seek_failure is not None
        assert "127.0.0.1 delivers no parts" in playback.seek_failure
        assert run(playback, lambda: playback.position > 0.3)


def test_a_live_stream_has_no_length(served: Web, tmp_path: Path) -> None:
    data = write_part(tmp_path / "live.ts", sound=None).read_bytes()
    url = served.serve("live", data, ranges=False, sized=False)
    with MediaInput(url, shared=True) as media, Playback(media) as playback:
        assert run(playback, lambda: playback.position > 0.2)
        assert playback.duration is None or playback.duration > 0.2
        assert run(playback, lambda: playback.end is not None)
