"""Textures that can be read in OpenGL ES, where moderngl's own `read` returns what memory held.

OpenGL ES has no glGetTexImage, by which moderngl reads, and reads through a framebuffer only: as
four channels, and half floats as 32-bit floats where the driver wants it so.
"""

from __future__ import annotations

import ctypes
from typing import Any

import moderngl
import numpy as np

from .. import constants as GL
from ..functions import GLFunctions
from .internal_formats import read_dtype

_NUMBERS = {"f1": np.uint8, "nu2": np.uint16, "f2": np.float16, "f4": np.float32}
_PACKING = (GL.PACK_ALIGNMENT, GL.PACK_ROW_LENGTH, GL.PACK_SKIP_PIXELS, GL.PACK_SKIP_ROWS)

Pixels = np.ndarray[Any, np.dtype[Any]]


def made_readable(texture: Any, gl: GLFunctions) -> Any:
    """Return a moderngl texture whose `read` works; in OpenGL it is as it was."""
    if gl.profile.es:
        object.__setattr__(texture, "__class__", ESTexture)
        texture.gl = gl
    return texture


class ESTexture(moderngl.Texture):
    """A texture of pixels in a context of OpenGL ES, and the functions to read it with.

    The host's bindings and pixel-store settings do not matter, and stay as they are.
    """

    gl: GLFunctions

    def read(self, level: int = 0, alignment: int = 1) -> bytes:
        """Return the pixels as moderngl does: row 0 first, each padded to the alignment."""
        pixels = self._pixels(level)
        row = pixels.shape[1] * pixels.shape[2] * pixels.itemsize
        rows = np.zeros((pixels.shape[0], -(-row // alignment) * alignment), np.uint8)
        rows[:, :row] = pixels.view(np.uint8).reshape(len(pixels), row)
        return rows.tobytes()

    def read_into(
        self, buffer: Any, level: int = 0, alignment: int = 1, write_offset: int = 0
    ) -> None:
        """Write what `read` returns into a buffer of moderngl's, or into writable memory."""
        data = self.read(level, alignment)
        if isinstance(buffer, moderngl.Buffer):
            bound = self.gl.integer(GL.ARRAY_BUFFER_BINDING)
            buffer.write(data, write_offset)
            self.gl.glBindBuffer(GL.ARRAY_BUFFER, bound)
        else:
            memoryview(buffer).cast("B")[write_offset : write_offset + len(data)] = data

    def _pixels(self, level: int) -> Pixels:
        gl = self.gl
        before = gl.integer(GL.READ_FRAMEBUFFER_BINDING)
        buffer = gl.integer(GL.PIXEL_PACK_BUFFER_BINDING)
        packing = [(name, gl.integer(name)) for name in _PACKING]
        framebuffer = gl.generate("Framebuffers")
        gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer)
        gl.glFramebufferTexture2D(
            GL.READ_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, self.glo, level
        )
        gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, 0)
        for name, _ in packing:
            gl.glPixelStorei(name, 1 if name == GL.PACK_ALIGNMENT else 0)
        try:
            dtype = read_dtype(gl, self.dtype)
            width, height = max(self.width >> level, 1), max(self.height >> level, 1)
            pixels = np.empty((height, width, 4), _NUMBERS[dtype])
            address = pixels.ctypes.data_as(ctypes.c_void_p)
            transfer = GL.CHANNEL_FORMATS[4], GL.COMPONENT_TYPES[dtype]
            gl.glReadPixels(0, 0, width, height, *transfer, address)
        finally:
            for name, value in packing:
                gl.glPixelStorei(name, value)
            gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, buffer)
            gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, before)
            gl.delete("Framebuffers", framebuffer)
        with np.errstate(over="ignore"):
            own = pixels[..., : self.components].astype(_NUMBERS[self.dtype], copy=False)
        return np.ascontiguousarray(own)
