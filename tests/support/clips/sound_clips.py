"""Sound files for tests, of signals whose every sample is known."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.float64]

_FORMATS = {"flac": "s16", "pcm_s16le": "s16", "libopus": "flt"}


def noise(seconds: float, rate: int, *, seed: int = 1) -> Signal:
    """Return noise without high frequencies, so that lossy codecs keep its shape; peak 0.4."""
    signal = np.random.default_rng(seed).standard_normal(round(seconds * rate))
    signal = np.convolve(signal, np.hanning(40), "same")
    return signal * (0.4 / np.abs(signal).max())


def tone(seconds: float, rate: int, pitch: float = 440.0) -> Signal:
    """Return a sine of a pitch in Hz; peak 0.5."""
    return 0.5 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)


def pitch_of(signal: npt.NDArray[np.floating], rate: int) -> float:
    """Return the strongest frequency in Hz."""
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal))))
    return float(spectrum.argmax() * rate / len(signal))


def write_sound(
    path: Path,
    signals: Signal | Sequence[Signal],
    *,
    rate: int = 48000,
    codec: str = "flac",
    starts: Sequence[float] = (0.0,),
    labels: Sequence[dict[str, str]] = ({},),
    default: int = 0,
    layout: str = "mono",
) -> Path:
    """Write a file of one track, or of several given as a list.

    Parameters
    ----------
    starts : where each track's parts begin, in seconds, parts of equal length; with one track,
        a second number leaves a gap, or an overlap of less than a packet, before the second half
    labels : each track's metadata
    default : which track has the flag
    """
    step = 4096 if codec == "pcm_s16le" else 1024
    tracks = [signals] if isinstance(signals, np.ndarray) else list(signals)
    with av.open(path, "w") as container:
        streams = []
        for number, _ in enumerate(tracks):
            stream = container.add_stream(codec, rate=rate, layout=layout)
            stream.format = _FORMATS.get(codec, "fltp")
            if codec not in ("flac", "pcm_s16le"):
                stream.bit_rate = 192000
            stream.metadata.update(labels[number] if number < len(labels) else {})
            default_flag = av.stream.Disposition.default.value
            stream.disposition = default_flag if number == default else 0
            streams.append(stream)
        packets = []
        for stream, signal in zip(streams, tracks, strict=True):
            for part, samples in enumerate(np.array_split(signal, len(starts))):
                begin = round(starts[part] * rate)
                for place in range(0, len(samples), step):
                    chunk = samples[place : place + step].astype(np.float32)[None]
                    chunk = np.repeat(chunk, 2, axis=0) if layout == "stereo" else chunk
                    frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout=layout)
                    frame.sample_rate = rate
                    frame.pts, frame.time_base = begin + place, Fraction(1, rate)
                    packets += stream.encode(frame)
            packets += stream.encode(None)
        for packet in sorted(packets, key=lambda p: (p.dts or 0) * p.time_base):
            container.mux(packet)
    return path
