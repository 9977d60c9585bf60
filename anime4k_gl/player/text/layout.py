"""Text for the screen: lines drawn by Pillow into an RGBA array. No OpenGL here.

Pillow carries a font of its own for ASCII; for other characters see `fonts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ...dependencies import np
from ...formats import Size
from .fonts import font_for, mono_font

if TYPE_CHECKING:
    import numpy.typing as npt

Line = str | tuple[str, ...]
"""A line of text, or the cells of a table's row, aligned with the rows next to it.

The first cell of a row stands left, the others right-aligned unless they are `Left`; a line that is
only text may be as wide as it likes, and where it is a `Heading` it is in a colour of its own.
"""


class Left(str):
    """A cell that stands left in its column: words, where numbers stand right."""

    __slots__ = ()


class Heading(str):
    """A line that says what those below it are."""

    __slots__ = ()


class CodeLine(str):
    """A line whose letters are all as wide, so that what is below one stands below it."""

    __slots__ = ()


Pixels: TypeAlias = "npt.NDArray[np.uint8]"
"""(height, width, 4) RGBA, colour premultiplied by alpha, row 0 on top."""

Coverage: TypeAlias = "npt.NDArray[np.uint8]"
"""(height, width), 0 to 255, row 0 on top."""

MESSAGE_SHARE = 1 / 30
"""Font height of a message as a share of the window's height."""

PAGE_SHARE = 1 / 46
"""Font height of a page of many lines."""

MIN_FONT = 13
"""Font height in pixels below which text is hard to read; only crowded pages go lower."""

MIN_CROWDED_FONT = 10
"""The smallest font a page is drawn in; lines that do not fit even so are left out."""

HEADING = (124, 185, 255)
"""R'G'B' of a heading, 0 to 255: light enough for small letters on any picture under a box."""

_BOX_ALPHA = 180  # of 255: white letters stay legible over a white picture

_LINE_SPACING = 1.25  # baseline to baseline, of the font's height
_CELL = 0.62  # of a letter in a line of code, of the font's height
_COLUMN_GAP = 1.2  # between cells, of the font's height
_ELLIPSIS = "..."


_least_font = MIN_FONT


def adapt_to(content_scale: float) -> None:
    """Have small text as readable on a screen where the system draws everything larger.

    For all text from now on: there is one window.
    """
    global _least_font
    _least_font = round(MIN_FONT * content_scale)


def font_height(window_height: int, share: float) -> int:
    """Return the font height in pixels for a window of some height."""
    return max(_least_font, round(window_height * share))


def draw_text(lines: Sequence[Line], *, font_px: int, limit: Size, boxed: bool = True) -> Pixels:
    """Return lines of text in a translucent box.

    Parameters
    ----------
    lines : top to bottom
    font_px : the wanted font height in pixels; less where the lines would not fit
    limit : the box's largest size; what goes beyond it is cut off with an ellipsis
    boxed : whether the box is to be seen
    """
    from PIL import Image, ImageDraw

    font_px = _fitting_font(lines, font_px, limit)
    padding = _padding(font_px)
    rows = max(1, (limit.height - 2 * padding) // _step(font_px))
    shown = list(lines) if len(lines) <= rows else [*lines[: rows - 1], _ELLIPSIS]
    font = _font(shown, font_px)
    columns = _columns(shown, font_px)
    inner = max(1, limit.width - 2 * padding)
    texts = [_cut_line(line, font, inner, font_px) for line in shown]
    coded = [_cell(font_px) * len(line) for line in texts if isinstance(line, CodeLine)]
    others = [line for line in texts if not isinstance(line, CodeLine)]
    width = min(max(_width(others, columns, font), *coded, 1), inner) + 2 * padding
    height = _step(font_px) * len(texts) + 2 * padding

    box = Image.new("L", (width, height), 0)
    if boxed:
        ImageDraw.Draw(box).rounded_rectangle(
            (0, 0, width - 1, height - 1), radius=padding * 0.6, fill=_BOX_ALPHA
        )
    ink, coloured = (Image.new("L", (width, height), 0) for _ in range(2))
    gap = round(font_px * _COLUMN_GAP)
    for number, line in enumerate(texts):
        middle = padding + _step(font_px) * (number + 0.5)
        if isinstance(shown[number], CodeLine):
            _draw_code(ImageDraw.Draw(ink), str(line), (padding, middle), font_px)
            continue
        canvas = ImageDraw.Draw(coloured if isinstance(shown[number], Heading) else ink)
        cells = _placed((line,) if isinstance(line, str) else line, columns, padding, gap)
        for text, x, anchor in cells:
            canvas.text((x, middle), text, 255, font, anchor)
    pixels = _white_on_black(np.asarray(ink), np.asarray(box))
    return _in_colour(pixels, np.asarray(coloured), HEADING)


def measure(lines: Sequence[Line], font_px: int) -> Size:
    """Return the size of the box that `draw_text` makes of lines where nothing limits it."""
    padding, font = _padding(font_px), _font(lines, font_px)
    return Size(
        _width(lines, _columns(lines, font_px), font) + 2 * padding,
        _step(font_px) * len(lines) + 2 * padding,
    )


def wrapped(text: str, *, font_px: int, width: int, most: int) -> tuple[str, ...]:
    """Return a text in lines that fit into a box, broken at blanks where that is possible.

    Parameters
    ----------
    font_px : the font's height in pixels
    width : the box's, in pixels
    most : how many lines there may be; the last one takes the rest, however long that is
    """
    font, inner = _font((text,), font_px), max(1, width - 2 * _padding(font_px))
    lines: list[str] = []
    rest = text
    while len(lines) < most - 1 and _length(rest, font) > inner:
        end = len(rest)
        while end > 1 and _length(rest[:end], font) > inner:
            end -= 1
        # Where there is more than one blank if that can be, a long path anywhere.
        breaks = (rest.rfind(blank, 1, end + len(blank)) for blank in ("  ", " "))
        end = next((at for at in breaks if at > end // 3), end)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*lines, rest)


def draw_handle(diameter: int) -> Pixels:
    """Return a divider's handle: a white disc with an arrowhead to each side, a dark edge around.

    Parameters
    ----------
    diameter : in pixels, edge included
    """
    from PIL import Image, ImageDraw

    fine = 4  # drawn so much larger, and made smaller for smooth edges
    side = diameter * fine
    disc, ink = Image.new("L", (side, side), 0), Image.new("L", (side, side), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, side - 1, side - 1), fill=255)
    canvas = ImageDraw.Draw(ink)
    edge = side * 0.08
    canvas.ellipse((edge, edge, side - 1 - edge, side - 1 - edge), fill=255)
    near, far, tall = side * 0.09, side * 0.3, side * 0.16
    for way in (-1, 1):
        middle = (side - 1) / 2
        tip = (middle + way * far, middle)
        canvas.polygon(
            [tip, (middle + way * near, middle - tall), (middle + way * near, middle + tall)],
            fill=40,
        )
    size = (diameter, diameter)
    box = np.asarray(disc.resize(size, Image.Resampling.BOX))
    return _white_on_black(np.asarray(ink.resize(size, Image.Resampling.BOX)), box)


def _font(lines: Sequence[Line], font_px: int) -> Any:
    """Return a font in which all the lines can be drawn."""
    cells = (cell for line in lines for cell in ((line,) if isinstance(line, str) else line))
    return font_for("".join(cells), font_px)


def _padding(font_px: int) -> int:
    return round(font_px * 0.5)


def _step(font_px: int) -> int:
    return round(font_px * _LINE_SPACING)


def _fitting_font(lines: Sequence[Line], font_px: int, limit: Size) -> int:
    """Return the largest font up to `font_px` in which all lines and rows fit, if any does."""
    for size in range(font_px, MIN_CROWDED_FONT, -1):
        padding = _padding(size)
        tall = _step(size) * len(lines) + 2 * padding
        columns = _columns(lines, size)
        wide = (columns[-1] if columns else 0) + 2 * padding
        if tall <= limit.height and wide <= limit.width:
            return size
    return min(font_px, MIN_CROWDED_FONT)


def _columns(lines: Sequence[Line], font_px: int) -> list[int]:
    """Return where each column of the table ends, in pixels from its left edge."""
    font = _font(lines, font_px)
    widths: list[int] = []
    for line in lines:
        if isinstance(line, str):
            continue
        widths += [0] * (len(line) - len(widths))
        for index, cell in enumerate(line):
            widths[index] = max(widths[index], _length(cell, font))
    gap = round(font_px * _COLUMN_GAP)
    ends, position = [], 0
    for index, width in enumerate(widths):
        position += width + (gap if index else 0)
        ends.append(position)
    return ends


def _placed(
    row: tuple[str, ...], columns: Sequence[int], padding: int, gap: int
) -> list[tuple[str, int, str]]:
    """Return (text, x, Pillow's anchor) for each cell of a row."""
    cells = [(row[0], padding, "lm")]
    for cell, before, end in zip(row[1:], columns, columns[1:], strict=False):
        if isinstance(cell, Left):
            cells.append((cell, padding + before + gap, "lm"))
        else:
            cells.append((cell, padding + end, "rm"))
    return cells


def _width(lines: Sequence[Line], columns: Sequence[int], font: Any) -> int:
    texts = (_length(line, font) for line in lines if isinstance(line, str))
    return max(*texts, columns[-1] if columns else 0, 1, 1)


def _length(text: str, font: Any) -> int:
    return int(np.ceil(font.getlength(text)))


def _cut(text: str, font: Any, width: int) -> str:
    """Return `text`, its end replaced by an ellipsis where it is too wide."""
    if _length(text, font) <= width:
        return text
    while text and _length(text + _ELLIPSIS, font) > width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def _cut_line(line: Line, font: Any, width: int, font_px: int) -> Line:
    """Return a line cut to a width; the cells of a table as they are."""
    if isinstance(line, CodeLine):
        return CodeLine(line[: width // _cell(font_px)])
    return _cut(line, font, width) if isinstance(line, str) else line


def letters_in(width: int, font_px: int) -> int:
    """Return how many letters of a line of `CodeLine` there is room for in a box of some width."""
    return max(1, (width - 2 * _padding(font_px)) // _cell(font_px))


def _cell(font_px: int) -> int:
    return max(1, round(font_px * _CELL))


def _draw_code(canvas: Any, text: str, place: tuple[float, float], font_px: int) -> None:
    """Draw each letter in a cell of its own, whatever font there is."""
    font, cell = mono_font(font_px) or font_for(text, font_px), _cell(font_px)
    for number, letter in enumerate(text):
        if not letter.isspace():
            canvas.text((place[0] + (number + 0.5) * cell, place[1]), letter, 255, font, "mm")


def _white_on_black(ink: Coverage, box: Coverage) -> Pixels:
    """Return white ink over black boxes, premultiplied: the colour is the ink's own coverage."""
    result = np.empty((*ink.shape, 4), np.uint8)
    result[..., :3] = ink[..., np.newaxis]
    result[..., 3] = np.maximum(ink, box)
    return result


def _in_colour(pixels: Pixels, ink: Coverage, colour: tuple[int, int, int]) -> Pixels:
    """Add ink of a colour to pixels on which there is none at its places; they are changed."""
    if ink.any():
        pixels[..., :3] += (ink[..., np.newaxis] * (np.array(colour) / 255)).astype(np.uint8)
        np.maximum(pixels[..., 3], ink, out=pixels[..., 3])
    return pixels
