"""The facts about a bound texture: its size in texels, and what its components are.

OpenGL and OpenGL ES 3.1 tell them. OpenGL ES 3.0 tells of components only through a framebuffer,
and of the size by refusing an update, of no texels, that begins beyond the edge.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from dataclasses import replace
from functools import partial

from ...errors import OptionError
from ...formats import Size
from ...lazy.dataclass import dataclass
from .. import constants as GL
from ..functions import GLFunctions
from .memory import errors_kept, pending_errors

_INTEGERS = (GL.INT, GL.UNSIGNED_INT)
_SRGB = frozenset({
    GL.SRGB8, GL.SRGB8_ALPHA8, 0x8C40, 0x8C42,  # SRGB and SRGB_ALPHA, of no stated size
    0x8C48, 0x8C49, 0x8C4C, 0x8C4D, 0x8C4E, 0x8C4F,  # compressed: of any kind, and DXT1 to 5
    0x8E8D, 0x9275, 0x9277, 0x9279,  # BPTC; ETC2 with and without alpha
})  # fmt: skip

# GL_RGBA and GL_RGB, and the types in which either may be written; GL_BGRA by an extension.
_TRANSFERS = (
    *((0x1908, kind) for kind in (0x1401, 0x140B, 0x1406, 0x8368, 0x1403, 0x8033, 0x8034)),
    *((0x1907, kind) for kind in (0x1401, 0x140B, 0x1406, 0x1403, 0x8C3B, 0x8C3E)),
    (0x80E1, 0x1401),
)


@dataclass(frozen=True, slots=True)
class TextureFacts:
    """What a texture is.

    Attributes
    ----------
    size : of the level, in texels; 0x0 where it has none, or in OpenGL ES 3.0 no colour
    red, green, blue : bits of a component, 0 where there is none
    depth : whether it holds depths
    integer : whether its components are integers
    srgb : whether its codes are decoded to light when it is read
    """

    size: Size
    red: int
    green: int
    blue: int
    depth: bool
    integer: bool
    srgb: bool

    @classmethod
    def of_bound(cls, gl: GLFunctions, name: int, level: int | None = None) -> TextureFacts:
        """Return the facts about the texture that is bound, whose name is given.

        Bindings and errors stay as they are.

        Parameters
        ----------
        level : of what level; by default that which is read first

        Raises
        ------
        OptionError : OpenGL ES 3.0 does not let a texture of its format be looked at
        """
        if level is None:
            base = ctypes.c_int()
            gl.glGetTexParameteriv(GL.TEXTURE_2D, GL.TEXTURE_BASE_LEVEL, ctypes.byref(base))
            level = base.value
        if gl.profile.texture_levels:
            return _by_level(gl, level)
        with errors_kept(gl):
            return _by_framebuffer(gl, name, level)


def _by_level(gl: GLFunctions, level: int) -> TextureFacts:
    def ask(parameter: int) -> int:
        value = ctypes.c_int()
        gl.glGetTexLevelParameteriv(GL.TEXTURE_2D, level, parameter, ctypes.byref(value))
        return value.value

    return TextureFacts(
        size=Size(ask(GL.TEXTURE_WIDTH), ask(GL.TEXTURE_HEIGHT)),
        red=ask(GL.TEXTURE_RED_SIZE),
        green=ask(GL.TEXTURE_GREEN_SIZE),
        blue=ask(GL.TEXTURE_BLUE_SIZE),
        depth=ask(GL.TEXTURE_DEPTH_SIZE) > 0,
        integer=ask(GL.TEXTURE_RED_TYPE) in _INTEGERS,
        srgb=ask(GL.TEXTURE_INTERNAL_FORMAT) in _SRGB,
    )


def _by_framebuffer(gl: GLFunctions, name: int, level: int) -> TextureFacts:
    before = gl.integer(GL.READ_FRAMEBUFFER_BINDING)
    framebuffer = gl.generate("Framebuffers")
    gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer)
    try:
        gl.glFramebufferTexture2D(
            GL.READ_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, name, level
        )
        ask = partial(_attachment, gl)
        facts = TextureFacts(
            size=Size(0, 0),
            red=ask(GL.FRAMEBUFFER_ATTACHMENT_RED_SIZE),
            green=ask(GL.FRAMEBUFFER_ATTACHMENT_GREEN_SIZE),
            blue=ask(GL.FRAMEBUFFER_ATTACHMENT_BLUE_SIZE),
            depth=ask(GL.FRAMEBUFFER_ATTACHMENT_DEPTH_SIZE) > 0,
            integer=ask(GL.FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE) in _INTEGERS,
            srgb=ask(GL.FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING) == GL.SRGB,
        )
    finally:
        gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, before)
        gl.delete("Framebuffers", framebuffer)
        pending_errors(gl)
    looked_at = facts.blue and not facts.integer and not facts.depth
    return replace(facts, size=_size(gl, name, level)) if looked_at else facts


def _attachment(gl: GLFunctions, parameter: int) -> int:
    value = ctypes.c_int()
    gl.glGetFramebufferAttachmentParameteriv(
        GL.READ_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, parameter, ctypes.byref(value)
    )
    return value.value


def _size(gl: GLFunctions, name: int, level: int) -> Size:
    """Return the size of a texture with colour, by where an update may begin."""

    def accepted(x: int, y: int, transfer: tuple[int, int]) -> bool:
        gl.glTexSubImage2D(GL.TEXTURE_2D, level, x, y, 0, 0, *transfer, None)
        return not pending_errors(gl)

    ends = range(1, gl.integer(GL.MAX_TEXTURE_SIZE) + 1)
    # Of a host's own buffer even no texels may be beyond the end.
    buffer = gl.integer(GL.PIXEL_UNPACK_BUFFER_BINDING)
    gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, 0)
    try:
        for transfer in _TRANSFERS:
            if accepted(0, 0, transfer):
                width = bisect_left(ends, True, key=lambda x: not accepted(x, 0, transfer))
                height = bisect_left(ends, True, key=lambda y: not accepted(0, y, transfer))
                return Size(width, height)
    finally:
        gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, buffer)
    raise OptionError(
        f"texture {name} has a format that {gl.profile.name} tells nothing of; give one of RGBA8"
    )
