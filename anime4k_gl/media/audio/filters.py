"""Audio filters through libavfilter: conversion to the device's format, and tempo."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ...dependencies import np
from ..pyav import AudioFrame, Graph, av

if TYPE_CHECKING:
    import numpy.typing as npt

Samples: TypeAlias = "npt.NDArray[np.float32]"
"""Interleaved audio: (samples, channels), float32, full scale at -1 and 1."""

# One `atempo` blends within these limits; above, it drops samples.
_TEMPO_RANGE = (0.5, 2.0)


def layout_name(channels: int) -> str:
    """Return FFmpeg's name of a device's layout with that many channels."""
    return {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}.get(channels, f"{channels}c")


class _Chain:
    """A filter graph with one audio input and one audio output."""

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
        """Push a frame, None at the end, and yield the output."""
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

    The first output sample has the time of the first input sample: libswresample compensates the
    filter's own delay.
    """

    def __init__(self, frame: AudioFrame, rate: int, channels: int) -> None:
        self.takes = format_key(frame)
        # One channel is copied to all; libswresample would attenuate it by 3 dB.
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
        """Convert a frame of the first frame's format; None yields the remaining samples."""
        if frame is not None:
            # A time count of its own: the container's jitters, and the caller handles gaps.
            frame.pts, self._position = self._position, self._position + frame.samples
            frame.time_base = Fraction(1, frame.sample_rate)
        for samples in self._chain.run(frame):
            yield np.repeat(samples, self._copies, axis=1) if self._copies > 1 else samples


class Tempo:
    """Changes the speed, 0.25 to 4, and keeps the pitch.

    Attributes
    ----------
    speed : media seconds per second of output
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
        """Yield the output for some samples; None at the end yields the rest."""
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
    """Return the format of a frame, which must stay the same within a graph."""
    return frame.format.name, frame.layout.name, frame.sample_rate
