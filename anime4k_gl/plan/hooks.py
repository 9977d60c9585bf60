"""The hook points, in firing order, and how far this engine goes with each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HookPoint:
    """A place in the pipeline where passes may run.

    Attributes
    ----------
    name : the user-shader format's name
    resizable : whether a pass may change the size of the picture there
    holds : what the picture is at that point
    """

    name: str
    resizable: bool
    holds: str


HOOK_POINTS: dict[str, HookPoint] = {
    point.name: point
    for point in (
        HookPoint("RGB", True, "the raw R'G'B' planes of an RGB source"),
        HookPoint("LUMA", True, "the raw luma plane"),
        HookPoint("XYZ", True, "the raw XYZ planes"),
        HookPoint("CHROMA", True, "the raw chroma planes"),
        HookPoint("ALPHA", True, "the raw alpha plane"),
        HookPoint("CHROMA_SCALED", False, "chroma aligned to luma"),
        HookPoint("ALPHA_SCALED", False, "alpha aligned to luma"),
        HookPoint("NATIVE", True, "all planes, before the colour matrix"),
        HookPoint("MAINPRESUB", True, "R'G'B' at the source's size"),
        HookPoint("MAIN", True, "R'G'B' at the source's size"),
        HookPoint("LINEAR", False, "linear light, before scaling"),
        HookPoint("SIGMOID", False, "sigmoidised light, before scaling"),
        HookPoint("PREKERNEL", False, "the main scaler's input"),
        HookPoint("POSTKERNEL", False, "the main scaler's output"),
        HookPoint("SCALED", False, "the scaled picture"),
        HookPoint("OUTPUT", False, "the picture as it is shown"),
    )
}

RGB_SOURCE = ("RGB", "NATIVE")
"""Hook points that hold the same picture as MAIN when the source is R'G'B' in r, g, b order."""

BEFORE_SCALING = ("MAINPRESUB", "MAIN", "PREKERNEL")
AFTER_SCALING = ("POSTKERNEL", "SCALED", "OUTPUT")

_LIGHT = "scaling is done on gamma-encoded light"


def why_never(name: str, *, rgb_source: bool) -> str | None:
    """Return why a hook point does not fire in this engine, or None where it does."""
    if name not in HOOK_POINTS:
        return f"there is no hook point {name!r}"
    if name in BEFORE_SCALING + AFTER_SCALING:
        return None
    if name in ("LINEAR", "SIGMOID"):
        return f"{name} does not fire: {_LIGHT}"
    if name in RGB_SOURCE and rgb_source:
        return None
    if name == "RGB":
        return "RGB does not fire: the source is not R'G'B' in r, g, b order"
    if rgb_source:
        return f"{name} does not fire: the source is R'G'B'"
    return f"hook point {name} is not supported yet"
