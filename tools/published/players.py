"""The players as they are installed, asked one file at a time; refusals are kept, too."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path

from oracles.libplacebo.oracle import Filter, Placebo, PlaceboFailed
from oracles.mpv.clips import Clips
from oracles.mpv.oracle import MpvFailed, Oracle
from oracles.mpv.params import without_params
from oracles.mpv.player import Player as InstalledMpv

from .question import FRAMES, Pictures, Question

_REFUSED = re.compile(
    r"(Unrecognized|Error (while )?parsing|does not define|Invalid COMPONENTS"
    r"|Failed (executing|dispatching)|resizing non-resizable|unknown texture)[^\n]*"
)

# Points at which earlier versions run nothing, or not at every size.
_LATE_POINTS = {
    (6, 292): re.compile(r"^\s*//!HOOK\s*(SCALED|PREOUTPUT)\s*$", re.MULTILINE),
    (6, 338): re.compile(r"^\s*//!(HOOK|BIND)\s*(CHROMA|ALPHA)_SCALED\s*$", re.MULTILINE),
}
_LIGHT = re.compile(r"^\s*//!(HOOK|BIND)\s*(LINEAR|SIGMOID)\s*$", re.MULTILINE)

_OTHER_TRIANGLE = (6, 338)
"""The libplacebo from which on a triangle that is made wider is stretched twice."""


class Player(ABC):
    """A player that can be asked.

    Parameters
    ----------
    name : as printed
    dialect : whose rules the engine follows
    line : what the player says of itself
    folder : where answers are kept

    Attributes
    ----------
    downscaler : the one that its pictures are asked with
    """

    downscaler = "bilinear"

    def __init__(self, name: str, dialect: str, line: str, folder: Path) -> None:
        self.name, self.dialect = name, dialect
        self._line, self._refusals = line, folder / "refusals"
        self._refusals.mkdir(parents=True, exist_ok=True)

    def question(self, path: Path) -> Question:
        """Return what this player is asked about a file."""
        return Question.of(path, downscaler=self.downscaler)

    def ask(self, question: Question, clip: Path | None = None) -> Pictures | str:
        """Return the player's pictures, or why it does not run a file.

        Parameters
        ----------
        clip : a file in the place of the question's clip
        """
        asked = [self._line, question.text, question.clip, list(question.size), question.downscaler]
        kept = self._refusals / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}.txt"
        if clip is None and kept.exists():
            return kept.read_text(encoding="utf-8")
        try:
            answer = self._answer(question, clip)
        except subprocess.TimeoutExpired:
            return "no answer in time"
        except (MpvFailed, PlaceboFailed) as error:
            answer = _first_line(error)
        except (KeyError, ValueError, IndexError) as error:  # of `without_params`
            answer = f"its parameters cannot be written in: {error!r}"
        if clip is None and isinstance(answer, str):
            kept.write_text(answer, encoding="utf-8")
        return answer

    @abstractmethod
    def _answer(self, question: Question, clip: Path | None) -> Pictures | str: ...


class Mpv(Player):
    """mpv's vo_gpu; where it has no parameters, their values are written in."""

    def __init__(self, mpv: InstalledMpv, clips: Clips, scratch: Path, folder: Path) -> None:
        super().__init__("mpv {}.{}".format(*mpv.version), "vo_gpu", mpv.line, folder)
        self._oracle, self._clips = Oracle(mpv, scratch, folder), clips

    def close(self) -> None:
        """Stop what it needed to draw."""
        self._oracle.close()

    def _answer(self, question: Question, clip: Path | None) -> Pictures | str:
        run = self._oracle.mpv_frames(
            clip or self._clips.path(question.clip), [without_params(question.text)],
            size=question.size, frames=FRAMES,
        )  # fmt: skip
        refused = _REFUSED.search(run.trace)
        return refused[0] if refused else run.frames


class Libplacebo(Player):
    """libplacebo in ffmpeg's filter."""

    def __init__(self, found: Filter, clips: Clips, scratch: Path, folder: Path) -> None:
        super().__init__(
            "libplacebo {}.{}".format(*found.version), "libplacebo", found.line, folder
        )
        self._placebo, self._clips = Placebo(found, scratch, folder), clips
        if found.version >= _OTHER_TRIANGLE:
            self.downscaler = "spline36"

    def _answer(self, question: Question, clip: Path | None) -> Pictures | str:
        known, version = self._placebo.filter.knows_params, self._placebo.filter.version
        for since, points in _LATE_POINTS.items():
            if version < since and points.search(question.text):
                return f"a point that libplacebo runs since {since[0]}.{since[1]} at every size"
        run = self._placebo.frames(
            clip or self._clips.path(question.clip),
            question.text if known else without_params(question.text),
            size=question.size, frames=FRAMES, downscaler=question.downscaler,
            light=bool(_LIGHT.search(question.text)),
        )  # fmt: skip
        refused = _REFUSED.search(run.complaints)
        return refused[0] if refused else run.frames


def _first_line(error: Exception) -> str:
    said = [line for line in str(error).splitlines() if "rror" in line or "expected" in line]
    return (said or [type(error).__name__])[0][:200]
