"""GLSL versions."""

from __future__ import annotations

from ..lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class GLSLVersion:
    """A GLSL version: 330 to 460, or with `es` 300 to 320.

    Attributes
    ----------
    extensions : those of GLSL ES to enable, which make it more like GLSL
    """

    version: int = 330
    es: bool = False
    extensions: tuple[str, ...] = ()

    @property
    def version_line(self) -> str:
        """The first line of every shader."""
        return f"#version {self.version}{' es' if self.es else ''}\n"

    @property
    def extension_lines(self) -> str:
        """The ``#extension`` lines behind it."""
        return "".join(f"#extension {name} : enable\n" for name in self.extensions)

    @property
    def precision(self) -> str:
        """The precision statements behind the ``#extension`` lines; none in desktop GLSL."""
        if not self.es:
            return ""
        kinds = ["float", "int", *_kinds("sampler")]
        if self.has_images:
            kinds += _kinds("image")
        return "".join(f"precision highp {kind};\n" for kind in kinds)

    @property
    def has_gather(self) -> bool:
        """Whether textureGather is available."""
        return self.version >= (310 if self.es else 400)

    @property
    def has_images(self) -> bool:
        """Whether images, which shaders write, are available."""
        return self.version >= (310 if self.es else 420)


def _kinds(word: str) -> list[str]:
    return [f"{prefix}{word}{count}D" for count in (2, 3) for prefix in ("", "i", "u")]
