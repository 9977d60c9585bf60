"""The painter of the bar for the mouse: boxes, icons, words and the picture of a place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...formats import Size
from ..geometry import Rect, contains, overlaps
from ..text.label import cut_text, draw_label, label_height
from .icons import draw_box, draw_disc, draw_icon, draw_switch
from .layout import BarLayout, BarPart
from .mouse_bar import BarView
from .sprites import Colour, OverlayCanvas, Sprites
from .state import BarState
from .timeline import PLAYED, TimelinePainter, draw_groove, edge_of

_BOX_ALPHA = 195  # of 255: a little darker than other texts' boxes, for what is dim in it
_POPUP_ALPHA = 215  # what is small and on its own has to stand out more

_HOVER: Colour = (0.2, 0.2, 0.2, 0.2)
_CHOSEN: Colour = PLAYED
_DIM = 0.74  # of white: what is off, and what is only told

_ICON_SHARE = 0.62  # of a button's side

_ICONS = {BarPart.PREVIOUS: "previous", BarPart.NEXT: "next", BarPart.AUDIO: "audio",
          BarPart.SUBTITLES: "subtitles"}  # fmt: skip


class BarPainter:
    """Draws the bar as a view says. What it draws with is kept until something changes.

    Parameters
    ----------
    canvas : draws into the window
    """

    def __init__(self, canvas: OverlayCanvas) -> None:
        self._canvas = canvas
        self._sprites = Sprites(canvas)
        self._timeline = TimelinePainter(canvas)

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._sprites.release()
        self._timeline.release()

    def draw(self, view: BarView, window: Size) -> None:
        """Draw it over what is there."""
        layout = view.layout
        self._box("panel", layout.panel, layout.font_px, _BOX_ALPHA)
        self._seek_bar(view, window)
        for part, place in layout.parts.items():
            if part is view.hover and part not in (BarPart.SEEK, BarPart.VOLUME, BarPart.LENGTH):
                self._canvas.fill(place, _HOVER)
            self._part(part, place, view)
        if layout.slider is not None:
            self._slider(layout.slider, view.state, window)
        if view.popup is not None:
            self._popup(view)
        if view.menu_places is not None:
            self._menu(view)

    def _seek_bar(self, view: BarView, window: Size) -> None:
        layout = view.layout
        timeline = view.state.timeline
        self._timeline.draw(timeline, layout.track, window, at=view.share)
        if view.share is None or not view.state.seekable:
            return
        pointed = view.hover is BarPart.SEEK
        side = round(layout.font_px * (0.95 if pointed else 0.75))
        disc = self._sprites.get("handle", side, lambda: draw_disc(side))
        x = layout.track.x + round(view.share * layout.track.width)
        self._canvas.text(disc, x - side // 2, layout.track.y + (layout.track.height - side) // 2)

    def _slider(self, place: Rect, state: BarState, window: Size) -> None:
        inner = draw_groove(self._canvas, place, edge_of(window))
        filled = round(inner.width * min(1.0, state.volume / 100))
        if filled:
            colour = (0.42, 0.42, 0.42, 1.0) if state.muted else (0.9, 0.9, 0.9, 1.0)
            self._canvas.fill(Rect(inner.x, inner.y, filled, inner.height), colour)

    def _part(self, part: BarPart, place: Rect, view: BarView) -> None:
        state, layout = view.state, view.layout
        if part in (BarPart.ELAPSED, BarPart.LENGTH, BarPart.TITLE):
            light = _DIM if part is BarPart.TITLE else 1.0
            self._word(part.value, layout.words[part], place, layout, light)
        elif part is BarPart.SWITCH:
            self._switch(place, layout, state)
        elif part is BarPart.LOOK:
            light = 1.0 if state.effect else _DIM
            self._word(part.value, layout.words[part], place, layout, light)
        elif part in _ICONS or part in (BarPart.PLAY, BarPart.MUTE, BarPart.FULLSCREEN):
            self._button(part, place, view)

    def _button(self, part: BarPart, place: Rect, view: BarView) -> None:
        state, layout = view.state, view.layout
        name = _ICONS.get(part) or _icon(part, state)
        off = (part is BarPart.AUDIO and state.audio.current is None) or (
            part is BarPart.SUBTITLES and state.subtitles.current is None
        )
        light = _DIM if off else 1.0
        square = min(place.height, place.width)
        side = max(8, round(square * _ICON_SHARE))
        icon = self._sprites.get(
            f"icon {part.value}", (name, side, light), lambda: draw_icon(name, side, light=light)
        )
        inset = (place.height - side) // 2
        self._canvas.text(icon, place.x + (square - side) // 2, place.y + inset)
        word = layout.words.get(part)
        if word:
            beside = Rect(place.x + square, place.y, place.width - square, place.height)
            self._word(f"word {part.value}", word, beside, layout, light)

    def _switch(self, place: Rect, layout: BarLayout, state: BarState) -> None:
        width, height = round(layout.font_px * 1.9), round(layout.font_px * 1.0)
        colour = PLAYED[:3] if state.effect else None
        switch = self._sprites.get(
            "switch", (width, height, colour), lambda: draw_switch(width, height, colour)
        )
        self._canvas.text(
            switch, place.x + (place.width - width) // 2, place.y + (place.height - height) // 2
        )

    def _popup(self, view: BarView) -> None:
        popup, font = view.popup, view.layout.font_px
        assert popup is not None
        self._box("popup", popup.box, font, _POPUP_ALPHA)
        if popup.picture is not None:
            self._canvas.fill(popup.picture, (0.1, 0.1, 0.1, 1.0))
            pixels = view.preview
            if pixels is not None:
                texture = self._sprites.get("preview", id(pixels), lambda: pixels)
                height, width = pixels.shape[:2]
                self._canvas.text(
                    texture, popup.picture.x + (popup.picture.width - width) // 2,
                    popup.picture.y + (popup.picture.height - height) // 2,
                )  # fmt: skip
        for number, (text, x, y) in enumerate(popup.lines):
            light = 1.0 if number == 0 else 0.85
            self._label(f"popup {number}", text, font, light, x, y)

    def _menu(self, view: BarView) -> None:
        menu, places, font = view.menu, view.menu_places, view.layout.font_px
        assert menu is not None and places is not None
        self._box("menu", places.box, font, _POPUP_ALPHA)
        entries, chosen = menu.entries(view.state), menu.chosen(view.state)
        for row, place in enumerate(places.rows):
            number = menu.first + row
            if view.mouse is not None and contains(place, view.mouse):
                self._canvas.fill(place, _HOVER)
            mark = round(font * 0.4)
            if number == chosen:
                left = place.x + round(font * 0.45)
                top = place.y + (place.height - mark) // 2
                self._canvas.fill(Rect(left, top, mark, mark), _CHOSEN)
            text = place.x + round(font * 1.3)
            room = max(1, place.x + place.width - text - round(font * 0.4))
            light = 1.0 if number == chosen else 0.85
            self._word(
                f"menu {row}", entries[number], Rect(text, place.y, room, place.height),
                view.layout, light,
            )  # fmt: skip
        self._more(menu.first, len(entries), places.box, places.rows, font)

    def _more(
        self, first: int, count: int, box: Rect, rows: tuple[Rect, ...], font: int
    ) -> None:  # fmt: skip
        """Draw what part of the entries is seen, where that is not all."""
        if len(rows) >= count:
            return
        top, height = rows[0].y, len(rows) * rows[0].height
        thin = max(2, round(font * 0.15))
        start, tall = height * first // count, max(thin, height * len(rows) // count)
        left = box.x + box.width - 2 * thin
        self._canvas.fill(Rect(left, top + start, thin, tall), (0.5, 0.5, 0.5, 0.8))

    # Pieces.

    def _box(self, slot: str, place: Rect, font: int, alpha: int) -> None:
        texture = self._sprites.get(
            slot, (place.size, alpha),
            lambda: draw_box(place.width, place.height, font * 0.3, alpha=alpha),
        )  # fmt: skip
        self._canvas.text(texture, place.x, place.y)

    def _word(self, slot: str, text: str, place: Rect, layout: BarLayout, light: float) -> None:
        font = layout.font_px
        shown = cut_text(text, font, place.width)
        if shown:
            y = place.y + (place.height - label_height(font)) // 2
            self._label(slot, shown, font, light, place.x, y)

    def _label(self, slot: str, text: str, font: int, light: float, x: int, y: int) -> None:
        texture: Any = self._sprites.get(
            f"label {slot}", (text, font, light), lambda: draw_label(text, font, light=light)
        )
        self._canvas.text(texture, x, y)


def _icon(part: BarPart, state: BarState) -> str:
    if part is BarPart.PLAY:
        return "play" if state.paused else "pause"
    if part is BarPart.FULLSCREEN:
        return "window" if state.fullscreen else "fullscreen"
    if state.muted or state.volume == 0:
        return "muted"
    return "loud" if state.volume >= 50 else "quiet"


def lifted(places: list[Rect], covered: list[Rect], window: Size) -> list[int]:
    """Return by how many pixels each of some subtitles moves up, so that the bar covers none.

    All in the lower half move alike, so that they stay apart. What is too high for the room above
    the bar moves as far as there is room.

    Parameters
    ----------
    places : of the subtitles
    covered : what the bar covers, itself first
    """
    ups = [0] * len(places)
    for box in covered:
        now = [replace(place, y=place.y - up) for place, up in zip(places, ups, strict=True)]
        hidden = [place for place in now if overlaps(place, [box])]
        if not hidden:
            continue
        by = max(place.y + place.height for place in hidden) - box.y
        for number, place in enumerate(places):
            if place.y + place.height > window.height // 2:
                ups[number] = min(ups[number] + by, max(0, place.y))
    return ups
