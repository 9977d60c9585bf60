"""The public functions for animated pictures: frames as arrays, with their times and loops."""

from __future__ import annotations

from .animation import ANIMATION_SUFFIXES, Animation, AnimationFrame, animation_format
from .reader import AnimationReader, is_animation
from .writer import AnimationWriter

__all__ = [
    "ANIMATION_SUFFIXES",
    "Animation",
    "AnimationFrame",
    "AnimationReader",
    "AnimationWriter",
    "animation_format",
    "is_animation",
]
