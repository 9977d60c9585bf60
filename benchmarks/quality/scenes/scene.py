"""The description of a scene: a seed and a kind, from which all of it follows."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.quality.scenes import palette
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.kinds import KINDS
from benchmarks.quality.scenes.stage import RATE, Stage

VERSION = 4
"""Grows when the same seed would draw something else, so that kept results are told apart."""


@dataclass(frozen=True)
class Scene:
    """A scene: the same seed, kind and version draw the same, byte for byte on one machine."""

    seed: int
    kind: str
    version: int = VERSION

    @property
    def name(self) -> str:
        """A name to file results under."""
        return f"{self.kind}-{self.seed}-v{self.version}"

    @property
    def cut(self) -> float | None:
        """Seconds after which another shot begins; None where the shot goes on for ever."""
        d = self._dice().child("cut")
        return round(d.uniform(0.5, 2.0) * RATE) / RATE if d.chance(0.3) else None

    def stage(
        self, time: float = 0.0, *, regions: bool = False, notes: bool = True
    ) -> Stage:
        """Return the stage with everything drawn on it at a time in seconds.

        Without notes it is drawn faster, and knows nothing of its strokes and captions.
        """
        dice, cut = self._dice(), self.cut
        if cut is not None and time >= cut:
            dice, time = dice.child("second shot"), time - cut
        script = palette.script(dice.child("script"), palette.BRIGHT + palette.OUTDOORS)
        stage = Stage(dice, script, time=time, regions=regions, notes=notes)
        KINDS[self.kind](stage)
        return stage

    def _dice(self) -> Dice:
        return Dice(f"{self.version}/{self.kind}/{self.seed}")


def make(seed: int, kind: str | None = None) -> Scene:
    """Return the scene of a seed; without a kind, seeds take all kinds in turn.

    Raises ValueError where there is no such kind.
    """
    names = list(KINDS)
    kind = names[seed % len(names)] if kind is None else kind
    if kind not in KINDS:
        raise ValueError(f"no kind of scene is called {kind}; there are {', '.join(names)}")
    return Scene(seed, kind)
