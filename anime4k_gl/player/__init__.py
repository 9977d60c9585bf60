"""The player: videos in a window, upscaled to its size. The only user of glfw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dependencies import lazy_names

if TYPE_CHECKING:
    from .launch import play
    from .player import Player
    from .settings import Settings
    from .status.stats import Stats

__all__ = ["Player", "Settings", "Stats", "play"]

# Loaded when they are asked for: the command's help needs the settings alone.
_HOMES = {"Player": "player", "Settings": "settings", "Stats": "status.stats", "play": "launch"}

if not TYPE_CHECKING:  # to which every name would be one of ours
    __getattr__ = lazy_names(__name__, _HOMES)
