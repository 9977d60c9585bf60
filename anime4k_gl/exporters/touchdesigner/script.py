"""The script that builds the chain of TOPs inside TouchDesigner, and the same as steps."""

from __future__ import annotations

import pprint
from collections.abc import Mapping, Sequence

from ..chain.sliders import Slider

_SCRIPT = '''
"""Builds a Base COMP with the chain of GLSL TOPs: one input, one output, sliders for the strengths.

In TouchDesigner put this into a Text DAT, set FOLDER, and choose Run Script in the DAT's menu. The
COMP appears beside the DAT.
"""

import os

FOLDER = ""  # where the .frag files are; empty is the project's folder
SCALE = @SCALE@
SLIDERS = @SLIDERS@
NODES = @NODES@


def set_uniform(node, index, name, expressions):
    """Name a vector uniform and give it expressions; 2021's parameters are called otherwise."""
    if hasattr(node.par, "uniname0"):
        getattr(node.par, "uniname%d" % index).val = name
        value = "value%d%s"
    else:
        node.seq.vec.numBlocks = max(node.seq.vec.numBlocks, index + 1)
        getattr(node.par, "vec%dname" % index).val = name
        value = "vec%dvalue%s"
    for axis, expression in zip("xyzw", expressions):
        getattr(node.par, value % (index, axis)).expr = expression


def add_sliders(comp):
    page = comp.appendCustomPage("Anime4K")
    scale = page.appendFloat("Scale", label="Scale")[0]
    scale.default = scale.val = SCALE
    scale.normMin, scale.normMax = 1.0, 4.0
    for name, label, value, low, high in SLIDERS:
        par = page.appendFloat(name.replace("_", "").capitalize(), label=label)[0]
        par.default = par.val = value
        par.min = par.normMin = low
        par.max = par.normMax = high
        par.clampMin = par.clampMax = True


def build(parent):
    comp = parent.create(baseCOMP, "anime4k")
    add_sliders(comp)
    made = {"source": comp.create(inTOP, "source")}
    words = {
        "w": "op('source').width",
        "h": "op('source').height",
        "W": "round(op('source').width * parent().par.Scale)",
        "H": "round(op('source').height * parent().par.Scale)",
    }
    for row, node in enumerate(NODES):
        shader = comp.create(textDAT, node["name"] + "_pixel")
        with open(os.path.join(FOLDER or project.folder, node["name"] + ".frag")) as file:
            shader.text = file.read()
        kind = glslTOP if len(node["inputs"]) <= 3 else glslmultiTOP
        top = comp.create(kind, node["name"])
        made[node["name"]] = top
        top.par.pixeldat = shader.name
        top.par.outputresolution = "custom"
        for side, par in (("width", "resolutionw"), ("height", "resolutionh")):
            expression = "".join(words.get(letter, letter) for letter in node[side])
            getattr(top.par, par).expr = expression
        top.par.format = "rgba8fixed" if node["last"] else "rgba16float"
        top.par.inputfiltertype = "linear"
        top.par.inputextenduv = "hold"
        for place, name in enumerate(node["inputs"]):
            top.inputConnectors[place].connect(made[name])
        uniforms = [
            (name, ["parent().par." + name.replace("_", "").capitalize()])
            for name in node["uniforms"]
        ]
        if node["asks_source"]:
            uniforms.append(("uSourceSize", [words["w"], words["h"]]))
        for index, (name, expressions) in enumerate(uniforms):
            set_uniform(top, index, name, expressions)
        top.nodeX, top.nodeY = 200 * (row + 1), 0
        shader.nodeX, shader.nodeY = 200 * (row + 1), -150
    out = comp.create(outTOP, "out")
    out.inputConnectors[0].connect(made[NODES[-1]["name"]])
    out.nodeX = 200 * (len(NODES) + 1)
    return comp


build(me.parent())
'''


def build_script(
    scale: float, sliders: Sequence[Slider], nodes: Sequence[Mapping[str, object]]
) -> str:
    """Return the script, without what heads every file."""
    values = [(s.name, s.label, s.value, s.low, s.high) for s in sliders]
    return (
        _SCRIPT.replace("@SCALE@", repr(float(scale)))
        .replace("@SLIDERS@", pprint.pformat(values, width=96))
        .replace("@NODES@", pprint.pformat(list(nodes), width=96, sort_dicts=False))
    )


def wiring(scale: float, sliders: Sequence[Slider], nodes: Sequence[Mapping[str, object]]) -> str:
    """Return how to build the chain, by the script and by hand."""
    rows = []
    for node in nodes:
        inputs = node["inputs"]
        assert isinstance(inputs, list)
        kind = "rgba 8-bit fixed" if node["last"] else "rgba 16-bit float"
        uniforms = node["uniforms"]
        assert isinstance(uniforms, list)
        asked = [*uniforms, *(["uSourceSize (vec2): w, h"] if node["asks_source"] else [])]
        rows.append(
            f"{node['name']}\n    shader: {node['name']}.frag\n    inputs: {', '.join(inputs)}\n"
            f"    resolution: {node['width']} x {node['height']}, {kind}\n"
            f"    uniforms: {', '.join(asked) or 'none'}\n"
        )
    values = "\n".join(f"    {s.name} = {s.value:.9g}    {s.help}" for s in sliders)
    return f"""
TouchDesigner 2022 or later (Vulkan), or 2021 (OpenGL)
------------------------------------------------------
1. Put all files in one folder, the project's for example.
2. Make a Text DAT, load build_anime4k.py into it, set FOLDER at its head if the folder is another
   one, and choose Run Script in the DAT's right-click menu.
3. Connect a TOP to the input of the COMP "anime4k" that appears. Its page Anime4K has Scale
   ({scale:g} as exported) and the strengths. If a TOP shows an error, its Info DAT says why.

By hand
-------
One GLSL TOP each (GLSL Multi TOP where there are more than three inputs), in this order. w x h is
the source's size, W x H the size wanted; // divides and rounds down. On the Common page: Output
Resolution "Custom", Pixel Format as given, Input Smoothness "Interpolate". On the GLSL page:
Input Extend Mode UV "Hold". On the Vectors page: the uniforms.

{chr(10).join(rows)}
Values of the uniforms:

{values}

16-bit float is needed between the TOPs: numbers are compared that 8 bits would make equal. The
picture is scaled with catmull_rom; give the first TOP the unscaled picture. Non-commercial licences
stop at 1280 pixels a side.
"""
