"""The losses of an animation in a format that cannot hold all of it, in words."""

from __future__ import annotations

from ..pictures.losses import lost_metadata
from .animation import Animation

NAMES = {"PNG": "APNG", "WEBP": "WebP"}
"""The formats' names for messages where they are not Pillow's."""


def has_gray_profile(info: Animation) -> bool:
    """Return whether the colour profile is one of gray, which frames in colour cannot have."""
    profile = info.metadata.icc_profile
    return profile is not None and profile[16:20] == b"GRAY"


def losses(info: Animation, file_format: str) -> list[str]:
    """Return what is lost when an animation is written, whatever is in its frames.

    Parameters
    ----------
    file_format : Pillow's name of it
    """
    notes = []
    if has_gray_profile(info):
        notes.append("the colour profile is one of gray and was left out")
    if file_format == "GIF" and info.soft_alpha:
        notes.append("GIF's pixels are opaque or not: soft edges became hard ones")
    lost = lost_metadata(info.metadata, file_format)
    if has_gray_profile(info) and "profile" in lost:
        lost.remove("profile")
    if lost:
        name = NAMES.get(file_format, file_format)
        notes.append(f"{name} does not hold, so that it was left out: {', '.join(lost)}")
    return notes
