"""Programs, compiled once per source text and kept for the context's lifetime."""

from __future__ import annotations

from typing import Any

import moderngl

from ..glsl import Source, compile_error
from .context import Capabilities


class Program:
    """A linked program, its vertex array, and the uniform values last given to it."""

    def __init__(self, context: Any, source: Source) -> None:
        try:
            self._program = context.program(
                vertex_shader=source.vertex, fragment_shader=source.fragment
            )
        except moderngl.Error as error:
            raise compile_error(source, str(error)) from error
        # No attributes: the vertex shader makes its triangle out of gl_VertexID.
        self._vertex_array = context.vertex_array(self._program, [])
        self._given: dict[str, Any] = {}
        self._names = set(self._program)

    def set(self, name: str, value: Any) -> None:
        """Give a uniform its value; one that the compiler dropped is passed over."""
        if name in self._names and self._given.get(name) != value:
            self._program[name].value = value
            self._given[name] = value

    def draw(self) -> None:
        """Draw one triangle over the whole viewport."""
        self._vertex_array.render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free the program."""
        self._vertex_array.release()
        self._program.release()


class ProgramCache:
    """The programs of one context, by their source, and what its driver takes and can do."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self.capabilities = Capabilities.of(context)
        self._programs: dict[tuple[str, str], Program] = {}

    def get(self, source: Source) -> Program:
        """Return the program of a source, compiling it the first time.

        Raises
        ------
        ShaderCompileError : the driver refuses it; the place is in the user's own file
        """
        key = (source.vertex, source.fragment)
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = Program(self._context, source)
        return program

    def __len__(self) -> int:
        return len(self._programs)

    def release(self) -> None:
        """Free every program."""
        for program in self._programs.values():
            program.release()
        self._programs.clear()
