"""The folders of a user's own files on each platform."""

from __future__ import annotations

from pathlib import Path

from .dependencies import require


def config_folder() -> Path:
    """Return the folder of the user's settings and presets, which may not exist yet."""
    require("platformdirs")
    from platformdirs import user_config_path

    return user_config_path("anime4k-gl", appauthor=False)


def state_folder() -> Path:
    """Return the folder of state kept between runs, which may not exist yet."""
    require("platformdirs")
    from platformdirs import user_state_path

    return user_state_path("anime4k-gl", appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be measured or made again, which may not exist yet."""
    require("platformdirs")
    from platformdirs import user_cache_path

    return user_cache_path("anime4k-gl", appauthor=False)


def preset_folder() -> Path:
    """Return the folder of the user's own presets, which may not exist yet."""
    return config_folder() / "presets"
