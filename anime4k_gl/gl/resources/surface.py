"""The colour depth of a framebuffer."""

from __future__ import annotations

import ctypes

from .. import constants as GL
from ..functions import GLFunctions

SDR_BITS = 8
"""The depth assumed for a surface whose depth the driver does not report."""


def channel_bits(gl: GLFunctions, framebuffer: int = 0) -> int:
    """Return the bits per channel of a framebuffer: 8, 10 or 16 in practice.

    The draw framebuffer's binding is restored.

    Parameters
    ----------
    gl : the functions of the context, which must be current
    framebuffer : its OpenGL name; 0 is the window's own
    """
    before = gl.integer(GL.DRAW_FRAMEBUFFER_BINDING)
    gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, framebuffer)
    attachment = GL.COLOR_ATTACHMENT0 if framebuffer else GL.BACK_LEFT
    bits = ctypes.c_int(0)
    gl.glGetFramebufferAttachmentParameteriv(
        GL.DRAW_FRAMEBUFFER, attachment, GL.FRAMEBUFFER_ATTACHMENT_RED_SIZE, ctypes.byref(bits)
    )
    gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, before)
    if bits.value == 0:  # a context without a window has no such framebuffer and sets an error
        gl.glGetError()
    return bits.value or SDR_BITS
