"""A context of EGL's that shares with the one that is current, made by no library of ours."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any

_NO_SURFACE = None
_OPENGL_API, _CONFIG_ID, _NONE = 0x30A2, 0x3028, 0x3038
_MAJOR, _MINOR = 0x3098, 0x30FB


class SharingContext:
    """Current in its ``with`` block alone, in the thread of the block."""

    def __init__(self) -> None:
        self._egl: Any = ctypes.CDLL("libEGL.so.1")
        for name in ("eglGetCurrentContext", "eglGetCurrentDisplay", "eglCreateContext"):
            getattr(self._egl, name).restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._egl.eglGetCurrentDisplay())
        share = ctypes.c_void_p(self._egl.eglGetCurrentContext())
        number, config, found = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_int()
        self._egl.eglQueryContext(self._display, share, _CONFIG_ID, ctypes.byref(number))
        wanted = (ctypes.c_int * 3)(_CONFIG_ID, number.value, _NONE)
        self._egl.eglChooseConfig(
            self._display, wanted, ctypes.byref(config), 1, ctypes.byref(found)
        )
        self._egl.eglBindAPI(_OPENGL_API)
        attributes = (ctypes.c_int * 5)(_MAJOR, 3, _MINOR, 3, _NONE)
        made = self._egl.eglCreateContext(self._display, config, share, attributes)
        assert made, hex(self._egl.eglGetError())
        self._context = ctypes.c_void_p(made)
        self._before = ctypes.c_void_p()

    def __enter__(self) -> SharingContext:
        self._egl.eglBindAPI(_OPENGL_API)
        self._before = ctypes.c_void_p(self._egl.eglGetCurrentContext())
        self._make_current(self._context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._make_current(self._before)

    def release(self) -> None:
        """Destroy it; it is current nowhere."""
        self._egl.eglDestroyContext(self._display, self._context)

    def _make_current(self, context: ctypes.c_void_p) -> None:
        assert self._egl.eglMakeCurrent(self._display, _NO_SURFACE, _NO_SURFACE, context)
