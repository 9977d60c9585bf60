"""The presets as what the engine in the browser reads: programs, passes, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...library import NO_PRESET, preset, preset_names, preset_shader
from ...plan.param_values import resolve_params
from ...scaler_shaders import DEFAULT_SCALER, scaler_shader
from ...usershader import Param, ParamType
from ..chain.build import chains, prescales
from ..chain.glsl_text import Spelling, fragment_shader
from ..chain.passes import PICTURE, PassInput, PortablePass, ScaledChain
from ..chain.request import Request
from ..chain.scaled import SOURCE, extents, scaling_pass, with_scaler_behind
from ..chain.templates import fill, read

_TUNABLE = (ParamType.FLOAT, ParamType.INT, ParamType.UINT)


@dataclass
class Programs:
    """Fragment shaders, each kept once: presets share passes."""

    texts: list[str] = field(default_factory=list)

    def index(self, text: str) -> int:
        """Return a shader's place."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)


def engine_data(request: Request) -> dict[str, Any]:
    """Return everything the engine needs, as JSON can have it."""
    programs = Programs()
    names = (name for name in preset_names() if not preset(name).compute_only)
    presets = {name: _preset(_request_of(name, request), programs) for name in names}
    presets[NO_PRESET] = {
        "title": preset(NO_PRESET).title,
        "parameters": [],
        "scaled_bits": 16,
        "chains": [{"from": 0.0, "of_source": False, "passes": []}],
    }
    scaling = {
        "opaque": _scaling(programs, alpha=False),
        "alpha": _scaling(programs, alpha=True),
    }
    return {
        "preset": request.preset,
        "presets": presets,
        "scaling": scaling,
        "present": programs.index(read(__package__, "present.frag")),
        "gathered": programs.index(read(__package__, "gathered.frag")),
        "spread": programs.index(read(__package__, "spread.frag")),
        "vertex": read(__package__, "quad.vert"),
        "programs": programs.texts,
    }


def _request_of(name: str, request: Request) -> Request:
    """Return the request for another preset, at that one's own parameters."""
    if name == request.preset:
        return request
    shader = preset_shader(name)
    return replace(
        request,
        preset=name,
        title=preset(name).title,
        shader=shader,
        params=resolve_params([shader], {})[0],
        overridden=frozenset(),
    )


def _preset(request: Request, programs: Programs) -> dict[str, Any]:
    return {
        "title": request.title,
        "parameters": [
            {
                "name": param.name,
                "desc": param.desc or param.name,
                "type": param.type.value,
                "value": request.params[param.name],
                "minimum": param.minimum,
                "maximum": param.maximum,
            }
            for param in _tunable(request.shader.params)
        ],
        "scaled_bits": request.shader.scaled_bits,
        "chains": [_chain(found, request, programs) for found in chains(request, prescalers=True)],
    }


def _chain(found: ScaledChain, request: Request, programs: Programs) -> dict[str, Any]:
    """Return the passes from a scale on; ``of_source`` says that they take the source itself."""
    of_source = bool(found.passes) and prescales(request)
    passes = with_scaler_behind(found.passes) if of_source else list(found.passes)
    return {
        "from": found.low or 0.0,
        "of_source": of_source,
        "passes": [_pass(each, request, programs) for each in passes],
    }


def _tunable(params: Sequence[Param]) -> list[Param]:
    """Return the parameters with a range to slide in; the others are compiled in."""
    return [
        param
        for param in params
        if param.type in _TUNABLE and None not in (param.minimum, param.maximum)
    ]


def _pass(found: PortablePass, request: Request, programs: Programs) -> dict[str, Any]:
    tunable = [param.name for param in _tunable(found.params)]
    text = _fragment(found, request.params, tunable)
    return {
        "label": found.label,
        "program": programs.index(text),
        "inputs": [each.texture for each in found.inputs],
        "output": found.output,
        "divisor": found.divisor,
        # Those that run before scaling are so many times the source, its rows alone in one of them.
        "multiple": found.multiple,
        "rows": extents([found])[found.output].of_source == "y",
        "bits": found.bits,
        "params": tunable,
        "frees": sorted(found.last_reads),
    }


def _fragment(found: PortablePass, values: Any, tunable: Sequence[str] = ()) -> str:
    spellings = {}
    uniforms = []
    for index, each in enumerate(found.inputs):
        size, texture = f"a4k_size{index}", f"a4k_texture{index}"
        near = f"a4k_near{index}"
        spellings[each.name] = Spelling(texture, size, "a4k_at", near)
        uniforms += [f"uniform vec2 {size};\n", f"uniform sampler2D {texture};\n"]
        if found.uses(f"{each.name}_near"):
            uniforms.append(f"uniform sampler2D {near};\n")
    return fragment_shader(
        found,
        head=fill(__package__, "pass.frag", UNIFORMS="".join(uniforms)),
        spellings=spellings,
        values=values,
        input_size="a4k_input_size",
        uniforms=tunable,
        result="a4k_result",
    )


def _scaling(programs: Programs, *, alpha: bool) -> list[dict[str, Any]]:
    """Return the passes that make the picture of the source: the engine's own scaler."""
    shader = scaler_shader(DEFAULT_SCALER, alpha=alpha, antialias=False)
    names = (SOURCE, "rows", PICTURE)
    passes = []
    for index, (found, source, written) in enumerate(
        zip(shader.passes, names[:-1], names[1:], strict=True)
    ):
        bound = PassInput(found.binds[0], source, None, False, 1)
        portable = scaling_pass(index, written, found.desc or written, found.body, bound)
        passes.append(
            {
                "label": portable.label,
                "program": programs.index(_fragment(portable, {})),
                "inputs": [source],
                "output": written,
                "divisor": 1,
                # Its own height: along x first.
                "rows": written != PICTURE,
                "params": [],
                "frees": [source],
            }
        )
    return passes
