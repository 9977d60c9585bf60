"""The reading of chains from text: steps between slashes, each with what stands after its colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from benchmarks.quality.degradations.chain import Chain
from benchmarks.quality.degradations.codecs import H264, Hevc, Jpeg
from benchmarks.quality.degradations.levels import Banding, Dither, EightBits, Limited, Subsample
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
        return Downscale.usage.replace("KERNEL", word, 1)
    if word == "sprites":
        return Sprites.usage
    return STEPS[word].usage if word in STEPS else None


def _arranged(text: str, steps: Sequence[_Any]) -> Chain:
    """Return the chain of steps in the order in which they are done."""
    for kind, what in (
        (Downscale, "downscalings"),
        (Master, "masters"),
        (Sprites, "steps for sprites"),
    ):
        found = [step.name for step in steps if isinstance(step, kind)]
        if len(found) > 1:
            raise DegradationError(
                f"degradation {text!r}: two {what}, {' and '.join(found)}; one is accepted"
            )
    steps = list(steps)
    if not any(isinstance(step, Downscale) for step in steps):
        ahead = len(list(takewhile(lambda step: isinstance(step, Master | Sprites), steps)))
        steps.insert(ahead, _DEFAULT)
    at = next(n for n, step in enumerate(steps) if isinstance(step, Downscale))
    down, before, after = steps[at], list(steps[:at]), list(steps[at + 1 :])
    assert isinstance(down, Downscale)
    master = next((step for step in before if isinstance(step, Master)), None)
    if master:
        before.remove(master)
        after.insert(0, master)
    elif after and isinstance(after[0], Master):
        master = after[0]  # Said first, as it is done at once.
    sprites = next((step for step in steps if isinstance(step, Sprites)), None)
    if sprites in after:
        raise DegradationError(
            f"degradation {text!r}: {sprites.name!r} stands before {down.name!r}"
        )
    early = []
    for step in before:
        if step is sprites:
            continue
        assert isinstance(step, Step)
        if not step.early:
            raise DegradationError(
                f"degradation {text!r}: {step.name!r} stands after {down.name!r}"
            )
        if sprites:
            raise DegradationError(
                f"degradation {text!r}: with sprites, {step.name!r} stands after {down.name!r}"
            )
        early.append(step)
    late = tuple(step for step in after if isinstance(step, Step | Master))
    written = [*([master] if master else []), *([sprites] if sprites else []), *early, down]
    written += late[1:] if master else late
    return Chain("/".join(s.name for s in written), down, sprites, tuple(early), late)
