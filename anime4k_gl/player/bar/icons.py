"""The icons of the bar: drawn large by Pillow, and made smaller for smooth edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...dependencies import np
from ..text.layout import Pixels

if TYPE_CHECKING:
    from PIL import Image

_FINE = 4  # drawn so much larger
_UNIT = 24.0  # an icon's side in the numbers below

Draw = Callable[["_Pen"], None]


class _Pen:
    """Draws in units of which an icon has 24 a side."""

    def __init__(self, side: int) -> None:
        from PIL import Image, ImageDraw

        self._scale = side * _FINE / _UNIT
        self.image = Image.new("L", (side * _FINE, side * _FINE), 0)
        self._canvas = ImageDraw.Draw(self.image)

    def shape(self, *points: tuple[float, float], ink: int = 255) -> None:
        self._canvas.polygon([(x * self._scale, y * self._scale) for x, y in points], fill=ink)

    def box(
        self, left: float, top: float, right: float, bottom: float, *, round_by: float = 0.0,
        ink: int = 255, line: float = 0.0,
    ) -> None:  # fmt: skip
        s = self._scale
        self._canvas.rounded_rectangle(
            (left * s, top * s, right * s - 1, bottom * s - 1), radius=round_by * s,
            fill=None if line else ink, outline=ink if line else None, width=round(line * s),
        )  # fmt: skip

    def arc(self, x: float, y: float, radius: float, start: float, end: float) -> None:
        s = self._scale
        bounds = tuple(v * s for v in (x - radius, y - radius, x + radius, y + radius))
        self._canvas.arc(bounds, start, end, fill=255, width=round(1.7 * s))

    def disc(self, x: float, y: float, radius: float, ink: int = 255) -> None:
        s = self._scale
        self._canvas.ellipse(
            ((x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s), fill=ink
        )

    def line(self, *points: tuple[float, float], width: float = 1.8) -> None:
        s = self._scale
        self._canvas.line(
            [(x * s, y * s) for x, y in points], fill=255, width=round(width * s), joint="curve"
        )


def _play(pen: _Pen) -> None:
    pen.shape((7, 4.5), (20, 12), (7, 19.5))


def _pause(pen: _Pen) -> None:
    pen.box(6, 5, 10, 19, round_by=0.8)
    pen.box(14, 5, 18, 19, round_by=0.8)


def _next(pen: _Pen) -> None:
    pen.shape((5, 5.5), (15, 12), (5, 18.5))
    pen.box(16, 5.5, 18.6, 18.5, round_by=0.6)


def _previous(pen: _Pen) -> None:
    pen.shape((19, 5.5), (9, 12), (19, 18.5))
    pen.box(5.4, 5.5, 8, 18.5, round_by=0.6)


def _speaker(pen: _Pen) -> None:
    pen.shape((3, 9), (7, 9), (12, 4.5), (12, 19.5), (7, 15), (3, 15))


def _loud(pen: _Pen) -> None:
    _speaker(pen)
    pen.arc(12, 12, 5, -45, 45)
    pen.arc(12, 12, 8.8, -45, 45)


def _quiet(pen: _Pen) -> None:
    _speaker(pen)
    pen.arc(12, 12, 5, -45, 45)


def _muted(pen: _Pen) -> None:
    _speaker(pen)
    pen.line((15, 9), (21, 15))
    pen.line((21, 9), (15, 15))


def _audio(pen: _Pen) -> None:
    """A note: the sound's track, other than the loudness."""
    pen.disc(8, 17.5, 3)
    pen.box(9.4, 5, 11.2, 17.5)
    pen.shape((9.4, 4), (18.5, 6.6), (18.5, 10.2), (9.4, 7.6))


def _subtitles(pen: _Pen) -> None:
    pen.box(2.5, 5, 21.5, 19, round_by=2.2, line=1.8)
    pen.box(5.5, 11, 10.5, 12.8, round_by=0.8)
    pen.box(12, 11, 18.5, 12.8, round_by=0.8)
    pen.box(5.5, 14.4, 14, 16.2, round_by=0.8)
    pen.box(15.5, 14.4, 18.5, 16.2, round_by=0.8)


def _corners(pen: _Pen, near: float, far: float) -> None:
    """Four corners whose arms begin at `near` and end at `far` from the middle, both ways."""
    for x in (-1, 1):
        for y in (-1, 1):
            at = (12 + x * near, 12 + y * near)
            pen.line((12 + x * far, at[1]), at, (at[0], 12 + y * far), width=2.0)


def _fullscreen(pen: _Pen) -> None:
    _corners(pen, 7.5, 3)


def _window(pen: _Pen) -> None:
    _corners(pen, 3.5, 8)


ICONS: dict[str, Draw] = {
    "play": _play,
    "pause": _pause,
    "next": _next,
    "previous": _previous,
    "loud": _loud,
    "quiet": _quiet,
    "muted": _muted,
    "audio": _audio,
    "subtitles": _subtitles,
    "fullscreen": _fullscreen,
    "window": _window,
}
"""What draws each icon."""


def draw_icon(name: str, side: int, *, light: float = 1.0) -> Pixels:
    """Return a white icon of a side in pixels, one of `ICONS`; gray where `light` is below 1."""
    pen = _Pen(side)
    ICONS[name](pen)
    return _inked(pen.image, side, side, light)


def draw_disc(diameter: int) -> Pixels:
    """Return the seek bar's handle: a white disc with a dark edge around it."""
    pen, ink = _Pen(diameter), _Pen(diameter)
    pen.disc(12, 12, 11.9)
    ink.disc(12, 12, 9.6)
    shade, white = (_reduced(each.image, diameter, diameter) for each in (pen, ink))
    pixels = np.repeat(white[..., np.newaxis], 4, axis=2)
    pixels[..., 3] = np.maximum(white, (shade * 0.75).astype(np.uint8))
    return pixels


def draw_switch(width: int, height: int, colour: tuple[float, ...] | None) -> Pixels:
    """Return a switch: on, in a colour of components 0 to 1, or off, gray, for None."""
    from PIL import Image, ImageDraw

    size = (width * _FINE, height * _FINE)
    pill, knob = Image.new("L", size, 0), Image.new("L", size, 0)
    ImageDraw.Draw(pill).rounded_rectangle(
        (0, 0, size[0] - 1, size[1] - 1), radius=size[1] / 2, fill=255
    )
    edge = size[1] * 0.14
    left = size[0] - size[1] + edge if colour is not None else edge
    side = size[1] - 2 * edge
    ImageDraw.Draw(knob).ellipse((left, edge, left + side, edge + side), fill=255)
    cover, white = _reduced(pill, width, height), _reduced(knob, width, height)
    pixels = np.empty((height, width, 4), np.uint8)
    share = white / 255
    for channel, value in enumerate((colour or (0.42, 0.42, 0.42))[:3]):
        pixels[..., channel] = (cover * value * (1 - share) + white).clip(0, 255)
    pixels[..., 3] = np.maximum(cover, white)
    return pixels


def draw_box(width: int, height: int, radius: float, *, alpha: int) -> Pixels:
    """Return a black box with round corners; `alpha` from 0 to 255."""
    from PIL import Image, ImageDraw

    box = Image.new("L", (width, height), 0)
    # Only corners need fine edges: the box itself may be as large as the window.
    side = max(1, min(round(radius), width // 2, height // 2))
    fine = Image.new("L", (2 * side * _FINE, 2 * side * _FINE), 0)
    ImageDraw.Draw(fine).ellipse((0, 0, fine.width - 1, fine.height - 1), fill=255)
    disc = fine.resize((2 * side, 2 * side), Image.Resampling.BOX)
    canvas = ImageDraw.Draw(box)
    canvas.rectangle((side, 0, width - side - 1, height), fill=255)
    canvas.rectangle((0, side, width, height - side - 1), fill=255)
    for x, part_x in ((0, 0), (width - side, side)):
        for y, part_y in ((0, 0), (height - side, side)):
            box.paste(disc.crop((part_x, part_y, part_x + side, part_y + side)), (x, y))
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 3] = np.asarray(box, np.uint16) * alpha // 255
    return pixels


def _inked(image: Image.Image, width: int, height: int, light: float) -> Pixels:
    coverage = _reduced(image, width, height)
    pixels = np.repeat(coverage[..., np.newaxis], 4, axis=2)
    pixels[..., :3] = (coverage * light).astype(np.uint8)[..., np.newaxis]
    return pixels


def _reduced(image: Image.Image, width: int, height: int) -> Pixels:
    from PIL import Image

    return np.asarray(image.resize((width, height), Image.Resampling.BOX))
