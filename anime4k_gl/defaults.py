"""The defaults of a picture, the same in the command, the settings file and Python."""

from __future__ import annotations

DEFAULT_PRESET = "v1.1"
AUTO_PRESET = "auto"
DEFAULT_SCALER = "catmull_rom"
DEFAULT_SCALE = 2.0
DEFAULT_BACKEND = "auto"
DEFAULT_CSCALER = "bilinear"

COMPARED = ("v1.1", "v1.0-rc", "bicubic", "lanczos")
"""The methods that ``compare`` takes where nobody says."""
