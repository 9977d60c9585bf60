"""ReShade: turns a .fx into HLSL, pass by pass, and runs its technique.

ReShade FX has a compiler of its own, which is in no package: what is checked here is the HLSL in
the functions, and that declarations are of the forms ReShade's reference describes.
"""

from __future__ import annotations

import re
from typing import Any

from oracles.hosts import toolchain
from oracles.hosts.canvas import Canvas

_SETTINGS = {"AddressU", "AddressV", "MagFilter", "MinFilter", "MipFilter", "Texture"}


def run(context: Any, text: str, image: Any, *, renderer: int = 0xB000, **settings: float) -> Any:
    """Return the back buffer afterwards: (height, width, 4) float32."""
    height, width = image.shape[:2]
    numbers: dict[str, Any] = {}

    def uniform(found: re.Match[str]) -> str:
        notes = dict(re.findall(r'(\w+) = ("[^"]*"|[^;]+);', found[3]))
        assert notes["ui_type"] == '"slider"' and notes["ui_label"] and notes["ui_tooltip"]
        value = float(found[4])
        assert float(notes["ui_min"]) <= value <= float(notes["ui_max"])
        numbers[found[2]] = settings.pop(found[2], value)
        return f"{found[1]} {found[2]};"

    code = re.sub(r"uniform (\w+) (\w+) <([^>]*)> = ([^;]+);", uniform, text)
    assert not settings, settings
    code, technique = re.split(r"(?m)^(?=technique )", code)
    targets: dict[str, tuple[int, int]] = {}
    backing: dict[str, str] = {}

    def texture(found: re.Match[str]) -> str:
        values = dict(re.findall(r"(\w+) = ([^;]+);", found[2]))
        assert set(values) == {"Width", "Height", "Format"} and values["Format"] == "RGBA16F"
        names = {"BUFFER_WIDTH": width, "BUFFER_HEIGHT": height}
        sides = [eval(values[s].replace("/", "//"), {}, names) for s in ("Width", "Height")]
        targets[found[1]] = (sides[0], sides[1])
        return ""

    def sampler(found: re.Match[str]) -> str:
        values = dict(re.findall(r"(\w+) = ([^;]+);", found[2]))
        assert set(values) == _SETTINGS and values["AddressU"] == values["AddressV"] == "CLAMP"
        backing[found[1]] = values["Texture"]
        return f"Texture2D {found[1]};\n"

    code = re.sub(r"texture (\w+)\s*\{([^}]*)\};", texture, code)
    code = re.sub(r"texture BackBuffer : COLOR;", "", code)
    code = re.sub(r"sampler (\w+)\s*\{([^}]*)\};", sampler, code)
    head = (
        f"#define __RENDERER__ {renderer:#x}\n#define BUFFER_WIDTH {width}\n"
        f"#define BUFFER_HEIGHT {height}\nSamplerState shim_linear;\n"
        "#define tex2Dfetch(s, at) s.Load(int3(at, 0))\n"
        "#define tex2Dlod(s, at) s.SampleLevel(shim_linear, (at).xy, (at).w)\n"
    )
    canvas = Canvas(context)
    try:
        canvas.put("BackBuffer", image)
        passes = re.findall(r"pass\s*\{([^}]*)\}", technique)
        assert passes
        for block in passes:
            values = dict(re.findall(r"(\w+) = (\w+);", block))
            toolchain.vertex(head + code, language="hlsl", entry=values["VertexShader"])
            entry = values["PixelShader"]
            last = block is passes[-1]
            assert ("RenderTarget" in values) != last
            target = "BackBuffer" if last else values["RenderTarget"]
            main = f"float4 main(float2 uv : TEXCOORD) : SV_Target {{ return {entry}(0, uv); }}\n"
            canvas.draw(
                toolchain.fragment(head + code + main, language="hlsl"),
                target,
                targets.get(target, (width, height)),
                inputs=backing,
                numbers=numbers,
                dtype="f1" if last else "f2",
            )
        return canvas.read("BackBuffer")
    finally:
        canvas.release()
