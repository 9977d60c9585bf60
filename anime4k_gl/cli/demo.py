"""The clip that comes with the package."""

from __future__ import annotations

from pathlib import Path

DEMO_CLIP = "demo.mkv"


def demo_clip() -> Path:
    """Return the path of the demo clip that comes with the package."""
    return Path(__file__).parent.parent / "assets" / DEMO_CLIP
