"""The kinds of files there are, and the ways from one to another."""

from __future__ import annotations

from typing import Literal

from ..errors import OptionError
from ..media.animations.api import ANIMATION_SUFFIXES, is_animation
from ..media.opening import MediaInput
from ..media.pictures.api import PICTURE_SUFFIXES, is_picture
from ..media.target import MediaTarget

MediaKind = Literal["picture", "animation", "video"]
Route = Literal["picture", "animation", "animation to video", "video to animation", "video"]


def kind_of(source: MediaInput) -> MediaKind:
    """Return what a file is, by its content; ``video`` for what is neither of the others."""
    if is_animation(source):
        return "animation"
    return "picture" if is_picture(source) else "video"


def route(source: MediaInput, target: MediaTarget) -> Route:
    """Return how a file becomes another. Raises `OptionError` where there is no way."""
    kind = kind_of(source)
    if kind == "animation" and target.suffix in ANIMATION_SUFFIXES:
        return "animation"
    if kind == "picture":
        return "picture"
    if kind == "video" and target.suffix in ANIMATION_SUFFIXES and target.suffix != ".png":
        return "video to animation"
    if target.suffix in PICTURE_SUFFIXES:
        what = "an animation" if kind == "animation" else "a video"
        raise OptionError(
            f"{target}: {what} cannot become a picture; write to .mkv, or to .webp, .apng, .gif or"
            " .avif for an animation"
        )
    return "animation to video" if kind == "animation" else "video"
