"""The picture that mpv itself makes of a source, with scalers of its own and no shaders of ours.

mpv's video filter ``vf=gpu`` draws into an X server without a screen. On Mesa's rasteriser its
scalers at times draw garbage, their weights being in a texture that was not filled: a picture
counts when it came twice, and looks like the source.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from anime4k_gl.errors import Anime4KError
from anime4k_gl.formats import Size

Pixels = npt.NDArray[np.uint8]

OWN: Mapping[str, tuple[str, ...]] = {
    "mpv": (),
    "mpv-spline36": ("--scale=spline36",),
    "mpv-ewa_lanczossharp": ("--scale=ewa_lanczossharp",),
}
"""The methods by their names in tables: the options that mpv is given beside its defaults."""

_PLAIN = (
    "--no-config", "--load-scripts=no", "--osc=no", "--ytdl=no", "--load-stats-overlay=no",
    "--load-auto-profiles=no", "--audio=no", "--sub=no", "--keepaspect=no", "--frames=1",
    "--msg-level=all=error", "--of=rawvideo", "--ovc=rawvideo", "--dither-depth=no",
)  # fmt: skip
_ATTEMPTS = 6
_SECONDS = 240
_ALIKE = 20.0
"""dB to the source scaled up plainly: kernels are above it, garbage is below."""


class MpvError(Anime4KError):
    """mpv gave no picture that can be counted on."""


@functools.cache
def line() -> str | None:
    """Return what the installed mpv says of itself; None where it or Xvfb is missing."""
    mpv = shutil.which("mpv")
    if mpv is None or shutil.which("xvfb-run") is None:
        return None
    said = subprocess.run([mpv, "--no-config", "--version"], capture_output=True, text=True)
    return said.stdout.splitlines()[0] if said.returncode == 0 and said.stdout else None


def draw(source: Pixels, target: Size, methods: Sequence[str]) -> dict[str, Pixels]:
    """Return a source, (h, w, 3) R'G'B', as mpv's own methods draw it, by their names.

    Raises MpvError.
    """
    plain = np.asarray(
        Image.fromarray(source).resize((target.width, target.height), Image.Resampling.BILINEAR)
    )
    with tempfile.TemporaryDirectory(prefix="anime4k-gl-mpv-") as name:
        folder = Path(name)
        Image.fromarray(source).save(folder / "source.png", compress_level=1)
        return {method: _confirmed(folder, target, OWN[method], plain) for method in methods}


def _confirmed(folder: Path, target: Size, options: Sequence[str], plain: Pixels) -> Pixels:
    seen: list[Pixels] = []
    said = "it drew another picture each time"
    for _ in range(_ATTEMPTS):
        try:
            drawn = _ask(folder, target, options)
        except MpvError as error:
            said = str(error)
            continue
        if _psnr(drawn, plain) < _ALIKE:
            said = "it drew garbage, as its scalers do on some drivers"
        elif any(np.array_equal(drawn, other) for other in seen):
            return drawn
        else:
            seen.append(drawn)
    raise MpvError(f"mpv gave no picture in {_ATTEMPTS} attempts: {said}")


def _ask(folder: Path, target: Size, options: Sequence[str]) -> Pixels:
    output = folder / "out.raw"
    output.unlink(missing_ok=True)
    command = [
        "xvfb-run", "-a", "mpv", *_PLAIN, *options, f"--o={output}",
        f"--vf=gpu=w={target.width}:h={target.height}", str(folder / "source.png"),
    ]  # fmt: skip
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_SECONDS,
            env=os.environ | {"LIBGL_ALWAYS_SOFTWARE": "1", "MESA_SHADER_CACHE_DISABLE": "true"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise MpvError(f"it had not ended after {_SECONDS} s") from None
    length = target.pixels * 4
    data = output.read_bytes() if output.exists() else b""
    if len(data) < length:
        told = (ended.stdout + ended.stderr).strip().splitlines()
        raise MpvError(told[-1] if told else f"it wrote {len(data)} bytes, not {length}")
    pixels = np.frombuffer(data[:length], np.uint8).reshape(target.height, target.width, 4)
    return pixels[..., :3].copy()


def _psnr(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> float:
    error = float(np.mean((a.astype(np.float32) - b.astype(np.float32)) ** 2))
    return 10 * float(np.log10(255**2 / max(error, 1e-9)))
