#@CREDIT@

"""Builds a Base COMP with the chain of GLSL TOPs: one input, one output, sliders for the strengths.

In TouchDesigner put this into a Text DAT, set FOLDER, and choose Run Script in the DAT's menu. The
COMP appears beside the DAT.
"""

import os

FOLDER = ""  # where the .frag files are; empty is the project's folder
#@CHAIN@


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
