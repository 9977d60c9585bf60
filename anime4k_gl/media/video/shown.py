"""The part of the decoded picture that a container says is to be shown."""

from __future__ import annotations

from ...formats import Size
from ..headers.model import Crop
from .region import Region


def shown_region(crop: Crop, size: Size) -> Region | None:
    """Return what is left of a picture; None for all of it, and for a crop that leaves nothing.

    Parameters
    ----------
    crop : what is not to be shown at each edge, in pixels
    size : of the decoded picture
    """
    width, height = size.width - crop.left - crop.right, size.height - crop.top - crop.bottom
    if not crop or min(width, height) <= 0:
        return None
    return Region(crop.left, crop.top, Size(width, height))
