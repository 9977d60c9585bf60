"""The degradations: what a source went through between its drawing and an upscaler, by name.

chain = parse("master720:lanczos/area:linear/420:left/8bit/x264:23")
source = chain.apply(scenes.make(7), source_size=(1920, 1080))          # (1080, 1920, 3) uint8
truth = chain.truth(scenes.make(7), size=(3840, 2160), source_size=(1920, 1080))
"""

from benchmarks.quality.degradations.chain import Chain
from benchmarks.quality.degradations.parsing import STEPS, DegradationError, parse

__all__ = ["SMALL", "STANDARD", "STEPS", "VERSION", "Chain", "DegradationError", "parse"]

VERSION = 1
"""Grows when the same name would make something else, so that kept results are told apart."""

SMALL = (
    "area:linear",
    "catmull:gamma",
    "master720:bicubic/area:gamma/420:left/8bit",
)
"""A few that are cheap."""

STANDARD = (
    # Kernel and light.
    "area:linear",
    "area:gamma",
    "bilinear:gamma",
    "bicubic:gamma",
    "bicubic:linear",
    "catmull:gamma",
    "lanczos:gamma",
    "lanczos:linear",
    # Masters.
    "master720:bilinear/area:gamma/420:left/8bit",
    "master720:bicubic/area:gamma/420:left/8bit",
    "master720:lanczos/area:gamma/420:left/8bit",
    "master810:bicubic/area:gamma/420:left/8bit",
    "master864:bicubic/area:gamma/420:left/8bit",
    "master900:bicubic/area:gamma/420:left/8bit",
    "sprites:bilinear/area:gamma",
    "area:gamma/shift:0.25,0.4:bilinear",
    # Levels.
    "area:gamma/420:left/8bit",
    "area:gamma/420:center/8bit",
    "area:gamma/420:topleft/8bit",
    "area:gamma/limited",
    "area:gamma/dither:noise",
    "area:gamma/banding:6",
    # The studio's filters.
    "area:gamma/blur:0.7",
    "area:gamma/glow:0.3",
    "area:gamma/grain:2",
    # Codecs.
    "area:gamma/420:left/x264:16",
    "area:gamma/420:left/x264:23",
    "area:gamma/420:left/x264:28",
    "area:gamma/420:left/x265:20",
    "area:gamma/420:left/x265:27",
    "area:gamma/420:left/x265:20:10bit",
    "area:gamma/jpeg:85",
    # All together, as broadcasts and discs are.
    "master720:bicubic/sprites:bilinear/area:gamma/glow:0.2/420:left/x264:21",
    "lanczos:gamma/blur:0.5/master900:lanczos/grain:1/dither:noise/420:left/x265:20",
)
"""Names of degradations, by what they show."""
