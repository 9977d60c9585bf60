"""The scene that the compositor draws, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...lazy.dataclass import dataclass
from ..comparison.model import Comparison
from ..geometry import Rect
from ..picture.renderer_pool import RenderedFrame
from ..text.layout import Line

if TYPE_CHECKING:
    from ..bar.mouse_bar import BarView
    from ..bar.timeline import Timeline
    from ..subtitles.bitmaps import SubtitleImage


@dataclass(frozen=True)
class Scene:
    """All that is to be seen in the window.

    Attributes
    ----------
    rendered : the pictures; None for nothing but texts
    place : the whole picture's rectangle, which may reach beyond the window
    rotation : degrees clockwise by which the pictures are to be turned
    comparison : how they are compared
    subtitles : over the picture, from the top left of what is seen of it
    page : the lines of the stats page; empty for none
    help : blocks of lines, laid out in columns over a picture made dark; empty for none
    message : a line of text; empty for none
    timeline : the position in the file; None where it is not shown
    bar : the bar for the mouse; None where it is not shown
    """

    rendered: RenderedFrame | None
    place: Rect
    rotation: int
    comparison: Comparison
    subtitles: tuple[SubtitleImage, ...] = ()
    page: Sequence[Line] = ()
    help: Sequence[Sequence[Line]] = ()
    message: str = ""
    timeline: Timeline | None = None
    bar: BarView | None = None
