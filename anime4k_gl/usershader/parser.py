"""The parser of user shaders: `parse_user_shader` for text, `read_user_shader` for a file."""

from __future__ import annotations

import os
from dataclasses import replace

from ..errors import OptionError
from .include import refuse_includes
from .lexer import MARK, RawBlock, split_blocks
from .model import Block, Param, UserShader
from .params import ParamReader
from .passes import PassReader
from .reader import STARTERS, BlockReader
from .resources import BufferReader, TextureReader
from .source import OWN_LINES, SourceMap, SourceText, Span

FILE_LIMIT = 64 << 20
"""The largest file, in bytes, for `read_user_shader`; published ones have a few MB at most."""

_READERS: dict[str, type[BlockReader]] = dict(
    zip(STARTERS, (TextureReader, ParamReader, BufferReader), strict=True)
)


def parse_user_shader(
    text: str, *, filename: str = "<string>", source_map: SourceMap = OWN_LINES
) -> UserShader:
    """File = anything without ``//!`` block {block}.

    It accepts everything that any of the players accepts: mpv's vo_gpu, released and master, and
    libplacebo. Text that only some players reject is not an error here.

    Parameters
    ----------
    text : the shader, with any line endings, which bodies keep
    filename : the name that errors give it
    source_map : where its lines were written, where it was put together; errors name that file

    Raises
    ------
    UserShaderError : the first thing in the text that no player accepts, with its place
    """
    source = SourceText(text, filename, source_map)
    refuse_includes(source)
    blocks = []
    params: set[str] = set()
    line, position = 0, 0
    for raw in split_blocks(source):
        block = _read_block(raw)
        start, end = block.span.start, block.span.end
        line, position = line + text.count("\n", position, start), start
        count = text.count("\n", start, end) + (text[end - 1] != "\n")
        block = replace(block, source_map=source_map.part(line, count, filename))
        if isinstance(block, Param):
            _check_new(block, params, source)
        blocks.append(block)
    if not blocks:
        raise source.error(
            f"expected a user shader, found no {MARK} directive in the whole text", Span(0, 0)
        )
    return UserShader(tuple(blocks), filename=filename, text=text, source_map=source_map)


def read_user_shader(path: str | os.PathLike[str]) -> UserShader:
    """Read and parse a file in UTF-8; invalid bytes become U+FFFD.

    Raises
    ------
    OptionError : the file cannot be read
    UserShaderError : see `parse_user_shader`
    """
    name = os.fspath(path)
    return parse_user_shader(read_text(name), filename=name)


def read_text(name: str) -> str:
    """Return the text of a shader file in UTF-8; bytes that are none become U+FFFD.

    Raises
    ------
    OptionError : the file cannot be read
    """
    try:
        with open(name, "rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise OptionError(
            f"cannot read the shader {name!r}: {reason}; give the path of a readable file"
        ) from error
    if len(data) > FILE_LIMIT:
        raise OptionError(
            f"cannot read the shader {name!r}: it has more than {FILE_LIMIT >> 20} MiB; "
            "give the path of a user shader"
        )
    # Not surrogateescape: the text goes to GL drivers and files, which need encodable text, and
    # stray bytes are found in comments only.
    return data.decode("utf-8", errors="replace")


def _read_block(raw: RawBlock) -> Block:
    """Return the block; its first directive decides its kind."""
    first = raw.lines[0].text
    for starter, reader in _READERS.items():
        if first.startswith(starter):
            return reader(raw).read()
    return PassReader(raw).read()


def _check_new(param: Param, names: set[str], source: SourceText) -> None:
    """Reject a second PARAM of the same name; add the name to `names`."""
    if param.name in names:
        raise source.error(
            f"expected a new parameter name, found {param.name!r} a second time",
            param.directives[0].argument_span,
        )
    names.add(param.name)
