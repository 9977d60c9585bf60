"""A planned pass as a complete shader program's source.

The engine's side of the user-shader environment: the macros of every bound texture, the global
names, the parameters, and a ``main()`` around the pass's ``hook()``. Sizes and parameters are
uniforms, so a program serves every size; only what the format calls a constant is compiled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import ShaderCompileError
from .plan import Binding, PassRun
from .usershader import Param, ParamStorage, ParamType

VERTEX_SHADER = """
void main() {
    // One triangle that covers the viewport: (-1,-1) (3,-1) (-1,3).
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
"""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The GLSL version a driver takes: ``330`` to ``460``, or with `es` ``300`` to ``320``."""

    version: int = 330
    es: bool = False

    @property
    def header(self) -> str:
        """The lines every shader starts with."""
        if self.es:
            return (
                f"#version {self.version} es\nprecision highp float;\nprecision highp int;\n"
                "precision highp sampler2D;\n"
            )
        return f"#version {self.version}\n"

    @property
    def has_gather(self) -> bool:
        """Whether textureGather may be used."""
        return self.version >= (310 if self.es else 400)


@dataclass(frozen=True, slots=True)
class Source:
    """A program's text, and where the user's body lies in it.

    Attributes
    ----------
    vertex, fragment : complete shaders
    body_line : the 1-based line of `fragment` at which the pass's body starts
    run : the pass it was made from
    """

    vertex: str
    fragment: str
    body_line: int
    run: PassRun


def sampler_uniform(unit: int) -> str:
    """Return the uniform name of the texture bound to a unit, bindings first, then lookups."""
    return f"a4k_texture{unit}"


def size_uniform(unit: int) -> str:
    """Return the uniform name of a bound texture's size in texels."""
    return f"a4k_size{unit}"


def lay_uniform(unit: int) -> str:
    """Return the uniform name of how the output lies on a bound texture.

    Two scales, then two shifts in shares of the texture's size.
    """
    return f"a4k_lay{unit}"


OUT_SIZE_UNIFORM = "a4k_out_size"

_EXTENSION = re.compile(r"^[ \t]*#[ \t]*extension\b.*$", re.MULTILINE)
_REQUIRED = re.compile(r":[ \t]*require\b")


def assemble(run: PassRun, dialect: Dialect) -> Source:
    """Return the shaders of a pass that runs."""
    body = run.shader_pass.body
    # Drivers want them first of all. There, no #ifdef around them holds any more: what a shader
    # requires where it is known is only enabled, so that it may be missing.
    extensions = [_REQUIRED.sub(": enable", line).rstrip() for line in _EXTENSION.findall(body)]
    # The line stays, emptied, so that line numbers in the driver's messages stay right.
    body = _EXTENSION.sub("", body)
    lines = [
        dialect.header.rstrip("\n"),
        *extensions,
        "uniform vec2 input_size;",
        "uniform vec2 target_size;",
        "uniform vec2 tex_offset;",
        "uniform float random;",
        "uniform int frame;",
        f"uniform vec2 {OUT_SIZE_UNIFORM};",
        "out vec4 a4k_color;",
    ]
    for unit, binding in enumerate(run.bindings):
        lines += _binding_lines(unit, binding, dialect)
    for unit, lookup in enumerate(run.lookups, start=len(run.bindings)):
        lines.append(f"uniform sampler2D {sampler_uniform(unit)};")
        lines.append(f"#define {lookup.name} {sampler_uniform(unit)}")
    values = dict(run.params)
    for param in run.shader.params:
        lines += _param_lines(param, values[param.name])
    prefix = "\n".join(lines) + "\n"
    forced = "".join(
        f"    a4k_result.{channel} = {'1.0' if channel == 'a' else '0.0'};\n"
        for channel in "rgba"[run.components :]
    )
    suffix = (
        f"\nvoid main() {{\n    vec4 a4k_result = hook();\n{forced}"
        "    a4k_color = a4k_result;\n}\n"
    )
    return Source(
        vertex=dialect.header + VERTEX_SHADER,
        fragment=prefix + body + suffix,
        body_line=prefix.count("\n") + 1,
        run=run,
    )


def _binding_lines(unit: int, binding: Binding, dialect: Dialect) -> list[str]:
    sampler, size, lay = sampler_uniform(unit), size_uniform(unit), lay_uniform(unit)
    multiplier = f"{binding.multiplier:.6f}"  # players print six digits; so the same arithmetic
    lines = [f"uniform sampler2D {sampler};", f"uniform vec2 {size};", f"uniform vec4 {lay};"]
    for name in dict.fromkeys(binding.names):
        lines += [
            f"#define {name}_raw {sampler}",
            f"#define {name}_size {size}",
            f"#define {name}_pt (vec2(1.0, 1.0) / {size})",
            f"#define {name}_rot mat2({lay}.x, 0.0, 0.0, {lay}.y)",
            f"#define {name}_off ({lay}.zw * {size})",
            f"#define {name}_mul {multiplier}",
            f"#define {name}_pos (gl_FragCoord.xy / {OUT_SIZE_UNIFORM} * {lay}.xy + {lay}.zw)",
            f"#define {name}_tex(pos) ({name}_mul * texture({name}_raw, pos))",
            f"#define {name}_texOff(off) {name}_tex({name}_pos + {name}_pt * vec2(off))",
        ]
        if dialect.has_gather:
            gather = f"textureGather({name}_raw, pos, int(c))"
            lines.append(f"#define {name}_gather(pos, c) ({name}_mul * {gather})")
    return lines


def _param_lines(param: Param, value: float | int) -> list[str]:
    members = [f"#define {name} {index}" for index, name in enumerate(param.members)]
    if param.type is ParamType.DEFINE:
        return [*members, f"#define {param.name} {value}"]
    literal = {
        ParamType.FLOAT: repr(float(value)),
        ParamType.INT: str(value),
        ParamType.UINT: f"{value}u",
    }[param.type]
    if param.storage is ParamStorage.CONSTANT:
        return [*members, f"const {param.type.value} {param.name} = {literal};"]
    return [*members, f"uniform {param.type.value} {param.name};"]


# "0:12(5): error: ..." (Mesa), "0(12) : error C1008: ..." (NVIDIA), "ERROR: 0:12: ..." (others).
_DRIVER_LINE = re.compile(
    r"^\s*(?:ERROR:\s*)?\d+(?::(?P<a>\d+)|\((?P<b>\d+)\))(?:\((?P<column>\d+)\))?\s*:?\s*"
    r"(?:ERROR|error)?\s*:?\s*(?P<message>.+)$"
)


def compile_error(source: Source, log: str) -> ShaderCompileError:
    """Return a driver's compile log as an error at the user's own file and line.

    Parameters
    ----------
    source : what was compiled
    log : the driver's message, as it came
    """
    run = source.run
    text = run.shader.text
    start = run.shader_pass.body_span.start
    first_line = text.count("\n", 0, start) + 1
    body_lines = run.shader_pass.body.split("\n")
    matches = [m for m in map(_DRIVER_LINE.match, log.splitlines()) if m]
    errors = [m for m in matches if not m["message"].lower().startswith("warning")]
    for match in errors:
        offset = int(match["a"] or match["b"]) - source.body_line
        if 0 <= offset < len(body_lines):
            source_line = body_lines[offset].rstrip("\r")
            column = max(len(source_line) - len(source_line.lstrip()) + 1, 1)
            return ShaderCompileError(
                f"pass {run.label!r} does not compile: {match['message'].strip()}",
                filename=run.shader.filename,
                line=first_line + offset,
                column=column,
                source_line=source_line,
                width=max(len(source_line.strip()), 1),
            )
    summary = errors[0]["message"] if errors else " ".join(log.split())[:300]
    header = text[run.shader_pass.span.start :].split("\n", 1)[0].rstrip("\r")
    return ShaderCompileError(
        f"pass {run.label!r} does not compile: {summary.strip()}",
        filename=run.shader.filename,
        line=text.count("\n", 0, run.shader_pass.span.start) + 1,
        column=1,
        source_line=header,
        width=max(len(header), 1),
    )
