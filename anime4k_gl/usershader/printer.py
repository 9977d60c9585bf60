"""The printer of user shaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .fragment import WHITESPACE
from .lexer import MARK
from .model import (
    Block,
    Border,
    Buffer,
    Offset,
    Param,
    ParamStorage,
    ParamType,
    Pass,
    Texture,
    UserShader,
)
from .source import SourceMap, SourceText, joined_map


def format_user_shader(shader: UserShader) -> str:
    """Return the shader's canonical text: one directive a line, in a fixed order.

    For a shader that was parsed, parsing the text gives an equal shader, and printing that gives
    the same text. Bodies are verbatim, with their line endings; headers end in newlines. The text
    before the first directive is dropped.

    Raises
    ------
    ValueError : a shader built by code that no text can express: ``//!`` inside a body, a line
        break inside a description, an enum whose default is not its first member
    """
    last = len(shader.blocks) - 1
    return "".join(
        piece for i, block in enumerate(shader.blocks) for piece in _block(block, final=i == last)
    )


def print_user_shader(shader: UserShader) -> SourceText:
    """Return the shader's canonical text with the place in its files that each line is from.

    Raises
    ------
    ValueError : as `format_user_shader`
    """
    last = len(shader.blocks) - 1
    text: list[str] = []
    maps: list[tuple[SourceMap, int]] = []
    for i, block in enumerate(shader.blocks):
        *directives, body = _block(block, final=i == last)
        text += [*directives, body]
        lines = block.source_map
        for directive, at in zip(directives, _lines_of(block, directives), strict=True):
            maps.append((lines.part(at, 1, shader.filename), directive.count("\n")))
        count = body.count("\n") + (i == last)
        maps.append((lines.part(len(block.directives), count, shader.filename), count))
    return SourceText("".join(text), shader.filename, joined_map(maps))


def _lines_of(block: Block, printed: Sequence[str]) -> Iterator[int]:
    """Yield for each printed directive which line of the block's header says it, from 0."""
    said = {f"{MARK}{d.keyword} {d.argument}": i for i, d in enumerate(block.directives)}
    keywords = {d.keyword: i for i, d in enumerate(block.directives)}  # the last one counts
    for line in printed:
        keyword = line[len(MARK) :].split()[0]
        yield said.get(line.rstrip(), keywords.get(keyword, 0))


def _block(block: Block, *, final: bool) -> list[str]:
    """Return a block's directives, a line each, and its body."""
    if isinstance(block, Pass):
        directives, body = _pass(block), block.body
        if not final and not body.strip(WHITESPACE) and "\n" not in body:
            # On the header's last line the body would not end it. Parsed shaders never need this.
            body += "\n"
    elif isinstance(block, Texture):
        directives, body = _texture(block), block.data.hex() + "\n"
    elif isinstance(block, Buffer):
        directives, body = _buffer(block), block.data.hex() + "\n"
    else:
        directives, body = _param(block), _param_body(block)
    if not isinstance(block, Pass) and not final:
        body += "\n"
    if MARK in body:
        raise ValueError(f"a shader body holds {MARK!r}, which would start a new block")
    return [*(f"{MARK}{directive}\n" for directive in directives), body]


def _pass(block: Pass) -> Iterator[str]:
    empty = True
    for directive in _pass_directives(block):
        empty = False
        yield directive
    if empty:
        yield "WHEN"  # which says nothing, but a block needs a directive


def _pass_directives(block: Pass) -> Iterator[str]:
    yield from _desc(block.desc)
    for name in block.hooks:
        yield f"HOOK {name}"
    for name in block.binds:
        yield f"BIND {name}"
    if block.save is not None:
        yield f"SAVE {block.save}"
    for keyword, expression in (
        ("WIDTH", block.width),
        ("HEIGHT", block.height),
        ("WHEN", block.when),
    ):
        if expression is not None:
            yield f"{keyword} {expression}"
    if block.offset != Offset():
        yield f"OFFSET {block.offset.x!r} {block.offset.y!r}"
    if block.align:
        yield "OFFSET ALIGN"
    if block.components is not None:
        yield f"COMPONENTS {block.components}"
    if compute := block.compute:
        yield (
            f"COMPUTE {compute.block_width} {compute.block_height} "
            f"{compute.threads_width} {compute.threads_height}"
        )


def _texture(block: Texture) -> Iterator[str]:
    yield f"TEXTURE {block.name}"
    yield f"SIZE {' '.join(map(str, block.size))}"
    yield f"FORMAT {block.format}"
    if block.filter is not None:
        yield f"FILTER {block.filter.value}"
    if block.border is not Border.CLAMP:
        yield f"BORDER {block.border.value}"
    if block.storage:
        yield "STORAGE"


def _buffer(block: Buffer) -> Iterator[str]:
    yield f"BUFFER {block.name}"
    for variable in block.variables:
        count = "" if variable.count is None else f"[{variable.count}]"
        yield f"VAR {variable.type} {variable.name}{count}"
    if block.storage:
        yield "STORAGE"


def _param(block: Param) -> Iterator[str]:
    yield f"PARAM {block.name}"
    yield from _desc(block.desc)
    words = ["ENUM"] if block.members else []
    if block.storage is not ParamStorage.DEFAULT:
        words.append(block.storage.value)
    yield f"TYPE {' '.join([*words, block.type.value])}"
    if not block.members:  # an enum's bounds are its members
        if block.minimum is not None:
            yield f"MINIMUM {_number(block.minimum, block)}"
        if block.maximum is not None:
            yield f"MAXIMUM {_number(block.maximum, block)}"


def _param_body(block: Param) -> str:
    if not block.members:
        return f"{_number(block.default, block)}\n"
    if block.default != 0:
        raise ValueError(f"the default of the enum {block.name} must be its first member")
    return "".join(f"{member}\n" for member in block.members)


def _number(value: float | int, block: Param) -> str:
    return repr(float(value) if block.type is ParamType.FLOAT else int(value))


def _desc(desc: str | None) -> Iterator[str]:
    if desc is None:
        return
    if "\n" in desc:
        raise ValueError("a shader's description holds a line break")
    yield f"DESC {desc}" if desc else "DESC"
