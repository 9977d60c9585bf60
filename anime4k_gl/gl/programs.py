"""Programs, compiled once per source text and kept for the context's lifetime."""

from __future__ import annotations

from typing import Any

import moderngl

from ..glsl import VERTICES, Source, buffer_block, compile_error, sampler_uniform
from . import raw
from .context import Capabilities
from .raw import RawGL


class Program:
    """A linked program, its vertex array, and the uniform values last given to it."""

    def __init__(self, context: Any, gl: RawGL, source: Source) -> None:
        """Compile, inside `preserved`.

        Raises
        ------
        ShaderCompileError : the driver refuses it; the place is in the user's own file
        """
        self._gl = gl
        self._vertex_array: Any = None
        try:
            if source.compute:
                self._program = context.compute_shader(source.compute)
            else:
                self._program = context.program(
                    vertex_shader=source.vertex, fragment_shader=source.fragment
                )
        except moderngl.Error as error:
            raise compile_error(source, str(error)) from error
        if not source.compute:
            # No attributes: the vertex shader makes its corners out of gl_VertexID.
            self._vertex_array = context.vertex_array(self._program, [])
        self._given: dict[str, Any] = {}
        self._names = set(self._program)
        self._assign(source)

    def set(self, name: str, value: Any) -> None:
        """Give a uniform its value; one that the compiler dropped is passed over."""
        if name in self._names and self._given.get(name) != value:
            self._program[name].value = value
            self._given[name] = value

    def draw(self) -> None:
        """Draw over the whole viewport, inside `preserved`."""
        # Not through moderngl, which keeps Python's lock while a software driver draws.
        self._gl.glUseProgram(self._program.glo)
        self._gl.glBindVertexArray(self._vertex_array.glo)
        self._gl.glDrawArrays(raw.TRIANGLES, 0, VERTICES)

    def dispatch(self, columns: int, rows: int) -> None:
        """Run that many work groups of a compute shader, inside `preserved`."""
        self._gl.glUseProgram(self._program.glo)
        self._gl.glDispatchCompute(columns, rows, 1)

    def release(self) -> None:
        """Free the program."""
        if self._vertex_array is not None:
            self._vertex_array.release()
        self._program.release()

    def _assign(self, source: Source) -> None:
        """Say which unit each sampler and which binding point each uniform block has."""
        gl, glo = self._gl, self._program.glo
        gl.glUseProgram(glo)
        # Not through moderngl, which does not know every kind of sampler.
        for unit in range(len(source.run.bindings) + len(source.run.sampled)):
            location = gl.glGetUniformLocation(glo, sampler_uniform(unit).encode())
            if location >= 0:
                gl.glUniform1i(location, unit)
        for index in range(len(source.run.uniform_buffers)):
            block = gl.glGetUniformBlockIndex(glo, buffer_block(index).encode())
            if block != raw.INVALID_INDEX:
                gl.glUniformBlockBinding(glo, block, index)


class ProgramCache:
    """The programs of one context, by their source, and what its driver takes and can do."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._gl = RawGL(context)
        self.capabilities = Capabilities.of(context)
        self._programs: dict[tuple[str, str, str], Program] = {}

    def get(self, source: Source) -> Program:
        """Return the program of a source, compiling it the first time, inside `preserved`.

        Raises
        ------
        ShaderCompileError : the driver refuses it; the place is in the user's own file
        """
        key = (source.vertex, source.fragment, source.compute)
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = Program(self._context, self._gl, source)
        return program

    def __len__(self) -> int:
        return len(self._programs)

    def release(self) -> None:
        """Free every program."""
        for program in self._programs.values():
            program.release()
        self._programs.clear()
