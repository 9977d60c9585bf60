"""Where a user's own files belong on each platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """Return the folder of the user's settings and presets, which may not be there yet."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Roaming") / "anime4k-gl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "anime4k-gl"
    return _xdg("XDG_CONFIG_HOME", ".config") / "anime4k-gl"


def state_folder() -> Path:
    """Return the folder of what is remembered between runs, which may not be there yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "anime4k-gl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "anime4k-gl"
    return _xdg("XDG_STATE_HOME", ".local/state") / "anime4k-gl"


def preset_folder() -> Path:
    """Return the folder of the user's own presets, which may not be there yet."""
    return config_folder() / "presets"


def _xdg(variable: str, usual: str) -> Path:
    base = os.environ.get(variable)
    # By the XDG specification, a relative path counts as none.
    return Path(base) if base and os.path.isabs(base) else Path.home() / usual
