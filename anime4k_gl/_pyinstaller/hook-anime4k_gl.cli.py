"""The hook for programs that run the command: each of its commands is imported by name."""

from __future__ import annotations

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("anime4k_gl.cli")
