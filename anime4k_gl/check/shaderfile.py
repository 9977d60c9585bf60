"""A file as the rules see it: every block that can be read, whatever is wrong with the others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from ..errors import UserShaderError
from ..glsl_syntax.body import Body
from ..plan.hooks.points import HOOK_POINTS
from ..usershader import Block, Buffer, Directive, Param, Pass, Span, Texture
from ..usershader.expression import SizeReference
from ..usershader.fragment import WHITESPACE
from ..usershader.lexer import MARK, RawBlock, split_blocks
from ..usershader.params import ParamReader
from ..usershader.passes import PassReader
from ..usershader.reader import STARTERS, BlockReader
from ..usershader.resources import BufferReader, TextureReader
from ..usershader.source import SourceText

ERROR_LIMIT = 20
"""After so many errors in the headers the rest of the file is left alone."""

PREOUTPUT = "PREOUTPUT"
"""The one hook point that libplacebo has and vo_gpu has not."""

_FIRST = ("RGB", "LUMA", "XYZ")
"""Hook points of which a source has one."""

_READERS: dict[str, type[BlockReader]] = {
    "TEXTURE": TextureReader,
    "PARAM": ParamReader,
    "BUFFER": BufferReader,
}


def _ranks() -> dict[str, int]:
    names = [name for name in HOOK_POINTS if name != PREOUTPUT]
    names.insert(names.index("OUTPUT"), PREOUTPUT)
    return {name: rank for rank, name in enumerate(names)}


RANKS: dict[str, int] = _ranks()
"""The hook points of all players by name, with their place in firing order."""


def fired(point: str, at: str) -> bool:
    """Return whether a hook point's picture is there while the passes of `at` run."""
    if point == at:
        return True
    return RANKS[point] < RANKS[at] and not (point in _FIRST and at in _FIRST)


def argument(block: Block, keyword: str, value: str | None = None) -> Span:
    """Return the span of a directive's argument: the last one, or the first that is `value`."""
    found = [d for d in block.directives if d.keyword == keyword]
    if value is not None:
        return next(d for d in found if d.argument == value).argument_span
    return found[-1].argument_span


def arguments(block: Block, keyword: str) -> list[Directive]:
    """Return a block's directives of one keyword."""
    return [d for d in block.directives if d.keyword == keyword]


class PassView:
    """A pass with what the rules ask about it.

    Attributes
    ----------
    index : its place among the file's passes
    block : the pass
    points : those of its hook points that some player has
    """

    def __init__(self, index: int, block: Pass) -> None:
        self.index = index
        self.block = block
        self.points = tuple(name for name in block.hooks if name in RANKS)

    @cached_property
    def body(self) -> Body:
        """The pass's GLSL."""
        return Body(self.block.body, self.block.body_span.start)

    @property
    def overwritten(self) -> tuple[str, ...]:
        """The hook points whose picture it replaces."""
        save = self.block.save
        return tuple(name for name in self.points if save is None or save == name)


class ShaderFile:
    """A user shader's text, cut into blocks and read as far as it can be.

    Attributes
    ----------
    raws : the blocks as they were cut
    blocks : what each was read as, None where it could not be; a bad header line is left out
    errors : (rule code, error) for everything the reader refuses
    complete : False where there were so many errors that the rest was not read
    """

    def __init__(self, text: str, filename: str) -> None:
        self.text, self.filename = text, filename
        self.raws = tuple(split_blocks(SourceText(text, filename)))
        self.errors: list[tuple[str, UserShaderError]] = []
        self.blocks: list[Block | None] = []
        for raw in self.raws:
            self.blocks.append(self._read(raw))
            if len(self.errors) >= ERROR_LIMIT:
                break
        self.complete = len(self.errors) < ERROR_LIMIT
        passes = [block for block in self.blocks if isinstance(block, Pass)]
        self.passes = tuple(PassView(index, block) for index, block in enumerate(passes))
        self.textures = tuple(block for block in self.blocks if isinstance(block, Texture))
        self.buffers = tuple(block for block in self.blocks if isinstance(block, Buffer))
        self.params = tuple(block for block in self.blocks if isinstance(block, Param))

    @cached_property
    def split(self) -> dict[int, int]:
        """Where two passes start that look like one, and where the first one's header ends.

        The first has no code, and either has no HOOK: a blank line cut the header in two.
        """
        split = {}
        for first, second in zip(self.blocks, self.blocks[1:], strict=False):
            if not (isinstance(first, Pass) and isinstance(second, Pass)):
                continue
            if not (first.hooks and second.hooks) and not Body(first.body, 0).has_code:
                end = first.body_span.start
                split[first.span.start] = end
                split.setdefault(second.span.start, end)
        return split

    @property
    def running(self) -> Iterator[PassView]:
        """The passes that have a hook point."""
        return (view for view in self.passes if view.points)

    @cached_property
    def lookups(self) -> frozenset[str]:
        """The names of all TEXTURE and BUFFER blocks, of broken ones too."""
        names = set()
        for raw in self.raws:
            first = raw.lines[0].text
            for starter in ("TEXTURE", "BUFFER"):
                if first.startswith(starter):
                    names.add(first[len(starter) :].strip(WHITESPACE))
        return frozenset(names)

    @cached_property
    def values(self) -> frozenset[str]:
        """The names an expression may use: parameters and members of enums."""
        return frozenset(name for p in self.params for name in (p.name, *p.members))

    @cached_property
    def saves(self) -> dict[str, dict[str, int]]:
        """By saved name: the hook points it is saved at, each with the first pass that does."""
        saves: dict[str, dict[str, int]] = {}
        for view in self.passes:
            if view.block.save is not None:
                at = saves.setdefault(view.block.save, {})
                for point in view.points:
                    at.setdefault(point, view.index)
        return saves

    @cached_property
    def names(self) -> frozenset[str]:
        """What the passes that have a hook point hook, bind or measure, hook points or not."""
        names: set[str] = set()
        for view in self.running:
            block = view.block
            names |= {*block.hooks, *block.binds}
            for expression in (block.width, block.height, block.when):
                tokens = expression.tokens if expression else ()
                names |= {t.texture for t in tokens if isinstance(t, SizeReference)}
        return frozenset(names)

    @cached_property
    def rendered(self) -> frozenset[str]:
        """The hook points that some pass hooks or binds, for which vo_gpu keeps a texture."""
        names = {n for view in self.passes for n in (*view.block.hooks, *view.block.binds)}
        return frozenset(names & RANKS.keys())

    def stored(self, name: str, view: PassView) -> bool:
        """Return whether a pass meets a texture `name`, at one of its hook points at least.

        That is a hook point that has fired, or what a pass saved before.
        """
        saved = self.saves.get(name, {})
        return any(
            (name in RANKS and fired(name, at))
            or any(
                index < view.index if point == at else fired(point, at)
                for point, index in saved.items()
            )
            for at in view.points
        )

    def known(self, name: str) -> bool:
        """Return whether a texture `name` is there at some time: a hook point or a saved name."""
        return name in RANKS or bool(self.saves.get(name))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_start(self, offset: int) -> int:
        """Return where the line of a character offset starts."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def _read(self, raw: RawBlock) -> Block | None:
        """Read a block; again without the line at fault for as long as there is one."""
        first = raw.lines[0].text
        reader = next((_READERS[s] for s in STARTERS if first.startswith(s)), PassReader)
        while True:
            try:
                return reader(raw).read()
            except UserShaderError as error:
                offset = self._line_starts[error.line - 1] + error.column - 1
                at = next(
                    (i for i, line in enumerate(raw.lines)
                     if line.start - len(MARK) <= offset <= line.end), None,
                )  # fmt: skip
                self.errors.append((_error_code(reader, raw, at), error))
                left = [line for i, line in enumerate(raw.lines) if i != at]
                required = at is None or (at == 0 and reader is not PassReader)
                if required or not left or len(self.errors) >= ERROR_LIMIT:
                    return None
                raw = RawBlock(tuple(left), raw.body)


def _error_code(reader: type[BlockReader], raw: RawBlock, at: int | None) -> str:
    """Return ``bad-`` and the directive in lower case, ``bad-data`` for a body."""
    if at is None:
        return "bad-data"
    text = raw.lines[at].text
    keyword = next((k for k in reader.directives if text.startswith(k)), None)
    return f"bad-{keyword.lower()}" if keyword else "unknown-directive"
