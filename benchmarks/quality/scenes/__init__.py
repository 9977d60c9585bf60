"""The scenes: anime-like drawings of vectors, seeded and endless, true at any size.

scene = make(7)                             # or make(7, "portrait")
truth = draw(scene, 3840, 2160)             # (2160, 3840, 3) uint8
next_frame = draw(scene, 3840, 2160, time=1 / 24)
"""

from benchmarks.quality.scenes.drawing import (
    compose,
    draw,
    draw_layers,
    draw_many,
    draw_regions,
)
from benchmarks.quality.scenes.kinds import KINDS
from benchmarks.quality.scenes.known import Known, LineSamples, known, visible_lines
from benchmarks.quality.scenes.pen import REGIONS, Caption, InkStroke
from benchmarks.quality.scenes.scene import VERSION, Scene, make
from benchmarks.quality.scenes.stage import LAYERS

__all__ = [
    "KINDS", "LAYERS", "REGIONS", "VERSION", "Caption", "InkStroke", "Known", "LineSamples",
    "Scene", "compose", "draw", "draw_layers", "draw_many", "draw_regions", "known", "make",
    "visible_lines",
]
