"""The source of a complete shader program for a planned pass.

The engine's side of the user-shader environment: the macros of every bound texture, the global
names, the parameters, and a ``main()`` around the pass's ``hook()``. Sizes and parameters are
uniforms, so a program serves every size; only the format's constants are compiled in.

Whether a body terminates cannot be checked: an endless loop is the driver's to stop. A graphics
card's driver does so after some seconds and resets the context; a software rasteriser never does.
"""

from __future__ import annotations

import re

from ..colour import Colour
from ..formats import RGBA16F, TextureFormat
from ..glsl_syntax.code import code_of
from ..glsl_syntax.directives import own_macros, replaced_macros
from ..glsl_syntax.words import declares_global, has_word
from ..plan import PassRun
from ..plan.compiled_params import compiled_params
from .declarations import (
    AT,
    FIRST_IMAGE_UNIT,
    GLOBALS,
    binding_lines,
    buffer_lines,
    compute_lines,
    lookup_lines,
    param_lines,
    storage_texture_lines,
    vertex_lines,
)
from .errors import error_in_body
from .es_floats import with_floats
from .extensions import hoist_extensions
from .intrinsics import replace_intrinsics
from .limits import find_excess
from .source import ProgramSource
from .transfer_functions import transfer_lines
from .version import GLSLVersion


def assemble(
    run: PassRun,
    version: GLSLVersion,
    *,
    output: TextureFormat = RGBA16F,
    colour: Colour | None = None,
    written_in: bool = False,
) -> ProgramSource:
    """Return the source of a pass that runs.

    Parameters
    ----------
    run : the pass
    version : the GLSL to write
    output : format of the texture it writes
    colour : the source's colour description, for bodies that ask for linear light; None for an
        R'G'B' picture
    written_in : whether all parameters are constants of the program, none a uniform

    Raises
    ------
    ShaderCompileError : the body is beyond what compilers survive, see `limits`
    """
    body = run.shader_pass.body
    if found := find_excess(body):
        raise error_in_body(run, *found)
    compute = run.shader_pass.compute
    extensions, body = hoist_extensions(replace_intrinsics(body))
    body = with_floats(run, body, version)
    lines = [*GLOBALS]
    if compute:
        lines += compute_lines(compute, output)
    else:
        lines += [f"in vec2 {AT};", "out vec4 a4k_color;"]
        if has_word(body, _PLAYERS_OUTPUT) and not declares_global(body, _PLAYERS_OUTPUT):
            lines.append(f"#define {_PLAYERS_OUTPUT} a4k_color")
    for unit, binding in enumerate(run.bindings):
        lines += binding_lines(unit, binding, version, body, compute=compute is not None)
    for unit, lookup in enumerate(run.sampled, start=len(run.bindings)):
        lines += lookup_lines(unit, lookup, body)
    for unit, lookup in enumerate(run.stored, start=FIRST_IMAGE_UNIT):
        lines += storage_texture_lines(unit, lookup)
    for kind in (run.uniform_buffers, run.storage_buffers):
        for index, buffer in enumerate(kind):
            lines += buffer_lines(index, buffer)
    values, compiled = dict(run.params), compiled_params(run.shader)
    for param in run.shader.params:
        constant = written_in or param.name in compiled
        lines += param_lines(param, values[param.name], compiled=constant)
    code = code_of(body)
    lines += transfer_lines(body, own_macros(code), colour)
    # What a body defines itself, it means: drivers refuse a second definition that differs.
    replaced = replaced_macros(code)
    lines = [line for line in lines if _defined(line) not in replaced]
    start = version.version_line + version.extension_lines
    head = start + "".join(f"{line}\n" for line in extensions) + version.precision
    prefix = head + "\n".join(lines) + "\n"
    vertex = "\n".join([start + version.precision, *vertex_lines(run.bindings)]) + "\n"
    main = _COMPUTE_MAIN if compute else _fragment_main(run.components, halves=run.halves)
    text = prefix + body + main
    return ProgramSource(
        vertex="" if compute else vertex,
        fragment="" if compute else text,
        compute=text if compute else "",
        body_line=prefix.count("\n") + 1,
        run=run,
        written_in=written_in,
    )


_PLAYERS_OUTPUT = "out_color"
"""The output variable of every player's fragment shaders, which a body can write and read."""

_COMPUTE_MAIN = "\nvoid main() {\n    hook();\n}\n"


def _fragment_main(components: int, *, halves: bool) -> str:
    forced = "".join(
        f"    a4k_result.{channel} = {'1.0' if channel == 'a' else '0.0'};\n"
        for channel in "rgba"[components:]
    )
    if halves:  # truncated to ten mantissa bits, since drivers do not round either
        forced += (
            "    a4k_result = uintBitsToFloat(floatBitsToUint(a4k_result) & uvec4(0xFFFFE000u));\n"
        )
    return (
        f"\nvoid main() {{\n    vec4 a4k_result = hook();\n{forced}"
        "    a4k_color = a4k_result;\n}\n"
    )


_DEFINED = re.compile(r"#define (\w+)")


def _defined(line: str) -> str | None:
    match = _DEFINED.match(line)
    return match[1] if match else None
