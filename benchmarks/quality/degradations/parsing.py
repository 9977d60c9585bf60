"""The reading of chains from text: steps between slashes, each with what stands after its colon."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NoReturn, TypeVar

from benchmarks.quality.degradations.chain import Chain
from benchmarks.quality.degradations.codecs import H264, Hevc, Jpeg
from benchmarks.quality.degradations.levels import Banding, Dither, EightBits, Limited, Subsample
from benchmarks.quality.degradations.light import LIGHTS
from benchmarks.quality.degradations.resampling import KERNELS
from benchmarks.quality.degradations.scaling import Downscale, Master, Shift, Sprites
from benchmarks.quality.degradations.step import Step
from benchmarks.quality.degradations.studio import Blur, Glow, Grain

STEPS: dict[str, type[Step]] = {
    "shift": Shift,
    "blur": Blur,
    "glow": Glow,
    "grain": Grain,
    "420": Subsample,
    "limited": Limited,
    "8bit": EightBits,
    "dither": Dither,
    "banding": Banding,
    "x264": H264,
    "x265": Hevc,
    "jpeg": Jpeg,
}
"""By their words; apart from them there are kernels, ``masterHEIGHT`` and ``sprites``."""

_DEFAULT = Downscale("area", "linear")

_Any = Step | Downscale | Master | Sprites


class DegradationError(ValueError):
    """A name of no degradation; the message is one line with the step and what is accepted."""


def parse(text: str) -> Chain:
    """Return the chain of a text such as ``master720:lanczos/area:linear/420:left/x264:23``.

    Raises DegradationError.
    """
    return _arranged(text, [_read(part.strip(), text) for part in text.split("/")])


def _read(part: str, text: str) -> _Any:
    word, *arguments = part.split(":")
    master = re.fullmatch(r"master(\d{1,9})?", word)
    usage = _usage(word) or (Master.usage if master else None)
    if usage is None:
        words = ", ".join((*(f"{k}:LIGHT" for k in KERNELS), "masterHEIGHT", "sprites", *STEPS))
        raise DegradationError(
            f"degradation {text!r}: no step is called {word!r}; there are {words}"
        )
    try:
        if word in KERNELS:
            return Downscale.read(word, arguments)
        if master:
            return Master.read(master[1] or "", arguments)
        if word == "sprites":
            return Sprites.read(arguments)
        return STEPS[word].read(arguments)
    except (ValueError, OverflowError):
        raise DegradationError(f"degradation {text!r}: {part!r} is not {usage}") from None


def _usage(word: str) -> str | None:
    if word in KERNELS:
        return f"{word}:LIGHT, of {' and '.join(LIGHTS)}"
    if word == "sprites":
        return Sprites.usage
    return STEPS[word].usage if word in STEPS else None


def _arranged(text: str, steps: list[_Any]) -> Chain:
    """Return the chain of steps in the order in which they are done."""

    def refuse(why: str) -> NoReturn:
        raise DegradationError(f"degradation {text!r}: {why}")

    master = _only(Master, steps, refuse)
    sprites = _only(Sprites, steps, refuse)
    down = _only(Downscale, steps, refuse)
    if down is None:
        down = _DEFAULT
        ahead = takewhile(lambda step: isinstance(step, Master | Sprites), steps)
        steps.insert(len(list(ahead)), down)
    at = steps.index(down)
    before, after = steps[:at], steps[at + 1 :]
    if sprites and sprites in after:
        refuse(f"{sprites.name!r} stands before {down.name!r}")
    early = tuple(step for step in before if isinstance(step, Step))
    for step in early:
        if sprites or not step.early:
            refuse(f"{step.name!r} stands after {down.name!r}" + " with sprites" * step.early)
    late = tuple(step for step in after if isinstance(step, Step | Master))
    if master and master in before:
        late = (master, *late)
    # A master that scales up at once is said first, as it is where the drawing goes.
    at_once = master is not None and late[0] is master
    words = [*late[:at_once], *([sprites] if sprites else []), *early, down, *late[at_once:]]
    return Chain("/".join(word.name for word in words), down, sprites, early, late)


_Kind = TypeVar("_Kind", Master, Sprites, Downscale)


def _only(
    kind: type[_Kind], steps: Sequence[_Any], refuse: Callable[[str], NoReturn]
) -> _Kind | None:
    """Return the only step of a kind, None where there is none."""
    found = [step for step in steps if isinstance(step, kind)]
    if len(found) > 1:
        names = " and ".join(repr(step.name) for step in found)
        refuse(f"{names} exclude each other; one is accepted")
    return found[0] if found else None
