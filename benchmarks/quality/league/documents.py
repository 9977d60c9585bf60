"""The league in the documents: its tables between markers, the front and the crops as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anime4k_gl.comparing.report import Originals, Row
from anime4k_gl.errors import OptionError
from benchmarks.quality.league import crops, front, tables
from benchmarks.quality.league.kept import Times
from benchmarks.quality.league.plan import Pair

BEGIN, END = "<!-- league: begin -->", "<!-- league: end -->"
FRONT, CROPS = "quality-front.svg", "quality-crops.png"

_ROOT = Path(__file__).parents[3]
_SAID = {
    CROPS: "Where methods differ most, one place a scene: source, lanczos, v1.0-rc, v1.1, truth",
    FRONT: "Luma PSNR against milliseconds: the line joins what nothing beats in both",
}


def write(
    rows: Mapping[Pair, Sequence[Row]],
    times: Times,
    notes: Sequence[str],
    originals: Mapping[Pair, Sequence[Originals]],
    root: Path = _ROOT,
) -> None:
    """Write the whole tables into docs/quality.md and the short one into README.md.

    The front is drawn of the first sizes that have times, the crops of the smallest result's
    pictures; those that are there stay where nothing new can be drawn.
    """
    timed = next((pair for pair in rows if times.get(pair.name)), None)
    if timed is not None:
        front.save(root / "docs" / FRONT, tables.undegraded(rows[timed]), times[timed.name])
    least = min(rows, key=lambda pair: pair.result)
    crops.save(root / "docs" / CROPS, tables.undegraded(rows[least]), originals[least])
    for name, text in (
        ("docs/quality.md", tables.whole(rows, times, notes)),
        ("README.md", tables.short(rows, times, notes[:1])),
    ):
        path = root / name
        pictures = [
            f"\n![{said}.]({(root / 'docs' / file).relative_to(path.parent).as_posix()})\n"
            for file, said in _SAID.items()
            if (root / "docs" / file).exists()
        ]
        whole = between(path.read_text("utf-8"), text + "".join(pictures), name)
        path.write_text(whole, "utf-8", newline="\n")


def between(document: str, text: str, name: str) -> str:
    """Return a document with a text in place of what stands between its markers.

    Raises
    ------
    OptionError : it has no markers
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise OptionError(f"{name}: has no {BEGIN} followed by {END}; put them where tables belong")
    return f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}"
