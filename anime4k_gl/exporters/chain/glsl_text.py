"""The text of portable passes: macros, parameters, and a whole fragment shader in GLSL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...glsl_syntax.words import has_word, replace_words
from ...usershader import Param, ParamType
from .passes import PortablePass


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a target's GLSL spells an input.

    Attributes
    ----------
    sampler : its ``sampler2D``
    size : its size in texels, a vec2 expression
    pos : the fragment's place on it, from 0 to 1, a vec2 expression
    near : a ``sampler2D`` of the same texture that does not interpolate and clamps, if there is
        one: reading through it takes less time than texelFetch with clamped coordinates
    """

    sampler: str
    size: str
    pos: str
    near: str | None = None


def _macro_lines(found: PortablePass, spellings: Mapping[str, Spelling]) -> list[str]:
    """Return the ``#define`` lines of the macros that a pass's body uses of its inputs.

    Parameters
    ----------
    spellings : by the input's name; all of the pass's inputs
    """
    lines = []
    for each in found.inputs:
        name, spelt = each.name, spellings[each.name]
        macros = {
            "raw": (f"{name}_raw", spelt.sampler),
            "size": (f"{name}_size", spelt.size),
            "pos": (f"{name}_pos", spelt.pos),
            "pt": (f"{name}_pt", f"(vec2(1.0, 1.0) / {spelt.size})"),
            "rot": (f"{name}_rot", "mat2(1.0, 0.0, 0.0, 1.0)"),
            "off": (f"{name}_off", "vec2(0.0, 0.0)"),
            "mul": (f"{name}_mul", "1.0"),
            "tex": (f"{name}_tex(pos)", f"texture({spelt.sampler}, pos)"),
            "texOff": (
                f"{name}_texOff(off)",
                f"texture({spelt.sampler}, {spelt.pos} + vec2(off) / {spelt.size})",
            ),
        }
        if spelt.near is not None:
            macros["near"] = (f"{name}_near(pos)", f"textureLod({spelt.near}, pos, 0.0)")
        lines += [
            f"#define {left} {right}"
            for key, (left, right) in macros.items()
            if has_word(found.body, f"{name}_{key}")
        ]
    return lines


def _param_lines(
    found: PortablePass, values: Mapping[str, float | int], *, uniforms: Sequence[str] = ()
) -> list[str]:
    """Return a pass's parameters as ``#define`` lines, or uniforms where they stay tunable.

    Parameters
    ----------
    values : by name, as ``Request.params`` has them
    uniforms : the names of those that are uniforms
    """
    return [
        f"uniform {param.type.value} {param.name};"
        if param.name in uniforms
        else f"#define {param.name} {literal(param, values[param.name])}"
        for param in found.params
    ]


def literal(param: Param, value: float | int) -> str:
    """Return a parameter's value as GLSL, and HLSL, spell it."""
    if param.type is ParamType.FLOAT:
        return f"{float(value)!r}" if value >= 0 else f"({float(value)!r})"
    if param.type is ParamType.UINT:
        return f"{int(value)}u"
    return f"{int(value)}" if value >= 0 else f"({int(value)})"


def fragment_shader(
    found: PortablePass,
    *,
    head: str,
    spellings: Mapping[str, Spelling],
    values: Mapping[str, float | int] | None,
    input_size: str | None,
    out_size: str | None = None,
    uniforms: Sequence[str] = (),
    frag_coord: str = "gl_FragCoord",
    result: str = "result",
) -> str:
    """Return a complete fragment shader in GLSL: `head`, the macros, the body and a ``main()``.

    Parameters
    ----------
    head : ``#version``, precision, uniforms, inputs and the output
    spellings : see `_macro_lines`
    values, uniforms : see `_param_lines`; no values where `head` declares the parameters
    input_size : what the picture's size was before it was scaled up, in pixels, a vec2 expression;
        None where `head` declares it under that name
    out_size : the size of what the pass writes, likewise; passes that scale ask for it
    frag_coord : what stands for ``gl_FragCoord``: x and y in pixels, middles at .5, row 0 on top
    result : the output variable, a vec4
    """
    lines = [head.rstrip("\n")]
    if input_size is not None and found.uses("input_size"):
        lines.append(f"#define input_size {input_size}")
    if out_size is not None and found.uses("a4k_out_size"):
        lines.append(f"#define a4k_out_size {out_size}")
    lines += _macro_lines(found, spellings)
    if values is not None:
        lines += _param_lines(found, values, uniforms=uniforms)
    text = "\n".join(lines) + "\n\n" + _at_fragment(found.body, frag_coord)
    if found.components == 4:
        return f"{text}\nvoid main() {{\n    {result} = hook();\n}}\n"
    written = "rgba"[: found.components]
    forced = ", ".join("1.0" if c == "a" else "0.0" for c in "rgba"[found.components :])
    return f"{text}\nvoid main() {{\n    {result} = vec4(hook().{written}, {forced});\n}}\n"


def _at_fragment(body: str, frag_coord: str) -> str:
    """Return a body with another word for ``gl_FragCoord``, which macros may not be called."""
    return replace_words(body, "gl_FragCoord", by=frag_coord)[0]
