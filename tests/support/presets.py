"""The presets as messages list them, so that no test spells them out."""

from __future__ import annotations

from anime4k_gl.library import HYBRIDS, NO_PRESET, pass_shader, preset, preset_names

PRESCALERS = tuple(
    name
    for name in preset_names()
    if all(found.hooks == ("MAIN",) for p in preset(name).passes for found in pass_shader(p).passes)
)
"""Those that double the picture themselves, and change nothing that is not scaled up."""

AFTER_SCALING = tuple(
    name for name in preset_names() if preset(name).after_scaling or name not in PRESCALERS
)
"""Those that have passes for pictures that are scaled already."""

EACH_KIND = tuple(name for name in preset_names() if name not in HYBRIDS[1:])
"""Of networks, which differ in their size alone, the smallest: for what takes long."""


def listed() -> str:
    """Return the names that "valid are" is followed by: the default first, ``none`` last."""
    return ", ".join((*preset_names(), NO_PRESET))
