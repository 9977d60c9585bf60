"""OpenGL calls for tests, by name, without moderngl in between: what a host of any kind may do."""

from __future__ import annotations

import ctypes
from typing import Any

_TYPES = {
    int: ctypes.c_int,
    float: ctypes.c_float,
    ctypes.c_ssize_t: ctypes.c_ssize_t,
}


class GL:
    """``gl.glBlendFunc(1, 0)``; numbers are passed as they are, arrays by address."""

    def __init__(self, context: Any) -> None:
        loader = context.mglo._context
        self._load = getattr(loader, "load", None) or loader.load_opengl_function

    def __getattr__(self, name: str) -> Any:
        address = self._load(name)
        assert address, f"no {name}"

        def call(*arguments: Any) -> Any:
            types = [_TYPES.get(type(a), ctypes.c_void_p) for a in arguments]
            result = ctypes.c_uint if name.startswith(("glIs", "glCreate", "glGetError")) else None
            values = [ctypes.addressof(a) if isinstance(a, ctypes.Array) else a for a in arguments]
            return ctypes.CFUNCTYPE(result, *types)(address)(*values)

        return call

    def integers(self, parameter: int, count: int = 1) -> tuple[int, ...]:
        """Return the value of a state variable."""
        values = (ctypes.c_int * 16)()
        self.glGetIntegerv(parameter, values)
        return tuple(values[:count])

    def floats(self, parameter: int, count: int = 1) -> tuple[float, ...]:
        """Return the value of a state variable."""
        values = (ctypes.c_float * 16)()
        self.glGetFloatv(parameter, values)
        return tuple(values[:count])

    def indexed(self, parameter: int, index: int) -> int:
        """Return one of the numbers of a state variable that there is more than once."""
        value = (ctypes.c_int64 * 1)()
        self.glGetInteger64i_v(parameter, index, value)
        return int(value[0])

    def generate(self, kind: str, count: int = 1) -> list[int]:
        """Return new names: ``generate("Textures", 2)``."""
        names = (ctypes.c_uint * count)()
        getattr(self, f"glGen{kind}")(count, names)
        return list(names)

    def delete(self, kind: str, names: list[int]) -> None:
        """Delete names that `generate` returned."""
        getattr(self, f"glDelete{kind}")(len(names), (ctypes.c_uint * len(names))(*names))

    def objects(self, more: int = 4096) -> dict[str, int]:
        """Return how many objects of each kind there are.

        Drivers count on, so that the names of a context that is long in use are high: those up to
        the next one are looked at, and as many more.
        """
        found = {}
        for kind in ("Texture", "Framebuffer", "Sampler", "VertexArray", "Query", "Buffer"):
            plural = "Queries" if kind == "Query" else f"{kind}s"
            new = self.generate(plural)
            self.delete(plural, new)
            found[kind] = self._there(kind, new[0] + more)
        new_program = self.glCreateProgram()
        self.glDeleteProgram(new_program)
        for kind in ("Program", "Shader"):  # which share their names
            found[kind] = self._there(kind, new_program + more)
        return found

    def _there(self, kind: str, end: int) -> int:
        is_there = getattr(self, f"glIs{kind}")
        return sum(bool(is_there(name)) for name in range(1, end))
