"""Intermediate textures of a plan by name, and plans that keep one until the end of the run.

A pass's result lives until its last reader has run; then its slot is reused. `keep` extends that to
the end of the run, so that the texture can be drawn afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..formats import Size
from ..lazy.dataclass import dataclass
from ..library import InnerView, Reading
from .hooks.points import HOOK_POINTS
from .model import PassRun, Plan
from .slots import assign_slots


@dataclass(frozen=True, slots=True)
class Intermediate:
    """An intermediate texture that can be shown.

    Attributes
    ----------
    name : unique among a plan's intermediates
    value : index into `Plan.values`
    size : the size shown, in pixels
    reading : how its texels are read
    alias : another name to find it by, a shader's own SAVE name; several may share it
    """

    name: str
    value: int
    size: Size
    reading: Reading
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class IntermediateView:
    """The choice of an intermediate texture to show, whatever the current plan is.

    Attributes
    ----------
    name : as in `find`
    declared : the views that the preset declares
    """

    name: str
    declared: tuple[InnerView, ...] = ()

    def find_in(self, plan: Plan) -> Intermediate | None:
        """Return the chosen texture of a plan, None if it has none of that name."""
        return find(views(plan, self.declared), self.name)

    def keep(self, plan: Plan) -> Plan:
        """Return a plan that keeps the texture, or the plan itself if it has none."""
        view = self.find_in(plan)
        return plan if view is None else keep(plan, (view.value,))


def views(plan: Plan, declared: Sequence[InnerView] = ()) -> tuple[Intermediate, ...]:
    """Return the intermediate textures of a plan, those the preset names first.

    Then each pass's result, ``pass 3: DESC``, and last the single channels of textures that passes
    save for later ones, ``pass 3: NAME.x``.

    Parameters
    ----------
    plan : the plan
    declared : the views that its preset declares, see `Preset.views`
    """
    named: dict[str, Intermediate] = {}
    for view in declared:
        run = next(
            (r for r in plan.runs if not r.builtin and r.pass_index == view.number - 1), None
        )
        if run is not None:
            value = plan.values[run.output]
            size = value.size
            if view.reading.packed:
                # Before the picture is scaled each texel's four pixels are there.
                size = _unpacked(size, plan.target if run.hook == "OUTPUT" else None)
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
    """Return the texture of a name; of those that share a SAVE name, the one written last."""
    for view in choices:
        if view.name == name:
            return view
    return next((view for view in reversed(choices) if view.alias == name), None)


def keep(plan: Plan, watched: Collection[int]) -> Plan:
    """Return a plan that does the same and keeps the watched values until its end.

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
    """Return the name under which a user's pass saves a texture for later ones, or None."""
    save = run.shader_pass.save
    if run.builtin or save is None or save == "HOOKED" or save in HOOK_POINTS:
        return None
    return save


def _unpacked(packed: Size, target: Size | None) -> Size:
    """Return the size of a picture, given the size of its map of 2x2 pixels per texel.

    With an odd size, half of the map's last row or column is beyond the picture.

    Parameters
    ----------
    target : the picture's own size, where that is known and may be odd
    """
    width, height = 2 * packed.width, 2 * packed.height
    if target in (Size(width, height), Size(width - 1, height), Size(width, height - 1),
                  Size(width - 1, height - 1)):  # fmt: skip
        return target
    return Size(width, height)
