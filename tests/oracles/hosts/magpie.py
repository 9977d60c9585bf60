"""Magpie: reads a MagpieFX file and runs its passes as pixel shaders.

Magpie itself compiles each as a compute shader with Microsoft's compiler.
"""

from __future__ import annotations

import re
from math import floor
from typing import Any

from oracles.hosts import toolchain
from oracles.hosts.canvas import Canvas

_SHIM = """
cbuffer Constants {
    uint2 shim_input_size;
    uint2 shim_output_size;
%s};
uint2 GetInputSize() { return shim_input_size; }
uint2 GetOutputSize() { return shim_output_size; }
float2 GetInputPt() { return 1.0 / shim_input_size; }
float2 GetOutputPt() { return 1.0 / shim_output_size; }
float2 GetScale() { return float2(shim_output_size) / float2(shim_input_size); }
%s
%s
float4 main(float2 uv : TEXCOORD0) : SV_Target {
    return Pass%s(uv);
}
"""


def run(context: Any, text: str, image: Any, size: tuple[int, int]) -> Any:
    """Return the effect's output: (height, width, 4) float32."""
    blocks = re.split(r"(?m)^(?=//!(?:PARAMETER|TEXTURE|SAMPLER|COMMON|PASS)\b)", text)
    header = re.sub(r"(?m)^//(?!!).*\n", "", blocks[0])
    assert header.split() [:4] == ["//!MAGPIE", "EFFECT", "//!VERSION", "4"], header  # fmt: skip
    params: dict[str, tuple[str, float]] = {}
    textures: dict[str, tuple[int, int]] = {}
    samplers: list[str] = []
    passes: list[str] = []
    height, width = image.shape[:2]
    sides = {"INPUT_WIDTH": width, "INPUT_HEIGHT": height,
             "OUTPUT_WIDTH": size[0], "OUTPUT_HEIGHT": size[1]}  # fmt: skip
    for block in blocks[1:]:
        kind = block.split()[0]
        tags = dict(re.findall(r"(?m)^//!(\w+)[ \t]*(.*)$", block))
        if kind == "//!PASS":
            passes.append(block)
            continue
        declared, name = re.findall(r"(?m)^(\w+) (\w+);$", block)[0]
        if kind == "//!PARAMETER":
            assert float(tags["MIN"]) <= float(tags["DEFAULT"]) <= float(tags["MAX"])
            assert float(tags["STEP"]) > 0 and tags["LABEL"]
            params[name] = (declared, float(tags["DEFAULT"]))
        elif kind == "//!SAMPLER":
            assert tags["FILTER"] == "LINEAR" and tags["ADDRESS"] == "CLAMP"
            samplers.append(name)
        elif name not in ("INPUT", "OUTPUT"):
            assert tags["FORMAT"] == "R16G16B16A16_FLOAT"
            textures[name] = (_side(tags["WIDTH"], sides), _side(tags["HEIGHT"], sides))
    canvas = Canvas(context)
    try:
        canvas.put("INPUT", image)
        for number, block in enumerate(passes, start=1):
            _draw(canvas, number, block, params, textures, samplers, size)
        return canvas.read("OUTPUT")
    finally:
        canvas.release()


def _draw(
    canvas: Canvas,
    number: int,
    block: str,
    params: dict[str, tuple[str, float]],
    textures: dict[str, tuple[int, int]],
    samplers: list[str],
    size: tuple[int, int],
) -> None:
    tags = dict(re.findall(r"(?m)^//!(\w+)[ \t]*(.*)$", block))
    assert tags["STYLE"] == "PS" and tags["PASS"] == str(number)
    read = [name.strip() for name in tags["IN"].split(",")]
    assert tags["OUT"] not in read and "OUTPUT" not in read
    declared = [f"Texture2D<float4> {name};" for name in read]
    declared += [f"SamplerState {name};" for name in samplers]
    members = "".join(f"    {kind} {name};\n" for name, (kind, _) in params.items())
    shader = _SHIM % (members, "\n".join(declared), block, number)
    numbers: dict[str, Any] = {name: value for name, (_, value) in params.items()}
    numbers |= {"shim_input_size": canvas.size("INPUT"), "shim_output_size": size}
    canvas.draw(
        toolchain.fragment(shader, language="hlsl"),
        tags["OUT"],
        textures.get(tags["OUT"], size),
        inputs={name: name for name in read},
        numbers=numbers,
        dtype="f1" if tags["OUT"] == "OUTPUT" else "f2",
    )


def _side(expression: str, sides: dict[str, int]) -> int:
    assert re.fullmatch(r"[\w+*/. ]+", expression)
    return floor(eval(expression, {}, sides) + 0.5)
