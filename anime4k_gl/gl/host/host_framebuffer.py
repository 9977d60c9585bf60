"""A host's framebuffer, looked at before it is drawn to: whether it can be, and how large it is."""

from __future__ import annotations

import ctypes
import operator
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import moderngl

from ...errors import GLError, OptionError
from ...formats import Size
from .. import constants as GL
from ..functions import GLFunctions
from ..profiles.host_values import has_value
from ..resources.memory import errors_kept, pending_errors
from ..resources.texture_facts import TextureFacts

Viewport = tuple[int, int, int, int]
"""Left, bottom, width and height in pixels, from the framebuffer's lower left."""

_STATES = {
    0x8219: "this window or context has no default framebuffer",
    0x8CD6: "an attachment cannot be drawn to",
    0x8CD7: "it has no attachment",
    0x8CDB: "a draw buffer has no attachment",
    0x8CDC: "its read buffer has no attachment",
    0x8CDD: "this driver cannot draw to these attachments together",
    0x8D56: "its attachments have different numbers of samples",
    0x8DA8: "some of its attachments have layers, and others have not",
}
_INTEGERS = (GL.INT, GL.UNSIGNED_INT)


def named_framebuffer(framebuffer: Any) -> tuple[int, Size | None]:
    """Return the name of a framebuffer that a host gave, and its size where it is moderngl's.

    Raises
    ------
    OptionError : it is neither
    """
    if isinstance(framebuffer, moderngl.Framebuffer):
        if isinstance(framebuffer.mglo, moderngl.InvalidObject):
            raise OptionError("this framebuffer has been released")
        return framebuffer.glo, Size(*framebuffer.size)
    # Bindings of OpenGL give numpy's numbers, too.
    with suppress(TypeError):
        name = operator.index(framebuffer)
        if name >= 0 and not isinstance(framebuffer, bool):
            return name, None
    raise OptionError(
        "a framebuffer must be a moderngl.Framebuffer or a name in OpenGL (0 for the window's),"
        f" not {framebuffer!r}"
    )


def checked_viewport(gl: GLFunctions, viewport: Iterable[int]) -> Viewport:
    """Return a host's viewport.

    Raises
    ------
    OptionError : it is not four whole numbers, of which the last two are sides that can be had
    """
    box: tuple[int, ...] = ()
    with suppress(TypeError, ValueError):
        box = tuple(viewport)
        box = tuple(map(int, box)) if all(int(number) == number for number in box) else ()
    if len(box) != 4:
        raise OptionError(
            "a viewport must be four whole numbers, (left, bottom, width, height), not"
            f" {viewport!r}"
        )
    x, y, width, height = box
    most = gl.integers(GL.MAX_VIEWPORT_DIMS, 2)
    if not (0 < width <= most[0] and 0 < height <= most[1]):
        raise OptionError(
            f"a viewport of {width}x{height} cannot be drawn to; this driver takes sides of 1 to"
            f" {most[0]} and {most[1]} pixels"
        )
    return x, y, width, height


class HostFramebuffer:
    """A host's framebuffer that is bound for drawing, inside `preserved`.

    Attributes
    ----------
    name : its name in OpenGL
    """

    def __init__(self, gl: GLFunctions, name: int, own: Collection[int]) -> None:
        """Bind it, and look at it.

        Parameters
        ----------
        own : the names of textures that are read while it is drawn to

        Raises
        ------
        OptionError : there is no such framebuffer, or none that pictures can be drawn to
        GLError : it is not complete
        """
        self._gl, self.name = gl, name
        if name and not gl.glIsFramebuffer(name):
            raise OptionError(
                f"there is no framebuffer {name} in this context: it was deleted, never bound, or"
                " belongs to another context, which do not share theirs"
            )
        gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, name)
        status = int(gl.glCheckFramebufferStatus(GL.DRAW_FRAMEBUFFER))
        if status != GL.FRAMEBUFFER_COMPLETE:
            why = _STATES.get(status, f"its status is 0x{status:04x}")
            raise GLError(f"framebuffer {name} is not complete: {why}")
        self._buffer = gl.integer(GL.DRAW_BUFFER0)
        if not self._buffer:
            raise OptionError(f"framebuffer {name} draws colours nowhere; see glDrawBuffers")
        if not has_value(GL.FRAMEBUFFER_SRGB, gl.profile) and self._encodes():
            raise OptionError(
                f"framebuffer {name} is sRGB, which {gl.profile.name} here cannot but encode for:"
                " codes would be encoded twice; give one of RGBA8"
            )
        if not name:
            return
        if self._asked(GL.FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE) in _INTEGERS:
            raise OptionError(f"framebuffer {name} holds integers; pictures need numbers 0 to 1")
        self._is_texture = self._asked(GL.FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE) == GL.TEXTURE
        self._object = self._asked(GL.FRAMEBUFFER_ATTACHMENT_OBJECT_NAME)
        if self._is_texture and self._object in own:
            raise OptionError(
                f"framebuffer {name} draws into this Upscaler's own result; give it a texture of"
                " its own"
            )

    def size(self) -> Size | None:
        """Return its size in pixels; None of a window's, or where the driver does not tell."""
        if not self.name:
            return None
        gl = self._gl
        if not self._is_texture:
            before = gl.integer(GL.RENDERBUFFER_BINDING)
            gl.glBindRenderbuffer(GL.RENDERBUFFER, self._object)
            try:
                return Size(*(self._renderbuffer(side) for side in _RENDERBUFFER_SIDES))
            finally:
                gl.glBindRenderbuffer(GL.RENDERBUFFER, before)
        level = self._asked(GL.FRAMEBUFFER_ATTACHMENT_TEXTURE_LEVEL)
        with errors_kept(gl):
            for target, binding in _TARGETS:
                if not has_value(binding, gl.profile):
                    continue
                before = gl.integer(binding)
                gl.glBindTexture(target, self._object)
                try:
                    if not pending_errors(gl):
                        if not gl.profile.texture_levels:
                            return TextureFacts.of_bound(gl, self._object, level).size
                        return Size(*(self._level(target, level, side) for side in _SIDES))
                finally:
                    gl.glBindTexture(target, before)
        return None

    @contextmanager
    def only_first(self) -> Iterator[None]:
        """Leave alone what it draws to beside its first buffer."""
        gl, masks = self._gl, []
        for index in range(1, gl.integer(GL.MAX_DRAW_BUFFERS)):
            if gl.integer(GL.DRAW_BUFFER0 + index):
                if not gl.profile.indexed_switches:
                    raise GLError(
                        f"framebuffer {self.name} draws to several buffers, of which"
                        f" {gl.profile.name} here cannot leave alone all but the first; give it"
                        " one by glDrawBuffers"
                    )
                mask = (ctypes.c_int * 4)()
                gl.glGetIntegeri_v(GL.COLOR_WRITEMASK, index, mask)
                masks.append((index, tuple(mask)))
                gl.glColorMaski(index, 0, 0, 0, 0)
        try:
            yield
        finally:
            for index, mask_before in masks:
                gl.glColorMaski(index, *mask_before)

    def _encodes(self) -> bool:
        return self._asked(GL.FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING) == GL.SRGB

    def _asked(self, parameter: int) -> int:
        value = ctypes.c_int()
        self._gl.glGetFramebufferAttachmentParameteriv(
            GL.DRAW_FRAMEBUFFER, self._buffer, parameter, ctypes.byref(value)
        )
        return value.value

    def _renderbuffer(self, parameter: int) -> int:
        value = ctypes.c_int()
        self._gl.glGetRenderbufferParameteriv(GL.RENDERBUFFER, parameter, ctypes.byref(value))
        return value.value

    def _level(self, target: int, level: int, parameter: int) -> int:
        value = ctypes.c_int()
        self._gl.glGetTexLevelParameteriv(target, level, parameter, ctypes.byref(value))
        return value.value


_SIDES = (GL.TEXTURE_WIDTH, GL.TEXTURE_HEIGHT)
_RENDERBUFFER_SIDES = (GL.RENDERBUFFER_WIDTH, GL.RENDERBUFFER_HEIGHT)
_TARGETS = (
    (GL.TEXTURE_2D, GL.TEXTURE_BINDING_2D),
    (GL.TEXTURE_2D_MULTISAMPLE, GL.TEXTURE_BINDING_2D_MULTISAMPLE),
    (GL.TEXTURE_RECTANGLE, GL.TEXTURE_BINDING_RECTANGLE),
)
