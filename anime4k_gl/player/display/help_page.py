"""The list of keys: blocks of lines in columns, as large as the window allows."""

from __future__ import annotations

from collections.abc import Sequence

from ...formats import Size
from ..text.layout import PAGE_SHARE, Line, font_height, measure
from .overlay import TextBlock, margin_of
from .presenter import Presenter

_MOST_COLUMNS = 4

_MIN_FONT = 8


class HelpPage:
    """Blocks of lines side by side in the middle of the window, as large as there is room."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._blocks: list[TextBlock] = []
        self._key: object = None
        self._layout: tuple[list[tuple[Line, ...]], int] = ([], 0)

    def draw(self, blocks: Sequence[Sequence[Line]], window: Size) -> None:
        """Draw the blocks in columns."""
        margin = margin_of(window)
        key = (tuple(map(tuple, blocks)), window)
        if key != self._key:
            self._key, self._layout = key, lay_out(blocks, window)
        columns, font = self._layout
        while len(self._blocks) < len(columns):
            self._blocks.append(TextBlock(self._presenter))
        room = Size(max(1, window.width - 2 * margin), max(1, window.height - 2 * margin))
        textures = [
            block.texture(column, font, room, boxed=False)
            for block, column in zip(self._blocks, columns, strict=False)
        ]
        width = sum(texture.width for texture in textures) + margin * (len(textures) - 1)
        x = max(0, (window.width - width) // 2)
        y = max(0, (window.height - max(texture.height for texture in textures)) // 2)
        for texture in textures:
            self._presenter.text(texture, x, y)
            x += texture.width + margin

    def release(self) -> None:
        """Free everything. May be called twice."""
        for block in self._blocks:
            block.release()


def lay_out(blocks: Sequence[Sequence[Line]], window: Size) -> tuple[list[tuple[Line, ...]], int]:
    """Return blocks in columns, and the largest font in which all of them fit into a window.

    In as few columns as that font allows; a page's font is large enough.
    """
    margin = margin_of(window)
    best: tuple[list[tuple[Line, ...]], int] = (_in_columns(blocks, 1), 0)
    for count in range(1, min(_MOST_COLUMNS, len(blocks)) + 1):
        columns = _in_columns(blocks, count)
        room = Size(window.width - margin * (len(columns) + 1), window.height - 2 * margin)
        for font in range(font_height(window.height, PAGE_SHARE), max(best[1], _MIN_FONT - 1), -1):
            sizes = [measure(column, font) for column in columns]
            if sum(s.width for s in sizes) <= room.width and all(
                s.height <= room.height for s in sizes
            ):
                best = columns, font
                break
    return best if best[1] else (_in_columns(blocks, 2), _MIN_FONT)


def _in_columns(blocks: Sequence[Sequence[Line]], count: int) -> list[tuple[Line, ...]]:
    """Return blocks one below the other in some columns of about one length, kept whole."""
    total = sum(len(block) + 1 for block in blocks)
    columns: list[list[Line]] = [[]]
    for block in blocks:
        filled = len(columns[-1])
        if filled and len(columns) < count and filled + len(block) / 2 > total / count:
            columns.append([])
        if columns[-1]:
            columns[-1].append("")
        columns[-1] += block
    return [tuple(column) for column in columns]
