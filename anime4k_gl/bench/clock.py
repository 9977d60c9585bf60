"""Timing of frames: by the GPU's own timer, or by waiting for them.

On a graphics card the timer is right; waiting would add the processor's calls. Each timed frame
follows a load that lasts until the frame is submitted, so that no gap is timed. A software
rasteriser runs on the processor, and there waiting is right: llvmpipe's timer agrees with it to 2 %
over fragment passes, but misses most of compute passes (0.06 to 0.6 ms of a copy's 2.5), and in
some contexts its first reading counts from the machine's start.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

from ..gl.functions import GLFunctions
from ..gl.timing import Timers
from .chains import Load, Workload

WARM_SECONDS = 0.25
"""Seconds that keep the GPU busy before each measurement; its clock rate falls when idle."""

_MOST_FRAMES = 96
_LONGEST_LOAD_MS = 20.0
_WARM_LOAD_MS = 4.0
_WARM_BATCH = 4


@dataclass(frozen=True, slots=True)
class Readings:
    """One measurement.

    Attributes
    ----------
    milliseconds : the index of its input and the time, for each frame
    ceiling : the upper bound of a frame's time: the time until all of them were done
    submit : milliseconds of processor time to submit a frame
    wall : milliseconds per frame when frames follow each other, including submission
    """

    milliseconds: tuple[tuple[int, float], ...]
    ceiling: float
    submit: float
    wall: float


class FrameClock(Protocol):
    """A way to time frames."""

    name: str

    def measure(self, workload: Workload, *, seconds: float) -> Readings:
        """Warm up and time frames for about `seconds`, every input equally often."""

    def before_pass_timing(self, readings: Readings) -> None:
        """Submit the load that precedes a frame whose passes are timed one by one."""

    def release(self) -> None:
        """Free what it allocated."""


class WallClock:
    """The wall clock; waits for each frame."""

    name = "wall"

    def __init__(self, gl: GLFunctions) -> None:
        self._gl = gl

    def measure(self, workload: Workload, *, seconds: float) -> Readings:
        """See `FrameClock`."""
        warm = warm_up(self._gl, workload)
        times = []
        for index in range(frame_count(workload, seconds, warm.wall)):
            start = time.perf_counter()
            workload.frame(index)
            self._gl.glFinish()
            times.append((index % workload.inputs, (time.perf_counter() - start) * 1e3))
        ceiling = sum(ms for _, ms in times)
        return Readings(tuple(times), ceiling, warm.submit, warm.wall)

    def before_pass_timing(self, readings: Readings) -> None:
        """See `FrameClock`; there is nothing to submit."""

    def release(self) -> None:
        """See `FrameClock`; there is nothing to free."""


class GpuClock:
    """The GPU's timer, with one query around all passes of a frame."""

    name = "gpu timer"

    def __init__(self, context: Any, gl: GLFunctions) -> None:
        self._gl = gl
        self._timers = Timers(gl, _MOST_FRAMES)
        self._load = Load(context)
        self._load.calibrate(self._once)

    def measure(self, workload: Workload, *, seconds: float) -> Readings:
        """See `FrameClock`."""
        submit, frame_ms = self._warm_up(workload)
        frames = frame_count(workload, seconds, frame_ms)
        start = time.perf_counter()
        for index in range(frames):
            self._load.draw(_load_ms(submit))
            with self._timers.measure(index):
                workload.frame(index)
        self._gl.glFinish()
        ceiling = (time.perf_counter() - start) * 1e3
        times = tuple((i % workload.inputs, self._timers.milliseconds(i)) for i in range(frames))
        start = time.perf_counter()
        for index in range(frames):
            workload.frame(index)
        self._gl.glFinish()
        return Readings(times, ceiling, submit, (time.perf_counter() - start) / frames * 1e3)

    def _warm_up(self, workload: Workload) -> tuple[float, float]:
        """Keep the GPU busy for `WARM_SECONDS`; return milliseconds to submit a frame, and in all.

        Frames alone would leave it idle most of the time if it draws faster than the processor
        submits; the load between them prevents that.
        """
        self._gl.glFinish()
        begin = time.perf_counter()
        submits: list[float] = []
        while time.perf_counter() - begin < WARM_SECONDS:
            for _ in range(_WARM_BATCH):
                self._load.draw(_WARM_LOAD_MS)
                before = time.perf_counter()
                workload.frame(len(submits))
                submits.append((time.perf_counter() - before) * 1e3)
            self._gl.glFinish()
        return median(submits), (time.perf_counter() - begin) / len(submits) * 1e3

    def before_pass_timing(self, readings: Readings) -> None:
        """See `FrameClock`."""
        self._load.draw(_load_ms(readings.submit))

    def release(self) -> None:
        """See `FrameClock`."""
        self._timers.release()
        self._load.release()

    def _once(self, draw: Any) -> float:
        with self._timers.measure(0):
            draw()
        return self._timers.milliseconds(0)


@dataclass(frozen=True, slots=True)
class Warm:
    """Times measured while warming up: milliseconds to submit a frame, and a frame in all."""

    submit: float
    wall: float


def warm_up(gl: GLFunctions, workload: Workload) -> Warm:
    """Draw frames for `WARM_SECONDS`, at least one, in batches that keep the GPU busy."""
    gl.glFinish()
    begin = time.perf_counter()
    submits: list[float] = []
    batch, walls = 1, [0.0]
    while time.perf_counter() - begin < WARM_SECONDS:
        start = time.perf_counter()
        for _ in range(batch):
            before = time.perf_counter()
            workload.frame(len(submits))
            submits.append((time.perf_counter() - before) * 1e3)
        gl.glFinish()
        took = time.perf_counter() - start
        walls.append(took / batch * 1e3)
        if took < 0.05:
            batch *= 2
    return Warm(median(submits), walls[-1])


def frame_count(workload: Workload, seconds: float, frame_ms: float) -> int:
    """Return how many frames to time: whole rounds of the inputs, at least one."""
    turns = int(seconds * 1e3 / (max(frame_ms, 1e-3) * workload.inputs))
    return max(1, min(turns, _MOST_FRAMES // workload.inputs)) * workload.inputs


def _load_ms(submit: float) -> float:
    return min(1.5 * submit + 0.2, _LONGEST_LOAD_MS)
