"""The player: videos in a window, upscaled to its size. The only user of glfw."""

from .launch import play
from .player import Player
from .settings import Settings
from .status.stats import Stats

__all__ = ["Player", "Settings", "Stats", "play"]
