"""The figures of the npm package comicgen (MIT): hand-drawn faces and poses laid together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.others.packages import fetched

PACKAGE, VERSION = "comicgen", "1.9.9"

_PEOPLE = ("ava", "aryan", "dee", "deenuova", "dey", "ethan", "evan", "priya", "ringo", "sophie")
"""Those drawn with lines; others of the package are flat, or come from elsewhere."""


def figures(folder: Path) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Yield names and SVG files from the back to the front; fetches them if they are not there.

    Raises SystemExit where npm is missing or fetches nothing.
    """
    root = fetched(PACKAGE, VERSION, folder / f"{PACKAGE}-{VERSION}" / "package")
    found = 0
    for person in _PEOPLE:
        base = root / "svg" / person
        for pose in sorted(base.rglob("pose/*.svg")):
            faces = sorted((pose.parent.parent / "emotion").glob("*.svg"))
            if not faces:
                continue
            face = faces[found % len(faces)]
            found += 1
            order = (pose, face) if _pose_first(base) else (face, pose)
            yield f"{person}-{pose.stem}-{face.stem}", order


def _pose_first(base: Path) -> bool:
    """Return whether the pose lies behind the face: the package's template says so."""
    text = (base / "index.svg").read_text("utf-8")
    if match := re.search(r'import "([^"]+)"', text):
        text = (base / match[1]).read_text("utf-8")
    return text.index("{{#pose}}") < text.index("{{#emotion}}")
