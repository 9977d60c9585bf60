"""A texture by its name in OpenGL, for hosts whose toolkits have wrappers of their own."""

from __future__ import annotations

import operator
from dataclasses import dataclass

from ..errors import OptionError

TEXTURE_2D = 0x0DE1


@dataclass(frozen=True, slots=True)
class GLTexture:
    """A texture of the current context, the host's or a result; it owns nothing.

    Attributes
    ----------
    name : as ``glGenTextures`` gave it
    size : width and height in pixels
    components : 3 or 4
    dtype : ``f1`` for 8 bits a component, ``nu2`` for 16, ``f2`` for half floats, ``f4`` for floats
    target : ``GL_TEXTURE_2D``; nothing else can be upscaled
    """

    name: int
    size: tuple[int, int]
    components: int = 4
    dtype: str = "f1"
    target: int = TEXTURE_2D

    def __post_init__(self) -> None:
        # Bindings of OpenGL give numpy's numbers, too.
        try:
            object.__setattr__(self, "name", operator.index(self.name))
            width, height = map(operator.index, self.size)
            object.__setattr__(self, "size", (width, height))
        except (TypeError, ValueError):
            raise OptionError(
                "a texture is given by its name in OpenGL, a whole number, and its size, (width,"
                f" height) in pixels, not {self.name!r} and {self.size!r}"
            ) from None
        if self.target != TEXTURE_2D:
            raise OptionError(
                f"a texture's target must be GL_TEXTURE_2D (0x0DE1), not 0x{self.target:04X}; copy"
                " it into a two-dimensional one"
            )
        if self.components not in (3, 4) or self.dtype not in ("f1", "nu2", "f2", "f4"):
            raise OptionError(
                f"a texture of {self.components} components and dtype {self.dtype!r} cannot be"
                " upscaled; it takes 3 or 4 components of f1, nu2, f2 or f4"
            )
