"""The distance a player's own picture moves where next to nothing is changed.

A shader that takes the fraction of a large number, iterates a map without rest or decides at a
threshold makes other pictures of the same numbers computed in another order. What that comes to
is measured at the player alone, which is asked twice: about a clip of 16 bits and the same one
with up to a code added to each sample; and about the file as it is and with its positions and
constants moved by their last bit. No eye could tell these inputs apart.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
from oracles.mpv.clips import CLIPS, FRAMES, picture_planes
from support.clips import media_clips

from anime4k_gl.formats import PixelLayout, Size

from .players import Player
from .question import Pictures, Question, likeness

_LAYOUTS = {
    "yuv420p": "yuv420p16le", "yuv420p10le": "yuv420p16le", "nv12": "yuv420p16le",
    "yuv444p": "yuv444p16le", "rgb24": "gbrp16le",
}  # fmt: skip

_NAMED = re.compile(r"^\s*//!(?:HOOK|BIND|SAVE)\s+(\w+)", re.MULTILINE)
_NUMBER = r"(?<![\w.])(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?[fF]?(?![\w.])"
_KEPT = re.compile(r"\s*(?://|#\s*(?!define))|^[-+.\deE\s]+$")
"""Lines of the header, comments, directives without a meaning, and values of parameters."""
_LAST_BIT = ("1.00000012", "0.99999994")


class Conditioning:
    """Asks players about inputs that are all but the same.

    Parameters
    ----------
    folder : where the clips are written, and found again
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sway(self, player: Player, question: Question) -> float:
        """Return the PSNR in dB of the player's picture and its own of an input next to it."""
        plain = player.ask(question)
        asked = [(self._asked(player, question, "fine"), self._asked(player, question, "nudged"))]
        for factor in _LAST_BIT:
            other = replace(question, text=moved(question.text, factor))
            asked.append((plain, player.ask(other)))
        pairs = [(a, b) for a, b in asked if not isinstance(a, str) and not isinstance(b, str)]
        return min((likeness(a, b) for a, b in pairs), default=float("inf"))

    def _asked(self, player: Player, question: Question, clip: str) -> Pictures | str:
        return player.ask(question, self._path(question.clip, nudged=clip == "nudged"))

    def _path(self, name: str, *, nudged: bool) -> Path:
        kind = CLIPS[name]
        layout = _LAYOUTS[kind.layout]
        path = self._folder / f"{name}-16{'-nudged' if nudged else ''}.mkv"

        def planes(layout: PixelLayout, size: Size, number: int) -> list[media_clips.Rows]:
            full = kind.range != CLIPS["yuv420p"].range
            made = picture_planes(layout, size, number, full=full, opaque=True)
            if not nudged:
                return made
            chance = np.random.default_rng(number)
            return [_nudged(rows, chance) for rows in made]

        if not path.exists():
            media_clips.write_clip(
                path, layout=layout, size=kind.size, count=FRAMES, tags=kind.tags, make=planes
            )
        return path


def _nudged(rows: media_clips.Rows, chance: np.random.Generator) -> media_clips.Rows:
    codes = rows.view("<u2")
    added = chance.integers(0, 2, codes.shape, np.uint16)
    return (codes + np.where(codes < 65535, added, 0).astype("<u2")).astype("<u2").view(np.uint8)


def moved(text: str, factor: str) -> str:
    """Return a shader in which positions and constants are multiplied by a factor."""
    names = "|".join(sorted({"HOOKED", *_NAMED.findall(text)}))
    place = re.compile(rf"\b(?:(?:{names})_pos|gl_FragCoord)\b|{_NUMBER}")
    return "\n".join(
        line if _KEPT.match(line) else place.sub(rf"(\g<0> * {factor})", line)
        for line in text.split("\n")
    )
