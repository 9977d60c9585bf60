"""Unity: runs the passes of a .shader in the order and the sizes that the C# script says.

ShaderLab is read here as its manual describes it; Unity compiles the HLSL with Microsoft's compiler
and translates it for other graphics APIs. The C# is compiled by mono against the few classes it
uses, see UnityEngine.cs; what those do is read from the text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from oracles.hosts import toolchain
from oracles.hosts.canvas import Canvas


def compile_scripts(files: Mapping[str, str]) -> None:
    """Compile the C# scripts."""
    with TemporaryDirectory() as folder:
        sources = [Path(__file__).with_name("UnityEngine.cs")]
        for name, text in files.items():
            if name.endswith(".cs"):
                sources.append(Path(folder) / Path(name).name)
                sources[-1].write_text(text)
        output = Path(folder) / "scripts.dll"
        toolchain.run("mcs", "-target:library", "-warnaserror", f"-out:{output}", *sources)


def missing_compiler() -> bool:
    return shutil.which("mcs") is None


def run(
    context: Any,
    files: Mapping[str, str],
    image: Any,
    size: tuple[int, int],
    *,
    from_below: bool = False,
    linear_light: bool = False,
) -> Any:
    """Return the destination: (height, width, 4) float32, half floats as a render texture's."""
    shader, script = files["Anime4K.shader"], files["Anime4K.cs"]
    assert shader.count("{") == shader.count("}")
    included = re.search(r"HLSLINCLUDE\n(.*?)ENDHLSL", shader, re.DOTALL)
    assert included is not None
    blocks = re.findall(r"HLSLPROGRAM\n(.*?)ENDHLSL", shader, re.DOTALL)
    numbers: dict[str, Any] = {
        name: float(value)
        for name, value in re.findall(r'(\w+) \("[^"]*", Range\([^)]*\)\) = (\S+)', shader)
    }
    height, width = image.shape[:2]
    numbers |= {
        "_SourceSize": (width, height),
        "_OutputSize": size,
        "_FromBelow": float(from_below),
        "_LinearLight": float(linear_light),
    }
    ids = dict(re.findall(r'static readonly int (\w+) = Shader.PropertyToID\("(\w+)"\);', script))
    calls = re.findall(
        r"Pass\(commands, material, (\d+), (\w+)(?:, (.*))?\);|ReleaseTemporaryRT\((\w+)\)",
        re.sub(r"static void Pass\(.*", "", script, flags=re.DOTALL),
    )
    canvas = Canvas(context)
    try:
        canvas.put(ids["Source"], image)
        there = {ids["Source"]}
        for number, target, sides, released in calls:
            if released:
                there.remove(ids[released])
                continue
            output = "destination" if target == "destination" else ids[target]
            sized = size if not sides else _sides(sides, (width, height), size)
            text = included[1] + re.sub(r"#pragma (?:vertex|fragment) .*", "", blocks[int(number)])
            toolchain.vertex(text, language="hlsl", entry="vert")
            main = "float4 main(float4 at : SV_Position) : SV_Target { return frag(at); }\n"
            canvas.draw(
                toolchain.fragment(text + main, language="hlsl"),
                output,
                sized,
                inputs={name: name for name in there},
                numbers=numbers,
            )
            there.add(output)
        assert there == {ids["Source"], "destination"}, f"never released: {there}"
        return canvas.read("destination")
    finally:
        canvas.release()


def _sides(text: str, source: tuple[int, int], to: tuple[int, int]) -> tuple[int, int]:
    names = {"from_x": source[0], "from_y": source[1], "to_x": to[0], "to_y": to[1]}
    parts = text.replace("from.", "from_").replace("to.", "to_").replace("/", "//").split(",")
    width, height = (eval(part, {}, names) for part in parts)
    return width, height
