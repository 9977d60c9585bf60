"""Names that graphics debuggers show: a group around each pass, a label on each slot.

Calls ``GL_KHR_debug`` directly: moderngl's wrappers raise if the host left an OpenGL error pending.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import constants as GL
from .functions import GLFunctions

_LONGEST = 200  # bytes; drivers promise 256 for a label, and a DESC may be of any length


class DebugNames:
    """Names things in one context; does nothing where the driver has no ``GL_KHR_debug``."""

    def __init__(self, context: Any, gl: GLFunctions) -> None:
        self._gl = gl
        self._supported = bool(context.supports_labels and context.supports_debug_scopes)

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Group the calls made in the block under a name."""
        if not self._supported:
            yield
            return
        text = _encoded(name)
        self._gl.glPushDebugGroup(GL.DEBUG_SOURCE_APPLICATION, 0, len(text), text)
        try:
            yield
        finally:
            self._gl.glPopDebugGroup()

    def label(self, texture: Any, name: str) -> None:
        """Name a texture."""
        if self._supported:
            text = _encoded(name)
            self._gl.glObjectLabel(GL.TEXTURE, texture.glo, len(text), text)


def _encoded(name: str) -> bytes:
    return name.encode("ascii", "replace")[:_LONGEST]
