"""The league's tables in the documents, between markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anime4k_gl.comparing.report import Row
from anime4k_gl.errors import OptionError
from benchmarks.quality.league import tables
from benchmarks.quality.league.plan import Pair

BEGIN, END = "<!-- league: begin -->", "<!-- league: end -->"

_ROOT = Path(__file__).parents[3]


def write(
    rows: Mapping[Pair, Sequence[Row]],
    times: tables.Times,
    notes: Sequence[str],
    root: Path = _ROOT,
) -> None:
    """Write the whole tables into docs/quality.md and the short one into README.md."""
    for name, text in (
        ("docs/quality.md", tables.whole(rows, times, notes)),
        ("README.md", tables.short(rows, times, notes[:1])),
    ):
        path = root / name
        path.write_text(between(path.read_text("utf-8"), text, name), "utf-8")


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
