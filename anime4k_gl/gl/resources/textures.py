"""Textures of pixels: their allocation, and the bytes they take."""

from __future__ import annotations

from typing import Any

import moderngl

from ...errors import GLError
from ...formats import Size, TextureFormat

_COMPONENT_BYTES = {"f1": 1, "f2": 2, "nu2": 2, "f4": 4}


def allocate(context: Any, size: Size, fmt: TextureFormat) -> Any:
    """Return a new moderngl texture.

    Raises
    ------
    GLError : the driver has no memory for it
    """
    try:
        return context.texture(tuple(size), fmt.components, dtype=fmt.dtype)
    except moderngl.Error as error:
        raise GLError(f"no GPU memory for a {size} {fmt} texture ({error})") from error


def texel_bytes(texture: Any) -> int:
    """Return the bytes of a texel of a moderngl texture."""
    return _COMPONENT_BYTES[texture.dtype] * int(texture.components)


def texture_bytes(texture: Any) -> int:
    """Return the GPU memory a moderngl texture takes, without driver padding."""
    return int(texture.width * texture.height) * texel_bytes(texture)
