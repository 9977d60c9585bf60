"""The presets as messages list them, so that no test spells them out."""

from __future__ import annotations

from anime4k_gl.library import HYBRIDS, NO_PRESET, pass_shader, preset, preset_names
from anime4k_gl.usershader import Pass

COMPUTE_ONLY = tuple(name for name in preset_names() if preset(name).compute_only)
"""Those of compute passes alone: a software rasteriser compiles them for minutes, so that no test
draws them."""

WITH_PASSES = tuple(name for name in preset_names() if name not in COMPUTE_ONLY)
"""The others, which run everywhere and are exported to every target."""


def _passes(name: str) -> list[Pass]:
    chosen = preset(name)
    return [p for path in chosen.passes or chosen.compute for p in pass_shader(path).passes]


PRESCALERS = tuple(n for n in preset_names() if all(p.hooks == ("MAIN",) for p in _passes(n)))
"""Those that double the picture themselves, and change nothing that is not scaled up."""

AFTER_SCALING = tuple(
    name for name in preset_names() if preset(name).after_scaling or name not in PRESCALERS
)
"""Those that have passes for pictures that are scaled already."""

EACH_KIND = tuple(name for name in WITH_PASSES if name not in HYBRIDS[1:])
"""Of networks, which differ in their size alone, the smallest: for what takes long."""


def listed() -> str:
    """Return the names that "valid are" is followed by: the default first, ``none`` last."""
    return ", ".join((*preset_names(), NO_PRESET))
