"""Print ARCHITECTURE.md's drawing, made from the imports as they are.

    python tools/architecture.py

Each arrow points from a part of the package to one that it imports. An import that a longer way of
arrows implies has none of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("", "tests")]

from support.import_graph import parts, reduction  # noqa: E402


def drawing() -> str:
    """Return the drawing in Mermaid's language, without the fence around it."""
    lines = ["flowchart TD"]
    for part, targets in sorted(reduction(parts()).items()):
        if targets:
            lines.append(f"    {part} --> {' & '.join(sorted(targets))}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(f"```mermaid\n{drawing()}\n```")
