"""The profiler panel: frame times against their budget, times per pass, passes that do not run."""

from __future__ import annotations

from typing import Any

from imgui_bundle import imgui

from . import theme
from .model import HudModel, Profile
from .page import Page

WIDTH = 420
"""The panel's width for a scale of 1."""

GRAPH_HEIGHT = 96
"""The rolling graph's height for a scale of 1."""


def draw(
    page: Page, model: HudModel, *, left: float, top: float, width: float, most: float
) -> None:
    """Draw the panel with its top left corner there, at most `most` pixels high."""
    profile = model.profile
    with page.panel("Profiler", left=left, top=top, width=width, most_height=most):
        _head(page, profile)
        page.gap(2)
        _graph(page, profile)
        page.gap(2)
        _counts(page, profile)
        if profile.bars:
            imgui.separator()
            page.gap(2)
            _bars(page, profile)
        if profile.idle:
            page.gap(4)
            imgui.separator()
            page.gap(2)
            page.note("Not run")
            for name, reason in profile.idle:
                with theme.font(page.fonts.text, theme.SMALL):
                    imgui.text_unformatted(_short(name, imgui.get_content_region_avail().x))
                page.note(reason)


def _head(page: Page, profile: Profile) -> None:
    page.heading("Profiler")
    total = profile.total
    if total is not None:
        text = f"{total:.2f} ms"
        imgui.same_line()
        with theme.font(page.fonts.text, theme.FONT * 1.12):
            _right(text)
            over = profile.budget is not None and total > profile.budget
            with theme.coloured(theme.BAD if over else theme.TEXT):
                imgui.text_unformatted(text)
    if profile.title:
        page.note(profile.title)


def _graph(page: Page, profile: Profile) -> None:
    corner, width = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
    height = page.px(GRAPH_HEIGHT)
    imgui.dummy((width, height))
    page.mark("graph")
    lines, top = imgui.get_window_draw_list(), profile.top
    left, bottom = corner.x, corner.y + height

    def y(milliseconds: float) -> float:
        return bottom - min(milliseconds / top, 1.0) * height

    lines.add_rect_filled(
        (left, corner.y), (left + width, bottom), theme.u32((0, 0, 0, 0.35)), page.px(4)
    )
    frames = list(profile.frames)
    step = width / (profile.frames.maxlen or 1)
    start = left + width - step * len(frames)
    for index, milliseconds in enumerate(frames):
        over = profile.budget is not None and milliseconds > profile.budget
        x = start + index * step
        colour = theme.u32(theme.BAD if over else theme.ACCENT, 0.85)
        lines.add_rect_filled((x, y(milliseconds)), (x + max(step - 0.4, 0.6), bottom), colour)
    with theme.font(page.fonts.text, theme.SMALL * 0.92):
        _note_at(lines, page, (left + page.px(6), corner.y + page.px(3)), f"{top:g} ms", theme.DIM)
        if profile.budget is not None and profile.budget <= top:
            level = y(profile.budget)
            colour = theme.u32(theme.WARN, 0.9)
            lines.add_line((left, level), (left + width, level), colour, page.px(1))
            text = f"{profile.budget:.1f} ms a frame"
            size = imgui.calc_text_size(text)
            above = level - size.y - page.px(1)
            under = level + page.px(1)
            at = (
                left + width - size.x - page.px(6),
                above if above > corner.y else under,
            )
            _note_at(lines, page, at, text, theme.WARN)


def _note_at(
    lines: Any, page: Page, at: tuple[float, float], text: str, colour: theme.Colour
) -> None:
    """Write on the graph, on a ground that keeps it legible over the frames' columns."""
    size, pad = imgui.calc_text_size(text), page.px(3)
    lines.add_rect_filled(
        (at[0] - pad, at[1]), (at[0] + size.x + pad, at[1] + size.y), theme.u32((0, 0, 0, 0.55)),
        page.px(3),
    )  # fmt: skip
    lines.add_text(at, theme.u32(colour), text)


def _counts(page: Page, profile: Profile) -> None:
    parts = [f"{profile.fps:.1f} fps", f"{profile.dropped} dropped", f"{profile.late} late"]
    bad = profile.dropped > 0
    with theme.font(page.fonts.text, theme.SMALL):
        for index, part in enumerate(parts):
            if index:
                imgui.same_line(0, page.px(18))
            with theme.coloured(theme.WARN if bad and index == 1 else theme.DIM):
                imgui.text_unformatted(part)
    if profile.governor:
        page.note(f"governor: {profile.governor}", theme.WARN)


def _bars(page: Page, profile: Profile) -> None:
    """Draw a bar per pass, the slowest one of full width."""
    longest = max((ms or 0.0 for _, ms in profile.bars), default=0.0) or 1.0
    numbers = imgui.calc_text_size("000.00 ms").x
    lines = imgui.get_window_draw_list()
    for index, (name, milliseconds) in enumerate(profile.bars):
        with theme.font(page.fonts.text, theme.SMALL):
            corner, width = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
            height = imgui.get_text_line_height() + page.px(5)
            room = width - numbers - page.px(8)
            share = (milliseconds or 0.0) / longest
            low, high = (corner.x, corner.y), (corner.x + width - numbers, corner.y + height)
            lines.add_rect_filled(low, high, theme.u32(theme.FAINT, 0.6), page.px(3))
            if share > 0:
                end = (corner.x + max(share * (width - numbers), page.px(3)), corner.y + height)
                lines.add_rect_filled(low, end, theme.u32(theme.ACCENT, 0.42), page.px(3))
            text_top = corner.y + page.px(2.5)
            lines.add_text(
                (corner.x + page.px(7), text_top), theme.u32(theme.TEXT),
                _short(name, room - page.px(4)),
            )  # fmt: skip
            text = "-" if milliseconds is None else f"{milliseconds:.2f} ms"
            at = corner.x + width - imgui.calc_text_size(text).x
            lines.add_text((at, text_top), theme.u32(theme.TEXT if share else theme.DIM), text)
            imgui.dummy((width, height - page.px(3)))
            page.mark(f"bar {index}")
            page.places[f"bar {index} filled"] = (*low, share * (width - numbers), height)


def _right(text: str) -> None:
    """Have text end at the panel's edge."""
    room = imgui.get_cursor_pos_x() + imgui.get_content_region_avail().x
    imgui.set_cursor_pos_x(room - imgui.calc_text_size(text).x)


def _short(text: str, width: float) -> str:
    """Return text, its end replaced by dots where it is too wide."""
    if imgui.calc_text_size(text).x <= width:
        return text
    while text and imgui.calc_text_size(text + "...").x > width:
        text = text[:-1]
    return text.rstrip() + "..."
