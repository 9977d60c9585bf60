"""Rules about lookup textures, buffers and parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ..usershader import Border, ParamStorage, ParamType, Texture
from ..usershader.fragment import WHITESPACE
from .model import (
    ENGINES,
    EVERYONE,
    LIBPLACEBO,
    MASTER,
    OLD_LIBPLACEBO,
    OLD_VO_GPU,
    OPENGL_ES,
    VO_GPU,
    Note,
    Rule,
    Severity,
)
from .shaderfile import ShaderFile, argument, arguments

PARAM_LIMIT = 16
"""The parameters of a file in mpv master's vo_gpu."""

_DROPS = "drops the file from here on"
_SAMPLERS = ("texture", "textureLod", "textureGrad", "tex1D", "tex2D", "tex3D")


def param(file: ShaderFile) -> Iterator[Note]:
    """vo_gpu knows PARAM from master on, libplacebo from 5.264. Said once a file."""
    for block in file.params[:1]:
        message = (
            f"mpv up to 0.41 does not support PARAM and {_DROPS}; libplacebo up to 5.229 refuses "
            "the file"
        )
        yield Note(block.directives[0].span, message, (*OLD_VO_GPU, *OLD_LIBPLACEBO))


def param_type(file: ShaderFile) -> Iterator[Note]:
    """Mpv master's vo_gpu knows float, int, DEFINE, ENUM int and ENUM DEFINE."""
    for block in file.params:
        if block.type is ParamType.UINT or block.storage is not ParamStorage.DEFAULT:
            message = "vo=gpu does not support uint, DYNAMIC or CONSTANT and drops the file"
            yield Note(argument(block, "TYPE"), message, MASTER)


def too_many_params(file: ShaderFile) -> Iterator[Note]:
    """Mpv master's vo_gpu takes 16 parameters a file."""
    for block in file.params[PARAM_LIMIT : PARAM_LIMIT + 1]:
        message = (
            f"vo=gpu supports {PARAM_LIMIT} parameters per file; this one has {len(file.params)}"
        )
        yield Note(block.directives[0].argument_span, message, MASTER)


def duplicate_param(file: ShaderFile) -> Iterator[Note]:
    """A parameter's name is its own."""
    names: set[str] = set()
    for block in file.params:
        if block.name in names:
            message = f"duplicate parameter {block.name[:40]}; rename one of the two"
            yield Note(block.directives[0].argument_span, message, EVERYONE, Severity.ERROR)
        names.add(block.name)


def buffer(file: ShaderFile) -> Iterator[Note]:
    """BUFFER is libplacebo's. Said once a file: the first one ends it."""
    for block in file.buffers[:1]:
        yield Note(block.directives[0].span, f"vo=gpu does not support BUFFER and {_DROPS}", VO_GPU)


def storage_texture(file: ShaderFile) -> Iterator[Note]:
    """STORAGE in a TEXTURE block is libplacebo's."""
    for block in file.textures:
        if block.storage:
            message = f"vo=gpu does not support STORAGE and {_DROPS}"
            yield Note(arguments(block, "STORAGE")[-1].span, message, VO_GPU)


def mirror(file: ShaderFile) -> Iterator[Note]:
    """BORDER MIRROR is libplacebo's, although mpv's manual lists it."""
    for block in file.textures:
        if block.border is Border.MIRROR:
            message = f"vo=gpu does not support BORDER MIRROR and {_DROPS}"
            yield Note(argument(block, "BORDER"), message, VO_GPU)


def half_float_format(file: ShaderFile) -> Iterator[Note]:
    """Formats with 16-bit floats in the hex (hf) are libplacebo's; vo_gpu has none on OpenGL."""
    for block in file.textures:
        if block.format.name.endswith("hf"):
            message = f"vo=gpu has no {block.format} on OpenGL and {_DROPS}"
            yield Note(argument(block, "FORMAT"), message, VO_GPU)


def integer_format(file: ShaderFile) -> Iterator[Note]:
    """Of integer formats vo_gpu on OpenGL has the unsigned ones of 8 and 16 bits."""
    for block in file.textures:
        if re.search(r"32ui$|[0-9]i$", block.format.name):
            message = f"vo=gpu has no {block.format} on OpenGL and {_DROPS}"
            yield Note(argument(block, "FORMAT"), message, VO_GPU)


def integer_filter(file: ShaderFile) -> Iterator[Note]:
    """An integer format needs FILTER NEAREST, and vo_gpu's default is LINEAR."""
    for block in file.textures:
        if block.filter is None and not block.format.filterable:
            yield Note(
                argument(block, "FORMAT"),
                f"{block.format} needs FILTER NEAREST; vo=gpu defaults to LINEAR and {_DROPS}",
                VO_GPU,
            )


def default_filter(file: ShaderFile) -> Iterator[Note]:
    """Without FILTER vo_gpu samples a lookup texture linearly, libplacebo the nearest texel.

    Said only where it shows: more than one texel, and sampled at a position.
    """
    sampled: set[str] = set()
    for view in file.running:
        body = view.body
        for index, token in enumerate(body.tokens):
            if token.text in _SAMPLERS and body.at(index + 1).text == "(":
                sampled.add(body.at(index + 2).text)
            elif token.text.endswith("_tex"):
                sampled.add(token.text[: -len("_tex")])
    for block in file.textures:
        if (
            block.filter is None
            and block.format.filterable
            and math.prod(block.size) > 1
            and block.name in sampled
        ):
            yield Note(
                block.directives[0].span,
                "without FILTER vo=gpu samples linearly and libplacebo the nearest texel; "
                "write FILTER LINEAR or NEAREST",
                ENGINES,
            )


def texture_1d(file: ShaderFile) -> Iterator[Note]:
    """OpenGL ES has no textures of one dimension."""
    for block in file.textures:
        if len(block.size) == 1:
            message = "OpenGL ES has no 1D textures; make it 2D with a height of 1"
            yield Note(argument(block, "SIZE"), message, OPENGL_ES)


def multi_line_hex(file: ShaderFile) -> Iterator[Note]:
    """The hex of a TEXTURE is one line without blanks in vo_gpu."""
    for raw, block in zip(file.raws, file.blocks, strict=False):
        if not isinstance(block, Texture):
            continue
        digits = raw.body.stripped()
        inner = re.search(f"[{WHITESPACE}]+", digits.text)
        if inner:
            message = f"vo=gpu needs the hex on one line, without spaces; otherwise it {_DROPS}"
            yield Note(digits.part(*inner.span()).span, message, VO_GPU)


def odd_hex(file: ShaderFile) -> Iterator[Note]:
    """A last digit of half a byte is ignored in vo_gpu; libplacebo refuses the file."""
    for raw, block in zip(file.raws, file.blocks, strict=False):
        if not isinstance(block, Texture):
            continue
        digits = raw.body.stripped()
        if len(digits) % 2 and not re.search(f"[{WHITESPACE}]", digits.text):
            message = "libplacebo wants two digits per byte and refuses the file; vo=gpu ignores it"
            yield Note(digits.part(len(digits) - 1, len(digits)).span, message, LIBPLACEBO)


def duplicate_texture(file: ShaderFile) -> Iterator[Note]:
    """Of two TEXTURE blocks of one name the first wins."""
    names: set[str] = set()
    for block in file.textures:
        if block.name in names:
            message = f"the TEXTURE {block.name[:40]} above wins; nothing reads this one"
            yield Note(block.directives[0].argument_span, message, ENGINES)
        names.add(block.name)


RULES: dict[str, Rule] = {
    "param": param,
    "param-type": param_type,
    "too-many-params": too_many_params,
    "duplicate-param": duplicate_param,
    "buffer": buffer,
    "storage-texture": storage_texture,
    "mirror": mirror,
    "half-float-format": half_float_format,
    "integer-format": integer_format,
    "integer-filter": integer_filter,
    "default-filter": default_filter,
    "texture-1d": texture_1d,
    "multi-line-hex": multi_line_hex,
    "odd-hex": odd_hex,
    "duplicate-texture": duplicate_texture,
}
