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
import re
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anime4k_gl.formats import Size
from oracles.mpv.player import PARAM_SINCE, Version

Picture = npt.NDArray[np.uint8]

_DEVICE = ("-init_hw_device", "vulkan=vk", "-filter_hw_device", "vk")
_SHADER = "shader.glsl"
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


@dataclass(frozen=True)
class Filter:
    """FFmpeg's filter libplacebo, as it is installed.

    Attributes
    ----------
    line : ffmpeg's first line about itself
    version : libplacebo's own
    """

    line: str
    version: Version

    @property
    def knows_params(self) -> bool:
        """Whether it knows PARAM."""
        return self.version >= PARAM_SINCE

    @property
    def takes_frames(self) -> bool:
        """Whether it uploads frames itself, which it does since FFmpeg 6.1.

        Where it does, ``hwupload`` is to be avoided: it may still be reading a frame that it has
        given back. FFmpeg 7.1 gets the first 32 pixels of raw video wrong that way.
        """
        found = re.match(r"ffmpeg version n?(\d+)\.(\d+)", self.line)
        return found is None or (int(found[1]), int(found[2])) >= (6, 1)


@functools.cache
def installed() -> Filter | None:
    """Return the filter that is installed; None where it, ffmpeg or a driver is missing."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None or lavapipe() is None:
        return None
    # The filter tells libplacebo's version when it first draws.
    drawn = _patiently(
        "verbose", "-f", "lavfi", "-i", "color=s=16x16",
        "-vf", "format=yuv420p,hwupload,libplacebo,hwdownload,format=yuv420p",
        "-frames:v", "1", "-f", "null", "-",
    )  # fmt: skip
    said = re.search(rb"Initialized libplacebo v(\d+)\.(\d+)", drawn.stderr)
    answer = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True)
    if said is None or answer.returncode != 0:
        return None
    return Filter(answer.stdout.splitlines()[0], (int(said[1]), int(said[2])))


def _patiently(
    level: str, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg, again where it stands still."""
    for left in reversed(range(_TRIES)):
        try:
            return subprocess.run(
                ["ffmpeg", "-v", level, "-nostdin", *_DEVICE, *arguments],
                capture_output=True,
                cwd=folder,
                timeout=_TIMEOUT,
                env=os.environ | {"VK_ICD_FILENAMES": str(lavapipe())},
            )
        except subprocess.TimeoutExpired:
            if not left:
                raise
    raise AssertionError("unreachable")


class Placebo:
    """Runs ffmpeg, and keeps what came of it.

    Parameters
    ----------
    filter : the one that is asked
    scratch : a folder for this process alone
    cache : a folder that other processes and later runs share
    """

    def __init__(self, filter: Filter, scratch: Path, cache: Path) -> None:
        self.filter = filter
        self._scratch, self._cache = scratch, cache

    def frames(
        self,
        clip: Path,
        text: str,
        *,
        size: Size,
        frames: int,
        scaler: str = "bilinear",
        downscaler: str | None = None,
        light: bool = False,
    ) -> PlaceboRun:
        """Return what libplacebo makes of a clip's first frames.

        Parameters
        ----------
        clip : a video file
        text : a user shader file
        size : of the result
        frames : how many
        scaler, downscaler : FFmpeg's name of one, for both directions or for enlarging alone; and
            of one for reducing
        light : whether it may scale in linear light

        Raises
        ------
        PlaceboFailed : it gave no picture
        """
        described = ":".join(
            [f"w={size.width}", f"h={size.height}", *_OPTIONS, f"upscaler={scaler}",
             f"downscaler={downscaler or scaler}", f"disable_linear={int(not light)}",
             f"custom_shader_path={_SHADER}"]
        )  # fmt: skip
        graph = f"hwupload,libplacebo={described},hwdownload,format=rgba"
        if self.filter.takes_frames:
            graph = f"libplacebo={described},format=rgba"
        asked = [self.filter.line, hashlib.sha256(clip.read_bytes()).hexdigest(), text, list(size),
                 frames, graph]  # fmt: skip
        kept = self._cache / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}.npz"
        if kept.exists():
            with np.load(kept) as answer:
                return PlaceboRun(list(answer["frames"]), str(answer["complaints"]))
        run = self._ask(clip, text, size, frames, graph)
        # Written aside and renamed: another worker may be looking for it now.
        aside = self._cache / f"{uuid.uuid4().hex}.npz"
        np.savez(aside, frames=np.stack(run.frames), complaints=np.array(run.complaints))
        aside.replace(kept)
        return run

    def _ask(self, clip: Path, text: str, size: Size, frames: int, graph: str) -> PlaceboRun:
        (self._scratch / _SHADER).write_text(text)
        ended = _patiently(
            "warning", "-i", str(clip.resolve()), "-vf", graph, "-frames:v", str(frames),
            "-f", "rawvideo", "-", folder=self._scratch,
        )  # fmt: skip
        complaints = ended.stderr.decode(errors="replace")
        data = np.frombuffer(ended.stdout, np.uint8)
        if data.size != frames * size.pixels * 4:
            raise PlaceboFailed(f"{data.size} bytes, not {frames} frames of {size}:\n{complaints}")
        pictures = data.reshape(frames, size.height, size.width, 4)[..., :3].copy()
        return PlaceboRun(list(pictures), complaints)
