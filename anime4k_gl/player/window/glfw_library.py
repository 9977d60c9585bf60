"""The window library, glfw: loading it, its messages, and OpenGL's functions through it."""

from __future__ import annotations

import ctypes
from typing import Any

from ...dependencies import require
from ...errors import GLError
from .key_names import text

REMEDY = "anime4k-gl upscale works without one"
"""The remedy where no window can be opened."""


class GLFWLoader:
    """Finds OpenGL functions for moderngl and `GLFunctions` through glfw; owned by the window.

    Whatever glfw made the context with (GLX, EGL, WGL ...): moderngl's own search needs libGL.so
    or libEGL.so by the names only development packages give them.
    """

    def __init__(self, glfw: Any) -> None:
        self._glfw = glfw

    def load(self, name: str) -> int:
        """Return a function's address, 0 where the driver has none of that name."""
        address = self._glfw.get_proc_address(name)
        return ctypes.cast(address, ctypes.c_void_p).value or 0

    load_opengl_function = load

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def release(self) -> None:
        """Nothing to do: the window destroys the context."""


def sentence(value: str | bytes) -> str:
    """Return one of glfw's messages in one line without a full stop."""
    return " ".join(text(value).split()).rstrip(".")


def load_glfw() -> Any:
    """Return the module.

    Raises
    ------
    GLError, DependencyError : it is not installed, or too old
    """
    try:
        import glfw
    except ImportError as error:
        raise GLError(f"no window library ({error}); install glfw, or else {REMEDY}") from error
    require("glfw")
    return glfw
