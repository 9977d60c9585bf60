"""Recordings as broadcasts leave them: pictures that say their number, a tone, clocks that jump."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SECONDS = 1.2
SOUND_RATE = 48_000


def write_part(
    path: Path,
    *,
    start: float = 1.0,
    first: int = 0,
    seconds: float = SECONDS,
    sound: tuple[float, float] | None = (0.0, SECONDS),
    format: str | None = None,
) -> Path:
    """Write a part of a recording: frames from number `first` on, and a tone.

    Parameters
    ----------
    start : the time stamp of the first frame, in seconds
    seconds : how long the picture is
    sound : from when to when the tone lasts, from the first frame on; None for no sound
    """
    with av.open(path, "w", format=format) as container:
        video = container.add_stream("mpeg2video", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.options = {"g": "5", "bf": "0", "q": "2"}
        video.codec_context.time_base = Fraction(1, 25)
        audio = None
        if sound is not None:
            audio = container.add_stream("mp2", rate=SOUND_RATE, layout="mono")
            _tone(container, audio, start, sound, sound[0], 0.0)
        for number in range(round(seconds * 25)):
            pixels = np.full((72, 64), 128, np.uint8)
            pixels[:48] = 20 + 2 * ((first + number) % 100)
            frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            frame.pts, frame.time_base = round(start * 25) + number, Fraction(1, 25)
            container.mux(video.encode(frame))
            if audio is not None and sound is not None:
                _tone(container, audio, start, sound, number / 25, (number + 1) / 25)
        container.mux(video.encode(None))
        if audio is not None and sound is not None:
            _tone(container, audio, start, sound, seconds, max(seconds, sound[1]))
            container.mux(audio.encode(None))
    return path


def _tone(
    container: av.container.OutputContainer,
    stream: av.AudioStream,
    start: float,
    sound: tuple[float, float],
    begin: float,
    end: float,
) -> None:
    """Mux the tone of a part's seconds."""
    first = round(max(begin, sound[0]) * SOUND_RATE)
    last = round(min(end, sound[1]) * SOUND_RATE)
    if last <= first:
        return
    wave = np.sin(np.arange(first, last) * (2 * np.pi * 440 / SOUND_RATE)) * 0.5
    samples = (wave * 32767).astype(np.int16)[None]
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate, frame.time_base = SOUND_RATE, Fraction(1, SOUND_RATE)
    frame.pts = round(start * SOUND_RATE) + first
    container.mux(stream.encode(frame))


def number_of(luma: float) -> int:
    """Return the number that a frame's luma says."""
    return round((luma - 20) / 2)
