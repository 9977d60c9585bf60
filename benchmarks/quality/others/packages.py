"""The npm packages that drawings by others come from: fetched when asked for, never committed.

Only what lies under MIT or CC0 is taken, by what the package's own files say. It is kept in the
user's cache.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import platformdirs

ALLOWED = ("MIT", "CC0-1.0")


def cache() -> Path:
    """Return the folder where packages are kept."""
    return Path(platformdirs.user_cache_dir("anime4k-gl")) / "drawings"


def fetched(package: str, version: str, root: Path, *, design: str | None = None) -> Path:
    """Return the folder of a package, unpacked there if it is not yet.

    Design is the licence of the drawings where it is not the code's, as a text in the file LICENSE.
    Raises SystemExit where npm is missing or fetches nothing, or the licence is another.
    """
    if root.is_dir():
        return root
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("drawings by others are fetched by npm: install it (Debian: npm)")
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        done = subprocess.run(
            [npm, "pack", "--silent", f"{package}@{version}"],
            cwd=name,
            capture_output=True,
            text=True,
        )
        archives = list(Path(name).glob("*.tgz"))
        if done.returncode or not archives:
            raise SystemExit(f"npm could not fetch {package} {version}: {done.stderr.strip()}")
        unpacked = Path(name) / "unpacked"
        with tarfile.open(archives[0]) as archive:
            archive.extractall(unpacked, filter="data")
        check_licence(unpacked / "package", design)
        (unpacked / "package").rename(root)
    return root


def check_licence(package: Path, design: str | None = None) -> None:
    """Raise SystemExit where a package's own files name a licence that is not allowed."""
    about = json.loads((package / "package.json").read_text("utf-8"))
    licence = str(about.get("license", "none"))
    name = f"{about.get('name', package.name)} {about.get('version', '')}".strip()
    if licence not in ALLOWED:
        raise SystemExit(f"{name} is under {licence}, not {' or '.join(ALLOWED)}: it is not used")
    if design is None:
        return
    text = "\n".join(file.read_text("utf-8") for file in sorted(package.glob("LICENSE*")))
    said = re.search(r"^License:\s*([^(\n]*)", text, re.MULTILINE)
    if said is None or said[1].strip() != design:
        other = "none" if said is None else said[1].strip()
        raise SystemExit(f"the drawings of {name} are under {other}, not {design}: not used")
