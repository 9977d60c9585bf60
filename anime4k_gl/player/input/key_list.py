"""The list of all keys as a page of the documentation, ``docs/keys.md``.

    python -m anime4k_gl.player.input.key_list docs/keys.md

The key ``?`` shows the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .bindings import ALSO, GROUPS, KeyBindings, said, shown_key
from .commands import COMMANDS
from .mpv_keys import MPV, KeyComparison

_INTRODUCTION = f"""# Keys

What each key of `anime4k-gl play` does, and what all keys of {MPV} do here. `?` shows this in the
window. In the settings file any of them can be bound to something else, under `[keys]`, by the
commands at the end; `none` takes a key away.

This page is written by `python -m anime4k_gl.player.input.key_list docs/keys.md`.
"""


def key_list() -> str:
    """Return the page, as Markdown."""
    parts = [_INTRODUCTION]
    for heading, rows in GROUPS:
        cells = [(_keys(keys.split()), _commands(commands), text) for keys, commands, text in rows]
        parts.append(f"## {heading}\n\n{_table(('keys', 'commands', ''), cells)}")
    also = [(_keys([key]), _commands(command), "") for key, command in ALSO.items()]
    parts.append(f"## Also\n\n{_table(('key', 'command', ''), also)}")
    compared = [
        (_keys(each.row.keys.split()), each.row.does, _here(each))
        for each in KeyBindings().compared()
    ]
    parts.append(f"## {MPV}'s default keys\n\n{_table(('keys', 'in mpv', 'here'), compared)}")
    commands = [
        (f"`{' '.join([name, *(a.name for a in command.arguments)])}`", command.description)
        for name, command in sorted(COMMANDS.items())
    ]
    parts.append(f"## Commands\n\n{_table(('command', ''), commands)}")
    return "\n".join(parts)


def _here(each: KeyComparison) -> str:
    """Return what a row of mpv's keys is here, in words."""
    words = []
    if each.same:
        words.append("the same" if len(each.same) == len(each.row.keys.split()) else
                     f"{_keys(each.same)} the same")  # fmt: skip
    for text in dict.fromkeys(said(key, command) for key, command in each.others):
        keys = [key for key, command in each.others if said(key, command) == text]
        which = "" if len(keys) == len(each.row.keys.split()) else f"{_keys(keys)} "
        command = dict(each.others)[keys[0]]
        words.append(f"{which}{f'`{text}`' if text == command else text}")
    if each.missing:
        which = "" if len(each.missing) == len(each.row.keys.split()) else _keys(each.missing) + " "
        words.append(f"{which}nothing")
    note = f"; {each.row.note}" if each.row.note else ""
    return ", ".join(words) + note


def _keys(keys: Iterable[str]) -> str:
    return " ".join("`` ` ``" if key == "`" else f"`{shown_key(key)}`" for key in keys)


def _commands(commands: str) -> str:
    return ", ".join(f"`{command}`" for command in commands.split("|"))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(key_list(), "utf-8")
