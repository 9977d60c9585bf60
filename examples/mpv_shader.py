"""Anybody's mpv shader on a picture: python examples/mpv_shader.py SHADER.glsl IN.png OUT.png.

It runs by mpv's rules, alone or behind Anime4K. `vignette.glsl` beside this file is one to try.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

import anime4k_gl as a4k

shader, source, target = sys.argv[1:4]
params = dict(word.split("=", 1) for word in sys.argv[4:])  # strength=0.8

text = Path(shader).read_text(encoding="utf-8")
for param in a4k.parse_user_shader(text, filename=shader).params:
    print(f"{param.name}: {param.desc} ({param.minimum} to {param.maximum}, {param.default})")

image = np.asarray(Image.open(source).convert("RGB"))
upscaled = a4k.upscale(image, scale=2)
shaded = a4k.upscale(
    upscaled,
    scale=1,
    scaler="none",
    shaders=[shader],
    params={name: float(value) for name, value in params.items()},
)
Image.fromarray(shaded).save(target)
