"""EGL contexts without a window and without moderngl: OpenGL ES of a version, or OpenGL."""

from __future__ import annotations

import ctypes
from typing import Any

_SURFACELESS = 0x31DD  # EGL_PLATFORM_SURFACELESS_MESA
_NONE = 0x3038
_RENDERABLE, _SURFACE, _PBUFFER = 0x3040, 0x3033, 1
_ES2, _ES3, _GL = 0x4, 0x40, 0x8
_MAJOR, _MINOR, _PROFILE, _CORE = 0x3098, 0x30FB, 0x30FD, 1
_ES_API, _GL_API = 0x30A0, 0x30A2


def make_current(major: int, minor: int, *, es: bool) -> None:
    """Make a context and make it current on this thread, where it stays."""
    egl = ctypes.CDLL("libEGL.so.1")
    pointer = ctypes.c_void_p
    for name in ("eglGetPlatformDisplay", "eglCreateContext"):
        getattr(egl, name).restype = pointer
    display = pointer(egl.eglGetPlatformDisplay(_SURFACELESS, None, None))
    assert egl.eglInitialize(display, None, None)
    assert egl.eglBindAPI(_ES_API if es else _GL_API)
    kind = (_ES2 if major == 2 else _ES3) if es else _GL
    config, count = pointer(), ctypes.c_int()
    wanted = _listed(_RENDERABLE, kind, _SURFACE, _PBUFFER)
    assert egl.eglChooseConfig(display, wanted, ctypes.byref(config), 1, ctypes.byref(count))
    asked = [_MAJOR, major, _MINOR, minor, *([] if es else [_PROFILE, _CORE])]
    context = pointer(egl.eglCreateContext(display, config, None, _listed(*asked)))
    assert context.value, hex(egl.eglGetError())
    assert egl.eglMakeCurrent(display, None, None, context)


class Loader:
    """The current context as moderngl takes them; its own loader wants libraries for developers."""

    def __init__(self) -> None:
        self._address = ctypes.CDLL("libEGL.so.1").eglGetProcAddress
        self._address.restype = ctypes.c_void_p

    def load_opengl_function(self, name: str) -> int:
        """Return where a function is; 0 for nowhere."""
        return self._address(name.encode()) or 0

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def release(self) -> None:
        """Leave the context as it is."""


def _listed(*values: int) -> Any:
    return (ctypes.c_int * (len(values) + 1))(*values, _NONE)
