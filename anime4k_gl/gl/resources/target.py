"""A framebuffer around one texture, made behind moderngl's back.

moderngl binds the framebuffer it believes to be current again whenever it makes another, and where
the host has released that one since, this leaves an OpenGL error behind.
"""

from __future__ import annotations

import ctypes
from typing import Any

from ...formats import Size
from .. import constants as GL
from ..functions import GLFunctions


class RenderTarget:
    """Draws to, and reads from, one texture, which stays its owner's.

    Attributes
    ----------
    glo : the framebuffer's OpenGL name
    size : the texture's, in texels
    """

    def __init__(self, gl: GLFunctions, texture: Any) -> None:
        """Make the framebuffer, inside `preserved`, which the host's is bound again after."""
        self._gl = gl
        self.size = Size(texture.width, texture.height)
        name = ctypes.c_uint()
        gl.glGenFramebuffers(1, ctypes.byref(name))
        self.glo: int = name.value
        gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, self.glo)
        gl.glFramebufferTexture2D(
            GL.DRAW_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture.glo, 0
        )

    def release(self) -> None:
        """Free the framebuffer."""
        self._gl.glDeleteFramebuffers(1, ctypes.byref(ctypes.c_uint(self.glo)))
