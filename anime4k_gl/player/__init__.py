"""The player: videos in a window, upscaled to its size. The only user of glfw."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .launch import play
    from .player import Player
    from .settings import Settings
    from .status.stats import Stats

__all__ = ["Player", "Settings", "Stats", "play"]

# Loaded when they are asked for: the command's help needs the settings alone.
_HOMES = {"Player": "player", "Settings": "settings", "Stats": "status.stats", "play": "launch"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return value
