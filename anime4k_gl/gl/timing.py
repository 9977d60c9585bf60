"""GPU time per pass, by timer queries.

Results are read in 64 bits: 32 bits of nanoseconds wrap after four seconds, and a pass on a
software rasteriser can take that long.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from . import constants as GL
from .functions import GLFunctions


def host_is_timing(gl: GLFunctions) -> bool:
    """Return whether a timer of the host is running; OpenGL has only one at a time."""
    if not gl.profile.timers:
        return False
    current = (ctypes.c_int * 1)()
    gl.glGetQueryiv(GL.TIME_ELAPSED, GL.CURRENT_QUERY, current)
    return current[0] != 0


class Timers:
    """One timer query per pass. Its owner releases it in the same context.

    Attributes
    ----------
    names : the queries' names in OpenGL
    """

    def __init__(self, gl: GLFunctions, count: int) -> None:
        self._gl = gl
        self._array = (ctypes.c_uint * count)()
        gl.glGenQueries(count, self._array)
        self.names = tuple(self._array)

    @contextmanager
    def measure(self, index: int) -> Iterator[None]:
        """Time the drawing in the block; at most one block at a time."""
        self._gl.glBeginQuery(GL.TIME_ELAPSED, self.names[index])
        try:
            yield
        finally:
            self._gl.glEndQuery(GL.TIME_ELAPSED)

    def milliseconds(self, index: int) -> float:
        """Return the time of the last block of this index; waits for the GPU."""
        nanoseconds = ctypes.c_uint64()
        self._gl.glGetQueryObjectui64v(
            self.names[index], GL.QUERY_RESULT, ctypes.byref(nanoseconds)
        )
        return nanoseconds.value / 1e6

    def release(self) -> None:
        """Free the queries."""
        self._gl.glDeleteQueries(len(self._array), self._array)
