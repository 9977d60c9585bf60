"""Sound played: what the device gets, and what time it is; a hand-turned device and a real one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from support.clips.sound_clips import noise, pitch_of, tone, write_sound
from support.sound import SoundCard, sound_card  # noqa: F401

from anime4k_gl.doctor import _examine_sound
from anime4k_gl.errors import MediaError
from anime4k_gl.media.audio.audio_source import AudioBlock, AudioSource
from anime4k_gl.player.audio import output_device as devices
from anime4k_gl.player.audio.audio_player import RETRY_SECONDS, AudioPlayer
from anime4k_gl.player.audio.device_clock import DeviceClock
from anime4k_gl.player.audio.gain import gain_of
from anime4k_gl.player.audio.ring_buffer import AHEAD_SECONDS, RingBuffer

RATE = 48000
LATENCY = 0.1


class HandTurnedDevice:
    """A device whose time and appetite are the test's. It plays `LATENCY` after being filled."""

    name = "hand-turned"
    rate = RATE
    channels = 1
    latency = LATENCY

    def __init__(self) -> None:
        self.now = 1000.0
        self.lost = False
        self.running = False
        self.closed = 0
        self.opened = 0
        self.refuse: str | None = None
        self.underruns = 0
        self._fill: devices.Fill | None = None

    def open(self, fill: devices.Fill) -> devices.OutputDevice:
        if self.refuse is not None:
            raise devices.SoundDeviceError(self.refuse)
        self._fill, self.lost = fill, False
        self.opened += 1
        return self

    def start(self) -> None:
        self.running = True

    def abort(self) -> None:
        self.running = False

    def close(self) -> None:
        self.running = False
        self.closed += 1

    def pull(self, seconds: float) -> npt.NDArray[np.float32]:
        """Let time pass in buffers of 10 ms; return what the device was given."""
        given = []
        for _ in range(round(seconds * 100)):
            buffer = np.full((RATE // 100, 1), np.nan, np.float32)
            assert self._fill is not None
            self._fill(buffer, self.now + LATENCY)
            self.now += 0.01
            given.append(buffer[:, 0])
        return np.concatenate(given)


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


@pytest.fixture
def device() -> HandTurnedDevice:
    return HandTurnedDevice()


@pytest.fixture
def play(device: HandTurnedDevice) -> Iterator[Callable[..., AudioPlayer]]:
    """Play a file on the hand-turned device; messages go to the list `reports`."""
    playing: list[AudioPlayer] = []

    def begin(path: Path, reports: list[str] | None = None, **options: Any) -> AudioPlayer:
        audio = AudioPlayer(
            path,
            report=([] if reports is None else reports).append,
            open_device=device.open,
            time_source=lambda: device.now,
            **options,
        )
        playing.append(audio)
        return audio

    yield begin
    for audio in playing:
        audio.close()


def full(audio: AudioPlayer) -> bool:
    """Whether as much is decoded as ever is, so that what the device gets is determined."""
    output = audio._output
    return audio._target is None and output is not None and output.ring.room == 0


def pull(audio: AudioPlayer, device: HandTurnedDevice, seconds: float) -> npt.NDArray[np.float32]:
    """Let time pass as `HandTurnedDevice.pull` does, the decoder keeping up."""
    given = []
    for _ in range(round(seconds * 10)):
        until(lambda: full(audio) and device.running)
        given.append(device.pull(0.1))
    return np.concatenate(given)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, npt.NDArray[np.float64]]:
    signal = noise(6, RATE)
    return write_sound(tmp_path_factory.mktemp("sound") / "noise.flac", signal), signal


# -- the clock -------------------------------------------------------------------------------


def test_the_clock_is_smoother_than_the_device() -> None:
    """Statements that are off by up to 8 ms give readings within 2 ms, at an even pace."""
    clock = DeviceClock(RATE)
    jitter = np.random.default_rng(3).uniform(-0.008, 0.008, 600)
    off = []
    for number in range(600):
        now = 50 + number * 0.02
        clock.handed(960, number * 960, 960, now + 0.1 + jitter[number])
        if number > 100:
            for part in (0.0, 0.007, 0.013):
                heard = clock.heard(now + part)
                assert heard is not None and heard[1]
                off.append(heard[0] / RATE - (now + part - 50.1))
    assert np.abs(off).max() < 0.002


def test_the_clock_follows_a_card_that_runs_fast() -> None:
    clock = DeviceClock(RATE)
    for number in range(3000):
        now = number * 0.02 * 1.0002
        clock.handed(960, number * 960, 960, now + 0.1)
    heard = clock.heard(now)
    assert heard is not None
    assert heard[0] / RATE == pytest.approx(number * 0.02 - 0.1, abs=0.001)


def test_a_stall_is_believed_and_one_error_is_not() -> None:
    clock = DeviceClock(RATE)
    for number in range(50):
        clock.handed(960, number * 960, 960, number * 0.02 + (5.0 if number == 30 else 0.0))
    heard = clock.heard(0.5)
    assert heard is not None and heard[0] == pytest.approx(0.5 * RATE, abs=1)
    for number in range(50, 60):
        clock.handed(960, number * 960, 960, number * 0.02 + 1.5)
    heard = clock.heard(2.6)
    assert heard is not None and heard[0] == pytest.approx(1.1 * RATE, abs=1)


def test_a_short_jump_is_believed_within_a_moment() -> None:
    """A device that ran dry plays everything after it later: by as little as 20 ms."""
    clock = DeviceClock(RATE)
    for number in range(110):
        clock.handed(960, number * 960, 960, number * 0.02 + (0.02 if number >= 100 else 0.0))
    heard = clock.heard(2.2)
    assert heard is not None and heard[0] == pytest.approx(2.18 * RATE, abs=48)


def test_the_clock_stands_where_there_is_silence() -> None:
    clock = DeviceClock(RATE)
    assert clock.heard(1.0) is None
    clock.handed(960, 0, 480, 1.0)
    clock.handed(960, 480, 960, 1.02)
    assert clock.heard(0.99) is None
    assert clock.heard(1.005) == (pytest.approx(240), True)
    assert clock.heard(1.015) == (480, False)
    assert clock.heard(1.03) == (pytest.approx(960), True)
    assert clock.heard(9.0) == (1440, False)
    clock.restart(700)
    assert clock.heard(9.0) == (700, True)
    clock.handed(960, 700, 960, 9.5)
    assert clock.heard(9.4) == (700, True)
    assert clock.heard(9.51) == (pytest.approx(1180), True)


# -- the ring --------------------------------------------------------------------------------


def block(time: float, count: int, *, speed: float = 1.0, value: float = 1.0) -> AudioBlock:
    return AudioBlock(time, speed, np.full((count, 1), value, np.float32))


def test_the_ring_knows_times_across_speeds() -> None:
    ring = RingBuffer(1000, 1)
    assert ring.time_at(0) is None
    ring.write(block(5.0, 100), ring.serial)
    ring.write(block(5.1, 100, speed=2.0), ring.serial)
    ring.write(block(9.0, 50), ring.serial)
    assert ring.time_at(50) == pytest.approx(5.05)
    assert ring.time_at(150) == pytest.approx(5.2)
    assert ring.time_at(220) == pytest.approx(9.02)
    assert ring.end_time == pytest.approx(9.05)
    assert ring.keep(0.12) == pytest.approx(5.14)
    assert ring.end_time == pytest.approx(5.14)


def test_the_ring_gives_back_what_was_written_and_can_go_back() -> None:
    ring = RingBuffer(1000, 1)
    written, given = 0, []
    out = np.zeros((70, 1), np.float32)
    for _ in range(60):
        while ring.room:
            values = np.arange(written, written + 90, dtype=np.float32)[:, None]
            ring.write(AudioBlock(written / 1000, 1.0, values), ring.serial)
            written += 90
        assert ring.read(out) == 70
        given.append(out[:, 0].copy())
    assert np.array_equal(np.concatenate(given), np.arange(4200))
    ring.rewind(3900)
    assert ring.read(out) == 70
    assert out[0, 0] == 3900
    assert ring.time_at(ring.read_index) == pytest.approx(3.97)
    ring.rewind(0)
    assert 2700 < ring.read_index < 3600  # a second of history, not more
    oldest = ring.read_index
    ring.read(out)
    assert out[0, 0] == oldest


def test_the_ring_runs_dry_and_begins_again() -> None:
    ring = RingBuffer(1000, 1)
    out = np.ones((40, 1), np.float32)
    assert ring.read(out) == 0 and not out.any()
    ring.write(block(0.0, 60), ring.serial)
    assert ring.read(out) == 40
    assert ring.read(out) == 20 and ring.underruns == 1
    ring.write(block(0.06, 30), ring.serial)
    assert ring.read(out) == 0 and ring.underruns == 1  # too little to begin with
    ring.finish(ring.serial)
    assert ring.read(out) == 30 and ring.underruns == 1 and ring.exhausted
    old = ring.serial
    ring.flush()
    assert not ring.write(block(0.0, 10), old)
    ring.finish(old)
    assert not ring.exhausted and ring.room == 1000 * AHEAD_SECONDS


# -- on a device turned by hand --------------------------------------------------------------


def test_what_the_device_gets_and_when_it_is_heard(
    clip: Any, device: HandTurnedDevice, play: Any
) -> None:
    path, signal = clip
    audio = play(path)
    assert audio.time is None and audio.waiting
    given = pull(audio, device, 1.0)
    # The first buffer is faded in.
    assert np.abs(given[480:] - signal[480:RATE]).max() < 1e-3
    assert audio.time == pytest.approx(1.0 - LATENCY, abs=1e-4)
    device.now += 0.0037
    assert audio.time == pytest.approx(1.0037 - LATENCY, abs=1e-4)
    assert not audio.waiting and audio.underruns == 0
    assert (audio.device_name, audio.latency) == ("hand-turned", LATENCY)


def test_a_seek(clip: Any, device: HandTurnedDevice, play: Any) -> None:
    path, signal = clip
    audio = play(path)
    pull(audio, device, 0.5)
    for target in (4.2, 0.3, 2.71828):
        audio.seek(target)
        assert audio.time is None
        until(lambda: full(audio))
        assert audio.time is None and audio.waiting
        given = pull(audio, device, 0.2)
        first = round(target * RATE)
        assert np.abs(given - signal[first : first + len(given)]).max() < 1e-3
        assert audio.time == pytest.approx(target + 0.2 - LATENCY, abs=1e-4)


def test_a_pause_goes_on_at_the_sample_heard(
    clip: Any, device: HandTurnedDevice, play: Any
) -> None:
    """What the device held is not lost: it is given once more."""
    path, signal = clip
    audio = play(path)
    pull(audio, device, 1.0)
    audio.set_paused(True)
    assert audio.time == pytest.approx(0.9, abs=1e-4)
    assert not device.pull(0.05).any()
    until(lambda: not device.running)
    device.now += 7
    assert audio.time == pytest.approx(0.9, abs=1e-4)
    audio.set_paused(False)
    assert audio.time == pytest.approx(0.9, abs=1e-4)
    given = pull(audio, device, 0.2)
    first = round(0.9 * RATE)
    assert np.abs(given[480:] - signal[first + 480 : first + len(given)]).max() < 1e-3
    assert audio.time == pytest.approx(1.0, abs=1e-4)


def test_a_seek_during_a_pause(clip: Any, device: HandTurnedDevice, play: Any) -> None:
    path, signal = clip
    audio = play(path, paused=True, start=1.0)
    until(lambda: audio.time is not None)
    assert audio.time == 1.0
    audio.seek(3.0)
    until(lambda: audio.time is not None)
    assert audio.time == 3.0 and not device.running
    audio.set_paused(False)
    given = pull(audio, device, 0.3)
    assert np.abs(given[480:] - signal[3 * RATE + 480 : 3 * RATE + len(given)]).max() < 1e-3
    assert audio.time == pytest.approx(3.2, abs=1e-4)


def test_the_end(clip: Any, device: HandTurnedDevice, play: Any) -> None:
    path, _ = clip
    audio = play(path, start=5.9)
    until(lambda: device.running and audio._output.ring._finished)
    device.pull(0.15)
    assert not audio.ended
    assert audio.time == pytest.approx(5.95, abs=1e-3)
    device.pull(0.1)
    assert audio.ended and audio.time is None and not audio.waiting
    assert audio.underruns == 0
    until(lambda: not device.running)
    audio.seek(1.0)
    pull(audio, device, 0.2)
    assert not audio.ended
    assert audio.time == pytest.approx(1.1, abs=1e-4)


def test_speed_is_heard_soon_and_the_time_stays_right(
    tmp_path: Path, device: HandTurnedDevice, play: Any
) -> None:
    path = write_sound(tmp_path / "tone.flac", tone(20, RATE))
    audio = play(path)
    pull(audio, device, 0.5)
    audio.set_speed(2.0)
    until(lambda: not audio._respeed)
    given = pull(audio, device, 2.0)
    # A tenth of a second at the old speed is kept, the rest is at the new one.
    assert audio.time == pytest.approx(0.5 + 0.1 + 1.9 * 2 - LATENCY * 2, abs=0.01)
    assert pitch_of(given, RATE) == pytest.approx(440, abs=1)
    before = audio.time
    device.now += 0.01
    assert audio.time - before == pytest.approx(0.02, abs=1e-4)


def test_volume_and_mute(tmp_path: Path, device: HandTurnedDevice, play: Any) -> None:
    assert [gain_of(v) for v in (-5, 0, 50, 100, 130, 500)] == pytest.approx(
        [0, 0, 0.125, 1, 2.197, 2.197]
    )
    path = write_sound(tmp_path / "tone.flac", tone(20, RATE))
    audio = play(path)
    for volume, peak in ((100, 0.5), (50, 0.0625), (130, 1.0), (0, 0.0)):
        audio.set_volume(volume)
        device_got = pull(audio, device, 0.1)
        assert np.abs(np.diff(device_got)).max() < 0.1  # no click
        assert np.abs(device_got[480:]).max() == pytest.approx(peak, rel=1e-3)
    audio.set_volume(100)
    audio.set_muted(True)
    pull(audio, device, 0.1)
    assert not pull(audio, device, 0.1).any()
    assert audio.time == pytest.approx(0.6 - LATENCY, abs=1e-3)


def test_tracks_and_none(tmp_path: Path, device: HandTurnedDevice, play: Any) -> None:
    path = write_sound(tmp_path / "two.mkv", [tone(9, RATE, 300.0), tone(9, RATE, 900.0)])
    audio = play(path)
    assert len(audio.tracks) == 2 and audio.track == audio.tracks[0]
    assert pitch_of(pull(audio, device, 1.0), RATE) == pytest.approx(300, abs=2)
    audio.select(1)
    given = pull(audio, device, 1.0)
    assert pitch_of(given, RATE) == pytest.approx(900, abs=2)
    assert audio.time == pytest.approx(0.9 + 1.0 - LATENCY, abs=1e-3)
    audio.select(None)
    assert audio.track is None and audio.time is None and not audio.waiting
    until(lambda: not device.running)
    device.now += 2.0
    audio.select(0)
    pull(audio, device, 0.2)
    assert audio.time == pytest.approx(1.8 + 2.0 + 0.2 - LATENCY, abs=0.01)
    with pytest.raises(MediaError, match="stream 5 is not an audio track"):
        audio.select(5)


def test_delay(clip: Any, device: HandTurnedDevice, play: Any) -> None:
    """Sound that is to come later is that of an earlier moment of the film."""
    path, signal = clip
    audio = play(path, start=2.0, delay=0.5)
    given = pull(audio, device, 0.2)
    first = round(1.5 * RATE)
    assert np.abs(given[480:] - signal[first + 480 : first + len(given)]).max() < 1e-3
    assert audio.time == pytest.approx(2.1, abs=1e-4)
    audio.delay = 0.0
    assert audio.time == pytest.approx(1.6, abs=1e-4)


def test_running_dry_is_counted_and_the_clock_finds_back(
    clip: Any, device: HandTurnedDevice, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = clip
    slow, decode = [False], AudioSource.blocks

    def blocks(source: AudioSource) -> Iterator[AudioBlock]:
        for item in decode(source):
            while slow[0]:
                time.sleep(0.002)
            yield item

    monkeypatch.setattr(AudioSource, "blocks", blocks)
    audio = play(path)
    pull(audio, device, 0.5)
    slow[0] = True
    device.pull(0.6)
    stopped = audio.time
    assert audio.underruns == 1
    device.pull(0.5)
    assert audio.time == stopped and not audio.ended
    slow[0] = False
    until(lambda: full(audio))
    device.pull(0.3)
    assert audio.time == pytest.approx(stopped + 0.2, abs=0.001)
    assert audio.underruns == 1


def test_a_device_that_vanishes(tmp_path: Path, device: HandTurnedDevice, play: Any) -> None:
    path = write_sound(tmp_path / "tone.flac", tone(60, RATE))
    reports: list[str] = []
    audio = play(path, reports)
    pull(audio, device, 1.0)
    device.refuse, device.lost = "no sound: none is there", True
    until(lambda: device.closed == 1)
    assert audio.time is None and audio.device_name is None and not audio.waiting
    assert reports == ["no sound: the device hand-turned is gone; playing on without sound"]
    for _ in range(3):
        device.now += RETRY_SECONDS + 0.1
        until(lambda: audio._retry_at > device.now)
    assert len(reports) == 1
    device.refuse = None
    device.now += RETRY_SECONDS + 0.1
    pull(audio, device, 0.2)
    assert reports[1:] == ["sound is back, on hand-turned"]


def test_after_a_loss_sound_goes_on_where_the_player_is(
    tmp_path: Path, device: HandTurnedDevice, play: Any
) -> None:
    path = write_sound(tmp_path / "tone.flac", tone(20, RATE))
    audio = play(path)
    pull(audio, device, 1.0)
    device.refuse, device.lost = "gone", True
    until(lambda: device.closed == 1)
    device.refuse = None
    device.now += 3.0
    audio.select(0)  # asks for another try at once
    pull(audio, device, 0.2)
    assert audio.time == pytest.approx(0.9 + 3.0 + 0.2 - LATENCY, abs=0.01)


def test_a_file_that_cannot_be_decoded(tmp_path: Path, device: HandTurnedDevice, play: Any) -> None:
    path = write_sound(tmp_path / "odd.mkv", tone(2, RATE))
    path.write_bytes(path.read_bytes().replace(b"A_FLAC", b"A_XYZW"))
    reports: list[str] = []
    audio = play(path, reports)
    until(lambda: bool(reports))
    audio.seek(1.0)
    until(lambda: audio._target is None)
    assert len(reports) == 1 and "no decoder for audio stream" in reports[0]
    assert audio.time is None and not audio.waiting


def test_a_file_without_sound(tmp_path: Path, device: HandTurnedDevice, play: Any) -> None:
    from support.clips.media_clips import write_clip

    reports: list[str] = []
    audio = play(write_clip(tmp_path / "silent.mkv").path, reports)
    assert audio.tracks == () and audio.track is None
    audio.seek(0.1)
    assert audio.time is None and not audio.waiting and not reports
    audio.close()
    assert device.opened == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("raise ImportError", r"pip install 'anime4k-gl\[audio\]'"),
        ("raise OSError('PortAudio library not found')", "PortAudio is not installed"),
        ("raise RuntimeError('two\\nlines')", "two lines"),
    ],
)
def test_parts_that_are_missing_are_named_once(
    clip: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, words: str
) -> None:
    (tmp_path / "sounddevice.py").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    reports: list[str] = []
    with AudioPlayer(clip[0], report=reports.append) as audio:
        until(lambda: bool(reports))
        audio.select(0)
        until(lambda: not audio._notified)
        assert audio.time is None
    assert len(reports) == 1
    assert "\n" not in reports[0]
    assert re.search(words, reports[0])


def test_doctor_says_how_to_get_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sounddevice.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    check = _examine_sound()
    assert (check.name, check.ok) == ("sounddevice", False)
    assert check.detail == "sound while playing; sounddevice is not installed"
    assert check.remedy == "pip install 'anime4k-gl[audio]'"


# -- on a sound card -------------------------------------------------------------------------

_DRIVER = """
import json, sys, time
from anime4k_gl.player.audio.audio_player import AudioPlayer

def say(**what):
    print(json.dumps(what), flush=True)

with AudioPlayer(sys.argv[1], report=lambda text: say(report=text)) as audio:
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        if name == "time":
            say(time=audio.time, device=audio.device_name, underruns=audio.underruns)
        elif name == "heard":
            while audio.time is None or audio.time < arguments[0]:
                time.sleep(0.01)
            say(heard=audio.time)
        else:
            getattr(audio, name)(*arguments)
"""


class Speaker:
    """`AudioPlayer` in a process of its own, told what to do by lines."""

    def __init__(self, card: SoundCard, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _DRIVER, str(path)], env=card.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Speaker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def tell(self, *words: Any) -> None:
        assert self.process.stdin is not None
        print(json.dumps(words), file=self.process.stdin, flush=True)

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def finish(self) -> str:
        assert self.process.stdin is not None and self.process.stderr is not None
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        return self.process.stderr.read()


def test_null_sink_a_tone_is_heard_at_its_pitch(sound_card: SoundCard, tmp_path: Path) -> None:  # noqa: F811
    """At both speeds, and as loud as it is."""
    path = write_sound(tmp_path / "tone.flac", tone(30, 44100, 523.0), rate=44100)
    with Speaker(sound_card, path) as speaker:
        for speed in (1.0, 2.0):
            speaker.tell("set_speed", speed)
            speaker.tell("seek", 5.0)
            speaker.tell("heard", 5.3)
            assert speaker.hear()["heard"] < 7
            with sound_card.record() as recording:
                speaker.tell("heard", 6.5 + speed)
                speaker.hear()
            loud = np.flatnonzero(np.abs(recording.samples[:, 0]) > 0.1)
            heard = recording.samples[loud[0] : loud[-1], 0]
            assert len(heard) > 0.5 * RATE
            assert pitch_of(heard, RATE) == pytest.approx(523, abs=3)
            assert np.abs(heard).max() == pytest.approx(0.5, abs=0.05)
        speaker.tell("time")
        assert speaker.hear()["device"]
        assert "Traceback" not in speaker.finish()


def test_null_sink_a_card_that_is_pulled_out(tmp_path: Path, sound_card: SoundCard) -> None:  # noqa: F811
    """A message, no time, no exception; and sound again once there is a card."""
    path = write_sound(tmp_path / "tone.flac", tone(60, RATE))
    try:
        with Speaker(sound_card, path) as speaker:
            speaker.tell("heard", 0.2)
            speaker.hear()
            sound_card.kill()
            assert "is gone; playing on without sound" in speaker.hear()["report"]
            speaker.tell("time")
            assert speaker.hear()["time"] is None
            sound_card.start()
            speaker.tell("select", 0)
            assert "sound is back" in speaker.hear()["report"]
            speaker.tell("heard", 1.0)
            assert speaker.hear()["heard"] >= 1.0
            assert "Traceback" not in speaker.finish()
    finally:
        if sound_card.process is None:
            sound_card.start()


def test_doctor_names_the_device(sound_card: SoundCard) -> None:  # noqa: F811
    code = "from anime4k_gl.doctor import _examine_sound as sound; print(sound().detail)"
    answer = subprocess.run(
        [sys.executable, "-c", code], env=sound_card.environment, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "sound while playing, on default"
