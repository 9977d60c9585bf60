"""Preset ``auto`` in the player: measured on a file's first frame, in the window itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...errors import Anime4KError
from ...formats import Size
from ...frame import Frame
from ...library import NO_PRESET, ranked_presets
from ...rendering.choosing.choice import PresetChoice, budget, choose, unmeasured, without_measuring
from ...rendering.choosing.memory import Conditions, TimesMemory
from ...rendering.choosing.rehearsal import Rehearsed, rehearse
from ..settings import Settings
from .profiles import SCALER_ALONE
from .renderer_pool import RendererPool
from .selection import Selection


class AutoPreset:
    """Chooses the profile that plays, once a file; whoever chooses another one keeps it.

    Parameters
    ----------
    pool, selection : the renderers, and which profile plays
    machine : see `Capabilities.machine`
    memory : what was measured before
    """

    def __init__(
        self,
        pool: RendererPool,
        selection: Selection,
        *,
        machine: str,
        memory: TimesMemory,
    ) -> None:
        self._pool, self._selection, self._machine = pool, selection, machine
        self._memory = memory
        self._own = selection.selected.resumed
        self._off = False

    @classmethod
    def of(
        cls,
        settings: Settings,
        pool: RendererPool,
        selection: Selection,
        machine: str,
        report: Callable[[str], None],
    ) -> AutoPreset | None:
        """Return it by the player's settings; None where a preset was named."""
        if not settings.auto:
            return None
        memory = TimesMemory(report=report)
        if settings.governor == "fresh":
            memory.forget()
        return cls(pool, selection, machine=machine, memory=memory)

    def choose(self, frame: Frame, target: Size, rate: float) -> None:
        """Choose for a file, with its first frame at the size at which it is rendered.

        Parameters
        ----------
        rate : frames a second, of the video at its speed; 0 where unknown
        """
        selected = self._selection.selected
        # Without shaders by our choice, or by the user's?
        self._off = not selected.effect and (self._off or self._own != SCALER_ALONE)
        playing = selected.resumed if self._off else selected.after
        if playing != self._own or self._selection.comparison.on:
            return
        choice = self._choice(frame, target, rate)
        self._own = SCALER_ALONE if choice.preset == NO_PRESET else choice.preset
        if self._off:
            selected = replace(selected, resumed=self._own)
        else:
            selected = selected.playing(self._own)
        self._selection.select(selected)
        self._selection.note_auto(self._own, choice.sentence)

    def _choice(self, frame: Frame, target: Size, rate: float) -> PresetChoice:
        native = self._pool.native(frame, self._pool.profiles[SCALER_ALONE]) or frame.size
        decided = without_measuring(native, target)
        if decided is not None:
            return decided
        try:
            found = self._rehearsed(frame, target, native, budget(rate))
        except Anime4KError as error:
            return unmeasured(str(error))
        if not found.times:
            return unmeasured(next(iter(found.failures.values()), "no preset was tried"))
        return choose(found.ranked, found.times, budget(rate))

    def _rehearsed(self, frame: Frame, target: Size, native: Size, budget_ms: float) -> Rehearsed:
        plain = self._pool.profiles[SCALER_ALONE]
        conditions = Conditions(
            self._machine, frame.size, target, native, plain.render.scaler, plain.backend
        )
        known = self._memory.times(conditions)

        def draw(name: str) -> None:
            self._pool.forget_picture()
            profile = SCALER_ALONE if name == NO_PRESET else name
            self._pool.render(frame, target, (profile,))

        # Those that the driver does not draw, or not soon, are not among the profiles.
        names = (NO_PRESET, *self._pool.profiles.names)
        ranked = [name for name in ranked_presets() if name in names]
        found = rehearse(ranked, known, draw, budget_ms=budget_ms)
        self._pool.forget_picture()
        if found.times != known:
            self._memory.keep(conditions, found.times)
        return found
