"""Run published user shaders here and in the players, and count how many run and match.

    python tools/compare_published.py PATH... [--player mpv|libplacebo] [--each N] [--keep FOLDER]

PATH is a shader or a folder of them. Each file is asked about once a player: mpv's vo_gpu as
installed, and libplacebo in ffmpeg's filter. The clip and the size of the result go by the file's
name, so that they are the same in every run and differ among files. Files are read where they lie;
nothing of them is kept but the players' answers in FOLDER, for the next run.

A file counts as run where the engine draws it, and as matched where the picture is within 45 dB of
the player's. Files that a player refuses are not counted for that player. One that differs is
looked at once more: where the player's own picture moves as far by an input next to it, see
`published.conditioning`, it is called ill-conditioned and is counted by itself. Prints what does
not run or match, the worst last, and the figures; exits with 1 where anything does not run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
# Without this Mesa refuses published shaders that mpv runs on other drivers.
os.environ.setdefault("allow_glsl_extension_directive_midshader", "true")

# ruff: noqa: E402
from oracles.libplacebo.oracle import installed as installed_placebo
from oracles.mpv.clips import Clips
from oracles.mpv.params import without_params
from oracles.mpv.player import installed as installed_mpv
from published.conditioning import Conditioning
from published.engine import Engine
from published.players import Libplacebo, Mpv, Player
from published.question import Question, likeness

from anime4k_gl.usershader.parser import read_text

LEAST = 45.0
"""The PSNR in dB from which on two pictures are the same."""

SUFFIXES = frozenset({".glsl", ".hook", ".frag", ".comp"})


@dataclass(frozen=True)
class Outcome:
    """What came of a question to one player.

    Attributes
    ----------
    refused : why the player does not run the file; None where it does
    failed : why the engine does not run it; None where it does
    near : the PSNR of the two pictures in dB, where there are two
    sway : the PSNR of the player's picture and its own of an input next to it; where they differ
    """

    question: Question
    player: str
    refused: str | None = None
    failed: str | None = None
    near: float | None = None
    sway: float | None = None

    @property
    def matches(self) -> bool:
        """Whether the two pictures are the same."""
        return self.near is not None and self.near >= LEAST

    @property
    def ill_conditioned(self) -> bool:
        """Whether the pictures differ, and the player's own move as far by next to nothing."""
        return (
            self.near is not None
            and not self.matches
            and self.sway is not None
            and self.sway < min(LEAST, self.near + 3)
        )

    def __str__(self) -> str:
        what = f"{self.near:.1f} dB" if self.near is not None else ""
        if self.sway is not None:
            what += f", of itself {self.sway:.1f} dB"
        what += " (ill-conditioned)" if self.ill_conditioned else ""
        what += f"refused: {self.refused}" if self.refused else ""
        what += f" does not run: {self.failed}" if self.failed else ""
        asked = f"{self.question.clip} to {self.question.size}"
        return f"{self.player}: {self.question.path} ({asked}): {what}"


def compare(path: Path, player: Player, engine: Engine, conditioning: Conditioning) -> Outcome:
    """Ask a player and the engine."""
    question = player.question(path)
    theirs = player.ask(question)
    mine = engine.draw(question, player.dialect)
    refused = theirs if isinstance(theirs, str) else None
    if isinstance(mine, str):
        return Outcome(question, player.name, refused, failed=mine)
    if isinstance(theirs, str):
        return Outcome(question, player.name, refused)
    near = likeness(mine, theirs)
    if near < LEAST and "//!PARAM" in question.text:
        # With numbers written in, as players without PARAM have them, compilers compute otherwise.
        written = replace(question, text=without_params(question.text))
        drawn = engine.draw(written, player.dialect)
        near = max(near, near if isinstance(drawn, str) else likeness(drawn, theirs))
    sway = conditioning.sway(player, question) if near < LEAST else None
    return Outcome(question, player.name, near=near, sway=sway)


def found(paths: Iterable[Path], each: int) -> Iterator[Path]:
    """Yield the shader files of paths, at most `each` of a folder."""
    for path in paths:
        if path.is_file():
            yield path
            continue
        folders: dict[Path, list[Path]] = {}
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in SUFFIXES and "//!" in read_text(str(file)):
                folders.setdefault(file.parent, []).append(file)
        for files in folders.values():
            # Spread over the folder: names that follow each other are variants of one shader.
            step = max(1, -(-len(files) // each)) if each else 1
            yield from files[::step]


def print_figures(outcomes: Sequence[Outcome]) -> bool:
    """Print what is not right, the worst last, and the figures; return whether all run."""
    wrong = [o for o in outcomes if o.failed or (o.near is not None and not o.matches)]
    for outcome in sorted(wrong, key=lambda o: -(o.near if o.near is not None else -1)):
        print(outcome)
    for player in dict.fromkeys(o.player for o in outcomes):
        asked = [o for o in outcomes if o.player == player]
        here = sum(o.failed is None for o in asked)
        there = [o for o in asked if o.refused is None]
        both = [o for o in there if o.failed is None]
        match, ill = sum(o.matches for o in both), sum(o.ill_conditioned for o in both)
        print(
            f"{player}: {len(asked)} files; {share(here, len(asked))} run here;"
            f" of {len(there)} that run there {share(len(both), len(there))} run here,"
            f" and of these {share(match, len(both))} match; {ill} are ill-conditioned, without"
            f" them {share(match, len(both) - ill)}"
        )
    return all(o.failed is None for o in outcomes if o.refused is None)


def share(part: int, whole: int) -> str:
    """Return a share in percent, and the counts."""
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "none"


def main() -> int:
    """Ask about every file, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--player", choices=("mpv", "libplacebo"))
    parser.add_argument("--each", type=int, default=0, metavar="N", help="of a folder at most N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for the players' answers")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        keep = asked.keep or scratch / "kept"
        (keep / "clips").mkdir(parents=True, exist_ok=True)
        clips, engine = Clips(keep / "clips"), Engine(keep / "clips")
        conditioning = Conditioning(keep / "clips")
        players: list[Player] = []
        mpv, placebo_filter = installed_mpv(), installed_placebo()
        oracle = None
        if mpv is not None and asked.player in (None, "mpv"):
            oracle = Mpv(mpv, clips, scratch, keep / "mpv")
            players.append(oracle)
        if placebo_filter is not None and asked.player in (None, "libplacebo"):
            players.append(Libplacebo(placebo_filter, clips, scratch, keep / "libplacebo"))
        outcomes = []
        try:
            for path in found(asked.paths, asked.each):
                for player in players:
                    outcomes.append(compare(path, player, engine, conditioning))
                    print(outcomes[-1], file=sys.stderr, flush=True)
        finally:
            if oracle is not None:
                oracle.close()
    return 0 if print_figures(outcomes) else 1


if __name__ == "__main__":
    np.seterr(all="ignore")
    raise SystemExit(main())
