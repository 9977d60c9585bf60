"""A framebuffer around one texture, created without moderngl.

When moderngl creates a framebuffer, it rebinds the one it believes to be current; if the host has
released that one since, this leaves an OpenGL error behind.
"""

from __future__ import annotations

import ctypes
from typing import Any

from ...errors import GLError
from ...formats import Size
from .. import constants as GL
from ..functions import GLFunctions

COVERING_VERTEX = """#version 330
out vec2 place;
void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
    place = vec2(corner.x, 1.0 - corner.y);  // OpenGL counts a window's rows from the bottom
}
"""
"""A vertex shader for three vertices without attributes: one triangle over the whole viewport.

`place` counts from 0 to 1 from the viewport's top left; a fragment shader may do without it.
"""


class RenderTarget:
    """A framebuffer to draw to or read from one texture; it does not own the texture.

    Attributes
    ----------
    glo : the framebuffer's OpenGL name
    size : the texture's, in texels
    """

    def __init__(self, gl: GLFunctions, texture: Any) -> None:
        """Create the framebuffer, inside `preserved`, which rebinds the host's afterwards.

        Raises
        ------
        GLError : the driver cannot draw into it
        """
        self._gl = gl
        self.size = Size(texture.width, texture.height)
        name = ctypes.c_uint()
        gl.glGenFramebuffers(1, ctypes.byref(name))
        self.glo: int = name.value
        gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, self.glo)
        gl.glFramebufferTexture2D(
            GL.DRAW_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture.glo, 0
        )
        if gl.glCheckFramebufferStatus(GL.DRAW_FRAMEBUFFER) != GL.FRAMEBUFFER_COMPLETE:
            self.release()
            raise GLError(
                f"this driver cannot draw into a texture of {self.size}, which may be for lack of"
                " memory; choose a smaller size"
            )

    def release(self) -> None:
        """Free the framebuffer."""
        self._gl.glDeleteFramebuffers(1, ctypes.byref(ctypes.c_uint(self.glo)))
