"""The presets as messages list them, so that no test spells them out."""

from __future__ import annotations

from anime4k_gl.library import NO_PRESET, preset_names


def listed() -> str:
    """Return the names that "valid are" is followed by: the default first, ``none`` last."""
    return ", ".join((*preset_names(), NO_PRESET))
