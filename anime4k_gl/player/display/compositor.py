"""What the window shows: the picture or two compared, subtitles, names, texts, panels; from below.

The order is fixed. Each layer is told where those before it are where it is not to cover them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...formats import Size
from ...gl.functions import GLFunctions
from ...gl.resources.surface import channel_bits
from ..comparison.model import Compare
from ..geometry import Rect
from ..picture.renderer_pool import Drawn
from ..subtitles.bitmaps import SubtitleImage
from ..text.layout import PAGE_SHARE, Line, font_height, measure
from ..window.glfw_window import Window
from .comparison_view import Comparison
from .overlay import Overlay, TextBlock, margin_of
from .presenter import Presenter
from .timeline import Timeline

if TYPE_CHECKING:
    from ..hud.hud import Hud


_DARK = (0.0, 0.0, 0.0, 0.78)
"""What lies over everything else while the list of keys is read."""

_MOST_COLUMNS = 4
_MIN_HELP_FONT = 8


@dataclass(frozen=True)
class Scene:
    """What is to be seen.

    Attributes
    ----------
    drawn : the pictures; None for nothing but texts
    place : the picture's rectangle, letterboxed
    rotation : degrees clockwise by which the pictures are to be turned
    compare : how they are compared
    subtitles : over the picture, from its rectangle's top left
    page : the lines of the stats page; empty for none
    help : blocks of lines, laid out in columns over a picture made dark; empty for none
    status, timeline : where we are, in case that is to be seen
    """

    drawn: Drawn | None
    place: Rect
    rotation: int
    compare: Compare
    subtitles: tuple[SubtitleImage, ...] = ()
    page: Sequence[Line] = ()
    help: Sequence[Sequence[Line]] = ()
    status: str = ""
    timeline: Timeline | None = None


class Screen:
    """Draws scenes into a window. A context manager that releases what that takes.

    Attributes
    ----------
    overlay : the texts, whose messages come and go by themselves
    hud : the panels, None until they are asked for
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.hud: Hud | None = None
        with ExitStack() as undo:
            bits = channel_bits(GLFunctions(window.context))
            self._presenter = Presenter(window.context, surface_bits=bits)
            undo.callback(self._presenter.release)
            self.overlay = Overlay(self._presenter)
            undo.callback(self.overlay.release)
            self._comparison = Comparison(self._presenter)
            undo.callback(self._comparison.release)
            self._subtitles = _Images(self._presenter)
            undo.callback(self._subtitles.release)
            self._help = _Columns(self._presenter)
            undo.callback(self._help.release)
            self._resources = undo.pop_all()

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._resources.close()

    def panels(self) -> Hud:
        """Return the panels, made at the first call.

        Raises
        ------
        OptionError : the extra that draws them is not installed
        """
        if self.hud is None:
            from ..hud import open_hud

            self.hud = open_hud(self._window.context)
            self._resources.callback(self.hud.release)
        return self.hud

    def compose(self, scene: Scene, now: float) -> None:
        """Draw the whole window anew, without showing it yet; `now` is a monotonic time (s)."""
        window = self._window.framebuffer_size
        self._presenter.begin(window)
        drawn, place = scene.drawn, scene.place
        if drawn is not None:
            self._comparison.draw(scene.compare, drawn, window, place, scene.rotation)
            self._subtitles.draw(scene.subtitles, place)
        panels = self._panel_places()
        if not scene.help:
            taken = self._draw_overlay(scene, window, now, panels)
            if drawn is not None:
                self._comparison.draw_labels(
                    scene.compare, drawn, window, place, scene.rotation, [*panels, *taken]
                )
        if self.hud is not None and self.hud.model.shown:
            self.hud.draw(window, now, content_scale=self._window.content_scale)
        if scene.help:
            self._presenter.fill(Rect(0, 0, *window), _DARK)
            self._help.draw(scene.help, window)
            self._draw_overlay(replace(scene, page=()), window, now, [])

    def _draw_overlay(
        self, scene: Scene, window: Size, now: float, panels: Sequence[Rect]
    ) -> tuple[Rect, ...]:
        place = scene.place
        subtitles = [
            Rect(place.x + image.x, place.y + image.y, *image.pixels.shape[1::-1])
            for image in scene.subtitles
        ]
        return self.overlay.draw(
            window, now, page=scene.page, status=scene.status, timeline=scene.timeline,
            panels=panels, subtitles=subtitles,
        )  # fmt: skip

    def read(self) -> Any:
        """Return what was composed: (height, width, 4), uint8 or uint16, row 0 on top."""
        return self._presenter.read()

    def _panel_places(self) -> list[Rect]:
        if self.hud is None or not self.hud.model.shown:
            return []
        return [Rect(*map(round, box)) for box in self.hud.panels]


class _Images:
    """The subtitles' textures, kept until other images come."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._images: tuple[SubtitleImage, ...] = ()
        self._textures: list[Any] = []

    def draw(self, images: tuple[SubtitleImage, ...], place: Rect) -> None:
        if images is not self._images:
            self.release()
            self._textures = [self._presenter.texture(image.pixels) for image in images]
            self._images = images
        for image, texture in zip(images, self._textures, strict=True):
            self._presenter.text(texture, place.x + image.x, place.y + image.y)

    def release(self) -> None:
        while self._textures:
            self._textures.pop().release()
        self._images = ()


class _Columns:
    """Blocks of lines side by side in the middle of the window, as large as there is room."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._blocks: list[TextBlock] = []
        self._key: object = None
        self._layout: tuple[list[tuple[Line, ...]], int] = ([], 0)

    def draw(self, blocks: Sequence[Sequence[Line]], window: Size) -> None:
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
        for font in range(font_height(window.height, PAGE_SHARE), max(best[1], _MIN_HELP_FONT), -1):
            sizes = [measure(column, font) for column in columns]
            if sum(s.width for s in sizes) <= room.width and all(
                s.height <= room.height for s in sizes
            ):
                best = columns, font
                break
    return best if best[1] else (_in_columns(blocks, 2), _MIN_HELP_FONT)


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
