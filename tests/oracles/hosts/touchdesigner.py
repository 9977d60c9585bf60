"""TouchDesigner: runs the script that builds the chain against stand-ins, then draws what it built.

The declarations in front of each shader are those that Derivative's page "Write a GLSL TOP"
describes. Rows count from below here as there: the canvas holds pictures upside down.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import numpy as np

from oracles.hosts import toolchain
from oracles.hosts.canvas import Canvas

_SHIM = """\
#version 460
struct TDTexInfo { vec4 res; vec4 depth; };
layout(std140, binding = 20) uniform shim_block {
    vec4 shim_out;
    vec4 shim_in[%d];
%s};
layout(binding = 0) uniform sampler2D sTD2DInputs[%d];
layout(location = 0) in vec2 vUV;
TDTexInfo uTDOutputInfo = TDTexInfo(shim_out, vec4(0.0));
TDTexInfo uTD2DInfos[%d] = TDTexInfo[](%s);
vec4 TDOutputSwizzle(vec4 c) { return c; }
"""


class Par:
    """A parameter: what was assigned to it, its value or its expression."""

    def __init__(self) -> None:
        self.val: Any = None
        self.expr: str | None = None


class Pars:
    """A node's parameters, made when asked for; 2021's names for uniforms are not there."""

    def __getattr__(self, name: str) -> Par:
        if name.startswith("uniname"):
            raise AttributeError(name)
        par = Par()
        super().__setattr__(name, par)
        return par

    def __setattr__(self, name: str, value: Any) -> None:
        par = Par()
        par.val = value
        super().__setattr__(name, par)


class Node:
    """An operator."""

    def __init__(self, kind: str, name: str, parent: Node | None = None) -> None:
        self.kind, self.name, self.owner = kind, name, parent
        self.par = Pars()
        self.children: dict[str, Node] = {}
        self.inputs: dict[int, Node] = {}
        self.text = ""
        self.seq = SimpleNamespace(vec=SimpleNamespace(numBlocks=1))

    @property
    def inputConnectors(self) -> Any:
        return [
            SimpleNamespace(connect=lambda other, i=i: self.inputs.__setitem__(i, other))
            for i in range(1 if self.kind == "outTOP" else 3 if self.kind == "glslTOP" else 16)
        ]

    def create(self, kind: str, name: str) -> Node:
        assert name not in self.children
        self.children[name] = Node(kind, name, self)
        return self.children[name]

    def appendCustomPage(self, name: str) -> Any:
        def append(key: str, label: str) -> list[Par]:
            assert key.isalnum() and key[0].isupper() and key[1:].islower(), key
            par = getattr(self.par, key)
            return [par]

        return SimpleNamespace(appendFloat=append)


def run(context: Any, files: Mapping[str, str], image: Any, **settings: float) -> Any:
    """Return what the out TOP shows: (height, width, 4) float32, row 0 on top."""
    project = Node("baseCOMP", "project1")
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text)
        kinds = ("baseCOMP", "inTOP", "outTOP", "textDAT", "glslTOP", "glslmultiTOP")
        exec(
            files["build_anime4k.py"],
            {kind: kind for kind in kinds}
            | {"me": SimpleNamespace(parent=lambda: project)}
            | {"project": SimpleNamespace(folder=folder)},
        )
    (comp,) = project.children.values()
    for name, value in settings.items():
        getattr(comp.par, name).val = value
    canvas = Canvas(context)
    try:
        canvas.put("source", np.ascontiguousarray(image[::-1]))
        for node in comp.children.values():
            if node.kind in ("glslTOP", "glslmultiTOP"):
                _draw(canvas, comp, node)
        return canvas.read(comp.children["out"].inputs[0].name)[::-1]
    finally:
        canvas.release()


def _draw(canvas: Canvas, comp: Node, node: Node) -> None:
    pars = SimpleNamespace(**{k: par.val for k, par in vars(comp.par).items()})
    width, height = canvas.size("source")
    ops = {"source": SimpleNamespace(width=width, height=height)}
    names = {"op": ops.__getitem__, "parent": lambda: SimpleNamespace(par=pars), "round": round}

    def value(par: Par) -> Any:
        return par.val if par.expr is None else eval(par.expr, {}, names)

    assert node.par.outputresolution.val == "custom"
    assert node.par.inputfiltertype.val == "linear" and node.par.inputextenduv.val == "hold"
    size = (value(node.par.resolutionw), value(node.par.resolutionh))
    text = comp.children[node.par.pixeldat.val].text
    count = len(node.inputs)
    assert sorted(node.inputs) == list(range(count))
    numbers: dict[str, Any] = {"shim_out": _res(size)}
    members = []
    for index in range(node.seq.vec.numBlocks):
        name = getattr(node.par, f"vec{index}name").val
        if name is None:
            continue
        values = [value(getattr(node.par, f"vec{index}value{a}")) for a in "xy"]
        kind = "vec2" if f"uniform vec2 {name};" in text else "float"
        numbers[name] = tuple(values) if kind == "vec2" else values[0]
        declaration = f"uniform {kind} {name};"
        assert declaration in text, f"{node.name} has no {name}"
        # Vulkan has uniforms in blocks only; TouchDesigner moves them into one, too.
        text = text.replace(declaration, "")
        members.append(f"    {kind} {name};\n")
    assert "\nuniform " not in text, f"{node.name}: a uniform that nothing sets"
    infos = ", ".join(f"TDTexInfo(shim_in[{i}], vec4(0.0))" for i in range(count))
    shader = _SHIM % (count, "".join(members), count, count, infos) + text
    numbers["shim_in"] = sum((_res(canvas.size(node.inputs[i].name)) for i in range(count)), ())
    canvas.draw(
        toolchain.fragment(shader, language="glsl"),
        node.name,
        size,
        inputs={f"sTD2DInputs[{i}]": node.inputs[i].name for i in range(count)},
        numbers=numbers,
        dtype={"rgba16float": "f2", "rgba8fixed": "f1"}[node.par.format.val],
    )


def _res(size: tuple[int, int]) -> tuple[float, ...]:
    return (1 / size[0], 1 / size[1], float(size[0]), float(size[1]))
