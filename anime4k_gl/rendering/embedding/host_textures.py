"""Textures as hosts hand them over, checked before they are read."""

from __future__ import annotations

from functools import cache
from typing import Any

from ...errors import OptionError
from ...formats import TEXTURE_FORMATS, Size, TextureFormat
from ...gl.functions import GLFunctions
from ...gl.host.wrapped_context import check_owner
from ...gl.resources.host_texture import check_kind, examined, identity
from ..gl_texture import GLTexture


class HostTextures:
    """The host's textures in one context: what they are is asked once as long as they stay.

    Attributes
    ----------
    srgb : whether OpenGL decodes what is read of the texture that was taken last
    """

    def __init__(self, context: Any, gl: GLFunctions, *, given: bool) -> None:
        """Take textures in a context.

        Parameters
        ----------
        given : whether the host gave this very moderngl context
        """
        self._context, self._gl, self._given = context, gl, given
        self._wrapped: tuple[GLTexture, Any] | None = None  # the one that came last by its name
        self.srgb = False
        self._examined: tuple[int, ...] | None = None  # which texture was found to be right

    def taken(self, texture: Any, size: Size) -> tuple[Any, TextureFormat]:
        """Return a texture as moderngl has them, and its format.

        Parameters
        ----------
        texture : a `moderngl.Texture` or a `GLTexture`
        size : which it must have, in texels

        Raises
        ------
        OptionError : it is another, of another kind, or none
        """
        if isinstance(texture, GLTexture):
            texture = self._as_moderngl(texture)
        check_kind(texture)
        check_owner(self._context, texture, given=self._given)
        if texture.size != tuple(size):
            raise OptionError(
                f"this upscaler takes textures of {size}, not {texture.width}x{texture.height}"
            )
        fmt = texture_format(texture.components, texture.dtype)
        self._gl.profile.check_format(fmt, "this texture")
        found_now = identity(self._gl, texture.glo)
        if found_now is not None and found_now == self._examined:
            return texture, fmt
        found = examined(self._context, self._gl, texture.glo)
        if found.size != size:
            raise OptionError(
                f"this upscaler takes textures of {size}; texture {texture.glo} says that"
                f" it is one, and is {found.size}"
            )
        self._examined = found_now
        self.srgb = found.srgb
        return texture, fmt

    def forget(self) -> None:
        """Ask again what the next texture is."""
        self._examined = None

    def _as_moderngl(self, texture: GLTexture) -> Any:
        if self._wrapped is None or self._wrapped[0] != texture:
            made = self._context.external_texture(
                texture.name, tuple(texture.size), texture.components, 0, texture.dtype
            )
            self._wrapped = texture, made
        return self._wrapped[1]


@cache
def texture_format(components: int, dtype: str) -> TextureFormat:
    """Return the format of textures with components and a dtype of moderngl's.

    Raises
    ------
    OptionError : such a texture cannot be upscaled
    """
    for fmt in TEXTURE_FORMATS.values():
        if (fmt.components, fmt.dtype) == (components, dtype) and (
            fmt.filterable and fmt.components >= 3
        ):
            return fmt
    raise OptionError(
        f"a texture of {components} components and dtype {dtype!r} cannot be"
        " upscaled; it takes 3 or 4 components of f1, nu2, f2 or f4"
    )
