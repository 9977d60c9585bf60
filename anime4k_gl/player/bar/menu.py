"""The menu over a button of the bar: names to choose from, some at a time. No window here."""

from __future__ import annotations

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Point, Rect, contains
from ..text.label import label_height, text_width
from .layout import BarLayout, BarPart, margin_for
from .state import BarState, Choices

OFF = "off"
"""The entry for none of them."""

_MOST_WIDTH = 28  # in fonts
_MARK = 1.2  # in fonts: room for the mark of the chosen one


@dataclass
class Menu:
    """An open menu.

    Attributes
    ----------
    part : the button it belongs to
    first : the index of the first entry that is seen
    """

    part: BarPart
    first: int = 0

    def entries(self, state: BarState) -> tuple[str, ...]:
        """Return all entries."""
        if self.part is BarPart.LOOK:
            return state.looks.labels
        return (OFF, *self._choices(state).labels)

    def chosen(self, state: BarState) -> int:
        """Return the index of the entry that is chosen now."""
        if self.part is BarPart.LOOK:
            return state.looks.current if state.looks.current is not None else -1
        current = self._choices(state).current
        return 0 if current is None else current + 1

    def scroll(self, by: int, places: MenuPlaces, state: BarState) -> None:
        """Show entries further down, or up."""
        most = len(self.entries(state)) - len(places.rows)
        self.first = max(0, min(self.first + by, most))

    def _choices(self, state: BarState) -> Choices:
        return state.audio if self.part is BarPart.AUDIO else state.subtitles


@dataclass(frozen=True)
class MenuPlaces:
    """Where the entries that are seen are.

    Attributes
    ----------
    box : all of it
    rows : the entries' places, from `Menu.first` on
    """

    box: Rect
    rows: tuple[Rect, ...]

    @classmethod
    def at(cls, menu: Menu, state: BarState, layout: BarLayout, window: Size) -> MenuPlaces:
        """Return the places above the menu's button: as many entries as there is room for."""
        font, margin = layout.font_px, margin_for(window)
        entries, pad = menu.entries(state), round(font * 0.4)
        step = label_height(font) + pad // 2
        room = layout.panel.y - 2 * margin
        count = max(1, min(len(entries), (room - 2 * pad) // step))
        menu.first = max(0, min(menu.first, len(entries) - count))
        widest = max(text_width(entry, font) for entry in entries)
        width = min(
            round(widest + _MARK * font) + 2 * pad,
            _MOST_WIDTH * font,
            window.width - 2 * margin,
        )
        button = layout.parts.get(menu.part, layout.panel)
        left = button.x + button.width // 2 - width // 2
        left = max(margin, min(left, window.width - margin - width))
        height = count * step + 2 * pad
        box = Rect(left, layout.panel.y - margin - height, width, height)
        rows = tuple(Rect(left, box.y + pad + n * step, width, step) for n in range(count))
        return cls(box, rows)

    def row_at(self, point: Point) -> int | None:
        """Return which of the rows is at a point, from 0; None for none."""
        return next((n for n, row in enumerate(self.rows) if contains(row, point)), None)
