"""Names that graphics debuggers show: a group around each pass, a label on each slot.

Calls ``GL_KHR_debug`` directly: moderngl's wrappers raise if the host left an OpenGL error pending.
"""

from __future__ import annotations

from typing import Any

from .. import constants as GL
from ..functions import GLFunctions
from ..recording import Recording

_TOOL = "GL_EXT_debug_tool"  # what debuggers add, as RenderDoc does
_LONGEST = 200  # bytes; drivers promise 256 for a label, and a DESC may be of any length


class DebugNames:
    """Names things in one context; does nothing where the driver has no ``GL_KHR_debug``."""

    def __init__(self, context: Any, gl: GLFunctions) -> None:
        self._gl = gl
        self._supported = bool(context.supports_labels and context.supports_debug_scopes)
        self._tool = _TOOL in context.extensions

    @property
    def wanted(self) -> bool:
        """Whether somebody listens, as a debugger does or a host with debug output on."""
        return self._supported and (self._tool or self._gl.glIsEnabled(GL.DEBUG_OUTPUT) != 0)

    def open(self, recording: Recording, name: str) -> None:
        """Record the begin of a group, which `close` ends."""
        text = _encoded(name)
        recording.call("glPushDebugGroup", GL.DEBUG_SOURCE_APPLICATION, 0, len(text), text)

    def close(self, recording: Recording) -> None:
        """Record the end of the group."""
        recording.call("glPopDebugGroup")

    def label(self, texture: Any, name: str) -> None:
        """Name a texture."""
        if self._supported:
            text = _encoded(name)
            self._gl.glObjectLabel(GL.TEXTURE, texture.glo, len(text), text)


def _encoded(name: str) -> bytes:
    return name.encode("ascii", "replace")[:_LONGEST]
