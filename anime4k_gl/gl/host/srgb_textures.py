"""Textures that OpenGL decodes as it reads them, whose codes are what is wanted."""

from __future__ import annotations

import ctypes

from .. import constants as GL
from ..functions import GLFunctions
from ..resources.texture_facts import TextureFacts

_FORMATS = frozenset({
    GL.SRGB8, GL.SRGB8_ALPHA8, 0x8C40, 0x8C42,  # SRGB and SRGB_ALPHA, of no stated size
    0x8C48, 0x8C49, 0x8C4C, 0x8C4D, 0x8C4E, 0x8C4F,  # compressed: of any kind, and DXT1 to 5
    0x8E8D, 0x9275, 0x9277, 0x9279,  # BPTC; ETC2 with and without alpha
})  # fmt: skip


def is_srgb(gl: GLFunctions, name: int) -> bool:
    """Return whether a two-dimensional texture is one; the host's bindings stay."""
    before = gl.integer(GL.TEXTURE_BINDING_2D)
    gl.glBindTexture(GL.TEXTURE_2D, name)
    try:
        if not gl.profile.texture_levels:
            return TextureFacts.of_bound(gl, name).srgb
        base, internal = ctypes.c_int(), ctypes.c_int()
        gl.glGetTexParameteriv(GL.TEXTURE_2D, GL.TEXTURE_BASE_LEVEL, ctypes.byref(base))
        gl.glGetTexLevelParameteriv(
            GL.TEXTURE_2D, base.value, GL.TEXTURE_INTERNAL_FORMAT, ctypes.byref(internal)
        )
    finally:
        gl.glBindTexture(GL.TEXTURE_2D, before)
    return internal.value in _FORMATS
