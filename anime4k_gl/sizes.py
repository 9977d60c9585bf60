"""Sizes and scale factors as people write them."""

from __future__ import annotations

import math
import re

from .errors import OptionError
from .formats import Size

_BEYOND_ALL_LIMITS = 1e12  # a side no driver has; keeps infinity out of the arithmetic


def check_scale(scale: float) -> float:
    """Return a scale factor as a float.

    Raises
    ------
    OptionError : it is no finite number above 0
    """
    try:
        number = float(scale)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number <= 0:
        raise OptionError(f"the scale must be a finite number above 0, not {scale}")
    return number


def scaled(size: Size, scale: float) -> Size:
    """Return `size` times `scale`, each side rounded to the nearest pixel and at least 1."""
    sides = (min(side * scale, _BEYOND_ALL_LIMITS) for side in size)
    return Size(*(max(1, math.floor(side + 0.5)) for side in sides))


def parse_size(text: str, source: Size) -> Size:
    """Return the size that ``1920x1080``, ``1920x`` or ``x1080`` names.

    A side left out follows from the source's aspect.

    Raises
    ------
    OptionError : the text is no size
    """
    match = re.fullmatch(r"([0-9]{0,7})x([0-9]{0,7})", text.strip())
    if match is None or not any(match.groups()) or any(s and not int(s) for s in match.groups()):
        raise OptionError(f"a size must be WxH in pixels, such as 1920x1080, not {text!r}")
    if not match[2]:
        return _fitted(Size(int(match[1]), 0), source)
    if not match[1]:
        return _fitted(Size(0, int(match[2])), source)
    return check_size(Size(int(match[1]), int(match[2])))


def _fitted(size: Size, source: Size) -> Size:
    scale = size.width / source.width or size.height / source.height
    fitted = scaled(source, scale)
    return Size(size.width or fitted.width, size.height or fitted.height)


def check_size(size: Size) -> Size:
    """Return a size.

    Raises
    ------
    OptionError : a side is under 1
    """
    if size.width < 1 or size.height < 1:
        raise OptionError(f"the size must be 1x1 or more, not {size}")
    return size
