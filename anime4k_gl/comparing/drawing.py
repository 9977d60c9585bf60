"""The drawing of a picture by every method in turn, timed in the same run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from ..bench.clock import FrameClock, GpuClock, WallClock
from ..formats import RGBA8, RGBA16, Size
from ..frame import Frame
from ..gl.context import Capabilities
from ..gl.functions import GLFunctions
from ..gl.offscreen import OFFSCREEN
from ..rendering.output_size import OutputSize
from ..rendering.render_options import RenderOptions
from ..rendering.renderer import Renderer
from ..scaler_shaders import NO_SCALER
from .methods import Method
from .report import Pixels
from .subjects import Subject, turned

ROUNDS = 3
"""Of timing; the order of the methods rotates from one to the next."""

_SECONDS = 0.1  # of frames that are timed, a method and round


class MethodDrawing:
    """Draws pictures by methods, on the offscreen thread. A context manager."""

    def __init__(self, methods: Sequence[Method], *, timing: bool = True) -> None:
        """Take the methods.

        Parameters
        ----------
        methods : of which each keeps its programs from one picture to the next
        timing : measure what a picture takes
        """
        self._methods, self._timing = methods, timing
        self._renderers: dict[str, Renderer] = {}
        self._plain: Renderer | None = None
        self._clock: FrameClock | None = None
        self.renderer_name = ""

    def __enter__(self) -> MethodDrawing:
        return self

    def __exit__(self, *_: object) -> None:
        OFFSCREEN.call(lambda _: self._release())

    def source(self, subject: Subject) -> Pixels:
        """Return a picture as the methods get it, (H, W, 3) R'G'B', upright."""
        if not isinstance(subject.picture, Frame):
            return subject.picture

        def work(context: Any) -> Pixels:
            if self._plain is None:
                self._plain = Renderer(context, RenderOptions.for_shaders(scaler=NO_SCALER))
            self._plain.tone_map = subject.tone_map
            self._plain.render(subject.picture, target=subject.size, output=_output(subject))
            return turned(self._plain.read()[0], subject.rotation)

        return OFFSCREEN.call(work)

    def draw(self, subject: Subject, target: Size) -> dict[str, tuple[Pixels, float | None]]:
        """Return a picture by each method's name: (H, W, 3) R'G'B', upright, and milliseconds.

        Parameters
        ----------
        subject : the picture
        target : the size of the results, before they are turned

        Raises
        ------
        GLError, OptionError, UserShaderError : a method cannot draw it
        """
        return OFFSCREEN.call(lambda context: self._draw(context, subject, target))

    def _draw(
        self, context: Any, subject: Subject, target: Size
    ) -> dict[str, tuple[Pixels, float | None]]:
        if not self.renderer_name:
            self.renderer_name = Capabilities.from_context(context).renderer
        pictures: dict[str, Pixels] = {}
        for method in self._methods:
            renderer = self._renderers.get(method.name)
            if renderer is None:
                renderer = self._renderers[method.name] = Renderer(context, method.options)
            renderer.tone_map = subject.tone_map
            renderer.render(subject.picture, target=target, output=_output(subject))
            pictures[method.name] = turned(renderer.read()[0], subject.rotation)
        times = self._times(context) if self._timing else {}
        return {name: (pixels, times.get(name)) for name, pixels in pictures.items()}

    def _times(self, context: Any) -> dict[str, float]:
        """Return the median milliseconds of each method, for the picture that is uploaded."""
        if self._clock is None:
            gl = GLFunctions(context)
            software = Capabilities.from_context(context).software
            self._clock = WallClock(gl) if software else GpuClock(context, gl)
        readings: dict[str, list[float]] = defaultdict(list)
        drawn = [(name, _Redrawing(renderer)) for name, renderer in self._renderers.items()]
        for number in range(ROUNDS):
            turn = number % len(drawn)
            for name, work in (*drawn[turn:], *drawn[:turn]):
                measured = self._clock.measure(work, seconds=_SECONDS)
                readings[name] += [
                    ms for _, ms in measured.milliseconds if 0 < ms <= measured.ceiling
                ]
        return {name: median(found) for name, found in readings.items() if found}

    def _release(self) -> None:
        for renderer in (*self._renderers.values(), self._plain):
            if renderer is not None:
                renderer.release()
        if self._clock is not None:
            self._clock.release()
        self._renderers, self._plain, self._clock = {}, None, None


class _Redrawing:
    """A picture that is drawn again and again, as a `Workload`."""

    inputs = 1

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def frame(self, index: int) -> None:
        """See `Workload`."""
        self._renderer.draw()

    def release(self) -> None:
        """See `Workload`; the renderer is somebody else's."""


def target_size(subject: Subject, truth: Size | None, asked: OutputSize | None) -> Size:
    """Return the size of a picture's results, before they are turned.

    Parameters
    ----------
    subject : the picture
    truth : its truth's size, before it is turned; None where there is none
    asked : what was asked for; None for the truth's size, or twice the picture's
    """
    if asked is None and truth is not None:
        return truth
    return (asked or OutputSize()).resolve(subject.size, scaler="bilinear")[0]


def _output(subject: Subject) -> Any:
    """Return the format of a picture's results: 8 bits, or 16 where it has more."""
    picture = subject.picture
    deep = picture.layout.depth > 8 if isinstance(picture, Frame) else picture.dtype.itemsize > 1
    return RGBA16 if deep else RGBA8
