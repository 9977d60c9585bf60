"""Presets for other programs: a folder a target, each with a function from a request to files.

To add a target:

1. Add it to ``registry.TARGETS``, with its options: the command and its help then have it.
2. Make a folder of its name with an ``export.py`` that has ``export(request) -> dict[str, str]``,
   text by file name.
3. Take the passes from ``chain``: ``build.chain`` for the request's scale, ``build.chains`` for
   every scale, ``scaled.scaled_chain`` with the scaler before them, or behind those that double the
   picture themselves, ``build.prescaled_chain``. ``glsl_text.fragment_shader`` writes one in GLSL,
   ``hlsl_pass.host_pass`` in HLSL.
4. Put what the program reads, and README.txt, beside ``export.py`` as templates, see
   ``chain.templates``; a new kind of file also goes into package-data in pyproject.toml.
5. Run the files in a test as the program would, against our own pictures, as those in
   tests/exporters do. test_registry.py exports every preset to every target by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dependencies import lazy_names

if TYPE_CHECKING:
    from .api import export, export_targets
    from .chain.request import Request
    from .files import write_files
    from .registry import TARGETS, ExportTarget, TargetOption

__all__ = [
    "TARGETS",
    "ExportTarget",
    "Request",
    "TargetOption",
    "export",
    "export_targets",
    "write_files",
]

# Loaded when they are asked for: the command's help needs the registry alone.
_HOMES = {
    "TARGETS": "registry",
    "ExportTarget": "registry",
    "Request": "chain.request",
    "TargetOption": "registry",
    "export": "api",
    "export_targets": "api",
    "write_files": "files",
}

if not TYPE_CHECKING:  # to which every name would be one of ours
    __getattr__ = lazy_names(__name__, _HOMES)
