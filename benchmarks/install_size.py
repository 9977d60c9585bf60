"""The size of what is installed: the whole package, and what embedding alone needs.

    python benchmarks/install_size.py

Installs both sets from the package index into folders of their own, from this checkout, and prints
their sizes in MB (10^6 bytes) with those of the largest packages in them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {
    "moderngl and NumPy, without other dependencies": (
        ["--no-deps", str(ROOT)],
        ["moderngl", "numpy"],
    ),
    "the plain install": ([str(ROOT)],),
}
SHOWN = 6


def main() -> None:
    """Print the sizes of both."""
    for name, commands in SETS.items():
        with tempfile.TemporaryDirectory() as folder:
            for arguments in commands:
                pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile"]
                subprocess.run(
                    [*pip, "-c", str(ROOT / "constraints.txt"), "--target", folder, *arguments],
                    check=True,
                )
            sizes = {path.name: size(path) for path in Path(folder).iterdir()}
        print(f"{name}: {sum(sizes.values()) / 1e6:.1f} MB")
        for part, count in sorted(sizes.items(), key=lambda item: -item[1])[:SHOWN]:
            print(f"    {part}: {count / 1e6:.1f}")


def size(path: Path) -> int:
    """Return the bytes of a file, or of all in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()
