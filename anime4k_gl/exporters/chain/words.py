"""Names of presets as shading languages may spell them."""

from __future__ import annotations


def identifier(name: str) -> str:
    """Return a preset's name as an identifier may be spelt."""
    return "".join(c if c.isalnum() else "_" for c in name)
