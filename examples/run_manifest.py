"""Upscale a picture by a manifest: python examples/run_manifest.py FOLDER IN.png OUT.png [SCALE].

FOLDER is what ``anime4k-gl export glsl -o FOLDER`` wrote, with or without --es.
"""

import json
import sys
from pathlib import Path

import moderngl
from PIL import Image

folder, scale = Path(sys.argv[1]), float((*sys.argv, "2")[4])
manifest = json.loads((folder / "manifest.json").read_text())
source = Image.open(sys.argv[2]).convert("RGBA")
size = (round(source.width * scale), round(source.height * scale))
gl = moderngl.create_standalone_context(**{"backend": "egl"} if sys.platform == "linux" else {})
textures = {"picture": gl.texture(size, 4, source.resize(size, Image.Resampling.BICUBIC).tobytes())}
values = {p["name"]: p["value"] for p in manifest["parameters"]} | {"input_size": source.size}
vertex = (folder / manifest["vertex_shader"]).read_text()
for chain in manifest["chains"]:  # by rising scale; the first that reaches it is the one
    if size[0] / source.width < (chain["scale"]["below"] or float("inf")):
        break
for step in chain["passes"]:
    program = gl.program(vertex, (folder / step["fragment_shader"]).read_text())
    output = step["output"]
    channels, dtype = {"rgba8": (4, "f1"), "r16f": (1, "f2")}.get(output["format"], (4, "f2"))
    output_size = [-(-side // output["divisor"]) for side in size]
    target = textures[output["texture"]] = gl.texture(output_size, channels, dtype=dtype)
    for unit, read in enumerate(step["inputs"]):
        texture, values[read["uniform"]] = textures[read["texture"]], unit
        texture.filter = (getattr(moderngl, read["filter"].upper()),) * 2
        texture.repeat_x = texture.repeat_y = False
        texture.use(unit)
    for name in set(program) & set(values):
        program[name].value = values[name]
    gl.framebuffer([target]).use()
    gl.vertex_array(program, []).render(vertices=3)
Image.frombytes("RGBA", size, textures[chain["result"]].read()).save(sys.argv[3])
