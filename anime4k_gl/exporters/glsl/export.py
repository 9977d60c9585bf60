"""Presets as plain fragment shaders with a manifest, for anyone's own engine.

A pass needs its input textures, the picture's size before it was scaled up where it asks for that,
and the parameters it uses: all sizes else come from the textures themselves.
"""

from __future__ import annotations

import json
from typing import Any

from ...errors import OptionError
from ...library import preset
from ..chain.build import chains
from ..chain.credit import CREDIT, credit
from ..chain.glsl_text import Spelling, fragment_shader
from ..chain.passes import PassInput, PortablePass, ScaledChain
from ..chain.request import Request
from ..chain.templates import fill, read

MANIFEST_VERSION = 1
"""Counts up when a reader of the manifest would have to change; manifest.schema.json has it too."""


def export(request: Request) -> dict[str, str]:
    """Return the shaders, the manifest and its schema, and how to run them."""
    es = bool(request.options["es"])
    version = "300 es" if es else "330"
    files = {"quad.vert": fill(__package__, "quad.vert", VERSION=version, CREDIT=credit(request))}
    found = chains(request)
    for each in found:
        for p in each.passes:
            text = _fragment(request, p, version)
            if files.setdefault(_file(p), text) != text:
                raise OptionError(f"pass {p.name} differs from scale to scale")
    manifest = {
        "$schema": "manifest.schema.json",
        "version": MANIFEST_VERSION,
        "name": request.preset,
        "title": request.title,
        "credit": list(CREDIT),
        "glsl": version,
        "vertex_shader": "quad.vert",
        "parameters": [
            {
                "name": param.name,
                "type": param.type.value,
                "value": request.params[param.name],
                "minimum": param.minimum,
                "maximum": param.maximum,
                "description": param.desc or param.name,
            }
            for param in request.shader.params
        ],
        "chains": [_chain(each) for each in found],
    }
    files["manifest.json"] = json.dumps(manifest, indent=2) + "\n"
    files["manifest.schema.json"] = read(__package__, "manifest.schema.json")
    files["README.txt"] = fill(
        __package__,
        "README.txt",
        TITLE=request.title,
        RULE="=" * len(request.title),
        CREDIT="\n".join(CREDIT),
        PRESET=request.preset,
        AFTER_SCALING=bool(preset(request.preset).after_scaling),
    )
    return files


def _file(p: PortablePass) -> str:
    return f"{p.name}.frag"


def _texture_uniform(each: PassInput) -> str:
    return f"{each.name}_texture"


def _fragment(request: Request, p: PortablePass, version: str) -> str:
    head = fill(
        __package__,
        "pass.frag",
        VERSION=version,
        CREDIT=credit(request),
        LABEL=p.label,
        ES=version.endswith("es"),
        SAMPLERS="".join(f"uniform sampler2D {_texture_uniform(each)};\n" for each in p.inputs),
        INPUT_SIZE=p.uses("input_size"),
    )
    return fragment_shader(
        p,
        head=head,
        spellings={each.name: _spelling(p, each) for each in p.inputs},
        values=request.params,
        uniforms=[param.name for param in p.params],
        input_size=None,
    )


def _spelling(p: PortablePass, each: PassInput) -> Spelling:
    sampler = _texture_uniform(each)
    return Spelling(
        sampler=sampler,
        size=_size(each),
        pos=f"(gl_FragCoord.xy / {_output_size(p)})",
        # Where no pass reads between texels the manifest asks for a sampler that does not either.
        near=None if each.linear else sampler,
    )


def _size(each: PassInput) -> str:
    return f"vec2(textureSize({_texture_uniform(each)}, 0))"


def _output_size(p: PortablePass) -> str:
    """Return the size of what a pass writes, by that of something it reads."""
    for each in p.inputs:
        if each.divisor == p.divisor:
            return _size(each)
    for each in p.inputs:
        if each.divisor == 1:
            return f"ceil({_size(each)} / {p.divisor}.0)"
    raise OptionError(f"pass {p.name} reads nothing that tells its size")


def _chain(each: ScaledChain) -> dict[str, Any]:
    return {
        "scale": {"from": each.low, "below": each.high},
        "passes": [_pass(p) for p in each.passes],
        "result": each.passes[-1].output,
    }


def _pass(p: PortablePass) -> dict[str, Any]:
    channels = {1: "r", 2: "rg"}.get(p.components, "rgba")
    return {
        "name": p.name,
        "label": p.label,
        "fragment_shader": _file(p),
        "inputs": [
            {
                "uniform": _texture_uniform(each),
                "texture": each.texture,
                "filter": "linear" if each.linear else "nearest",
                "wrap": "clamp_to_edge",
            }
            for each in p.inputs
        ],
        "input_size": p.uses("input_size"),
        "parameters": [param.name for param in p.params],
        "output": {
            "texture": p.output,
            "divisor": p.divisor,
            "format": "rgba8" if p.bits == 8 else f"{channels}16f",
        },
        "releases": sorted(p.last_reads),
    }
