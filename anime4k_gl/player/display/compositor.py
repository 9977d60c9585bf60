"""The compositor: picture or comparison, subtitles, names, texts and panels, from below.

The order is fixed. A layer that must not cover earlier ones is given their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from operator import is_not
from typing import TYPE_CHECKING, Any

from ...formats import Size
from ...gl.functions import GLFunctions
from ...gl.resources.surface import channel_bits
from ..bar.painter import BarPainter, lifted
from ..geometry import Rect, visible_part
from ..text.layout import Pixels, adapt_to
from ..window.glfw_window import Window
from .comparison_view import ComparisonView
from .help_page import HelpPage
from .overlay import Overlay
from .presenter import Presenter
from .scene import Scene

if TYPE_CHECKING:
    from ..hud.hud import Hud
    from ..subtitles.bitmaps import SubtitleImage


_DARK = (0.0, 0.0, 0.0, 0.78)
"""The shade over everything else while the list of keys is shown."""


class Compositor:
    """Draws scenes into a window. A context manager that releases what that takes.

    Attributes
    ----------
    hud : the panels, None until they are asked for
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.hud: Hud | None = None
        with ExitStack() as undo:
            bits = channel_bits(GLFunctions(window.context))
            self._presenter = Presenter(window.context, surface_bits=bits)
            undo.callback(self._presenter.release)
            self._overlay = Overlay(self._presenter)
            undo.callback(self._overlay.release)
            self._comparison = ComparisonView(self._presenter)
            undo.callback(self._comparison.release)
            self._subtitles = _Images(self._presenter)
            undo.callback(self._subtitles.release)
            self._help = HelpPage(self._presenter)
            undo.callback(self._help.release)
            self._bar = BarPainter(self._presenter)
            undo.callback(self._bar.release)
            self._resources = undo.pop_all()

    def __enter__(self) -> Compositor:
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
        """Redraw the whole window, without showing it yet; `now` is a monotonic time (s)."""
        window = self._window.framebuffer_size
        adapt_to(self._window.content_scale)
        self._presenter.begin(window)
        rendered, place = scene.rendered, scene.place
        panels = self._panel_places()
        if rendered is not None:
            self._comparison.draw(scene.comparison, rendered, window, place, scene.rotation)
            scene = replace(scene, subtitles=_lifted(scene, panels, window))
            self._subtitles.draw(scene.subtitles, visible_part(place, window))
        bar = None if scene.help else scene.bar
        if not scene.help:
            taken = self._draw_overlay(scene, window, panels)
            if rendered is not None:
                self._comparison.draw_labels(
                    scene.comparison,
                    rendered,
                    window,
                    place,
                    scene.rotation,
                    [*panels, *taken, *([] if bar is None else bar.covered)],
                )
        if self.hud is not None and self.hud.model.shown:
            foot = window.height if bar is None else bar.layout.panel.y
            room = Size(window.width, foot)
            self.hud.draw(window, now, content_scale=self._window.content_scale, room=room)
        if bar is not None:
            self._bar.draw(bar, window)
        if scene.help:
            self._presenter.fill(Rect(0, 0, *window), _DARK)
            self._help.draw(scene.help, window)
            self._draw_overlay(replace(scene, page=(), bar=None), window, [])

    def _draw_overlay(self, scene: Scene, window: Size, panels: Sequence[Rect]) -> tuple[Rect, ...]:
        place = visible_part(scene.place, window)
        subtitles = [
            Rect(place.x + image.x, place.y + image.y, *image.pixels.shape[1::-1])
            for image in scene.subtitles
        ]
        bar = [] if scene.bar is None else scene.bar.covered
        return self._overlay.draw(
            window, message=scene.message, page=scene.page, timeline=scene.timeline,
            panels=panels, subtitles=[*subtitles, *bar[1:]],
            foot=bar[0].y if bar else None,
        )  # fmt: skip

    def read(self) -> Any:
        """Return what was composed: (height, width, 4), uint8 or uint16, row 0 on top."""
        return self._presenter.read()

    def _panel_places(self) -> list[Rect]:
        if self.hud is None or not self.hud.model.shown:
            return []
        return [Rect(*map(round, box)) for box in self.hud.panels]


def _lifted(
    scene: Scene, panels: Sequence[Rect], window: Size
) -> tuple[SubtitleImage, ...]:  # fmt: skip
    """Return the subtitles where the bar for the mouse and the panel of errors cover none."""
    covered = [] if scene.bar is None else scene.bar.covered
    covered += [panel for panel in panels if panel.y >= window.height // 2]
    if not covered or scene.help or not scene.subtitles:
        return scene.subtitles
    seen = visible_part(scene.place, window)
    places = [Rect(seen.x + i.x, seen.y + i.y, *i.pixels.shape[1::-1]) for i in scene.subtitles]
    ups = lifted(places, covered, window)
    from ..subtitles.bitmaps import SubtitleImage  # brings Pillow, as what is moved has done

    moved = zip(scene.subtitles, ups, strict=True)
    return tuple(SubtitleImage(i.x, i.y - up, i.pixels) if up else i for i, up in moved)


class _Images:
    """The subtitles' textures, kept until other images come."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._pixels: tuple[Pixels, ...] = ()
        self._textures: list[Any] = []

    def draw(self, images: tuple[SubtitleImage, ...], place: Rect) -> None:
        pixels = tuple(image.pixels for image in images)
        if len(pixels) != len(self._pixels) or any(map(is_not, pixels, self._pixels)):
            self.release()
            self._textures = [self._presenter.texture(each) for each in pixels]
            self._pixels = pixels
        for image, texture in zip(images, self._textures, strict=True):
            self._presenter.text(texture, place.x + image.x, place.y + image.y)

    def release(self) -> None:
        while self._textures:
            self._textures.pop().release()
        self._pixels = ()
