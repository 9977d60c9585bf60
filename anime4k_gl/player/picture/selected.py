"""The selected render profiles: one value, of which `Parameters` keeps the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...lazy.dataclass import dataclass
from .profiles import SCALER_ALONE, RenderProfiles


@dataclass(frozen=True, slots=True)
class Selected:
    """The profile that plays, and the one it is compared with; both by name.

    Attributes
    ----------
    after : the one that plays; in a comparison the one on the right
    before : the one it is compared with, another one wherever there is another
    resumed : the one that plays when the effect is switched on again
    """

    after: str
    before: str
    resumed: str

    @classmethod
    def initial(cls, profiles: RenderProfiles, *, effect: bool = True) -> Selected:
        """Return the selection to start with: what was asked for, or the scaler alone."""
        after = profiles.chosen if effect else SCALER_ALONE
        before = next((name for name in profiles.names if name != after), after)
        return cls(after, before, profiles.chosen)

    @property
    def effect(self) -> bool:
        """Whether shaders run."""
        return self.after != SCALER_ALONE

    def playing(self, name: str) -> Selected:
        """Return the selection with another profile playing.

        Where that is the one on the left, the two change places: nothing is compared with itself.
        """
        return replace(self, after=name, before=self.after if name == self.before else self.before)

    def compared_with(self, name: str) -> Selected:
        """Return the selection compared with another profile; unchanged for the one that plays."""
        return self if name == self.after else replace(self, before=name)

    def with_effect(self, on: bool) -> Selected:
        """Return the selection with shaders, or with the scaler alone."""
        if on == self.effect:
            return self
        if on:
            return self.playing(self.resumed)
        return replace(self, resumed=self.after).playing(SCALER_ALONE)

    def next_playing(self, names: Sequence[str], step: int, *, comparing: bool) -> Selected:
        """Return the selection with the profile playing that is `step` places further on.

        Parameters
        ----------
        names : all profiles, in order; after the last comes the first
        comparing : whether to pass over the one on the left, which is seen already
        """
        name = _further(names, self.after, step)
        if comparing and name == self.before:
            name = _further(names, name, step)
        return self.playing(name)

    def next_before(self, names: Sequence[str], step: int = 1) -> Selected:
        """Return the selection compared with the profile that is `step` places further on."""
        others = [n for n in names if n == self.before or n != self.after]
        return self.compared_with(_further(others, self.before, step))


def _further(names: Sequence[str], name: str, step: int) -> str:
    return names[(names.index(name) + step) % len(names)]
