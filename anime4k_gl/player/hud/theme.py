"""The panels' theme: quiet and dark, with sizes that follow the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imgui_bundle
from imgui_bundle import imgui

FONT = 17.0
"""Text height at a scale of 1, in pixels."""

SMALL = 14.5
"""That of notes and headings."""

DESIGNED_FOR = 1080
"""The window's height that the sizes are meant for; they grow and shrink with it."""

LEAST_SCALE = 0.88
"""Below this text is not legible, so panels take a larger share of smaller windows."""

Colour = tuple[float, float, float, float]

TEXT: Colour = (0.90, 0.91, 0.93, 1.0)
DIM: Colour = (0.60, 0.63, 0.68, 1.0)
FAINT: Colour = (1.0, 1.0, 1.0, 0.08)
ACCENT: Colour = (0.38, 0.66, 0.94, 1.0)
GOOD: Colour = (0.51, 0.79, 0.58, 1.0)
WARN: Colour = (0.93, 0.74, 0.38, 1.0)
BAD: Colour = (0.95, 0.48, 0.45, 1.0)
PANEL: Colour = (0.075, 0.082, 0.098, 0.95)
FIELD: Colour = (0.155, 0.170, 0.200, 1.0)


@dataclass(frozen=True)
class Fonts:
    """The two faces; sizes are chosen where they are used."""

    text: Any
    mono: Any


def scale_for(height: int, content_scale: float) -> float:
    """Return the scale of everything.

    Parameters
    ----------
    height : the window's, in framebuffer pixels
    content_scale : the screen's, 1 for about 96 dots an inch
    """
    return max(LEAST_SCALE, height / DESIGNED_FOR, LEAST_SCALE * content_scale)


def load_fonts() -> Fonts:
    """Load the faces that come with imgui-bundle; ImGui's own where they do not."""
    fonts = imgui.get_io().fonts
    folder = Path(imgui_bundle.__file__).parent / "assets" / "fonts"
    loaded = []
    for name in ("Roboto/Roboto-Regular.ttf", "Inconsolata-Medium.ttf"):
        path = folder / name
        if path.is_file():
            loaded.append(fonts.add_font_from_file_ttf(str(path), FONT))
        else:
            loaded.append(fonts.add_font_default_vector())
    return Fonts(*loaded)


def apply(scale: float) -> None:
    """Give ImGui the theme at a scale.

    Whole pixels: ImGui rounds windows' sizes, and would scroll for the part of one that is left.
    """
    style = imgui.get_style()
    style.font_size_base = FONT
    style.font_scale_dpi = scale
    style.disabled_alpha = 0.4
    style.hover_delay_normal = 0.25
    for name, size in _SIZES.items():
        if isinstance(size, tuple):
            setattr(style, name, imgui.ImVec2(*(float(round(s * scale)) for s in size)))
        else:
            setattr(style, name, float(round(size * scale)))
    for name, colour in _COLOURS.items():
        style.set_color_(getattr(imgui.Col_, name), imgui.ImVec4(*colour))


def u32(colour: Colour, alpha: float = 1.0) -> int:
    """Return a colour as draw lists take it."""
    return int(imgui.color_convert_float4_to_u32((*colour[:3], colour[3] * alpha)))


@contextmanager
def coloured(colour: Colour) -> Iterator[None]:
    """Write text in a colour."""
    imgui.push_style_color(imgui.Col_.text, colour)
    try:
        yield
    finally:
        imgui.pop_style_color()


@contextmanager
def font(face: Any, size: float) -> Iterator[None]:
    """Write text in a face, at a size for a scale of 1."""
    imgui.push_font(face, size)
    try:
        yield
    finally:
        imgui.pop_font()


_SIZES: dict[str, float | tuple[float, float]] = {
    "window_padding": (16, 14),
    "window_min_size": (32, 32),
    "frame_padding": (9, 4),
    "item_spacing": (8, 6),
    "item_inner_spacing": (8, 4),
    "cell_padding": (4, 2),
    "window_rounding": 8,
    "child_rounding": 4,
    "frame_rounding": 4,
    "grab_rounding": 4,
    "popup_rounding": 6,
    "scrollbar_rounding": 5,
    "window_border_size": 1,
    "popup_border_size": 1,
    "frame_border_size": 0,
    "child_border_size": 0,
    "grab_min_size": 10,
    "scrollbar_size": 10,
    "indent_spacing": 16,
}

_COLOURS: dict[str, Colour] = {
    "text": TEXT,
    "text_disabled": DIM,
    "window_bg": PANEL,
    "popup_bg": (*PANEL[:3], 0.98),
    "border": FAINT,
    "frame_bg": FIELD,
    "frame_bg_hovered": (0.195, 0.215, 0.255, 1.0),
    "frame_bg_active": (0.215, 0.240, 0.290, 1.0),
    "button": FIELD,
    "button_hovered": (0.21, 0.24, 0.30, 1.0),
    "button_active": (0.25, 0.30, 0.39, 1.0),
    "header": (0.19, 0.23, 0.30, 1.0),
    "header_hovered": (0.22, 0.27, 0.36, 1.0),
    "header_active": (0.25, 0.31, 0.42, 1.0),
    "slider_grab": (0.38, 0.66, 0.94, 0.85),
    "slider_grab_active": ACCENT,
    "check_mark": ACCENT,
    "separator": FAINT,
    "scrollbar_bg": (0.0, 0.0, 0.0, 0.0),
    "scrollbar_grab": (1.0, 1.0, 1.0, 0.14),
    "scrollbar_grab_hovered": (1.0, 1.0, 1.0, 0.22),
    "scrollbar_grab_active": (1.0, 1.0, 1.0, 0.30),
    "text_selected_bg": (0.38, 0.66, 0.94, 0.35),
    "nav_cursor": (0.0, 0.0, 0.0, 0.0),
}
