"""A probe as a table for terminals of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..terminal import one_line
from ..transcoding.parts import Part
from .probe import Probe

_WIDTH = 79
_LONGEST_CELL = 14


def to_text(probe: Probe) -> str:
    """Return a probe as lines: the file, its parts, what was found, what would be said."""
    lines = [_heading(probe)]
    if probe.target is not None and probe.refused is None:
        size = f", {probe.target_size}" if probe.target_size is not None else ""
        lines.append(f"to {one_line(probe.target)}: {probe.target_container}{size}")
    lines += ["", *_table(probe.parts)]
    found = [
        (finding.level, finding.text + (" (by a sample)" if finding.estimated else ""))
        for finding in probe.findings
    ]
    said = [("upscale", note) for note in probe.notes]
    if probe.refused is not None:
        said.append(("refused", probe.refused))
    for block in (found, said):
        if block:
            lines.append("")
        for label, text in block:
            lines += _wrapped(f"{label}: ", one_line(text), indent=2)
    return "\n".join(lines)


def _heading(probe: Probe) -> str:
    words = [probe.container.partition(",")[0], str(probe.size)]
    if probe.duration is not None:
        words.append(f"{probe.duration:.2f} s")
    if probe.frames is not None and probe.kind != "picture":
        about = "about " if probe.estimated else ""
        words.append(f"{about}{probe.frames} frames")
    return f"{one_line(probe.path)}: {probe.kind}, {', '.join(words)}"


def _table(parts: tuple[Part, ...]) -> Iterator[str]:
    rows = [("#", "kind", "codec", "lang", "what"), *map(_row, parts)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    if not any(row[3] for row in rows[1:]):
        rows = [(*row[:3], "", row[4]) for row in rows]
        widths[3] = 0
    for number, row in enumerate(rows):
        cells = [row[0].rjust(widths[0])]
        cells += [cell.ljust(width) for cell, width in zip(row[1:4], widths[1:], strict=True)]
        start = "  ".join(cell for cell in cells if cell) + "  "
        yield from _wrapped(start, row[4], indent=len(start))
        part = parts[number - 1] if number else None
        if part is not None and part.fate is not None:
            fate = one_line(str(part.fate))
            yield from _wrapped(" " * len(start) + "-> ", fate, indent=len(start) + 3)


def _row(part: Part) -> tuple[str, str, str, str, str]:
    what = part.description
    if part.title:
        what = f'"{part.title}", {what}' if what else f'"{part.title}"'
    index = "" if part.index is None else str(part.index)
    return index, part.kind, _cell(part.codec), _cell(part.language), one_line(what)


def _cell(text: str) -> str:
    shown = one_line(text)
    return shown if len(shown) <= _LONGEST_CELL else f"{shown[: _LONGEST_CELL - 3]}..."


def _wrapped(start: str, text: str, *, indent: int) -> list[str]:
    lines = textwrap.wrap(
        text, _WIDTH, initial_indent=start, subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )  # fmt: skip
    return lines or [start.rstrip()]
