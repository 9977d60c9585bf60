"""Sound decoded: each sample at its place, whatever the file and wherever one seeks."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from support.clips.media_clips import write_clip
from support.clips.sound_clips import noise, pitch_of, tone, write_sound

from anime4k_gl.errors import MediaError
from anime4k_gl.media.audio.audio_source import AudioBlock, AudioSource
from anime4k_gl.media.audio.tracks import audio_tracks

CODECS = [
    ("flac", "mkv", 44100),
    ("flac", "flac", 48000),
    ("aac", "mp4", 48000),
    ("aac", "mkv", 44100),
    ("libopus", "webm", 48000),
    ("libmp3lame", "mkv", 44100),
    ("ac3", "mkv", 48000),
    ("pcm_s16le", "wav", 44100),
]


def read(source: AudioSource) -> tuple[float, npt.NDArray[np.float32]]:
    """Return the time of the first sample and all samples, having seen that nothing is left out."""
    blocks = list(source.blocks())
    check_line(blocks, source.rate)
    samples = np.concatenate([block.samples for block in blocks])
    return blocks[0].time, samples


def check_line(blocks: list[AudioBlock], rate: int) -> None:
    assert all(block.samples.dtype == np.float32 for block in blocks)
    for block, after in itertools.pairwise(blocks):
        expected = block.time + len(block.samples) * block.speed / rate
        assert after.time == pytest.approx(expected, abs=1e-9)


def lag(samples: npt.NDArray[np.floating], signal: npt.NDArray[np.floating]) -> int:
    """Return by how many samples the first is behind the second, found by correlation."""
    spectrum = np.fft.rfft(samples, 1 << 18) * np.conj(np.fft.rfft(signal, 1 << 18))
    place = int(np.fft.irfft(spectrum).argmax())
    return place - (1 << 18) if place > 1 << 17 else place


@pytest.mark.parametrize(("codec", "ending", "rate"), CODECS)
def test_each_sample_is_at_its_place(tmp_path: Path, codec: str, ending: str, rate: int) -> None:
    """From the start the file's signal, and after a seek the very samples that playing reaches."""
    signal = noise(4, rate)
    path = write_sound(tmp_path / f"clip.{ending}", signal, rate=rate, codec=codec)
    with AudioSource(path, rate=rate, channels=1) as source:
        start, whole = read(source)
        origin = round(start * rate)
        # Before FFmpeg 8.1 its Matroska reader does not cut the encoder's delay off: it is heard
        # before 0, to the millisecond that Matroska has.
        if ending == "mkv" and av.library_versions["libavformat"] < (62, 12):
            assert -0.03 < start <= 0
            assert lag(whole[:, 0], signal) == pytest.approx(-origin, abs=rate / 1000)
        else:
            assert start == 0
            assert lag(whole[:, 0], signal) == 0
        for seconds in (2.3457, 0.0, 0.1, 3.0 + 1 / 7, 0.6, 1.0):
            source.seek(seconds)
            time, samples = read(source)
            first = round(seconds * rate)
            assert time == first / rate
            assert len(samples) == len(whole) - (first - origin)
            assert np.abs(samples - whole[first - origin :]).max() < 2e-3


def test_a_seek_before_anything_was_read(tmp_path: Path) -> None:
    signal = noise(3, 48000)
    path = write_sound(tmp_path / "clip.flac", signal)
    with AudioSource(path, channels=1) as source:
        source.seek(1.25)
        time, samples = read(source)
    assert time == 1.25
    assert np.abs(samples[:, 0] - signal[60000:]).max() < 1e-4


def test_the_devices_rate_and_channels(tmp_path: Path) -> None:
    """A click stays where it is, in seconds, at another rate and on both channels."""
    signal = np.zeros(44100 * 2)
    signal[66150] = 0.9  # at 1.5 s
    path = write_sound(tmp_path / "click.flac", signal, rate=44100)
    with AudioSource(path, rate=48000, channels=2) as source:
        for seconds in (0.0, 1.3):
            source.seek(seconds)
            _, samples = read(source)
            assert samples.shape[1] == 2
            assert abs(len(samples) + round(seconds * 48000) - 96000) <= 1
            assert abs(int(samples[:, 0].argmax()) + round(seconds * 48000) - 72000) <= 1
            assert np.array_equal(samples[:, 0], samples[:, 1])


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 2.0, 4.0])
def test_speed_keeps_the_pitch(tmp_path: Path, speed: float) -> None:
    path = write_sound(tmp_path / "tone.flac", tone(4, 48000))
    with AudioSource(path, channels=1, speed=speed) as source:
        time, samples = read(source)
    assert time == 0
    assert len(samples) / 48000 == pytest.approx(4 / speed, rel=0.01)
    assert pitch_of(samples[:, 0], 48000) == pytest.approx(440, abs=1.5)


@pytest.mark.parametrize("speed", [0.5, 1.5, 3.0])
def test_media_time_holds_at_other_speeds(tmp_path: Path, speed: float) -> None:
    """A sound in the middle of silence is found at its media time, after a seek."""
    signal = np.zeros(48000 * 4)
    signal[120000:129600] = tone(0.2, 48000)  # 2.5 s to 2.7 s
    path = write_sound(tmp_path / "beep.flac", signal)
    with AudioSource(path, channels=1, speed=speed) as source:
        source.seek(1.0)
        time, samples = read(source)
    assert time == 1.0
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.25)
    middle = 1.0 + (loud[0] + loud[-1]) / 2 * speed / 48000
    # The filter works in windows of a twentieth of a second and more.
    assert middle == pytest.approx(2.6, abs=0.03 * speed)


def test_tracks(tmp_path: Path) -> None:
    labels = ({"title": "Main", "language": "jpn"}, {"title": "Dub", "language": "eng"})
    path = write_sound(
        tmp_path / "two.mkv",
        [tone(1, 48000, 300.0), tone(1, 48000, 900.0)],
        labels=labels,
        default=1,
    )
    tracks = audio_tracks(path)
    assert [(t.index, t.title, t.language, t.default) for t in tracks] == [
        (0, "Main", "jpn", False),
        (1, "Dub", "eng", True),
    ]
    assert all((t.codec, t.channels, t.sample_rate) == ("flac", 1, 48000) for t in tracks)
    for choice, pitch in ((tracks[0], 300), (1, 900), (None, 900)):
        with AudioSource(path, choice, channels=1) as source:
            assert pitch_of(read(source)[1][:, 0], 48000) == pytest.approx(pitch, abs=1.5)


def test_a_gap_is_silent_and_what_follows_in_time(tmp_path: Path) -> None:
    signal = noise(2, 48000)
    path = write_sound(tmp_path / "gap.mkv", signal, codec="pcm_s16le", starts=(0.0, 1.5))
    with AudioSource(path, channels=1) as source:
        _, samples = read(source)
        source.seek(1.25)
        time, later = read(source)
    assert len(samples) == 120000
    assert np.abs(samples[:48000, 0] - signal[:48000]).max() < 1e-4
    assert not samples[48000:72000].any()
    assert np.abs(samples[72000:, 0] - signal[48000:]).max() < 1e-4
    assert time == 1.25
    assert np.array_equal(later, samples[60000:])


def test_an_overlap_is_cut(tmp_path: Path) -> None:
    signal = noise(2, 48000)
    path = write_sound(tmp_path / "overlap.mkv", signal, codec="pcm_s16le", starts=(0.0, 0.95))
    with AudioSource(path, channels=1) as source:
        _, samples = read(source)
    assert len(samples) == pytest.approx(93600, abs=48)
    assert np.abs(samples[:48000, 0] - signal[:48000]).max() < 1e-4
    assert abs(lag(samples[48000:, 0], signal[50400:])) <= 24  # Matroska's milliseconds


def test_a_late_start_is_silence(tmp_path: Path) -> None:
    signal = noise(1, 48000)
    path = write_sound(tmp_path / "late.mkv", signal, starts=(1.5,))
    with AudioSource(path, channels=1) as source:
        assert read(source)[0] == 1.5
        source.seek(0.25)
        time, samples = read(source)
    assert time == 0.25
    assert not samples[:60000].any()
    assert np.abs(samples[60000:, 0] - signal).max() < 1e-4


def test_a_seek_that_ends_too_late_goes_back_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = noise(6, 48000)
    path = write_sound(tmp_path / "clip.wav", signal, codec="pcm_s16le")
    went, seek = [], AudioSource._seek_container

    def late(source: AudioSource, seconds: float) -> None:
        went.append(seconds)
        seek(source, seconds + 1.0)

    monkeypatch.setattr(AudioSource, "_seek_container", late)
    with AudioSource(path, channels=1) as source:
        for target in (4.0, 0.5):
            source.seek(target)
            time, samples = read(source)
            assert time == target
            assert np.abs(samples[:, 0] - signal[round(target * 48000) :]).max() < 1e-4
    assert went == pytest.approx([3.7, 2.8, 0.2, -0.7])


def test_beyond_the_end_there_is_nothing(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "clip.flac", noise(1, 48000))
    with AudioSource(path) as source:
        source.seek(5)
        assert list(source.blocks()) == []
        source.seek(0.5)
        assert len(read(source)[1]) == 24000


def test_damaged_packets_are_left_out(tmp_path: Path) -> None:
    """What is before and after the damage stays in its place; the fault is noted."""
    path = write_sound(tmp_path / "clip.mkv", noise(4, 48000), codec="aac")
    with AudioSource(path, channels=1) as source:
        _, whole = read(source)
        assert source.fault is None
    data = bytearray(path.read_bytes())
    with av.open(path) as container:
        places = [(p.pos, p.size, float(p.pts * p.time_base)) for p in container.demux() if p.size]
    for place, size, time in places:
        if 1.5 <= time < 2.0:
            begin = place + 4  # past the block's head
            data[begin : begin + size] = b"\xff" * size
    path.write_bytes(data)
    with AudioSource(path, channels=1) as source:
        _, samples = read(source)
        assert source.fault is not None and "damaged audio was skipped" in source.fault
        assert "\n" not in source.fault
    assert len(samples) == len(whole)
    for part in (slice(0, 67200), slice(105600, None)):
        assert np.abs(samples[part] - whole[part]).max() < 1e-3


def test_the_format_changes_midway(tmp_path: Path) -> None:
    """One after the other in one file: mono at 44.1 kHz, then stereo at 48 kHz."""
    parts = [
        write_sound(tmp_path / "a.ac3", tone(1, 44100, 500.0), rate=44100, codec="ac3"),
        write_sound(tmp_path / "b.ac3", tone(1, 48000, 800.0), codec="ac3", layout="stereo"),
    ]
    path = tmp_path / "both.ac3"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    with AudioSource(path, rate=48000, channels=2) as source:
        _, samples = read(source)
    assert len(samples) == pytest.approx(96000, abs=4800)
    assert pitch_of(samples[4800:43200, 0], 48000) == pytest.approx(500, abs=2)
    assert pitch_of(samples[57600:91200, 0], 48000) == pytest.approx(800, abs=2)


def test_what_cannot_be_played_is_said_in_a_line(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "clip.mkv", noise(1, 48000))
    with pytest.raises(MediaError, match=r"clip\.mkv: stream 7 is not an audio track$"):
        AudioSource(path, 7)
    path.write_bytes(path.read_bytes().replace(b"A_FLAC", b"A_XYZW"))
    (track,) = audio_tracks(path)
    assert not track.decodable
    with pytest.raises(MediaError, match=r"clip\.mkv: no decoder for audio stream 0 in [^\n]*$"):
        AudioSource(path)
    with pytest.raises(MediaError, match="no such file"):
        AudioSource(tmp_path / "none.mkv")
    (tmp_path / "text.mkv").write_text("no sound here")
    with pytest.raises(MediaError, match="not a media file"):
        audio_tracks(tmp_path / "text.mkv")


def test_a_file_without_sound(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "silent.mkv").path
    assert audio_tracks(path) == ()
    with pytest.raises(MediaError, match="no audio in this file"):
        AudioSource(path)


def test_one_channel_is_as_loud_on_two(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.flac", tone(0.5, 48000))
    with AudioSource(path, channels=2) as source:
        assert np.abs(read(source)[1]).max(axis=0) == pytest.approx([0.5, 0.5], abs=1e-3)
