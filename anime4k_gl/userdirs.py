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
    base = os.environ.get("XDG_CONFIG_HOME")
    # By the XDG specification, a relative path counts as none.
    folder = Path(base) if base and os.path.isabs(base) else Path.home() / ".config"
    return folder / "anime4k-gl"


def preset_folder() -> Path:
    """Return the folder of the user's own presets, which may not be there yet."""
    return config_folder() / "presets"
