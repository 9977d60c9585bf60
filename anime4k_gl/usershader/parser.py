"""The parser of user shaders: `parse_user_shader` for text, `read_user_shader` for a file."""

from __future__ import annotations

import os

from ..errors import OptionError
from .lexer import MARK, RawBlock, split_blocks
from .model import Block, Param, UserShader
from .params import ParamReader
from .passes import PassReader
from .reader import STARTERS, BlockReader
from .resources import BufferReader, TextureReader
from .source import SourceText, Span

FILE_LIMIT = 64 << 20
"""The largest file, in bytes, for `read_user_shader`; published ones have a few MB at most."""

_READERS: dict[str, type[BlockReader]] = dict(
    zip(STARTERS, (TextureReader, ParamReader, BufferReader), strict=True)
)


def parse_user_shader(text: str, *, filename: str = "<string>") -> UserShader:
    """File = anything without ``//!`` block {block}.

    It accepts everything that any of the players accepts: mpv's vo_gpu, released and master, and
    libplacebo. Text that only some players reject is not an error here.

    Parameters
    ----------
    text : the shader, with any line endings, which bodies keep
    filename : its name in errors

    Raises
    ------
    UserShaderError : the first thing in the text that no player accepts, with its place
    """
    source = SourceText(text, filename)
    blocks = []
    params: set[str] = set()
    for raw in split_blocks(source):
        block = _read_block(raw)
        if isinstance(block, Param):
            _check_new(block, params, source)
        blocks.append(block)
    if not blocks:
        raise source.error(
            f"expected a user shader, found no {MARK} directive in the whole text", Span(0, 0)
        )
    return UserShader(tuple(blocks), filename=filename, text=text)


def read_user_shader(path: str | os.PathLike[str]) -> UserShader:
    """Read and parse a file in UTF-8; invalid bytes become U+FFFD.

    Raises
    ------
    OptionError : the file cannot be read
    UserShaderError : see `parse_user_shader`
    """
    name = os.fspath(path)
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
    # Not surrogateescape: the text goes to GL drivers and files, which need encodable text; stray
    # bytes are found only in comments.
    return parse_user_shader(data.decode("utf-8", errors="replace"), filename=name)


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
