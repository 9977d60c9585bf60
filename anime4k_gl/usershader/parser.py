"""Reading a user shader: `parse_user_shader` for a text, `read_user_shader` for a file."""

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
"""The most bytes of a file `read_user_shader` takes; the largest published ones have a few MB."""

_READERS: dict[str, type[BlockReader]] = dict(
    zip(STARTERS, (TextureReader, ParamReader, BufferReader), strict=True)
)


def parse_user_shader(text: str, *, filename: str = "<string>") -> UserShader:
    """File = anything without ``//!`` block {block}.

    It takes what any of the players takes: mpv's vo_gpu in its releases and its master, and
    libplacebo. What a given player refuses is not an error here.

    Parameters
    ----------
    text : the shader, with any line endings, which bodies keep
    filename : the name that errors give it

    Raises
    ------
    UserShaderError : the first thing in the text that no player takes, with its place
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
    """Read and parse a file in UTF-8; bytes that are none become U+FFFD.

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
    # Not surrogateescape: the text goes to GL drivers and files, which need encodable text, and
    # stray bytes are found in comments only.
    return parse_user_shader(data.decode("utf-8", errors="replace"), filename=name)


def _read_block(raw: RawBlock) -> Block:
    """Return the block, whose kind the first directive decides."""
    first = raw.lines[0].text
    for starter, reader in _READERS.items():
        if first.startswith(starter):
            return reader(raw).read()
    return PassReader(raw).read()


def _check_new(param: Param, names: set[str], source: SourceText) -> None:
    """Refuse a second PARAM of one name, and note the name."""
    if param.name in names:
        raise source.error(
            f"expected a new parameter name, found {param.name!r} a second time",
            param.directives[0].argument_span,
        )
    names.add(param.name)
