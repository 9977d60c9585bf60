"""The OpenGL context that is current in this thread, by its system's own account.

OpenGL's functions go to whatever context is current, and names mean something else in each: what
is deleted in another context is another's. The system's handle tells contexts apart; as a later
one may come to have the handle of one that is gone, an object of ours in it tells the rest.
"""

from __future__ import annotations

import ctypes
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...errors import GLError
from .. import constants as GL
from ..functions import GLFunctions

REMEDY = (
    "make the window's context current first (glfw.make_context_current(window), Qt's"
    " makeCurrent(), pyglet's window.switch_to()), in the thread that calls"
)

_WINDOWS_ERRORS = (None, 0, 1, 2, 3, -1, (1 << 64) - 1)  # of wglGetProcAddress


@dataclass(frozen=True, slots=True)
class Platform:
    """One of the systems by which programs have OpenGL contexts.

    Attributes
    ----------
    name : ``GLX``, ``EGL``, ``WGL`` or ``CGL``
    current : returns the handle of this thread's context, or None
    address : returns a function's address by its name, or 0
    """

    name: str
    current: Callable[[], int | None]
    address: Callable[[str], int]


def _linux_libraries() -> Iterator[tuple[str, str, str, str]]:
    """Yield (system, library, function that tells the context, function that finds others)."""
    for library in ("libGLX.so.0", "libGL.so.1"):
        yield "GLX", library, "glXGetCurrentContext", "glXGetProcAddressARB"
    yield "EGL", "libEGL.so.1", "eglGetCurrentContext", "eglGetProcAddress"


def _on_linux() -> Iterator[Platform]:
    """Yield the systems whose libraries are loaded; what is not loaded has no context."""
    for name, library, current, find in _linux_libraries():
        try:
            found: Any = ctypes.PyDLL(library, mode=os.RTLD_NOLOAD | os.RTLD_NOW)
            finder = getattr(found, find)
            yield Platform(name, _asking(found, current), _finding(finder))
        except (OSError, AttributeError):
            continue


def _on_windows() -> Iterator[Platform]:
    library: Any = ctypes.PyDLL("opengl32")
    finder = _finding(library.wglGetProcAddress)

    def address(name: str) -> int:
        found = finder(name)
        if found not in _WINDOWS_ERRORS:
            return found
        return _exported(library, name)  # what OpenGL 1.1 has

    yield Platform("WGL", _asking(library, "wglGetCurrentContext"), address)


def _on_mac() -> Iterator[Platform]:
    library: Any = ctypes.PyDLL("/System/Library/Frameworks/OpenGL.framework/OpenGL")
    current = _asking(library, "CGLGetCurrentContext")
    yield Platform("CGL", current, partial(_exported, library))


def _exported(library: Any, name: str) -> int:
    """Return the address of what a library itself has by a name, or 0."""
    function = getattr(library, name, None)
    return (ctypes.cast(function, ctypes.c_void_p).value or 0) if function else 0


def _asking(library: Any, name: str) -> Callable[[], int | None]:
    # Python's lock is kept: giving it away takes longer than the call.
    function: Any = ctypes.PYFUNCTYPE(ctypes.c_void_p)((name, library))
    return function  # type: ignore[no-any-return]


def _finding(function: Any) -> Callable[[str], int]:
    function.restype, function.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)

    def address(name: str) -> int:
        return function(name.encode()) or 0

    return address


def current_platform() -> Platform | None:
    """Return the system whose context is current in this thread; None where there is none."""
    systems = {"win32": _on_windows, "darwin": _on_mac}.get(sys.platform, _on_linux)
    return next((system for system in systems() if system.current()), None)


class HomeContext:
    """The context that objects were made in: whether it is the current one.

    Must be made while it is current; each call takes a microsecond or two.
    """

    def __init__(self, gl: GLFunctions) -> None:
        self._gl = gl
        platform = current_platform()
        self._current = (lambda: None) if platform is None else platform.current
        self._handle = self._current()
        self._sampler = gl.generate("Samplers")
        # A number that no sampler of another's has.
        self._mark = ctypes.c_float(random.SystemRandom().uniform(-9e5, 9e5)).value
        self._found = (ctypes.c_float * 1)()
        self._ask = gl.untyped("glIsSampler"), gl.untyped("glGetSamplerParameterfv")
        gl.glSamplerParameterf(self._sampler, GL.TEXTURE_MIN_LOD, self._mark)
        self._marked = self._has_mark()

    def is_current(self) -> bool:
        """Return whether the context is current in this thread, and still the same."""
        return self._current() == self._handle and (not self._marked or self._has_mark())

    def check(self, owner: str, action: str) -> None:
        """Raise a GLError unless it is current.

        Parameters
        ----------
        owner : what was made there: ``this Upscaler``
        action : what the caller is about to do: ``render``
        """
        if self.is_current():
            return
        now = self._current()
        if self._handle is not None and not now and current_platform() is None:
            raise GLError(f"{action}: no OpenGL context is current in this thread; {REMEDY}")
        if now == self._handle:
            raise GLError(
                f"{action}: the OpenGL context that {owner} was made in is gone, and what it had"
                " there with it; make another in the new one"
            )
        raise GLError(
            f"{action}: another OpenGL context is current than the one that {owner} was made in;"
            " make that one current before"
        )

    def release(self) -> None:
        """Free the mark, while the context is current."""
        self._gl.delete("Samplers", self._sampler)

    def _has_mark(self) -> bool:
        is_sampler, read = self._ask
        if not is_sampler(self._sampler):
            return False
        read(self._sampler, GL.TEXTURE_MIN_LOD, self._found)
        return self._found[0] == self._mark
