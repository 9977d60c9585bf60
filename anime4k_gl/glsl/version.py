"""GLSL versions."""

from __future__ import annotations

from ..lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class GLSLVersion:
    """A GLSL version: 330 to 460, or with `es` 300 to 320."""

    version: int = 330
    es: bool = False

    @property
    def version_line(self) -> str:
        """The first line of every shader."""
        return f"#version {self.version}{' es' if self.es else ''}\n"

    @property
    def precision(self) -> str:
        """The precision statements behind the ``#extension`` lines; none in desktop GLSL."""
        if not self.es:
            return ""
        return "precision highp float;\nprecision highp int;\nprecision highp sampler2D;\n"

    @property
    def has_gather(self) -> bool:
        """Whether textureGather is available."""
        return self.version >= (310 if self.es else 400)
