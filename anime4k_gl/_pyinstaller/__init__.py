"""The hooks by which PyInstaller packs programs that use this package, without any flags.

PyInstaller finds them by the entry point ``hook-dirs`` in pyproject.toml. It cannot see what is
imported by name when it is asked for, nor that shaders are files.
"""

from __future__ import annotations

import os


def hook_dirs() -> list[str]:
    """Return the folder with the hooks."""
    return [os.path.dirname(__file__)]
