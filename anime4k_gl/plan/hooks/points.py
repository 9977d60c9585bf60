"""The hook points in firing order, and those that do not fire for a source."""

from __future__ import annotations

from ...formats import ColourModel, PixelLayout
from ...lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class HookPoint:
    """A place in the pipeline where passes may run.

    Attributes
    ----------
    name : the user-shader format's name
    resizable : whether a pass may change the size of the picture there
    holds : description of the picture at that point
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

RAW_POINTS = (
    "RGB", "LUMA", "XYZ", "CHROMA", "ALPHA", "CHROMA_SCALED", "ALPHA_SCALED", "NATIVE",
)  # fmt: skip
"""The points before the colour matrix, where a pass sees the file's own components."""


ALWAYS_STORED = frozenset(RAW_POINTS) - {"NATIVE"}
"""The points whose textures exist in every frame, whether a pass names them or not."""


def inactive_points(layout: PixelLayout | None, *, linear: bool, sigmoid: bool) -> dict[str, str]:
    """Return, by hook point, why it does not fire for a source; the other points fire.

    Parameters
    ----------
    layout : the source's planes, None for an R'G'B' texture
    linear, sigmoid : whether scaling is done in that light
    """
    never = {"XYZ": "XYZ does not fire: the source is not XYZ"}
    if layout is None or layout.model is ColourModel.RGB:
        never |= {n: f"{n} does not fire: the source is R'G'B'"
                  for n in ("LUMA", "CHROMA", "CHROMA_SCALED")}  # fmt: skip
    else:
        never["RGB"] = "RGB does not fire: the source is not R'G'B'"
        if layout.model is ColourModel.GRAY:
            never |= {n: f"{n} does not fire: the source is gray"
                      for n in ("CHROMA", "CHROMA_SCALED")}  # fmt: skip
    if layout is None or not layout.has_alpha or len(layout.planes) == 1:
        never |= {n: f"{n} does not fire: the source has no plane of alpha"
                  for n in ("ALPHA", "ALPHA_SCALED")}  # fmt: skip
    if not linear:
        never["LINEAR"] = "LINEAR does not fire: scaling is not done in linear light"
    if not sigmoid:
        never["SIGMOID"] = "SIGMOID does not fire: scaling is not done in sigmoidised light"
    return never
