"""An episode watched: seeks, sound, subtitles, chapters, lists, and files that fail on the way.

In a real window under a virtual X server, with keys, and a sound card that leads nowhere.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import features
from support.clips.counted_clips import COUNT, HEIGHT, KINDS, WIDTH, Kind, times_of, write_counted
from support.clips.sound_clips import pitch_of, tone, write_sound
from support.clips.subtitle_files import add_track
from support.sound import RATE, SoundCard, sound_card  # noqa: F401
from support.window.running_player import Image, RunningPlayer, number_luma, number_of

pytestmark = [
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
    pytest.mark.skipif(not features.check("xcb"), reason="Pillow cannot read X screens here"),
]

SCALE = 4
SEEKS = 20  # tests/player/playback/test_seeks.py does fifty, without a window
H264 = KINDS[0]
VIEW = (HEIGHT * SCALE, WIDTH * SCALE)

LOW_PITCH, HIGH_PITCH = 440.0, 880.0

CHAPTERS = ((0.0, 1.0, "Avant"), (1.0, 3.0, "Opening"), (3.0, 4.8, "Part A"))

KARAOKE = """[Script Info]
PlayResX: 256
PlayResY: 192
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,DejaVu Sans,48,{primary},{secondary},&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,\
0,0,5,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:04.00,Default,,0,0,0,,{text}
"""
GREEN, RED = "&H0000FF00", "&H000000FF"  # alpha, blue, green, red


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A virtual X server of our own; it picks a free number and says which."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    if not number:
        pytest.fail("Xvfb does not start")
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(autouse=True)
def _no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one stopped is kept for the test alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def silence() -> dict[str, str]:
    """An environment in which there is no sound card."""
    return {**os.environ, "ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "unix:/nowhere"}


@pytest.fixture
def loud(sound_card: SoundCard) -> dict[str, str]:  # noqa: F811
    """An environment with a sound card."""
    return {**sound_card.environment, "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}


@pytest.fixture(scope="module")
def episode(clips: Path) -> Path:
    """Pictures, two sound tracks of different pitch, and two tracks of subtitles."""
    sounds = [tone(4.8, RATE, LOW_PITCH), tone(4.8, RATE, HIGH_PITCH)]
    languages = [{"language": "jpn"}, {"language": "eng"}]
    write_sound(clips / "tones.mka", sounds, labels=languages)
    write_counted(clips / "bare.mkv", H264)
    (clips / "karaoke.ass").write_text(karaoke(r"{\k100}III{\k100}III"), "utf-8")
    (clips / "plain.srt").write_text("1\n00:00:00,000 --> 00:00:04,000\nIIIIII\n", "utf-8")
    add_track(clips / "bare.mkv", clips / "heard.mkv", clips / "tones.mka")
    add_track(clips / "heard.mkv", clips / "sung.mkv", clips / "karaoke.ass")
    add_track(clips / "sung.mkv", clips / "episode.mkv", clips / "plain.srt")
    return clips / "episode.mkv"


def karaoke(text: str, primary: str = GREEN, secondary: str = RED) -> str:
    return KARAOKE.format(text=text, primary=primary, secondary=secondary)


def view_of(screen: Image) -> Image:
    return screen[: VIEW[0], : VIEW[1]]


def count_on(screen: Image) -> int | None:
    """Return the number the counted clip's frame says on the screen; None where it is unclear."""
    rows = slice(8, VIEW[0] // 4)  # away from the text at the foot
    halves = []
    for at in (VIEW[1] // 4, 3 * VIEW[1] // 4):
        area = screen[rows, at - 20 : at + 20].astype(float)
        luma = area.mean() * 219 / 255 + 16
        if area.std() > 1 or abs(luma - number_luma(number_of(luma))) > 2:
            return None
        halves.append(number_of(luma))
    return halves[0] * 40 + halves[1]


def share_of(screen: Image, colour: str) -> int:
    """Return how many pixels of the picture have a colour: red, green or white."""
    red, green, blue = np.moveaxis(view_of(screen).astype(int), -1, 0)
    chosen = {
        "red": (red > 160) & (green < 90) & (blue < 90),
        "green": (green > 160) & (red < 90) & (blue < 90),
        "white": np.minimum(np.minimum(red, green), blue) > 225,
    }[colour]
    return int(chosen.sum())


def wait_until(condition: Callable[[], bool], timeout: float = 20.0) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.05)


def open_paused(player: RunningPlayer, position: float = 0.0) -> None:
    """Pause a player that has just been started, at a position, and wait for the picture."""
    player.wait_for(lambda s: s["shown"] >= 1)
    player.key("space")
    player.wait_for(lambda s: s["paused"])
    seek(player, position)


def seek(player: RunningPlayer, position: float) -> dict[str, Any]:
    """Seek, and return the state once the frame at that position is seen."""
    shown = player.latest()["shown"]
    player.command(f"seek-to {position}")
    return player.wait_for(
        lambda s: s["shown"] > shown and position - 0.26 < s["position"] <= position + 0.001
    )


# --- seeking, stepping ---


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_seek_shows_the_frame_that_was_asked_for(
    display: str, clips: Path, silence: dict[str, str], kind: Kind
) -> None:
    clip = write_counted(clips / f"seeks-{kind.name}{kind.suffix}", kind)
    times = [milliseconds / 1000 for milliseconds in times_of(kind)]
    generator = random.Random(kind.name)
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        open_paused(player)
        wrong = []
        for _ in range(SEEKS):
            number = generator.randrange(COUNT - 1)
            moment = times[number] + generator.random() * 0.6 * (times[number + 1] - times[number])
            shown = player.latest()["shown"]
            player.command(f"seek-to {moment + 0.001:.4f}")
            player.wait_for(lambda s, n=shown: s["shown"] > n)
            screen = player.screen_where(lambda p, n=number: count_on(p) == n, timeout=2.0)
            if count_on(screen) != number:
                wrong.append((number, count_on(screen)))
        assert not wrong
        player.key("q")
        assert player.finish() == (0, "")


def test_steps_go_by_one_frame_both_ways(
    display: str, clips: Path, silence: dict[str, str]
) -> None:
    clip = write_counted(clips / "steps.mkv", H264)
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        open_paused(player, 1.6)  # frame 40, which is a key frame
        for key, wanted in (("comma", 39), ("comma", 38), ("period", 39), ("period", 40),
                            ("period", 41), ("comma", 40)):  # fmt: skip
            player.key(key)
            screen = player.screen_where(lambda p, n=wanted: count_on(p) == n)
            assert count_on(screen) == wanted
        player.key("q")
        assert player.finish() == (0, "")


# --- sound ---


def heard(card: SoundCard, seconds: float = 0.6) -> tuple[float, float]:
    """Listen for a while; return the pitch (Hz) and the loudness (root of the mean square)."""
    with card.record() as recording:
        time.sleep(seconds)
    samples = recording.samples[:, 0]
    return pitch_of(samples, RATE), float(np.sqrt(np.mean(samples**2)))


def hear(card: SoundCard, condition: Callable[[float, float], bool]) -> None:
    """Listen until what is heard meets a condition on pitch and loudness."""
    deadline = time.monotonic() + 20
    while True:
        pitch, loudness = heard(card)
        if condition(pitch, loudness):
            return
        assert time.monotonic() < deadline, f"{pitch:.0f} Hz, loudness {loudness:.4f}"


def is_pitch(pitch: float, wanted: float) -> bool:
    return abs(pitch - wanted) < 0.02 * wanted


def test_sound_is_heard_and_obeys(
    display: str, episode: Path, sound_card: SoundCard, loud: dict[str, str]  # noqa: F811
) -> None:  # fmt: skip
    with RunningPlayer(display, [episode], environment=loud, scale=SCALE, loop_file=True) as player:
        player.wait_for(lambda s: s["shown"] >= 1 and s["av_offset"] is not None)
        hear(sound_card, lambda pitch, loudness: is_pitch(pitch, LOW_PITCH) and loudness > 0.1)
        player.key("m")
        hear(sound_card, lambda _, loudness: loudness < 1e-4)
        player.key("m")
        hear(sound_card, lambda pitch, loudness: is_pitch(pitch, LOW_PITCH) and loudness > 0.1)
        for _ in range(15):
            player.key("9")
        hear(sound_card, lambda _, loudness: 1e-3 < loudness < 0.2)
        first = player.latest()["sound"]
        player.key("numbersign")
        player.wait_for(lambda s: s["sound"] and s["sound"] != first)
        hear(sound_card, lambda pitch, _: is_pitch(pitch, HIGH_PITCH))
        player.key("braceright")
        player.wait_for(lambda s: s["speed"] == 2.0)
        hear(sound_card, lambda pitch, _: is_pitch(pitch, HIGH_PITCH))
        player.key("numbersign")
        player.wait_for(lambda s: not s["sound"])
        hear(sound_card, lambda _, loudness: loudness < 1e-4)
        player.key("numbersign")
        hear(sound_card, lambda pitch, loudness: is_pitch(pitch, LOW_PITCH) and loudness > 1e-3)
        player.key("space")
        hear(sound_card, lambda _, loudness: loudness < 1e-4)
        player.key("q")
        assert player.finish() == (0, "")


def test_a_device_that_vanishes_is_told_and_playing_goes_on(
    display: str, episode: Path, tmp_path: Path, sound_card: SoundCard  # noqa: F811
) -> None:  # fmt: skip
    with SoundCard() as card:
        environment = {**card.environment, "XDG_STATE_HOME": str(tmp_path)}
        with RunningPlayer(
            display, [episode], environment=environment, scale=SCALE, loop_file=True,
            subtitles=False,
        ) as player:  # fmt: skip
            player.wait_for(lambda s: s["av_offset"] is not None)
            card.kill()
            screen = player.screen_where(lambda p: share_of(p, "white") > 100)
            assert share_of(screen, "white") > 100  # the message
            player.wait_for(lambda s: s["av_offset"] is None)
            before = len(player.states)
            shown = player.latest()["shown"]
            player.wait_for(lambda s: s["shown"] > shown + 30)
            positions = [s["position"] for s in player.states[before:]]
            backwards = [(a, b) for a, b in itertools.pairwise(positions) if b < a]
            assert len(backwards) <= 1  # where the file begins anew
            player.key("q")
            code, errors = player.finish()
    assert code == 0
    assert "is gone; playing on without sound" in errors
    assert "Traceback" not in errors


# --- subtitles ---


def test_karaoke_changes_colour_at_its_time(
    display: str, episode: Path, silence: dict[str, str]
) -> None:
    with RunningPlayer(display, [episode], environment=silence, scale=SCALE, sound=False) as player:
        open_paused(player, 0.5)
        both = player.screen_where(
            lambda p: share_of(p, "red") > 100 and share_of(p, "green") > 100
        )
        assert share_of(both, "red") > 100 and share_of(both, "green") > 100
        green = share_of(both, "green")
        seek(player, 1.5)
        sung = player.screen_where(lambda p: share_of(p, "red") == 0)
        assert share_of(sung, "red") == 0 and share_of(sung, "green") > 1.5 * green
        seek(player, 4.5)
        assert share_of(player.screen_where(lambda p: not share_of(p, "green")), "green") == 0
        player.key("q")
        assert player.finish() == (0, "")


def test_subtitles_are_switched_hidden_and_delayed(
    display: str, episode: Path, silence: dict[str, str]
) -> None:
    def green(wanted: bool) -> bool:
        screen = player.screen_where(lambda p: (share_of(p, "green") > 100) == wanted)
        return (share_of(screen, "green") > 100) == wanted

    with RunningPlayer(display, [episode], environment=silence, scale=SCALE, sound=False) as player:
        open_paused(player, 0.5)
        assert green(True)
        first = player.wait_for(lambda s: s["subtitles"])["subtitles"]
        player.key("v")
        assert green(False)
        player.key("v")
        assert green(True)
        player.key("j")
        player.wait_for(lambda s: s["subtitles"] not in ("", first))
        assert green(False)
        player.screen_where(lambda p: share_of(p, "white") > 100)
        player.key("j")
        player.wait_for(lambda s: not s["subtitles"])
        player.key("j")
        player.wait_for(lambda s: s["subtitles"] == first)
        assert green(True)
        for _ in range(6):  # 0.6 s later than the file says: not yet
            player.key("x")
        assert green(False)
        for _ in range(6):
            player.key("z")
        assert green(True)
        player.key("q")
        assert player.finish() == (0, "")


def test_subtitles_beside_the_file_are_shown(
    display: str, tmp_path: Path, silence: dict[str, str]
) -> None:
    clip = write_counted(tmp_path / "beside.mkv", H264)
    (tmp_path / "beside.srt").write_text(
        '1\n00:00:01,000 --> 00:00:03,000\n<font color="#00ff00">MMMMMM</font>\n', "utf-8"
    )
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        open_paused(player, 1.5)
        assert share_of(player.screen_where(lambda p: share_of(p, "green") > 50), "green") > 50
        seek(player, 3.5)
        assert share_of(player.screen_where(lambda p: not share_of(p, "green")), "green") == 0
        player.key("q")
        assert player.finish() == (0, "")


def test_a_broken_style_ends_nothing(display: str, tmp_path: Path, silence: dict[str, str]) -> None:
    clip = write_counted(tmp_path / "style.mkv", H264)
    broken = karaoke(r"{\k\fn\fs-9\1c&Hzz&\p}MMM", primary="no colour")
    broken = broken.replace("DejaVu Sans,48,", ",-1e9,").replace("Default,,0", "Lost,,x")
    (tmp_path / "style.ass").write_text(broken, "utf-8")
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        player.wait_for(lambda s: s["position"] > 2)
        player.key("q")
        code, errors = player.finish()
    assert code == 0
    assert "Traceback" not in errors
    assert len(errors.splitlines()) <= 1


# --- chapters and loops ---


def test_chapters_and_a_loop(display: str, clips: Path, silence: dict[str, str]) -> None:
    clip = write_counted(clips / "chapters.mkv", H264, chapters=CHAPTERS)
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        open_paused(player)
        for key, title, number in (("Prior", "Opening", 25), ("Prior", "Part A", 75),
                                   ("Next", "Opening", 25)):  # fmt: skip
            player.key(key)
            player.wait_for(lambda s, t=title: s["chapter"] == t)
            screen = player.screen_where(lambda p, n=number: count_on(p) == n)
            assert count_on(screen) == number
        seek(player, 2.0)
        player.command("loop-ab")  # in its order with the seeks, which a key need not be
        seek(player, 2.4)
        player.command("loop-ab")
        player.command("pause")
        player.wait_for(lambda s: not s["paused"])
        begun = len(player.states)
        player.wait_for(lambda s: s["shown"] > player.states[begun - 1]["shown"] + 25)
        positions = [round(s["position"], 3) for s in player.states[begun + 1 :]]
        assert all(1.999 <= position < 2.45 for position in positions)
        assert sum(b < a for a, b in itertools.pairwise(positions)) >= 1
        player.key("q")
        assert player.finish() == (0, "")


def test_a_file_repeats_stays_open_or_starts_later(
    display: str, clips: Path, silence: dict[str, str]
) -> None:
    clip = write_counted(clips / "short.mkv", H264, count=20)
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE, loop_file=True) as player:
        player.wait_for(lambda s: s["shown"] > 50)
        player.key("q")
        assert player.finish() == (0, "")
    with RunningPlayer(
        display, [clip], environment=silence, scale=SCALE, keep_open=True, start=0.6
    ) as player:
        player.wait_for(lambda s: s["paused"] and abs(s["position"] - 0.76) < 0.001)
        assert min(s["position"] for s in player.states if s["shown"]) == pytest.approx(0.6)
        assert count_on(player.screen_where(lambda p: count_on(p) == 19)) == 19
        player.key("q")
        assert player.finish() == (0, "")


def test_one_goes_on_where_one_stopped(display: str, clips: Path, silence: dict[str, str]) -> None:
    clip = write_counted(clips / "resumed.mkv", H264)
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        open_paused(player, 3.24)
        player.key("Q")
        assert player.finish() == (0, "")
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        assert player.wait_for(lambda s: s["shown"])["position"] == pytest.approx(3.24, abs=0.002)
        player.wait_for(lambda s: s["position"] > 4)
        assert player.finish() == (0, "")
    with RunningPlayer(display, [clip], environment=silence, scale=SCALE) as player:
        assert player.wait_for(lambda s: s["shown"])["position"] < 0.5  # its end was seen
        player.key("q")
        assert player.finish() == (0, "")


# --- lists ---


def test_lists_and_folders_are_gone_through_both_ways(
    display: str, tmp_path: Path, silence: dict[str, str]
) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    names = ["ep 2.mkv", "ep 10.mkv", "ep 1.mkv"]
    for name in names:
        write_counted(folder / name, H264, count=100)
    with RunningPlayer(display, [folder], environment=silence, scale=SCALE) as player:
        for key, name in (("", "ep 1"), ("greater", "ep 2"), ("greater", "ep 10"), ("less", "ep 2"),
                          ("less", "ep 1")):  # fmt: skip
            if key:
                player.key(key)
            player.wait_for(lambda s, n=name: Path(s["path"]).stem == n and s["shown"] >= 1)
        player.key("q")
        assert player.finish() == (0, "")


def test_what_cannot_be_played_is_told_and_the_next_item_plays(
    display: str, clips: Path, tmp_path: Path, silence: dict[str, str]
) -> None:
    good = write_counted(tmp_path / "good.mkv", H264, count=100)
    (tmp_path / "empty.mkv").write_bytes(b"")
    (tmp_path / "text.mkv").write_text("no film at all\n" * 100)
    data = good.read_bytes()
    assert b"V_MPEG4/ISO/AVC" in data
    (tmp_path / "codec.mkv").write_bytes(data.replace(b"V_MPEG4/ISO/AVC", b"V_MPEG9/ISO/XYZ"))
    (tmp_path / "torn.mkv").write_bytes(data[: len(data) // 2])
    bad = [tmp_path / name for name in ("empty.mkv", "missing.mkv", "text.mkv", "codec.mkv",
                                        "torn.mkv")]  # fmt: skip
    with RunningPlayer(display, [*bad, good], environment=silence, scale=SCALE) as player:
        player.wait_for(lambda s: Path(s["path"]) == good and s["shown"] >= 1)
        screen = player.screen_where(lambda p: share_of(p, "white") > 100)
        assert share_of(screen, "white") > 100
        code, errors = player.finish()
    assert code == 0
    lines = errors.splitlines()
    assert [line.split(":")[0] for line in lines] == [str(path) for path in bad], errors
    assert "played up to there" in lines[-1]


def test_one_goes_back_over_what_cannot_be_played(
    display: str, tmp_path: Path, silence: dict[str, str]
) -> None:
    first = write_counted(tmp_path / "1.mkv", H264)
    second = write_counted(tmp_path / "3.mkv", H264)
    (tmp_path / "2.mkv").write_bytes(b"")
    with RunningPlayer(display, [tmp_path], environment=silence, scale=SCALE) as player:
        player.wait_for(lambda s: Path(s["path"]) == first and s["shown"] >= 1)
        player.key("greater")
        player.wait_for(lambda s: Path(s["path"]) == second and s["shown"] >= 1)
        player.key("less")
        player.wait_for(lambda s: Path(s["path"]) == first and s["shown"] >= 1)
        player.key("q")
        code, _ = player.finish()
    assert code == 0


# --- memory ---

# The scaler alone: passes that are compiled late, on a busy machine, are no leak.
_MANY_FILES = """
import ctypes, gc, json, sys
from pathlib import Path
from anime4k_gl.player import play

libc = ctypes.CDLL(None)

def tick(player):
    path = player.stats().path
    if path != tick.path:
        tick.path = path
        gc.collect()
        if hasattr(libc, "malloc_trim"):
            libc.malloc_trim(0)  # what is freed and kept for later is no leak
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        print(pages * 4, flush=True)

tick.path = None
sys.exit(play(json.loads(sys.argv[1]), on_tick=tick, scale=2, speed=4.0, preset="none",
              report=lambda text: print(text, file=sys.stderr)))
"""

OPENED = 80
MOST_GROWTH = 40 * 60  # kB: 60 for each file between the middles of the second and last quarter


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_memory_stays_flat_over_many_files(
    display: str, tmp_path: Path, sound_card: SoundCard, loud: dict[str, str]  # noqa: F811
) -> None:  # fmt: skip
    write_counted(tmp_path / "bare.mkv", H264, count=3)
    write_sound(tmp_path / "tone.mka", tone(0.12, RATE))
    (tmp_path / "line.ass").write_text(karaoke("III").replace("0:00:04.00", "0:00:00.10"), "utf-8")
    add_track(tmp_path / "bare.mkv", tmp_path / "heard.mkv", tmp_path / "tone.mka")
    add_track(tmp_path / "heard.mkv", tmp_path / "tiny.mkv", tmp_path / "line.ass")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(OPENED):
        (folder / f"{number:03}.mkv").symlink_to(tmp_path / "tiny.mkv")
    answer = subprocess.run(
        [sys.executable, "-c", _MANY_FILES, json.dumps([str(folder)])],
        # In one arena: each of many threads keeps what it freed in its own, for some hundred files.
        env={**loud, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "MALLOC_ARENA_MAX": "1"},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    sizes = [int(line) for line in answer.stdout.split()]
    assert len(sizes) == OPENED
    second, last = (np.median(sizes[at * OPENED // 4 :][: OPENED // 4]) for at in (1, 3))
    print(sizes[:: OPENED // 20])
    assert last - second < MOST_GROWTH, f"{second} kB, then {last} kB"
