"""The heads and busts of the npm packages of DiceBear: code under MIT, drawings under CC0.

Lorelei (by Lisa Wischofsky) has heads in brush strokes that taper, Notionists (by Zoish) busts in
even lines. The packages put the parts together; Node runs them once.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.others.packages import fetched

VERSION, DESIGN = "9.4.3", "CC0 1.0"
STYLES = ("lorelei", "notionists")
COUNT = 60
"""Figures of each style."""

_PROGRAM = """
import { createAvatar } from '@dicebear/core';
import * as style from '@dicebear/STYLE';
const hair = ['2b2430', '5b3a2a', 'c98f4e', 'e8c878', '6d7fc0', 'd87f9c', 'c0434f', 'b8c4d8'];
const skin = ['fde3d0', 'fbdcc6', 'f6cfb4', 'e8b48e', 'ffffff'];
const all = [];
for (let seed = 0; seed < COUNT; seed += 1)
  all.push(createAvatar(style, { seed: `anime4k ${seed}`, hairColor: hair, skinColor: skin,
    flip: seed % 2 === 1 }).toString());
console.log(JSON.stringify(all));
"""


def figures(folder: Path) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Yield names and SVG files; fetches and draws them into a folder if they are not there.

    Raises SystemExit where npm or node is missing, or fails.
    """
    for style in STYLES:
        drawn = folder / f"dicebear-{VERSION}" / f"{style}.drawn"
        if not drawn.is_dir():
            _draw(style, drawn)
        for file in sorted(drawn.glob("*.svg")):
            yield f"{style}-{file.stem}", (file,)


def _draw(style: str, drawn: Path) -> None:
    modules = drawn.parent / "node_modules" / "@dicebear"
    fetched("@dicebear/core", VERSION, modules / "core")
    fetched(f"@dicebear/{style}", VERSION, modules / style, design=DESIGN)
    node = shutil.which("node")
    if node is None:
        raise SystemExit("drawings of DiceBear are put together by node: install it (Debian: "
                         "nodejs)")  # fmt: skip
    program = drawn.parent / f"{style}.mjs"
    program.write_text(_PROGRAM.replace("STYLE", style).replace("COUNT", str(COUNT)), "utf-8")
    done = subprocess.run([node, str(program)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"node could not draw @dicebear/{style}: {done.stderr.strip()[-300:]}")
    part = drawn.with_suffix(".part")
    part.mkdir(exist_ok=True)
    for number, text in enumerate(json.loads(done.stdout)):
        (part / f"{number:03}.svg").write_text(text, "utf-8")
    part.rename(drawn)
