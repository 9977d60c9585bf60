"""The view of a comparison: pictures, divider, names and loupe in the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...formats import Size
from ..comparison.layout import (
    Pane,
    divider_x,
    halves,
    pane_at,
    split_panes,
    texel_at,
    whole_pane,
)
from ..comparison.model import Comparison, Mode
from ..geometry import Rect, visible_part
from ..picture.renderer_pool import RenderedFrame
from ..text.layout import PAGE_SHARE, draw_handle, font_height
from .labels import Label, place_labels
from .loupe import Loupe
from .overlay import TextBlock, margin_of
from .presenter import Presenter

_HANDLE_SHARE = 1 / 24  # of the window's height: the divider's handle

_WHITE = (1.0, 1.0, 1.0, 1.0)
_SHADE = (0.0, 0.0, 0.0, 0.6)
_PANEL = (0.06, 0.06, 0.06, 1.0)

_TEXT_ROOM = 2.3  # a line of text with the box around it, of the font's height


def panes(comparison: Comparison, window: Size, place: Rect) -> tuple[Pane, ...]:
    """Return where the profiles are seen that `Comparison.visible` names.

    Parameters
    ----------
    window : the framebuffer's size
    place : the whole picture, which may reach beyond the window
    """
    match comparison.mode:
        case Mode.SPLIT:
            return split_panes(window, place, comparison.divider)
        case Mode.SIDE_BY_SIDE:
            return halves(window, place, comparison.pan)
        case Mode.BLINK if comparison.loupe and comparison.second:
            return (whole_pane(1, place, window),)
        case _:
            return (whole_pane(0, place, window),)


class ComparisonView:
    """Draws by a presenter: first the pictures, then, over what else there is, the names.

    Also where nothing is compared: then the one picture, with the loupe if that is on.
    """

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._blocks: dict[str, TextBlock] = {}
        self._handle: Any = None
        self._handle_place: Rect | None = None

    def draw(
        self,
        comparison: Comparison,
        rendered: RenderedFrame,
        window: Size,
        place: Rect,
        rotation: int,
    ) -> None:
        """Draw the pictures and what divides them.

        Parameters
        ----------
        rendered : what `RendererPool.render` made for `Comparison.visible`
        window : the framebuffer's size
        place : the whole picture, which may reach beyond the window
        rotation : by how many degrees clockwise it is turned to be upright
        """
        self._handle_place = None
        exact = comparison.view is not None
        if comparison.mode is Mode.DIFFERENCE and len(rendered.textures) == 2:
            self._presenter.difference(*rendered.textures, place, rotation, gain=comparison.gain)
            return
        for pane in panes(comparison, window, place):
            # While the mode changes, what was rendered may still be for the one before.
            texture = rendered.textures[min(pane.profile, len(rendered.textures) - 1)]
            self._presenter.picture(texture, pane.place, rotation, clip=pane.clip, exact=exact)
        if comparison.mode is Mode.SPLIT:
            seen = visible_part(place, window)
            self._draw_divider(divider_x(seen, comparison.divider), seen, window)
        elif comparison.mode is Mode.SIDE_BY_SIDE:
            self._draw_line(window.width // 2, 0, window.height, window)
            if comparison.loupe and comparison.mouse is not None:
                self._mark_other_half(comparison, window, place)

    def draw_labels(
        self,
        comparison: Comparison,
        rendered: RenderedFrame,
        window: Size,
        place: Rect,
        rotation: int,
        occupied: Sequence[Rect] = (),
    ) -> tuple[Rect, ...]:
        """Draw the names and the loupe; return where they are.

        Parameters
        ----------
        occupied : what stands over the picture already, and is not to be covered
        """
        taken = list(occupied)
        loupe = self._place_loupe(comparison, rendered, window, place, rotation, taken)
        if loupe is not None:
            taken.append(loupe.panel)
        places = self._draw_names(comparison, rendered, window, place, taken)
        if loupe is not None:
            self._draw_loupe(loupe, comparison, rendered, window, place, rotation)
            places.append(loupe.panel)
        return tuple(places)

    def release(self) -> None:
        """Free everything. May be called twice."""
        for block in self._blocks.values():
            block.release()
        self._blocks.clear()
        if self._handle is not None:
            self._handle.release()
        self._handle = None

    # What divides.

    def _draw_divider(self, x: int, place: Rect, window: Size) -> None:
        self._draw_line(x, place.y, place.height, window)
        diameter = max(16, round(window.height * _HANDLE_SHARE))
        if self._handle is None or self._handle.height != diameter:
            if self._handle is not None:
                self._handle.release()
            self._handle = self._presenter.texture(draw_handle(diameter))
        middle = place.y + place.height // 2
        self._handle_place = Rect(x - diameter // 2, middle - diameter // 2, diameter, diameter)
        self._presenter.text(self._handle, self._handle_place.x, self._handle_place.y)

    def _draw_line(self, x: int, y: int, height: int, window: Size) -> None:
        """Draw a white line with a shade to each side, so that it is seen on any picture."""
        half = max(1, round(window.height / 1080))
        self._presenter.fill(Rect(x - 2 * half, y, 4 * half, height), _SHADE)
        self._presenter.fill(Rect(x - half, y, 2 * half, height), _WHITE)

    def _mark_other_half(self, comparison: Comparison, window: Size, place: Rect) -> None:
        """Draw a cross at the same spot of the picture as the mouse's, in the half it is not in."""
        assert comparison.mouse is not None
        both = panes(comparison, window, place)
        here = pane_at(comparison.mouse, both)
        if here is None:
            return
        there = both[1 - here.profile]
        x = int(comparison.mouse[0]) - here.place.x + there.place.x
        y = int(comparison.mouse[1]) - here.place.y + there.place.y
        thin = max(1, round(window.height / 1080))
        arm = 8 * thin
        for grow, colour in ((thin, _SHADE), (0, _WHITE)):
            for wide, tall in ((arm, thin), (thin, arm)):
                size = (2 * (wide + grow), 2 * (tall + grow))
                self._presenter.fill(Rect(x - wide - grow, y - tall - grow, *size), colour)

    # Names.

    def _draw_names(
        self,
        comparison: Comparison,
        rendered: RenderedFrame,
        window: Size,
        place: Rect,
        taken: list[Rect],
    ) -> list[Rect]:
        labels, textures = [], []
        for index, (text, region, align) in enumerate(
            self._names(comparison, rendered, window, place)
        ):
            region = Rect(
                region.x, max(0, region.y), region.width, min(region.height, window.height)
            )
            limit = Size(max(1, region.width), max(1, window.height // 4))
            font = font_height(window.height, PAGE_SHARE)
            texture = self._block(f"name {index}").texture((text,), font, limit)
            labels.append(Label(region, Size(*texture.size), align))
            textures.append(texture)
        if self._handle_place is not None:
            taken = [*taken, self._handle_place]
        places = place_labels(labels, taken, margin_of(window))
        for texture, rect in zip(textures, places, strict=True):
            if rect is not None:
                self._presenter.text(texture, rect.x, rect.y)
        return [rect for rect in places if rect is not None]

    def _names(
        self, comparison: Comparison, rendered: RenderedFrame, window: Size, place: Rect
    ) -> list[tuple[str, Rect, int]]:
        """Return what is written, in which part of the window, and on which side of that."""
        if comparison.mode is Mode.DIFFERENCE and len(rendered.names) == 2:
            before, after = rendered.names
            return [
                (
                    f"difference x {comparison.gain:g}: {before} | {after}",
                    visible_part(place, window),
                    0,
                )
            ]
        shown = [
            (pane, rendered.names[min(pane.profile, len(rendered.names) - 1)])
            for pane in panes(comparison, window, place)
        ]
        if len(shown) == 2:  # each on its side of what divides them
            return [(name, pane.clip, 1 - 2 * index) for index, (pane, name) in enumerate(shown)]
        ((pane, name),) = shown
        return [(name, pane.clip, 0)] if comparison.on or comparison.view is not None else []

    # The loupe.

    def _place_loupe(
        self,
        comparison: Comparison,
        rendered: RenderedFrame,
        window: Size,
        place: Rect,
        rotation: int,
        taken: Sequence[Rect],
    ) -> Loupe | None:
        if not comparison.loupe or comparison.mouse is None:
            return None
        if self._centre(comparison, rendered.textures[0], window, place, rotation) is None:
            return None
        font = font_height(window.height, PAGE_SHARE)
        return Loupe.at(
            comparison.mouse,
            window,
            zoom=comparison.zoom,
            count=len(rendered.textures),
            line=round(font * _TEXT_ROOM),
            occupied=taken,
        )

    def _centre(
        self, comparison: Comparison, texture: Any, window: Size, place: Rect, rotation: int
    ) -> tuple[int, int] | None:
        """Return the texel under the mouse, which is the same in all pictures of one size."""
        assert comparison.mouse is not None
        pane = pane_at(comparison.mouse, panes(comparison, window, place))
        if pane is None:
            return None
        return texel_at(comparison.mouse, pane.place, rotation, Size(*texture.size))

    def _draw_loupe(
        self,
        loupe: Loupe,
        comparison: Comparison,
        rendered: RenderedFrame,
        window: Size,
        place: Rect,
        rotation: int,
    ) -> None:
        presenter = self._presenter
        presenter.fill(loupe.panel, _PANEL)
        font = font_height(window.height, PAGE_SHARE)
        for index, (texture, name) in enumerate(
            zip(rendered.textures, rendered.names, strict=True)
        ):
            centre = self._centre(comparison, texture, window, place, rotation)
            if centre is None:
                continue
            presenter.loupe(texture, loupe.boxes[index], centre, rotation, zoom=comparison.zoom)
            values = value_text(presenter.texel(texture, centre), texture.dtype)
            for text, room, key in (
                (name, loupe.heads[index], "head"),
                (values, loupe.feet[index], "foot"),
            ):
                block = self._block(f"{key} {index}")
                text_texture = block.texture((text,), font, room.size, boxed=False)
                presenter.text(
                    text_texture,
                    room.x + (room.width - text_texture.width) // 2,
                    room.y + (room.height - text_texture.height) // 2,
                )

    def _block(self, key: str) -> TextBlock:
        if key not in self._blocks:
            self._blocks[key] = TextBlock(self._presenter)
        return self._blocks[key]


def value_text(channels: Sequence[float], dtype: str) -> str:
    """Return the red, green and blue of a texel for people.

    Parameters
    ----------
    channels : 0 to 1
    dtype : of the texture, as moderngl names it: where it has 8 bits, in their codes
    """
    values = channels[:3]
    texts = [f"{round(255 * v)}" if dtype == "f1" else f"{v:.3f}" for v in values]
    return "   ".join(f"{name} {text}" for name, text in zip("RGB", texts, strict=True))
