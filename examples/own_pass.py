"""A pass of one's own behind a preset's: python examples/own_pass.py IN.png OUT.png [SCALE].

The preset becomes an mpv user shader; a preset file of one's own lists that and the new pass, and
from then on it is a preset like any other: for `upscale`, `Upscaler`, ``--preset`` and the player.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import anime4k_gl as a4k

EVENING = """
//!PARAM warmth
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.5

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC Evening light
vec4 hook() {
    vec4 colour = HOOKED_tex(HOOKED_pos);
    colour.rgb *= mix(vec3(1.0), vec3(1.0, 0.85, 0.65), warmth);
    return colour;
}
"""
PRESET = """
title = "Anime4K in the evening"
shaders = [{shaders}]
[params]
warmth = 0.8
"""

image = np.asarray(Image.open(sys.argv[1]).convert("RGB"))
with tempfile.TemporaryDirectory() as folder:  # or anime4k-gl's own folder of presets
    exported = a4k.export("mpv", preset="v1.0-rc", params={"thin_strength": 0.1})
    name = next(name for name in exported if name.endswith(".glsl"))
    Path(folder, name).write_text(exported[name])
    Path(folder, "evening.glsl").write_text(EVENING)
    preset = Path(folder, "evening.toml")
    preset.write_text(PRESET.format(shaders=f'"{name}", "evening.glsl"'))
    upscaled = a4k.upscale(image, scale=float((*sys.argv, "2")[3]), preset=str(preset))
Image.fromarray(upscaled).save(sys.argv[2])
