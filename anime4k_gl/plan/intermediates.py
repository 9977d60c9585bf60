"""What can be seen of a plan while it runs: inner textures by name, and keeping one to look at.

A pass's result lives until its last reader has run; its slot is then another's. `keep` extends that
to the end of the run, so what is there can be drawn afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ..formats import Size
from ..library import InnerView, Reading
from .hooks.points import HOOK_POINTS
from .model import PassRun, Plan
from .slots import assign_slots


@dataclass(frozen=True, slots=True)
class Intermediate:
    """An inner texture that can be shown.

    Attributes
    ----------
    name : unique within a plan's views
    value : index into `Plan.values`
    size : how many pixels it shows
    reading : how its texels are to be read
    alias : what else it may be asked for by, a shader's own SAVE name; several may share that
    """

    name: str
    value: int
    size: Size
    reading: Reading
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class IntermediateView:
    """Which inner texture is to be looked at, whatever the plan of the hour is.

    Attributes
    ----------
    name : as in `find`
    declared : what the preset says its passes leave
    """

    name: str
    declared: tuple[InnerView, ...] = ()

    def find_in(self, plan: Plan) -> Intermediate | None:
        """Return what is asked for; None where a plan has nothing of that name."""
        return find(views(plan, self.declared), self.name)

    def keep(self, plan: Plan) -> Plan:
        """Return a plan that keeps it, or the plan as it is."""
        view = self.find_in(plan)
        return plan if view is None else keep(plan, (view.value,))


def views(plan: Plan, declared: Sequence[InnerView] = ()) -> tuple[Intermediate, ...]:
    """Return what can be seen of a plan, what has a name for people first.

    Then each pass's result, ``pass 3: DESC``, and after those the single channels of what shaders
    save for later passes, ``pass 3: NAME.x``.

    Parameters
    ----------
    plan : what runs
    declared : what the preset that it runs says of its passes, see `Preset.views`
    """
    named: dict[str, Intermediate] = {}
    for view in declared:
        run = next(
            (r for r in plan.runs if not r.builtin and r.pass_index == view.number - 1), None
        )
        if run is not None:
            value = plan.values[run.output]
            size = _unpacked(value.size, plan.target) if view.reading.packed else value.size
            named.setdefault(view.name, Intermediate(view.name, run.output, size, view.reading))
    results, channels = [], []
    for number, run in enumerate(plan.runs, start=1):
        value, saved = plan.values[run.output], _saved(run)
        colour = Reading("xyzw"[: min(3, value.components)])
        results.append(
            Intermediate(f"pass {number}: {run.label}", run.output, value.size, colour, saved)
        )
        if saved is not None and value.components > 1:
            channels += [
                Intermediate(
                    f"pass {number}: {saved}.{channel}",
                    run.output,
                    value.size,
                    Reading(channel, low=None, high=None),
                    f"{saved}.{channel}",
                )
                for channel in "xyzw"[: value.components]
            ]
    return (*named.values(), *results, *channels)


def find(choices: Sequence[Intermediate], name: str) -> Intermediate | None:
    """Return the view of a name; of those that share a SAVE name, the one written last."""
    for view in choices:
        if view.name == name:
            return view
    return next((view for view in reversed(choices) if view.alias == name), None)


def keep(plan: Plan, watched: Collection[int]) -> Plan:
    """Return a plan that does the same, and at whose end the watched values are still there.

    Parameters
    ----------
    watched : indices into `Plan.values`
    """
    end = len(plan.runs)
    values = [
        replace(value, last_use=end) if index in watched else value
        for index, value in enumerate(plan.values)
    ]
    placed, slots = assign_slots(values)
    return replace(plan, values=placed, slots=slots, watched=tuple(sorted(watched)))


def _saved(run: PassRun) -> str | None:
    """Return the name under which a shader's pass leaves something for later ones, if it does."""
    save = run.shader_pass.save
    if run.builtin or save is None or save == "HOOKED" or save in HOOK_POINTS:
        return None
    return save


def _unpacked(packed: Size, target: Size) -> Size:
    """Return the size of a picture whose map of 2x2 pixels a texel has some size.

    An odd size has a last row or column of which half is beyond the picture.
    """
    width, height = 2 * packed.width, 2 * packed.height
    if target in (Size(width, height), Size(width - 1, height), Size(width, height - 1),
                  Size(width - 1, height - 1)):  # fmt: skip
        return target
    return Size(width, height)
