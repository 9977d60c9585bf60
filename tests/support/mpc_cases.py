"""Pictures and constants for the shaders of the target mpc, which several tests run."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from anime4k_gl import upscale

from .paths import GOLDEN_ARRAYS

DRAWN = ("city_x1.5", "dark_x2", "face_x1", "face_x2", "text_x3")
CASES = (*DRAWN, "noise_x2")
RELEASES = ("v1.0-rc-reference", "v1.1", "v0.9")
# v1.1 has no passes for pictures that were not scaled up.
DRAWN_BY = {
    preset: tuple(name for name in CASES if preset != "v1.1" or name != "face_x1")
    for preset in RELEASES
}
PAIRS = [(preset, name) for preset in RELEASES for name in DRAWN_BY[preset]]
APIS = {"d3d9": "ps_3_0", "d3d11": "ps_4_0"}
TOLERANCE = 2 / 255


def shaders_of(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith(".hlsl")}


@cache
def case(name: str) -> tuple[Any, float]:
    """Return a golden case's input, (height, width, 3) float32, and by how much it was scaled."""
    data = np.load(GOLDEN_ARRAYS / f"{name}.npz")
    scale = data["input"].shape[1] / float(data["native_size"][0])
    return (data["input"] / 255).astype(np.float32), scale


@cache
def expected(name: str, preset: str) -> Any:
    """Return the GLSL preset's picture."""
    image, scale = case(name)
    return upscale(image, scale=scale, scaler="none", preset=preset)
