"""The installation steps that go with an export."""

from __future__ import annotations

from .build import chain, chains, prescaled_chain, prescales
from .credit import credit
from .request import Request
from .templates import fill


def instructions(request: Request, package: str, **values: str | bool) -> str:
    """Return a target's ``README.txt``: the credit, the steps, and for which scales they are.

    Parameters
    ----------
    package, values : as for `fill`; CREDIT and SCALE_NOTE come by themselves
    """
    return fill(
        package,
        "README.txt",
        CREDIT=credit(request, ""),
        SCALE_NOTE=_scale_note(request),
        **values,
    )


def _scale_note(request: Request) -> str:
    """Return the lines that say for which scales a preset with conditions was exported."""
    found = chains(request, prescalers=True)
    if len(found) == 1:
        return ""
    built = prescaled_chain if prescales(request) else chain
    mine = next(c for c in found if list(c.passes) == built(request))
    low, high = ("any" if bound is None else f"{bound:g}" for bound in (mine.low, mine.high))
    return fill(__package__, "scale_note.txt", PRESET=request.preset, LOW=low, HIGH=high)
