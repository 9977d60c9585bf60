"""Pairs of source and target sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import OptionError
from ..formats import Size
from ..sizes import parse_size


@dataclass(frozen=True, slots=True)
class SizePair:
    """A source size and a target size, in pixels."""

    source: Size
    target: Size

    def __str__(self) -> str:
        return f"{self.source} to {self.target}"


GPU_SIZES = "480p:960p,720p:1440p,360p:720p,1080p:2160p,480p:2160p,720p:2160p,1440p:2160p"
"""The default sizes for a graphics card: factor 2, and 2160p from every source."""

SOFTWARE_SIZES = "240p:480p,360p:720p,540p:1080p"
"""The default sizes for a software rasteriser, which takes seconds for a frame of 2160p."""


def default_sizes(*, software: bool) -> tuple[SizePair, ...]:
    """Return the default sizes."""
    return parse_sizes(SOFTWARE_SIZES if software else GPU_SIZES)


def parse_sizes(text: str) -> tuple[SizePair, ...]:
    """Return the pairs in a list such as ``1080p:2160p,640x480:1280x960``.

    ``1080p`` is 1920x1080: a height at 16:9, rounded to an even width. If such a target is a whole
    multiple of the source's height, its width is the same multiple of the source's.

    Raises
    ------
    OptionError : the text is not such a list
    """
    pairs = []
    for part in text.split(","):
        source, colon, target = part.strip().partition(":")
        if not colon:
            raise OptionError(f"sizes are SOURCE:TARGET, 1080p:2160p for example, not {part!r}")
        source_size = _size(source)
        pairs.append(SizePair(source_size, _size(target, source_size)))
    return tuple(pairs)


def _size(text: str, source: Size | None = None) -> Size:
    match = re.fullmatch(r"([1-9][0-9]{0,4})p", text.strip())
    if not match:
        return parse_size(text, source or Size(16, 9))
    height = int(match[1])
    if source and height % source.height == 0:
        return Size(source.width * (height // source.height), height)
    return Size(2 * round(height * 8 / 9), height)


def unique(pairs: Sequence[SizePair]) -> tuple[SizePair, ...]:
    """Return the pairs without duplicates, smallest output first."""
    return tuple(sorted(dict.fromkeys(pairs), key=lambda p: (p.target.pixels, p.source.pixels)))
