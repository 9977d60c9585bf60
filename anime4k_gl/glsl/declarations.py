"""The declarations and macros in front of a pass's body."""

from __future__ import annotations

from collections.abc import Sequence

from ..formats import TextureFormat
from ..glsl_syntax.words import declares_function, has_word, has_words
from ..plan import Binding, PassRun
from ..usershader import Buffer, Compute, Param, ParamType, Texture
from .version import GLSLVersion

OUT_SIZE_UNIFORM = "a4k_out_size"
AT = "a4k_at"
"""The varying with a fragment's position in the output, from 0 to 1."""
OUT_IMAGE_UNIT = 0
"""The image unit a compute pass writes its result through."""
FIRST_IMAGE_UNIT = 1
"""The image unit of the first storage texture."""


def sampler_uniform(unit: int) -> str:
    """Return the uniform name of the texture bound to a unit, bindings first, then lookups."""
    return f"a4k_texture{unit}"


def near_uniform(unit: int) -> str:
    """Return the uniform name of a bound texture's second sampler, which does not interpolate."""
    return f"a4k_near{unit}"


def has_near(name: str, body: str) -> bool:
    """Return whether a body reads a texture by that name through its second sampler."""
    return has_word(body, f"{name}_near")


def reads_near(binding: Binding, body: str) -> bool:
    """Return whether a body reads a bound value, by any name, through its second sampler."""
    return any(has_near(name, body) for name in binding.names)


def near_bindings(run: PassRun) -> tuple[int, ...]:
    """Return the units of the bindings that a pass reads through their second samplers."""
    body = run.shader_pass.body
    return tuple(unit for unit, b in enumerate(run.bindings) if reads_near(b, body))


def size_uniform(unit: int) -> str:
    """Return the uniform name of a bound texture's size in texels."""
    return f"a4k_size{unit}"


def transform_uniform(unit: int) -> str:
    """Return the uniform name of the transform from the output to a bound texture.

    Two scales, then two shifts as fractions of the texture's size.
    """
    return f"a4k_lay{unit}"


def position_varying(unit: int, binding: Binding) -> str:
    """Return the varying with a fragment's position on a bound texture, in fractions of its size.

    Interpolated over the output, as in mpv: computed from gl_FragCoord it would differ in the last
    bit, which shows where a linear sampler reads at texel centres.
    """
    return AT if binding.straight else f"a4k_pos{unit}"


def corners_uniform(unit: int) -> str:
    """Return the uniform name of the output's corners on a bound texture.

    Left, top, right, bottom, as fractions of the texture's size; only for bindings that do not
    cover the texture from edge to edge.
    """
    return f"a4k_corners{unit}"


def vertex_lines(bindings: Sequence[Binding]) -> list[str]:
    """Return the vertex shader: a quad over the viewport, and the positions on the textures.

    Two triangles with mpv's corners in mpv's order, rounded like mpv's on their way to the
    viewport. One triangle would do, but interpolated values would differ in the last bit, and
    bodies do take the floor of a position on a texel's border.
    """
    moved = [unit for unit, binding in enumerate(bindings) if not binding.straight]
    lines = [f"uniform vec2 {OUT_SIZE_UNIFORM};", f"out vec2 {AT};"]
    for unit in moved:
        lines += [f"uniform vec4 {corners_uniform(unit)};", f"out vec2 a4k_pos{unit};"]
    lines += [
        "void main() {",
        "    int corner = int[6](0, 1, 2, 3, 2, 1)[gl_VertexID];",
        f"    {AT} = vec2(float(corner >> 1), float(corner & 1));",
    ]
    for unit in moved:
        corners = corners_uniform(unit)
        lines.append(
            f"    a4k_pos{unit} = vec2({AT}.x > 0.5 ? {corners}.z : {corners}.x,"
            f" {AT}.y > 0.5 ? {corners}.w : {corners}.y);"
        )
    return [
        *lines,
        f"    vec2 pixel = {AT} * {OUT_SIZE_UNIFORM};",
        f"    vec2 place = pixel * (vec2(2.0) / {OUT_SIZE_UNIFORM}) - vec2(1.0);",
        # mpv's depth, which a body can read in gl_FragCoord.z.
        "    gl_Position = vec4(place, 1.0, 1.0);",
        "}",
    ]


VERTICES = 6
"""The vertices a pass draws, as triangles."""


def buffer_block(index: int) -> str:
    """Return the block name of a buffer, by its index among the pass's buffers of its kind."""
    return f"a4k_block{index}"


GLOBALS = (
    "uniform vec2 input_size;",
    "uniform vec2 target_size;",
    "uniform vec2 tex_offset;",
    "uniform float random;",
    "uniform int frame;",
    f"uniform vec2 {OUT_SIZE_UNIFORM};",
    "#define tex1D texture",
    "#define tex3D texture",
    "#define LUT_POS(x, lut_size) mix(0.5 / (lut_size), 1.0 - 0.5 / (lut_size), (x))",
)


def compute_lines(compute: Compute, output: TextureFormat) -> list[str]:
    """Return the layout of a compute shader and the image it writes."""
    width, height = compute.threads_width, compute.threads_height
    return [
        f"layout(local_size_x = {width}, local_size_y = {height}) in;",
        f"layout(binding = {OUT_IMAGE_UNIT}, {image_format(output)})"
        " writeonly restrict uniform image2D out_image;",
    ]


def binding_lines(
    unit: int, binding: Binding, version: GLSLVersion, body: str, *, compute: bool
) -> list[str]:
    """Return the uniforms and macros of one bound value.

    An addition to the players' macros is NAME_near(pos), which reads the nearest texel: faster than
    NAME_tex, and clamped at the border, which texelFetch is not. Bodies test for it with
    ``#ifdef``.
    """
    near = near_uniform(unit)
    sampler, size, transform = sampler_uniform(unit), size_uniform(unit), transform_uniform(unit)
    multiplier = f"{binding.multiplier:.6f}"  # six digits, as players print: the same arithmetic
    lines = [f"uniform sampler2D {sampler};", f"uniform vec2 {size};", f"uniform vec4 {transform};"]
    if reads_near(binding, body):
        lines.append(f"uniform sampler2D {near};")
    on_texture = f"/ {OUT_SIZE_UNIFORM} * {transform}.xy + {transform}.zw)"
    if not compute and not binding.straight:
        lines.append(f"in vec2 {position_varying(unit, binding)};")
    for name in dict.fromkeys(binding.names):
        lines += [
            f"#define {name}_raw {sampler}",
            f"#define {name}_size {size}",
            f"#define {name}_pt (vec2(1.0, 1.0) / {size})",
            f"#define {name}_rot mat2({transform}.x, 0.0, 0.0, {transform}.y)",
            f"#define {name}_off ({transform}.zw * {size})",
            f"#define {name}_mul {multiplier}",
        ]
        if compute:
            lines += [
                f"#define {name}_map(id) ((vec2(id) + vec2(0.5)) {on_texture}",
                f"#define {name}_pos {name}_map(gl_GlobalInvocationID)",
            ]
        else:
            lines.append(f"#define {name}_pos {position_varying(unit, binding)}")
        lines += [
            f"#define {name}_tex(pos) ({name}_mul * texture({name}_raw, pos))",
            f"#define {name}_texOff(off) {name}_tex({name}_pos + {name}_pt * vec2(off))",
        ]
        if has_near(name, body):
            lines.append(f"#define {name}_near(pos) ({name}_mul * textureLod({near}, pos, 0.0))")
        if version.has_gather:
            gather = f"textureGather({name}_raw, pos, int(c))"
            lines.append(f"#define {name}_gather(pos, c) ({name}_mul * {gather})")
    return lines


def lookup_lines(unit: int, lookup: Texture, body: str) -> list[str]:
    """Return the declaration of a lookup table that a sampler reads.

    Includes libplacebo's macro for it if `body` uses that and does not define such a function.
    """
    sampler = sampler_uniform(unit)
    kind = f"{_prefix(lookup.format)}sampler{len(lookup.size)}D"
    lines = [f"uniform {kind} {sampler};", f"#define {lookup.name} {sampler}"]
    macro = f"{lookup.name}_tex"
    if has_words(body, macro, "(") and not declares_function(body, macro):
        lines.append(f"#define {macro}(pos) textureLod({sampler}, pos, 0.0)")
    return lines


def storage_texture_lines(unit: int, lookup: Texture) -> list[str]:
    """Return the declaration of a lookup table that the body reads and writes by texel."""
    image = f"a4k_image{unit}"
    kind = f"{_prefix(lookup.format)}image{len(lookup.size)}D"
    return [
        f"layout(binding = {unit}, {image_format(lookup.format)}) coherent uniform {kind} {image};",
        f"#define {lookup.name} {image}",
    ]


def buffer_lines(index: int, buffer: Buffer) -> list[str]:
    """Return the block of a buffer; its members are global names."""
    if buffer.storage:
        head = f"layout(std430, binding = {index}) buffer a4k_storage{index} {{"
    else:
        head = f"layout(std140) uniform {buffer_block(index)} {{"
    members = [
        f"    {v.type} {v.name}{'' if v.count is None else f'[{v.count}]'};"
        for v in buffer.variables
    ]
    return [head, *members, "};"]


def param_lines(param: Param, value: float | int, *, compiled: bool) -> list[str]:
    """Return the declaration of a parameter and the names of its members.

    Parameters
    ----------
    compiled : whether its value is part of the program, see `compiled_params`
    """
    members = [f"#define {name} {index}" for index, name in enumerate(param.members)]
    if param.type is ParamType.DEFINE:
        return [*members, f"#define {param.name} {value}"]
    literal = {
        ParamType.FLOAT: repr(float(value)),
        ParamType.INT: str(value),
        ParamType.UINT: f"{value}u",
    }[param.type]
    if compiled:
        return [*members, f"const {param.type.value} {param.name} = {literal};"]
    return [*members, f"uniform {param.type.value} {param.name};"]


def image_format(fmt: TextureFormat) -> str:
    """Return GLSL's image format qualifier for a format."""
    return fmt.name.replace("hf", "f")


def _prefix(fmt: TextureFormat) -> str:
    # u1, i4 ... are integers; the rest read as floats.
    return {"u": "u", "i": "i"}.get(fmt.dtype[0], "")
