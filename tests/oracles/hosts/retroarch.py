"""RetroArch: reads a .slangp as its documentation says and runs what it lists.

Sizes, aliases, ``NAMESize`` and the pragmas are read from the files, nothing from the exporter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import floor
from typing import Any

from oracles.hosts import toolchain
from oracles.hosts.canvas import Canvas


def run(context: Any, files: Mapping[str, str], image: Any, size: tuple[int, int]) -> Any:
    """Return what would be on the screen: (height, width, 4) float32."""
    preset = dict(re.findall(r'(?m)^(\w+) = "(.*)"$', next(
        text for name, text in files.items() if name.endswith(".slangp"))))  # fmt: skip
    canvas = Canvas(context)
    try:
        canvas.put("Original", image)
        source, aliases = "Original", {"Original": "Original"}
        for at in range(int(preset["shaders"])):
            shader = files[preset[f"shader{at}"]]
            source = _draw(canvas, preset, at, shader, source, aliases, size)
        return canvas.read(source)
    finally:
        canvas.release()


def _draw(
    canvas: Canvas,
    preset: Mapping[str, str],
    at: int,
    shader: str,
    source: str,
    aliases: dict[str, str],
    viewport: tuple[int, int],
) -> str:
    head, vertex, fragment = re.split(r"(?m)^#pragma stage (?:vertex|fragment)$", shader)
    assert shader.startswith("#version")
    compiled = toolchain.linked(head + vertex, head + fragment)
    size = tuple(
        _side(preset, axis, at, canvas.size(source)[index], viewport[index])
        for index, axis in enumerate("xy")
    )
    formats = {"R16G16B16A16_SFLOAT": "f2"}
    plain = "f2" if preset[f"float_framebuffer{at}"] == "true" else "f1"
    named = re.search(r"(?m)^#pragma format (\w+)$", head)
    dtype = formats[named[1]] if named else plain
    known = {**aliases, "Source": source}
    numbers: dict[str, Any] = {f"{k}Size": _size(canvas.size(v)) for k, v in known.items()}
    numbers["OutputSize"] = _size(size)
    for name, value in re.findall(r'(?m)^#pragma parameter (\w+) "[^"]*" (\S+)', head):
        numbers[name] = float(value)
    alias = preset[f"alias{at}"]
    assert re.search(rf"(?m)^#pragma name {alias}$", head)
    canvas.draw(compiled, alias, size, inputs=known, numbers=numbers, dtype=dtype)
    aliases[alias] = alias
    return alias


def _side(preset: Mapping[str, str], axis: str, at: int, source: int, viewport: int) -> int:
    base = {"source": source, "viewport": viewport}[preset[f"scale_type_{axis}{at}"]]
    return floor(base * float(preset[f"scale_{axis}{at}"]) + 0.5)


def _size(size: tuple[int, ...]) -> tuple[float, ...]:
    width, height = size
    return (width, height, 1 / width, 1 / height)
