"""Ask libplacebo what picture a user shader makes: FFmpeg's filter of that name, on lavapipe.

One file at a time: the filter takes no more. Unlike a player it draws every frame once and in
order, so what is counted over frames can be compared, too. Answers are kept on disk by the content
of everything that was asked, so that a second run on a machine starts no ffmpeg.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anime4k_gl.formats import Size

Picture = npt.NDArray[np.uint8]

_DRIVERS = Path("/usr/share/vulkan/icd.d")
_TIMEOUT = 60  # seconds; a small frame takes half of one
_TRIES = 3  # lavapipe has been seen to stand still

# No dithering, and R'G'B' out of the filter itself.
_OPTIONS = (
    "dithering=none", "sigmoid=0", "format=rgba", "colorspace=gbr", "range=pc",
)  # fmt: skip


class PlaceboFailed(Exception):
    """ffmpeg gave no picture."""


@dataclass(frozen=True)
class PlaceboRun:
    """What libplacebo made of a clip.

    Attributes
    ----------
    frames : arrays (H, W, 3), R'G'B', row 0 on top
    complaints : what ffmpeg and libplacebo warned of
    """

    frames: list[Picture]
    complaints: str


@functools.cache
def lavapipe() -> Path | None:
    """Return the Vulkan driver that draws in software; None where there is none."""
    return next(iter(sorted(_DRIVERS.glob("lvp_icd*.json"))), None)


@functools.cache
def version() -> str | None:
    """Return ffmpeg's first line about itself; None where it, the filter or a driver is missing."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None or lavapipe() is None:
        return None
    filters = subprocess.run([ffmpeg, "-hide_banner", "-filters"], capture_output=True, text=True)
    if " libplacebo " not in filters.stdout:
        return None
    answer = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True)
    return answer.stdout.splitlines()[0] if answer.returncode == 0 else None


class Placebo:
    """Runs ffmpeg, and keeps what came of it.

    Parameters
    ----------
    scratch : a folder for this process alone
    cache : a folder that other processes and later runs share
    """

    def __init__(self, scratch: Path, cache: Path) -> None:
        self._scratch, self._cache = scratch, cache

    def frames(
        self,
        clip: Path,
        text: str,
        *,
        size: Size,
        frames: int,
        scaler: str = "bilinear",
        light: bool = False,
    ) -> PlaceboRun:
        """Return what libplacebo makes of a clip's first frames.

        Parameters
        ----------
        clip : a video file
        text : a user shader file
        size : of the result
        frames : how many
        scaler : FFmpeg's name of one, for both directions
        light : whether it may scale in linear light

        Raises
        ------
        PlaceboFailed : it gave no picture
        """
        options = [*_OPTIONS, f"upscaler={scaler}", f"downscaler={scaler}",
                   f"disable_linear={int(not light)}"]  # fmt: skip
        asked = [version(), hashlib.sha256(clip.read_bytes()).hexdigest(), text, list(size),
                 frames, options]  # fmt: skip
        kept = self._cache / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}.npz"
        if kept.exists():
            with np.load(kept) as answer:
                return PlaceboRun(list(answer["frames"]), str(answer["complaints"]))
        run = self._ask(clip, text, size, frames, options)
        # Written aside and renamed: another worker may be looking for it now.
        aside = self._cache / f"{uuid.uuid4().hex}.npz"
        np.savez(aside, frames=np.stack(run.frames), complaints=np.array(run.complaints))
        aside.replace(kept)
        return run

    def _ask(
        self, clip: Path, text: str, size: Size, frames: int, options: list[str]
    ) -> PlaceboRun:
        (self._scratch / "shader.glsl").write_text(text)
        described = ":".join(
            [f"w={size.width}", f"h={size.height}", *options, "custom_shader_path=shader.glsl"]
        )
        command = [
            "ffmpeg", "-v", "warning", "-nostdin", "-init_hw_device", "vulkan=vk",
            "-filter_hw_device", "vk", "-i", str(clip.resolve()),
            "-vf", f"hwupload,libplacebo={described},hwdownload,format=rgba",
            "-frames:v", str(frames), "-f", "rawvideo", "-",
        ]  # fmt: skip
        for left in reversed(range(_TRIES)):
            try:
                ended = subprocess.run(
                    command,
                    capture_output=True,
                    cwd=self._scratch,
                    timeout=_TIMEOUT,
                    env=os.environ | {"VK_ICD_FILENAMES": str(lavapipe())},
                )
                break
            except subprocess.TimeoutExpired:
                if not left:
                    raise
        complaints = ended.stderr.decode(errors="replace")
        data = np.frombuffer(ended.stdout, np.uint8)
        if data.size != frames * size.pixels * 4:
            raise PlaceboFailed(f"{data.size} bytes, not {frames} frames of {size}:\n{complaints}")
        pictures = data.reshape(frames, size.height, size.width, 4)[..., :3].copy()
        return PlaceboRun(list(pictures), complaints)
