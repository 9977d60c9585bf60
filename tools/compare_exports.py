"""Compare what two commits export: every target, preset and option, file by file.

    python tools/compare_exports.py OLD [NEW]      # commits, tags or branches; NEW is HEAD

Comments at the head of a file may differ; everything after them must be equal to the byte. Exits
with 1 where a file differs, is missing or is new. Run after a change that should not change what
users get.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Run inside each commit's tree, so it uses the public names alone.
EXPORTER = """
import itertools, json, sys
import anime4k_gl as a4k
from anime4k_gl.exporters import TARGETS

files = {}
for name, target in TARGETS.items():
    choices = [[(o.name, v) for v in (o.choices or (False, True))] for o in target.options]
    for options in itertools.product(*choices):
        for preset in a4k.presets():
            for scale in (1.0, 1.5, 2.0, 3.0):
                for params in ({}, {"thin_strength": 0}, {"thin_strength": 0.31}):
                    key = f"{name} {dict(options)} {preset} x{scale:g} {params}"
                    try:
                        made = a4k.export(name, preset=preset, scale=scale, params=params,
                                          **dict(options))
                    except a4k.Anime4KError as error:
                        made = {"error": str(error)}
                    for file, text in made.items():
                        files[f"{key}: {file}"] = text
json.dump(files, sys.stdout)
"""

_HEAD = re.compile(r"\A(?:\s*(?://[^!\n][^\n]*|//|--[^\n]*|#(?!\w)[^\n]*|/\*.*?\*/|<!--.*?-->)\n?)*",
                   re.DOTALL)  # fmt: skip


def main() -> int:
    """Export both, compare, print the sums and each file that differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old")
    parser.add_argument("new", nargs="?", default="HEAD")
    commits = parser.parse_args()
    old, new = exports(commits.old), exports(commits.new)
    names = sorted(old.keys() | new.keys())
    differing = [name for name in names if body(old, name) != body(new, name)]
    for name in differing:
        kind = "missing" if name not in new else "new" if name not in old else "differs"
        print(f"{kind}: {name}")
    both = old.keys() & new.keys()
    equal = sum(old[name] == new[name] for name in both)
    headed = len(both) - equal - len(both & set(differing))
    print(
        f"{len(old)} files before, {len(new)} after: {equal} equal to the byte,"
        f" {headed} in all but their head's comments, {len(differing)} otherwise"
    )
    return bool(differing)


def exports(commit: str) -> dict[str, str]:
    """Return each exported file's text, by how it was asked for."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
        )
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        completed = subprocess.run(
            [sys.executable, "-c", EXPORTER], cwd=folder, check=True,
            capture_output=True, text=True,             env=os.environ | {"PYTHONPATH": folder},
        )  # fmt: skip
    files: dict[str, str] = json.loads(completed.stdout)
    return files


def body(files: dict[str, str], name: str) -> str | None:
    """Return a file without the comments at its head."""
    return None if name not in files else _HEAD.sub("", files[name], count=1)


if __name__ == "__main__":
    sys.exit(main())
