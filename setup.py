"""Builds carry shaders/, which stands at the top of the repository, inside the package.

All else is in pyproject.toml, which cannot name a folder outside the package.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHADERS = Path(__file__).parent / "shaders"


class BuildWithShaders(build_py):
    """Builds the package, then puts the shaders into it; an editable one finds them in place."""

    def run(self) -> None:
        """Build."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "anime4k_gl" / "shaders"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(SHADERS, target)


setup(cmdclass={"build_py": BuildWithShaders})
