"""The selection at work: which profiles are rendered, at which level of quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...formats import Size
from ...frame import Frame
from ..comparison.model import Comparison, Mode
from .parameters import Parameters
from .profiles import SCALER_ALONE, RenderProfile, RenderProfiles
from .quality_governor import Governor
from .quality_levels import Level, level_text, levels_of, reduced_quality
from .quality_memory import QualityMemory, Situation
from .renderer_pool import RenderedFrame, RendererPool
from .selected import Selected


class Selection:
    """Applies the selected profiles, their values and the governor's level to the renderers.

    The selected profiles and the values are `parameters`'s; after each change there, `apply` has
    everything follow.

    Parameters
    ----------
    pool : the renderers
    effect : whether to start with the profile that was asked for, else with the scaler alone
    governed : whether passes may be left out where frames would be dropped
    now : a monotonic time (s)
    memory : which levels held in earlier runs; None to know nothing of them
    machine : the GPU and its driver, as `Situation` has them

    Attributes
    ----------
    comparison, parameters, governor : the states of comparing, of tuning, and of leaving out passes
    """

    def __init__(
        self,
        pool: RendererPool,
        *,
        effect: bool,
        governed: bool,
        now: Callable[[], float],
        memory: QualityMemory | None = None,
        machine: str = "",
    ) -> None:
        self._pool, self._now = pool, now
        self._memory, self._machine = memory, machine
        self._situation: Situation | None = None
        self._kept: Level | None = None  # of this situation
        self._auto = ("", "")  # the profile that preset auto chose, and why
        self.comparison = Comparison()
        self.parameters = Parameters(pool.profiles, Selected.initial(pool.profiles, effect=effect))
        self._applied = self.selected
        self._level = Level.ALL
        self.governor = Governor(self._levels(), enabled=governed)

    @property
    def selected(self) -> Selected:
        """The profile that plays, and the one it is compared with."""
        return self.parameters.selected

    @property
    def profiles(self) -> RenderProfiles:
        """All profiles that can be chosen."""
        return self._pool.profiles

    @property
    def visible(self) -> tuple[str, ...]:
        """The names of the profiles to render."""
        return self.comparison.visible(self.selected.before, self.selected.after)

    @property
    def view(self) -> str | None:
        """The intermediate texture to show instead of the result; None for the result."""
        return self.comparison.view

    @property
    def view_names(self) -> tuple[str, ...]:
        """The intermediate textures of the profile that plays, as it was rendered last."""
        return tuple(dict.fromkeys(v.name for v in self._pool.views(self.selected.after)))

    def select(self, selected: Selected) -> None:
        """Select other profiles."""
        self.parameters.select(selected)
        self._follow()

    def apply(self) -> bool:
        """Apply what was changed since the last call; return whether anything was.

        Raises
        ------
        OptionError, GLError, UserShaderError : a value cannot be rendered with
        """
        changes = self.parameters.take_changes()
        for name, values in changes.items():
            self._pool.set_params(name, values)
        moved = self._follow()
        if changes:
            self.apply_level()
        return bool(changes or moved)

    def replace(self, profile: RenderProfile) -> None:
        """Put a profile that was read again in place of the one of its name.

        Raises
        ------
        OptionError, GLError, UserShaderError : it cannot be rendered; the last one is still there
        """
        self._pool.replace(profile)
        self.parameters.replace_profile(profile)
        self.apply_level()

    def note_auto(self, name: str, sentence: str) -> None:
        """Note that preset ``auto`` chose a profile, and why."""
        self._auto = (name, sentence)

    @property
    def auto(self) -> str:
        """Why preset ``auto`` chose what plays; empty where that was somebody else's choice."""
        name, sentence = self._auto
        return sentence if name == self.selected.after else ""

    def stop_comparing(self) -> None:
        """Show the profile that plays alone."""
        self.comparison.set_mode(Mode.OFF)
        self.apply_level()

    # Quality.

    def note_rendered(self, *, seconds: float, budget: float, dropped: int, rate: float) -> str:
        """Tell the governor how long a frame took; return what changed, for a viewer, if anything.

        Parameters as of `Governor.frame`, and `rate` as of `recall`.
        """
        if self._whole or self.recall(rate):
            return ""
        level = self.governor.frame(self._now(), draw=seconds, budget=budget, dropped=dropped)
        if level is self._level:
            self._keep()
            return ""
        self.apply_level()
        return self.governor.told

    def recall(self, rate: float) -> bool:
        """Go on at the level that held the last time, where sizes or anything else have changed.

        Returns whether this is another level. Nothing is done while nothing may be left out.

        Parameters
        ----------
        rate : frames a second, of the video at its speed; 0 where unknown
        """
        memory, rendered = self._memory, self._pool.rendered
        if memory is None or rendered is None or self._whole or not self.governor.enabled:
            return False
        situation = self._situation_of(rendered, rate)
        if situation == self._situation:
            return False
        self._situation = situation
        self._kept = level = memory.level(situation)
        if level is None:
            self.governor.measure_anew()
            return False
        self.governor.begin_at(level)
        changed = self.governor.level is not self._level
        self.apply_level()
        return changed

    def note_rehearsed(self, *, seconds: float, budget: float) -> bool:
        """Tell the governor of a rehearsal; return whether there is to be another."""
        if self._whole or not self.governor.rehearsed(draw=seconds, budget=budget):
            return False
        self.apply_level()
        return True

    def each_level_below(self) -> Iterator[Level]:
        """Run each lower level in its turn; after the last, the right one again."""
        for level in self.governor.levels_below:
            self._level = level
            self._pool.stand_in(self.selected.after, self._reduced())
            yield level
        self.apply_level()

    def forget_costs(self) -> None:
        """Start judging over: frames take another time from now on."""
        self.governor.forget()
        self._situation = None
        self.apply_level()

    def apply_level(self) -> None:
        """Run the governor's level in place of the profile that plays."""
        self._level = Level.ALL if self._whole else self.governor.level
        for name in self.profiles.names:
            self._pool.stand_in(name, self._reduced() if name == self.selected.after else None)

    # Parts.

    def _keep(self) -> None:
        """Remember a level that holds."""
        level = self.governor.level
        if self._memory is None or self._situation is None or level is self._kept:
            return
        if self.governor.enabled and self.governor.held:
            self._memory.keep(self._situation, level)
            self._kept = level

    def _situation_of(self, rendered: RenderedFrame, rate: float) -> Situation:
        profile, picture = self.profiles[self.selected.after], rendered.picture
        return Situation(
            machine=self._machine,
            source=picture.size if isinstance(picture, Frame) else Size(*picture.shape[1::-1]),
            target=Size(*rendered.textures[0].size),
            rate=rate,
            profile=profile.name,
            backend=profile.backend,
            scaler=profile.render.scaler,
        )

    def _follow(self) -> bool:
        """Have the governor follow the selection; return whether that has changed."""
        before, self._applied = self._applied, self.selected
        if before.after != self.selected.after:
            self.governor.set_levels(self._levels())
            self.forget_costs()
        return before != self.selected

    @property
    def _whole(self) -> bool:
        """Whether nothing may be left out: the work is more by choice, and is looked at closely."""
        return self.comparison.on or self.comparison.view is not None

    def _levels(self) -> tuple[Level, ...]:
        profile = self.profiles[self.selected.after]
        return (Level.ALL,) if profile.plain else levels_of(profile.preset, profile.backend)

    def _reduced(self) -> RenderProfile | None:
        """Return what runs instead of the profile that plays; None where that runs itself."""
        profile, level = self.profiles[self.selected.after], self._level
        if level is Level.ALL:
            return None
        if level is Level.SCALER_ALONE:
            return self.profiles[SCALER_ALONE]
        assert profile.preset is not None
        less = reduced_quality(profile.backend, profile.preset, profile.params, level)
        title = f"{profile.name}, {level_text(level)}"
        changed = profile.with_render(forms=less.forms, params=less.params)
        return replace(changed, name=title, views=())
