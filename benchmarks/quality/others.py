"""The drawings by others: figures of the npm package comicgen (MIT), a check on our own scenes.

They are fetched by `npm pack` when they are first asked for, with the machine's own settings, kept
in the user's cache and never committed. A figure is a face and a pose, drawn by hand as SVG, that
lie over one another.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import platformdirs
import skia

from benchmarks.quality.scenes import palette
from benchmarks.quality.scenes.curves import box
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.pen import linear

PACKAGE, VERSION, LICENCE = "comicgen", "1.9.9", "MIT"

_PEOPLE = ("ava", "aryan", "dee", "deenuova", "dey", "ethan", "evan", "priya", "ringo", "sophie")
"""Those drawn with lines; others of the package are flat, or come from elsewhere."""


@dataclass(frozen=True)
class Drawing:
    """A figure: SVG files that share a view, from the back to the front."""

    name: str
    files: tuple[Path, ...]


def drawings(folder: Path | None = None) -> list[Drawing]:
    """Return all figures in an order that mixes them; fetches them into a folder if they are not.

    Raises SystemExit where npm is missing or fetches nothing.
    """
    root = _fetched(folder or Path(platformdirs.user_cache_dir("anime4k-gl")) / "drawings")
    found: list[Drawing] = []
    for person in _PEOPLE:
        base = root / "svg" / person
        for pose in sorted(base.rglob("pose/*.svg")):
            faces = sorted((pose.parent.parent / "emotion").glob("*.svg"))
            if not faces:
                continue
            face = faces[len(found) % len(faces)]
            order = (pose, face) if _pose_first(base) else (face, pose)
            found.append(Drawing(f"{person}-{pose.stem}-{face.stem}", order))
    random.Random(1).shuffle(found)
    return found


def draw(drawing: Drawing, width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return a figure before a plain ground: (height, width, 3), RGB, true at any size."""
    dice = Dice(drawing.name)
    script = palette.script(dice, palette.BRIGHT)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(linear((0, 0), (0, height), ((0, script.sky[1]), (1, script.sky[2]))).shader)
    canvas.drawPath(box(0, 0, width, height), paint)
    tall = height * dice.uniform(1.0, 2.6)
    canvas.translate(width * dice.uniform(0.3, 0.7), height * dice.uniform(0.02, 0.08))
    for file in drawing.files:
        text = file.read_text("utf-8")
        left, top, wide, high = _view(text, file)
        dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream.MakeCopy(text.encode()))
        if dom is None:
            raise ValueError(f"{file}: cannot be read as SVG")
        canvas.save()
        canvas.scale(tall / high, tall / high)
        canvas.translate(-wide / 2 - left, -top)
        dom.setContainerSize(skia.Size(wide, high))
        dom.render(canvas)
        canvas.restore()
    pixels: npt.NDArray[Any] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels[..., :3].copy()


def _view(text: str, file: Path) -> tuple[float, float, float, float]:
    match = re.search(r'viewBox="([-\d.e\s,]+)"', text)
    if match is None:
        raise ValueError(f"{file}: has no viewBox")
    left, top, wide, high = (float(n) for n in re.split(r"[\s,]+", match[1].strip()))
    return left, top, wide, high


def _pose_first(base: Path) -> bool:
    """Return whether the pose lies behind the face: the package's template says so."""
    text = (base / "index.svg").read_text("utf-8")
    if match := re.search(r'import "([^"]+)"', text):
        text = (base / match[1]).read_text("utf-8")
    return text.index("{{#pose}}") < text.index("{{#emotion}}")


def _fetched(folder: Path) -> Path:
    root = folder / f"{PACKAGE}-{VERSION}" / "package"
    if root.is_dir():
        return root
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("drawings by others are fetched by npm: install it (Debian: npm)")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        done = subprocess.run(
            [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"],
            cwd=name,
            capture_output=True,
            text=True,
        )
        archives = list(Path(name).glob("*.tgz"))
        if done.returncode or not archives:
            raise SystemExit(f"npm could not fetch {PACKAGE} {VERSION}: {done.stderr.strip()}")
        unpacked = Path(name) / "unpacked"
        with tarfile.open(archives[0]) as archive:
            archive.extractall(unpacked, filter="data")
        about = json.loads((unpacked / "package" / "package.json").read_text("utf-8"))
        if about["license"] != LICENCE:
            raise SystemExit(f"{PACKAGE} {VERSION} is no longer under {LICENCE}")
        unpacked.rename(root.parent)
    return root
