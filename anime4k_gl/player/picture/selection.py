"""Which looks are seen and how: by keys, by the panels, by the frame budget's governor.

One look plays; while two are compared it is the one after. The panels' model, the comparison and
the renderers each know of looks: here they are kept the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...library import preset_names
from ...userpresets import user_preset_names
from ..comparison.model import Compare, Mode
from ..controls.transport import Speaker
from ..settings import Settings
from .parameters import TunedLook, Tuning
from .profiles import SCALER_ALONE, Look
from .quality_governor import Governor
from .quality_levels import Level, level_text, levels_of, shed
from .renderer_pool import Upscaling


class Viewing:
    """What is to be drawn of a frame.

    Parameters
    ----------
    upscaling : the renderers; its `look` is changed here only
    settings : what the player was asked for
    speaker : tells of what was done
    now : a monotonic time (s)

    Attributes
    ----------
    compare, tuning, governor : the states of comparing, tuning and leaving out
    """

    def __init__(
        self,
        upscaling: Upscaling,
        settings: Settings,
        speaker: Speaker,
        now: Callable[[], float],
    ) -> None:
        self._upscaling, self._settings, self._now = upscaling, settings, now
        self._speaker, self._say = speaker, speaker.say
        self._level = Level.ALL
        names = upscaling.looks.names
        after = upscaling.look
        before = next(name for name in names if name != after)
        self.compare = Compare(names, before=before, after=after)
        tuned = [self.tuned(look) for look in upscaling.looks]
        self.tuning = Tuning(tuned, a=after, b=before)
        self.governor = Governor(self._levels(), enabled=settings.governor)

    @property
    def looks(self) -> tuple[str, ...]:
        """The names of the looks to draw."""
        return self.compare.looks(self._upscaling.look)

    @property
    def view(self) -> str | None:
        """The inner texture to draw instead of the result; None for the result."""
        return self.compare.view

    @property
    def looks_there(self) -> tuple[Look, ...]:
        """All looks that can be chosen."""
        return tuple(self._upscaling.looks)

    def look(self, name: str) -> Look:
        """Return a look by its name."""
        return self._upscaling.looks[name]

    def tuned(self, look: Look) -> TunedLook:
        """Return a look as the panels see it."""
        preset = self._preset_of(look)
        return TunedLook(look.name, look.fragment, dict(look.params), preset)

    # What keys do.

    def set_effect(self, on: bool) -> None:
        """Run the shaders, or the scaler alone."""
        if on != self._upscaling.effect:
            self._upscaling.effect = on
            self._chosen()
            self._speaker.show_status()

    def toggle_effect(self) -> None:
        """Run the shaders, or no more."""
        self.set_effect(not self._upscaling.effect)

    def cycle_look(self, step: int) -> None:
        """Play with the next look, or the one before."""
        looks = self._upscaling.looks
        name = looks.after(self._upscaling.look, step)
        if self.compare.on and name == self.compare.before:
            name = looks.after(name, step)
        self.choose(name)
        self._say(name)

    def choose(self, name: str) -> None:
        """Play with the look of a name."""
        self._upscaling.look = name
        self._chosen()

    def cycle_before(self, step: int) -> None:
        """Compare with the next look, or the one before."""
        self.compare.step_before(step)
        self.tuning.choose(b=self.compare.before)
        self._say(f"{self.compare.before} | {self.compare.after}")

    def toggle_compare(self, mode: Mode) -> None:
        """Compare in some way, or no more."""
        self.compare.set_mode(mode)
        self._follow_compare()

    def blink(self) -> None:
        """Show the other one of the two that are compared."""
        self.compare.blink()
        self._follow_compare()

    def scale_difference(self, factor: float) -> None:
        """Amplify the difference more, or less."""
        self.compare.scale_gain(factor)
        self._say(f"difference x {self.compare.gain:g}")

    def toggle_loupe(self) -> None:
        """Show the loupe, or no more."""
        self.compare.toggle_loupe()

    def cycle_loupe_zoom(self) -> None:
        """Enlarge by another factor."""
        self.compare.cycle_zoom()
        self._say(f"loupe x {self.compare.zoom}")

    def cycle_inner(self, step: int) -> None:
        """See the next inner texture of the look that plays, after the last the result."""
        names: list[str] = []
        for view in self._upscaling.views():
            if view.name not in names:
                names.append(view.name)
        if not names:
            self._say(f"{self._upscaling.look} has nothing inside to see")
            return
        self.compare.step_view(names, step)
        self._apply_level()
        if self.compare.view is None:  # else its name stands over the picture
            self._say("the result")

    def undo(self) -> None:
        """Take back the last change of a value or a look."""
        if self.tuning.can_undo:
            self.tuning.undo()
            self._say("undone")
        else:
            self._say("nothing to undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.tuning.can_redo:
            self.tuning.redo()
            self._say("done again")
        else:
            self._say("nothing to do again")

    def toggle_governor(self) -> None:
        """Leave out passes where frames would be dropped, or never."""
        self.governor.enabled = not self.governor.enabled
        self._apply_level()
        self._say(
            "passes are left out where frames would be dropped"
            if self.governor.enabled
            else "no pass is left out"
        )

    # What the loop does.

    def follow_panels(self) -> bool:
        """Apply what was changed in the panels, or undone; return whether anything was."""
        changes = self.tuning.take_changes()
        for name, values in changes.items():
            self._upscaling.set_params(name, values)
        a, b = self.tuning.a, self.tuning.b
        moved = a != self._upscaling.look or b != self.compare.before
        if a != self._upscaling.look:
            self._upscaling.look = a
        if b != self.compare.before and b != a:
            self.compare.choose(before=b)
        if moved:
            self._chosen()
        elif changes:
            self._apply_level()
        return bool(changes or moved)

    def drawn(self, *, draw: float, budget: float, dropped: int) -> None:
        """Let the governor know how long a frame of the playing look took; see `Governor.frame`."""
        if self.compare.on or self.compare.view is not None:
            return  # twice the work, by choice
        level = self.governor.frame(self._now(), draw=draw, budget=budget, dropped=dropped)
        if level is not self._level:
            self._apply_level()
            self._say(self.governor.text or level_text(level))

    def rehearsed(self, *, draw: float, budget: float) -> bool:
        """Let the governor know of a rehearsal; returns whether there is to be another."""
        if self.compare.on or self.compare.view is not None:
            return False
        if not self.governor.rehearsed(draw=draw, budget=budget):
            return False
        self._apply_level()
        return True

    def each_level_below(self) -> Iterator[Level]:
        """Have each level run in its turn that leaves out more; after the last, the right one."""
        for level in self.governor.levels_below:
            self._level = level
            self._upscaling.stand_in(self._upscaling.look, self._less())
            yield level
        self._apply_level()

    def forget_costs(self) -> None:
        """Judge anew: a frame takes another time from now on."""
        self.governor.forget()
        self._apply_level()

    def replace(self, look: Look) -> None:
        """Put a look that was read anew in the place of the one of its name.

        Raises
        ------
        OptionError, GLError, UserShaderError : it cannot be drawn; the last one is still there
        """
        self._upscaling.replace(look)
        self.tuning.replace_look(self.tuned(look))
        self._apply_level()

    # Parts.

    def _chosen(self) -> None:
        """Have everything follow the look that plays."""
        name, compare = self._upscaling.look, self.compare
        if name == compare.before:
            compare.swap()
        compare.choose(after=name)
        if compare.before == compare.after:
            compare.step_before()
        if (self.tuning.a, self.tuning.b) != (name, compare.before):
            self.tuning.choose(a=name, b=compare.before)
        self.governor.set_levels(self._levels())
        self.forget_costs()

    def _follow_compare(self) -> None:
        """Compare with what plays, all passes running."""
        if self.compare.after != self._upscaling.look:
            self._chosen()
        self._apply_level()

    def _levels(self) -> tuple[Level, ...]:
        look = self._upscaling.looks[self._upscaling.look]
        if look.plain:
            return (Level.ALL,)
        return levels_of(self._preset_of(look), _backend_of(look))

    def _preset_of(self, look: Look) -> str | None:
        if look.plain:
            return None
        if look.name in (*preset_names(), *user_preset_names()):
            return look.name
        asked = look.name == self._upscaling.looks.chosen and not self._settings.own_shaders
        return self._settings.preset if asked else None

    def _apply_level(self) -> None:
        """Have what the governor says run in the place of the look that plays."""
        upscaling = self._upscaling
        whole = self.compare.on or self.compare.view is not None
        self._level = Level.ALL if whole else self.governor.level
        for name in upscaling.looks.names:
            upscaling.stand_in(name, self._less() if name == upscaling.look else None)

    def _less(self) -> Look | None:
        """Return what runs instead of the look that plays; None where that runs itself."""
        upscaling, level = self._upscaling, self._level
        look = upscaling.looks[upscaling.look]
        if level is Level.ALL:
            return None
        if level is Level.SCALER_ALONE:
            return upscaling.looks[SCALER_ALONE]
        preset = self._preset_of(look)
        assert preset is not None
        less = shed(_backend_of(look), preset, look.params, level)
        title = f"{look.name}, {level_text(level)}"
        return replace(look, name=title, shaders=less.forms, params=less.params, views=())


def _backend_of(look: Look) -> str:
    return getattr(look.shaders, "backend", "auto")
