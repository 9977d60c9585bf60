"""The objects that a view has in its OpenGL context."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtOpenGL import QOpenGLTexture

from ..rendering.gl_texture import GLTexture
from ..rendering.upscaler import Upscaler


class HeldInContext:
    """An upscaler and a texture, made when they are needed; the context is current in every call.

    Attributes
    ----------
    upscaler : None where it is yet to be made
    """

    def __init__(self) -> None:
        self.upscaler: Upscaler | None = None
        self._texture: QOpenGLTexture | None = None
        self._uploaded: QImage | None = None  # what is in it

    def texture_of(self, image: QImage) -> GLTexture:
        """Return a texture with an image's pixels; the last one again, where it has the size.

        Parameters
        ----------
        image : of 4 bytes a pixel, which are red, green, blue and anything
        """
        texture, before = self._texture, self._uploaded
        if texture is None or before is None or before.size() != image.size():
            self.free_texture()
            generate = QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps
            texture = self._texture = QOpenGLTexture(image, generate)
        elif before is not image:
            pixels: Any = image.constBits()  # PySide6 takes it, and says that it takes addresses
            form = QOpenGLTexture.PixelFormat.RGBA
            texture.setData(form, QOpenGLTexture.PixelType.UInt8, pixels)
        self._uploaded = image
        return GLTexture(texture.textureId(), (image.width(), image.height()))

    def free_upscaler(self) -> None:
        """Free the upscaler, if there is one."""
        if self.upscaler is not None:
            self.upscaler.release()
            self.upscaler = None

    def free_texture(self) -> None:
        """Free the texture, if there is one."""
        if self._texture is not None:
            self._texture.destroy()
            self._texture = self._uploaded = None
