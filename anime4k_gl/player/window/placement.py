"""The size and place of a window at first: mpv's ``--geometry``, and sizes on dense screens."""

from __future__ import annotations

import re

from ...errors import OptionError
from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Rect

FURTHEST = 32767
"""The largest number: window systems count in 16 bits."""

_LENGTH, _PLACE = r"(\d+%?)", r"([+-]?\d+%?)"
_GEOMETRY = re.compile(
    rf"{_LENGTH}?(?:x{_LENGTH})?(?:([+-]){_PLACE}([+-]){_PLACE})?(?:/(\d+))?", re.ASCII
)
_COLON = re.compile(rf"{_PLACE}:{_PLACE}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Distance:
    """A length or a distance, in pixels or in percent; negative for beyond the screen's edge."""

    number: int
    percent: bool

    def of(self, whole: int) -> int:
        """Return it in pixels, percent of a whole."""
        return int(whole * self.number / 100) if self.percent else self.number


@dataclass(frozen=True, slots=True)
class Geometry:
    """Size and place of a window as mpv's option has them; None for what is not said.

    Attributes
    ----------
    width, height : of the picture, percent of the screen's
    x, y : from the screen's left and top to the picture's, percent of the room that is left
    from_right, from_bottom : whether `x` and `y` count from the other edges, to the picture's
    desktop : the virtual one, from 0
    """

    width: Distance | None = None
    height: Distance | None = None
    x: Distance | None = None
    y: Distance | None = None
    from_right: bool = False
    from_bottom: bool = False
    desktop: int | None = None

    @classmethod
    def parse(cls, text: str) -> Geometry:
        """Return what ``[W[xH]][+-X+-Y][/DESKTOP]`` or ``X:Y`` says, each number with a % or not.

        Raises
        ------
        OptionError : it is of neither form
        """
        match = _COLON.fullmatch(text)
        if match:
            return cls(x=_extent(match[1]), y=_extent(match[2]))._checked(text)
        match = _GEOMETRY.fullmatch(text)
        if not match or not text:
            raise OptionError(
                f"geometry must be like 1280x720, 50%, +20-40, 60%x60%+0+0 or 50%:50%, not {text!r}"
            )
        width, height, x_sign, x, y_sign, y, desktop = match.groups()
        geometry = cls(
            width=_extent(width), height=_extent(height), x=_extent(x), y=_extent(y),
            from_right=x_sign == "-", from_bottom=y_sign == "-",
            desktop=int(desktop) if desktop else None,
        )  # fmt: skip
        return geometry._checked(text)

    def _checked(self, text: str) -> Geometry:
        sides = [side for side in (self.width, self.height) if side is not None]
        if any(side.number == 0 for side in sides):
            raise OptionError(f"geometry must have sides of 1 or more, not {text!r}")
        places = [place for place in (self.x, self.y) if place is not None]
        if any(abs(extent.number) > FURTHEST for extent in [*sides, *places]):
            raise OptionError(f"geometry must have numbers of {FURTHEST} or less, not {text!r}")
        return self

    def size(self, otherwise: Size, screen: Size) -> Size:
        """Return the window's size in the screen's units; a side that is not said keeps the shape.

        Parameters
        ----------
        otherwise : its size if nothing were said
        """
        width = self.width.of(screen.width) if self.width else None
        height = self.height.of(screen.height) if self.height else None
        if width is None and height is None:
            return otherwise
        if height is None:
            assert width is not None
            height = round(width * otherwise.height / otherwise.width)
        elif width is None:
            width = round(height * otherwise.width / otherwise.height)
        return Size(max(1, width), max(1, height))

    def place(self, size: Size, screen: Rect) -> tuple[int, int] | None:
        """Return where a window's left upper corner goes; None where nothing is said of that."""
        if self.x is None or self.y is None:
            return None
        return (
            screen.x + _along(self.x, size.width, screen.width, self.from_right),
            screen.y + _along(self.y, size.height, screen.height, self.from_bottom),
        )


def centred(size: Size, screen: Rect) -> tuple[int, int]:
    """Return where the left upper corner of a window goes that is in the middle of a screen."""
    return (
        screen.x + max(0, screen.width - size.width) // 2,
        screen.y + max(0, screen.height - size.height) // 2,
    )


def _extent(text: str | None) -> Distance | None:
    return None if text is None else Distance(int(text.removesuffix("%")), text.endswith("%"))


def _along(place: Distance, length: int, whole: int, from_end: bool) -> int:
    offset = place.of(whole - length)
    return whole - length - offset if from_end else offset
