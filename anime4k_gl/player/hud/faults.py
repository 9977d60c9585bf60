"""The panel of shader errors: place, message, and the line with the error marked."""

from __future__ import annotations

from imgui_bundle import imgui

from . import theme
from .model import HudModel, ShownError
from .page import Page

WIDTH = 980
"""The panel's width for a scale of 1, at most."""

SHOWN = 3
"""Errors shown at most; the number of others follows."""

MONO = 17.0
"""Height of the excerpt's text for a scale of 1."""


def draw(page: Page, model: HudModel, *, bottom: float) -> float:
    """Draw the panel with its lower edge there; return its height, 0 where there are no errors."""
    errors = model.errors
    if not errors:
        return 0.0
    width = min(page.px(WIDTH), page.width - 2 * page.margin)
    # As high as it was in the last frame; ImGui sizes windows after they were filled.
    height = _height(page, errors, width)
    left = (page.width - width) / 2
    with page.panel("Faults", left=left, top=bottom - height, width=width, most_height=height):
        for index, error in enumerate(errors[:SHOWN]):
            if index:
                imgui.separator()
            _error(page, error, index)
        if len(errors) > SHOWN:
            page.note(f"and {len(errors) - SHOWN} more")
        page.note("The last version that worked keeps running until this is fixed.")
    return height


def _height(page: Page, errors: object, width: float) -> float:
    """Return the panel's height: as many lines as there are at most."""
    assert isinstance(errors, list | tuple)
    style, inner = imgui.get_style(), width - 2 * imgui.get_style().window_padding.x
    gap = style.item_spacing.y
    total = 2 * style.window_padding.y
    for index, error in enumerate(errors[:SHOWN]):
        total += style.separator_size + gap if index else 0
        with theme.font(page.fonts.mono, MONO):
            line = imgui.get_text_line_height()
            total += line + gap  # the place
            total += 2 * line + 2 * gap if error.excerpt else 0
        with theme.font(page.fonts.text, theme.FONT):
            total += imgui.calc_text_size(error.message, wrap_width=inner).y + gap
    with theme.font(page.fonts.text, theme.SMALL):
        total += imgui.get_text_line_height() * (1 + (len(errors) > SHOWN))
        total += gap * (len(errors) > SHOWN)
    return total + page.px(4)


def _error(page: Page, error: ShownError, index: int) -> None:
    with theme.font(page.fonts.mono, MONO), theme.coloured(theme.BAD):
        imgui.text_unformatted(_start_cut(error.place, imgui.get_content_region_avail().x))
    page.mark(f"error {index}")
    imgui.push_text_wrap_pos(0.0)
    imgui.text_unformatted(error.message)
    imgui.pop_text_wrap_pos()
    if not error.excerpt:
        return
    with theme.font(page.fonts.mono, MONO):
        cell = imgui.calc_text_size("0").x
        room = max(8, int(imgui.get_content_region_avail().x / cell) - 2)
        text, before, marked = error.window(room)
        with theme.coloured(theme.DIM):
            imgui.text_unformatted(f"  {text}")
        with theme.coloured(theme.BAD):
            imgui.text_unformatted(f"  {' ' * before}{'^' * marked}")
        page.mark(f"caret {index}")


def _start_cut(place: str, width: float) -> str:
    """Return a place, its start replaced by dots where it is too wide: the end says more."""
    if imgui.calc_text_size(place).x <= width:
        return place
    while place and imgui.calc_text_size("..." + place).x > width:
        place = place[1:]
    return "..." + place
