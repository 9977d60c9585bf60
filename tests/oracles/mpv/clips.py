"""The clips that mpv and the engine are both given: small, lossless, the same on every machine."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace
from support.clips import media_clips

from anime4k_gl.formats import PIXEL_LAYOUTS, PixelLayout, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.video.video_source import VideoSource

FRAMES = 4
"""How many frames a clip has."""

_USUAL = Size(64, 48)
_ODD = Size(47, 31)
_EVEN = Size(50, 38)  # even, but not so its chroma: 25x19
_LIMITED, _FULL = int(ColorRange.MPEG), int(ColorRange.JPEG)
_BT601, _BT709 = int(Colorspace.SMPTE170M), int(Colorspace.ITU709)


@dataclass(frozen=True)
class ClipKind:
    """How a clip is stored.

    Attributes
    ----------
    layout : FFmpeg's pixel format
    size : in pixels
    tags : what the stream says of its colours, for PyAV's codec context
    codec : FFV1, or raw video where FFV1 has no such pixel format
    opaque : whether alpha, if there is any, is 1 everywhere
    """

    layout: str
    size: Size = _USUAL
    range: int = _LIMITED
    matrix: int | None = None
    codec: str = "ffv1"
    opaque: bool = True

    @property
    def tags(self) -> dict[str, Any]:
        tags = {"color_range": self.range}
        return tags if self.matrix is None else tags | {"colorspace": self.matrix}


CLIPS: dict[str, ClipKind] = {
    "yuv420p": ClipKind("yuv420p"),
    "yuv420p-709": ClipKind("yuv420p", matrix=_BT709),
    "yuv420p-full": ClipKind("yuv420p", range=_FULL, matrix=_BT601),
    "yuv420p-odd": ClipKind("yuv420p", size=_ODD),
    "yuv420p-50x38": ClipKind("yuv420p", size=_EVEN),
    "yuv422p": ClipKind("yuv422p"),
    "yuv444p": ClipKind("yuv444p"),
    "yuv444p-709-full": ClipKind("yuv444p", range=_FULL, matrix=_BT709),
    "yuv444p-odd": ClipKind("yuv444p", size=_ODD),
    "yuv420p10": ClipKind("yuv420p10le"),
    "yuv420p10-odd": ClipKind("yuv420p10le", size=_ODD, matrix=_BT709),
    "yuv444p16": ClipKind("yuv444p16le"),
    "nv12": ClipKind("nv12", codec="rawvideo"),
    "nv12-odd": ClipKind("nv12", size=_ODD, codec="rawvideo"),
    "gray": ClipKind("gray"),
    "gray-full": ClipKind("gray", range=_FULL),
    "gray10": ClipKind("gray10le"),
    "rgb24": ClipKind("rgb24", range=_FULL, codec="rawvideo"),
    "rgb24-odd": ClipKind("rgb24", size=_ODD, range=_FULL, codec="rawvideo"),
    "bgra": ClipKind("bgra", range=_FULL, codec="rawvideo"),
    "gbrp": ClipKind("gbrp", range=_FULL, codec="rawvideo"),
    "gbrp10": ClipKind("gbrp10le", range=_FULL),
    "yuva420p": ClipKind("yuva420p"),
    "yuva420p-alpha": ClipKind("yuva420p", opaque=False),
}
"""Every clip by name."""


class Clips:
    """Writes the clips as they are asked for, and decodes them.

    Parameters
    ----------
    folder : where they are written, and found again by later runs and by other processes
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._frames: dict[str, list[Frame]] = {}

    def path(self, name: str) -> Path:
        """Return a clip's file."""
        if name not in self._paths:
            kind = CLIPS[name]
            # Raw video needs a container that says which of the many raw layouts it is.
            suffix = "nut" if kind.codec == "rawvideo" else "mkv"
            # Two files of the same pixels differ, by the numbers that Matroska draws by lot, so
            # that a file is kept for as long as its pixels stay the same.
            path = self._folder / f"{name}-{_digest(kind)}.{suffix}"
            if not path.exists():
                aside = self._folder / f"{uuid.uuid4().hex}.{suffix}"
                media_clips.write_clip(
                    aside,
                    layout=kind.layout,
                    size=kind.size,
                    count=FRAMES,
                    codec=kind.codec,
                    tags=kind.tags,
                    make=_maker(kind),
                )
                aside.replace(path)
            self._paths[name] = path
        return self._paths[name]

    def frames(self, name: str, count: int) -> list[Frame]:
        """Return a clip's first frames, decoded."""
        if name not in self._frames:
            with VideoSource(self.path(name)) as source:
                self._frames[name] = list(source.frames())
        return self._frames[name][:count]


def _digest(kind: ClipKind) -> str:
    """Return a name for what is in a clip."""
    digest = hashlib.sha256(repr((kind, FRAMES)).encode())
    for number in range(FRAMES):
        for rows in _maker(kind)(PIXEL_LAYOUTS[kind.layout], kind.size, number):
            digest.update(rows.tobytes())
    return digest.hexdigest()[:12]


def _maker(kind: ClipKind) -> Any:
    def planes(layout: PixelLayout, size: Size, number: int) -> list[media_clips.Rows]:
        return picture_planes(layout, size, number, full=kind.range == _FULL, opaque=kind.opaque)

    return planes


def picture_planes(
    layout: PixelLayout, size: Size, number: int, *, full: bool, opaque: bool
) -> list[media_clips.Rows]:
    """Return a frame's planes: gradients, hard edges, thin lines and a patch of noise."""
    channels = {
        name: _channel(name, size, number, opaque=opaque)
        for name in {c for plane in layout.planes for c in plane.channels}
    }
    planes = []
    for plane in layout.planes:
        width, height = plane.size(size)
        across, down = 1 << plane.log2_x, 1 << plane.log2_y
        samples = np.stack([channels[c][::down, ::across] for c in plane.channels], axis=-1)
        assert samples.shape[:2] == (height, width)
        unit = 1 << (layout.depth - 8)
        top = (1 << layout.depth) - 1
        codes = np.empty(samples.shape, np.int64)
        for index, channel in enumerate(plane.channels):
            codes[..., index] = _codes(samples[..., index], channel, unit, top, full=full)
        rows = (codes << layout.shift).reshape(height, -1)
        if layout.storage_bits == 8:
            planes.append(rows.astype(np.uint8))
        else:
            planes.append(rows.astype("<u2").view(np.uint8))
    return planes


def _codes(
    samples: npt.NDArray[np.float64], channel: str, unit: int, top: int, *, full: bool
) -> npt.NDArray[np.int64]:
    """Return the codes of samples in [0, 1] (chroma: around one half)."""
    if channel in "uv":
        span = 255 if full else 224
        values = 128 * unit + (samples - 0.5) * span * unit
    elif channel == "y" and not full:
        values = (16 + 219 * samples) * unit
    else:
        values = samples * top
    return np.rint(values).clip(0, top).astype(np.int64)


# Phase, steepness across and down, and the order of noise of each channel.
_WAVES: dict[str, Sequence[float]] = {
    "y": (0.3, 1.0, 0.6), "u": (1.1, 0.5, -0.4), "v": (2.0, -0.6, 0.5),
    "r": (0.2, 0.9, 0.5), "g": (0.7, -0.7, 0.8), "b": (1.6, 0.6, -0.9),
    "a": (0.9, 0.8, 0.8), "x": (0.0, 0.1, 0.1),
}  # fmt: skip


def _channel(name: str, size: Size, number: int, *, opaque: bool) -> npt.NDArray[np.float64]:
    """Return one channel at full size, in [0, 1]."""
    phase, across, down = _WAVES[name]
    x = np.arange(size.width)[np.newaxis, :] / size.width + 0.04 * number
    y = np.arange(size.height)[:, np.newaxis] / size.height
    if name == "a" and opaque:
        return np.ones((size.height, size.width))
    chroma = name in "uv"
    swing = 0.22 if chroma else 0.36
    values = 0.5 + swing * np.sin(phase + 5.0 * (across * x + down * y))
    edge = 0.15 if chroma else 0.3
    # A square, a slanted edge and a line one pixel wide.
    inside = (abs(x - 0.35) < 0.14) & (abs(y - 0.3) < 0.16)
    values = np.where(inside, values + (edge if phase < 1 else -edge), values)
    slanted = y > 0.55 + 0.5 * (x - 0.3)
    values = np.where(slanted, 1 - values, values)
    line = np.zeros(values.shape, bool)
    line[2 * size.height // 3] = True
    line[:, 3 * size.width // 4] = True
    values = np.where(line & (not chroma), 0.08 * (number + 1), values)
    generator = np.random.default_rng(1000 * number + ord(name))
    patch = generator.random((size.height // 4, size.width // 4))
    noise = 0.5 + (0.25 if chroma else 0.9) * (patch - 0.5)
    values[-noise.shape[0] - 2 : -2, 2 : 2 + noise.shape[1]] = noise
    return np.clip(values, 0.02, 0.98)
