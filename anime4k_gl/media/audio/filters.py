"""Sound through libavfilter: to the device's format, and faster or slower at the same pitch."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from ..pyav import AudioFrame, Graph, av

Samples = npt.NDArray[np.float32]
"""Interleaved sound: (samples, channels), float32, full scale at -1 and 1."""

# One `atempo` blends between these; above, it leaves samples out.
_TEMPO_RANGE = (0.5, 2.0)


def layout_name(channels: int) -> str:
    """Return FFmpeg's name of a device's layout with that many channels."""
    return {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}.get(channels, f"{channels}c")


class _Chain:
    """A graph with one input and one output, both of sound."""

    def __init__(
        self, rate: int, sample_format: str, layout: str, filters: list[tuple[str, dict[str, str]]]
    ) -> None:
        self._graph = Graph()
        source = self._graph.add(
            "abuffer",
            sample_rate=str(rate),
            sample_fmt=sample_format,
            channel_layout=layout,
            time_base=f"1/{rate}",
        )
        nodes = [self._graph.add(name, **options) for name, options in filters]
        self._graph.link_nodes(source, *nodes, self._graph.add("abuffersink"))
        self._graph.configure()
        self._flushed = False

    def run(self, frame: AudioFrame | None) -> Iterator[Samples]:
        """Put a frame in, None at the end, and yield what comes out."""
        if self._flushed:
            return
        self._flushed = frame is None
        self._graph.push(frame)
        while True:
            try:
                out = self._graph.pull()
            except (BlockingIOError, av.error.EOFError):
                return
            if isinstance(out, AudioFrame) and out.samples:
                channels = len(out.layout.channels)
                array: npt.NDArray[Any] = out.to_ndarray()
                yield array.reshape(-1, channels).astype(np.float32, copy=False)


class Converter:
    """Turns decoded frames of one format into float32 at the device's rate and channels.

    The first sample out belongs to the time of the first sample in: the filter's own delay is
    made up for by libswresample.
    """

    def __init__(self, frame: AudioFrame, rate: int, channels: int) -> None:
        self.takes = format_key(frame)
        # One channel goes to all as it is; libswresample would have it softer by 3 dB.
        self._copies = channels if len(frame.layout.channels) == 1 else 1
        form = {
            "sample_fmts": "flt",
            "sample_rates": str(rate),
            "channel_layouts": layout_name(channels // self._copies),
        }
        self._chain = _Chain(
            frame.sample_rate, frame.format.name, frame.layout.name, [("aformat", form)]
        )
        self._position = 0

    def convert(self, frame: AudioFrame | None) -> Iterator[Samples]:
        """Convert a frame of the format given at first; None yields what is still inside."""
        if frame is not None:
            # Its own count of time: the container's jitters, and gaps are the caller's concern.
            frame.pts, self._position = self._position, self._position + frame.samples
            frame.time_base = Fraction(1, frame.sample_rate)
        for samples in self._chain.run(frame):
            yield np.repeat(samples, self._copies, axis=1) if self._copies > 1 else samples


class Tempo:
    """Changes the speed, 0.25 to 4, and keeps the pitch.

    Attributes
    ----------
    speed : media seconds per second of what comes out
    """

    def __init__(self, speed: float, rate: int, channels: int) -> None:
        self.speed = speed
        self._layout, self._rate, self._position = layout_name(channels), rate, 0
        low, high = _TEMPO_RANGE
        stages = max(1, math.ceil(math.log(speed, high if speed > 1 else low) - 1e-9))
        factor = speed ** (1 / stages)
        filters = [("atempo", {"tempo": f"{factor:.9f}"})] * stages
        self._chain = _Chain(rate, "flt", self._layout, filters)

    def run(self, samples: Samples | None) -> Iterator[Samples]:
        """Yield what comes out for some samples, None for the end."""
        if samples is None:
            yield from self._chain.run(None)
            return
        flat = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=self._layout)
        frame.sample_rate = self._rate
        frame.pts, self._position = self._position, self._position + len(samples)
        frame.time_base = Fraction(1, self._rate)
        yield from self._chain.run(frame)


def format_key(frame: AudioFrame) -> tuple[str, str, int]:
    """Return what must stay the same for a graph to take a frame."""
    return frame.format.name, frame.layout.name, frame.sample_rate
