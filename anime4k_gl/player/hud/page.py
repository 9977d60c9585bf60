"""A page of panels: their places, the widgets' places, and the fonts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from imgui_bundle import imgui

from . import theme

Box = tuple[float, float, float, float]
"""Left, top, width and height in framebuffer pixels from the window's top left."""

_FLAGS = (
    imgui.WindowFlags_.no_title_bar
    | imgui.WindowFlags_.no_move
    | imgui.WindowFlags_.no_resize
    | imgui.WindowFlags_.no_saved_settings
    | imgui.WindowFlags_.no_collapse
    | imgui.WindowFlags_.no_nav
    | imgui.WindowFlags_.no_focus_on_appearing
)


@dataclass
class Page:
    """One frame of panels.

    Attributes
    ----------
    width, height : the window's, in framebuffer pixels
    scale : of everything
    fonts : the faces
    places : where widgets are, by name, for tests and scripts
    panels : where the panels are
    """

    width: float
    height: float
    scale: float
    fonts: theme.Fonts
    places: dict[str, Box] = field(default_factory=dict)
    panels: list[Box] = field(default_factory=list)

    @property
    def margin(self) -> float:
        """Between panels, and around them."""
        return self.px(14)

    def px(self, size: float) -> float:
        """Return a size for a scale of 1 in whole pixels, at least one."""
        return float(max(1, round(size * self.scale)))

    @contextmanager
    def panel(
        self, name: str, *, left: float, top: float, width: float, most_height: float
    ) -> Iterator[None]:
        """Draw a panel as high as what is in it, up to a limit beyond which it scrolls."""
        imgui.set_next_window_pos((left, top))
        imgui.set_next_window_size_constraints((width, 0), (width, max(most_height, 1.0)))
        imgui.begin(name, None, _FLAGS | imgui.WindowFlags_.always_auto_resize)
        try:
            yield
            where, size = imgui.get_window_pos(), imgui.get_window_size()
            self.panels.append((where.x, where.y, size.x, size.y))
        finally:
            imgui.end()

    def mark(self, name: str) -> None:
        """Remember where the widget is that was drawn last."""
        low, high = imgui.get_item_rect_min(), imgui.get_item_rect_max()
        self.places[name] = (low.x, low.y, high.x - low.x, high.y - low.y)

    def heading(self, text: str) -> None:
        """Write a panel's or a section's name."""
        with theme.font(self.fonts.text, theme.FONT * 1.12):
            imgui.text_unformatted(text)

    def note(self, text: str, colour: theme.Colour = theme.DIM) -> None:
        """Write small text, wrapped at the panel's edge."""
        with theme.font(self.fonts.text, theme.SMALL), theme.coloured(colour):
            imgui.push_text_wrap_pos(0.0)
            imgui.text_unformatted(text)
            imgui.pop_text_wrap_pos()

    def gap(self, size: float = 6) -> None:
        """Leave some room."""
        imgui.dummy((0, self.px(size)))

    def to_the_right(self, *labels: str) -> None:
        """Go on in the same line, so that buttons of these labels end at the panel's edge."""
        style = imgui.get_style()
        width = sum(imgui.calc_text_size(t).x + 2 * style.frame_padding.x for t in labels)
        width += style.item_spacing.x * (len(labels) - 1)
        imgui.same_line()
        right = imgui.get_cursor_pos_x() + imgui.get_content_region_avail().x
        imgui.set_cursor_pos_x(right - width)
