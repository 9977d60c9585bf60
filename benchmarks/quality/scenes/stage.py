"""The stage of a scene: its layers, each with a pen, its camera, and the time that is drawn."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import Script
from benchmarks.quality.scenes.pen import Caption, InkStroke, Pen

LAYERS = ("background", "characters", "foreground", "effects", "captions")
"""From the back to the front."""

WIDTH, HEIGHT = 16000 / 9, 1000.0
"""The stage in units; the origin is its middle."""

RATE = 24.0


class Stage:
    """Records the layers of one scene at one time."""

    def __init__(self, dice: Dice, script: Script, *, time: float, regions: bool,
                 notes: bool = True) -> None:
        """Take the scene's chance and colours, and the time in seconds."""
        self.dice = dice
        self.script = script
        self.time = time
        motion = dice.child("motion")
        self.hold = motion.pick((1, 2, 2, 3))
        """Frames for which a drawing is held; the camera moves on ones."""
        self.held = int(time * RATE / self.hold + 1e-6) * self.hold / RATE
        still = motion.chance(0.3)
        self.pan = (0.0, 0.0) if still else (motion.around(0, 14), motion.around(0, 4))
        """What the camera moves by, in units a second."""
        self.light = (motion.pick((-0.62, 0.62)), -0.78)
        """Where the main light comes from."""
        self.strokes: list[InkStroke] = []
        self.captions: list[Caption] = []
        self.pictures: dict[str, list[Any]] = {name: [] for name in LAYERS}
        self.tints: list[Any] = []
        """What lies on the characters' colours alone: light that falls on all of them."""
        self._regions = regions
        self._notes = notes

    @contextlib.contextmanager
    def layer(self, name: str, depth: float | None = None, *, tint: bool = False) -> Iterator[Pen]:
        """Draw on a layer; depth is the camera's share of movement there, 1 being a figure's.

        A tint is light on the characters: drawn after them, and nowhere else.
        """
        recorder = skia.PictureRecorder()
        canvas = recorder.beginRecording(skia.Rect(-2200, -1500, 2200, 1500))
        pen = Pen(canvas, name, time=self.time, held=self.held, regions=self._regions,
                  notes=self._notes)
        if depth is not None:
            canvas.translate(-self.pan[0] * self.time * depth, -self.pan[1] * self.time * depth)
        yield pen
        picture = recorder.finishRecordingAsPicture()
        (self.tints if tint else self.pictures[name]).append(picture)
        self.strokes += pen.strokes
        self.captions += pen.captions


def render(
    stage: Stage, width: int, height: int, *, layers: tuple[str, ...] = LAYERS, wide: bool = False,
    tints: bool = True, offset: tuple[float, float] = (0.0, 0.0),
) -> npt.NDArray[Any]:
    """Return layers as RGBA, premultiplied: uint8, or uint16 where `wide`.

    All is moved by an offset in pixels, to the right and down.
    """
    kind = skia.kRGBA_F16_ColorType if wide else skia.kRGBA_8888_ColorType
    info = skia.ImageInfo.Make(width, height, kind, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRaster(info)
    canvas = surface.getCanvas()
    scale = max(width / WIDTH, height / HEIGHT)
    canvas.translate(width / 2 + offset[0], height / 2 + offset[1])
    canvas.scale(scale, scale)
    for name in LAYERS:
        if name not in layers:
            continue
        apart = name != LAYERS[0]
        if apart:
            canvas.saveLayer(None, skia.Paint())
        for picture in stage.pictures[name]:
            canvas.drawPicture(picture)
        if name == "characters" and tints:
            for picture in stage.tints:
                canvas.drawPicture(picture)
        if apart:
            canvas.restore()
    out = np.zeros((height, width, 4), np.float16 if wide else np.uint8)
    surface.readPixels(info, out, out.strides[0], 0, 0)
    if wide:
        return np.rint(np.clip(out.astype(np.float32), 0, 1) * 65535).astype(np.uint16)
    return out
