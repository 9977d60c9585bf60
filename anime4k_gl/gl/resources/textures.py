"""Textures of pixels: their allocation, and the bytes they take."""

from __future__ import annotations

from typing import Any

from ...formats import Size, TextureFormat
from .. import constants as GL
from ..functions import GLFunctions
from .internal_formats import internal_format
from .memory import allocating

_COMPONENT_BYTES = {"f1": 1, "f2": 2, "nu2": 2, "f4": 4}


def allocate(context: Any, gl: GLFunctions, size: Size, fmt: TextureFormat) -> Any:
    """Return a new moderngl texture, which ends at its edges wherever it is drawn.

    Raises
    ------
    GLError : the driver has no memory for it
    """
    texture = new_texture(context, gl, (size.width, size.height), fmt.components, dtype=fmt.dtype)
    texture.repeat_x = texture.repeat_y = False  # moderngl's default would wrap round
    if gl.profile.immutable_images:
        try:
            with allocating(gl, f"a {size} texture", fmt.size_in_bytes(size)):
                gl.glBindTexture(GL.TEXTURE_2D, texture.glo)
                gl.glTexStorage2D(GL.TEXTURE_2D, 1, internal_format(fmt), *size)
        except BaseException:
            texture.release()
            raise
    if gl.profile.es:
        from .es_reading import made_readable  # brings NumPy

        return made_readable(texture, gl)
    return texture


def new_texture(
    context: Any,
    gl: GLFunctions,
    size: tuple[int, int],
    components: int,
    data: bytes | None = None,
    *,
    dtype: str = "f1",
) -> Any:
    """Return a new moderngl texture, of moderngl's `components` and `dtype`, filled with `data`.

    Raises
    ------
    GLError : the driver has no memory for it
    """
    width, height = size
    needed = width * height * components * _COMPONENT_BYTES[dtype]
    kind = {1: "one channel", 4: "four channels"}.get(components, f"{components} channels")
    what = f"a {width}x{height} texture of {kind}"
    made: list[Any] = []
    try:
        with allocating(gl, what, needed):
            # Rows without data need no alignment, whose setting is the host's.
            tight = {} if data is None else {"alignment": 1}
            made.append(context.texture((width, height), components, data, dtype=dtype, **tight))
    except BaseException:
        for texture in made:
            texture.release()
        raise
    return made[0]


def texel_bytes(texture: Any) -> int:
    """Return the bytes of a texel of a moderngl texture."""
    return _COMPONENT_BYTES[texture.dtype] * int(texture.components)


def texture_bytes(texture: Any) -> int:
    """Return the GPU memory a moderngl texture takes, without driver padding."""
    return int(texture.width * texture.height) * texel_bytes(texture)
