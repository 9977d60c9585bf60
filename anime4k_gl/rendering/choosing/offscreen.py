"""The rehearsal without a window, and the choice that follows from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...colour import guess
from ...errors import Anime4KError
from ...formats import PIXEL_LAYOUTS, RGBA8, Size
from ...frame import Frame, Plane
from ...gl.context import Capabilities
from ...gl.offscreen import OFFSCREEN
from ...lazy.dataclass import dataclass
from ...library import ranked_presets
from ...plan import ScalingOptions
from ..render_options import RenderOptions
from ..renderer import Renderer
from ..shader_forms import offered
from .choice import PresetChoice, budget, choose, unmeasured, without_measuring
from .memory import Conditions, TimesMemory
from .rehearsal import PATIENT_SECONDS, Rehearsed, rehearse


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be drawn over and over.

    Attributes
    ----------
    source, target, native : as of `Conditions`
    scaler, backend, scaling : as for `upscale`
    """

    source: Size
    target: Size
    native: Size
    scaler: str
    backend: str
    scaling: ScalingOptions | None = None

    def options(self, preset: str) -> RenderOptions:
        """Return how a preset does it. Raises `OptionError`."""
        return RenderOptions.of(
            preset=preset, scaler=self.scaler, backend=self.backend, scaling=self.scaling
        )

    def conditions(self, machine: str) -> Conditions:
        """Return under which conditions, on a machine."""
        return Conditions(machine, self.source, self.target, self.native, self.scaler, self.backend)


def choose_offscreen(
    work: Work,
    *,
    rate: float,
    memory: TimesMemory | None = None,
    seconds: float = PATIENT_SECONDS,
) -> PresetChoice:
    """Return the preset for frames of one size, measured where it is not known yet.

    Parameters
    ----------
    rate : frames a second; 0 where unknown
    memory : what was measured before; the user's own by default
    seconds : as for `rehearse`
    """
    decided = without_measuring(work.native, work.target)
    if decided is not None:
        return decided
    try:
        found = measure_offscreen(work, budget_ms=budget(rate), memory=memory, seconds=seconds)
    except Anime4KError as error:
        return unmeasured(str(error))
    if not found.times:
        return unmeasured(next(iter(found.failures.values()), "no preset was tried"))
    return choose(found.ranked, found.times, budget(rate))


def measure_offscreen(
    work: Work,
    *,
    budget_ms: float,
    memory: TimesMemory | None = None,
    seconds: float = PATIENT_SECONDS,
) -> Rehearsed:
    """Return how long presets take, and keep it.

    Parameters
    ----------
    budget_ms, seconds : as for `rehearse`
    memory : what was measured before; the user's own by default

    Raises
    ------
    GLError : no OpenGL here
    """
    memory = memory or TimesMemory()

    def measured(context: Any) -> Rehearsed:
        capabilities = Capabilities.from_context(context)
        ranked = [n for n in ranked_presets() if offered(n, work.backend, capabilities)]
        conditions = work.conditions(capabilities.machine)
        known = memory.times(conditions)
        drawing = _Drawing(context, work)
        try:
            found = rehearse(ranked, known, drawing.draw, budget_ms=budget_ms, seconds=seconds)
        finally:
            drawing.release()
        if found.times != known:
            memory.keep(conditions, found.times)
        return found

    return OFFSCREEN.call(measured)


class _Drawing:
    """Draws one frame by any preset, keeping the renderer of the last one alone."""

    def __init__(self, context: Any, work: Work) -> None:
        self._context, self._work = context, work
        self._frame: Frame | None = None
        self._name = ""
        self._renderer: Renderer | None = None

    def draw(self, name: str) -> None:
        """Draw it by a preset, and wait. Raises what `Renderer.render` does."""
        work = self._work
        if self._frame is None:
            self._frame = drawn_frame(work.source)
        if self._renderer is None or name != self._name:
            self.release()
            self._name, self._renderer = name, Renderer(self._context, work.options(name))
        self._renderer.render(self._frame, target=work.target, native=work.native, output=RGBA8)
        self._context.finish()

    def release(self) -> None:
        """Free the renderer."""
        if self._renderer is not None:
            self._renderer.release()
            self._renderer = None


def drawn_frame(size: Size) -> Frame:
    """Return a frame with lines as a drawn film has them, the same for a size in every run.

    Rings of dark lines 24 pixels apart on a soft ground: presets may skip what has no lines. It is
    of video's usual layout, yuv420p.
    """
    layout = PIXEL_LAYOUTS["yuv420p"]
    y, x = np.mgrid[: size.height, : size.width].astype(np.float32)
    ground = 110 + 60 * np.sin(x / 90) * np.cos(y / 70)
    ring = np.abs(np.hypot(x - size.width / 3, y - size.height / 2) % 24 - 12)
    luma = np.where(ring < 1.5, 40, ground).astype(np.uint8)
    small = Size(-(-size.width // 2), -(-size.height // 2))
    chroma = np.full((small.height, small.width), 128, np.uint8)
    planes = (
        Plane(luma, size.width, size),
        Plane(chroma, small.width, small),
        Plane(chroma, small.width, small),
    )
    return Frame(size, layout, guess(layout, size), planes)
