"""Programs, compiled once per source text and kept for the context's lifetime.

Drivers compile in threads of their own until the result is queried, so all programs of a plan are
submitted before the first query; moderngl queries at once. There is no cache on disk here, because
Mesa and NVIDIA's driver each have one (benchmarks/startup.py measures cold and warm starts).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from ..errors import ShaderCompileError
from ..glsl import (
    ProgramSource,
    buffer_block,
    compile_error,
    near_bindings,
    near_uniform,
    sampler_uniform,
)
from . import constants as GL
from .context import Capabilities
from .functions import GLFunctions

_Key = tuple[str, str, str]


class LinkedProgram:
    """A program and its uniforms. Its methods must be called inside `preserved`.

    Attributes
    ----------
    glo : its name in OpenGL
    source : its text
    uniforms : the location of each uniform that the compiler kept, and the function that sets it
    """

    def __init__(self, gl: GLFunctions, source: ProgramSource) -> None:
        """Submit it to the compiler; `finish` must be called before any other method."""
        self._gl = gl
        self.source = source
        self._finished = False
        self.uniforms: dict[str, tuple[int, str]] = {}
        stages = (
            {GL.COMPUTE_SHADER: source.compute}
            if source.compute
            else {GL.VERTEX_SHADER: source.vertex, GL.FRAGMENT_SHADER: source.fragment}
        )
        with ExitStack() as undo:
            self.glo: int = gl.glCreateProgram()
            undo.callback(gl.glDeleteProgram, self.glo)
            self._shaders = []
            for kind, text in stages.items():
                shader = gl.glCreateShader(kind)
                undo.callback(gl.glDeleteShader, shader)
                self._shaders.append(shader)
                gl.glShaderSource(shader, 1, (ctypes.c_char_p * 1)(text.encode()), None)
                gl.glCompileShader(shader)
                gl.glAttachShader(self.glo, shader)
            gl.glLinkProgram(self.glo)
            self._release_stack = undo.pop_all()

    def finish(self) -> None:
        """Wait until it is compiled, unless it is already.

        Raises
        ------
        ShaderCompileError : the driver rejects it; the place is in the user's own file
        """
        if self._finished:
            return
        gl = self._gl
        for shader in self._shaders:
            if not gl.number(gl.glGetShaderiv, shader, GL.COMPILE_STATUS):
                log = gl.text(gl.glGetShaderiv, gl.glGetShaderInfoLog, shader)
                raise compile_error(self.source, log)
        if not gl.number(gl.glGetProgramiv, self.glo, GL.LINK_STATUS):
            log = gl.text(gl.glGetProgramiv, gl.glGetProgramInfoLog, self.glo)
            raise compile_error(self.source, log)
        self._find_uniforms()
        self._assign(self.source)
        self._finished = True

    def uses(self, name: str) -> bool:
        """Return whether a uniform has a part in the result, as the compiler found."""
        return name in self.uniforms

    def release(self) -> None:
        """Free the program."""
        self._release_stack.close()

    def _find_uniforms(self) -> None:
        """Note each uniform's location and the function that sets it."""
        gl = self._gl
        name = ctypes.create_string_buffer(256)
        size, kind = ctypes.c_int(), ctypes.c_uint()
        for index in range(gl.number(gl.glGetProgramiv, self.glo, GL.ACTIVE_UNIFORMS)):
            gl.glGetActiveUniform(
                self.glo, index, len(name), None, ctypes.byref(size), ctypes.byref(kind), name
            )
            location = gl.glGetUniformLocation(self.glo, name.value)
            setter = GL.UNIFORM_SETTERS.get(kind.value)
            if location >= 0 and setter is not None:  # others are in blocks, or samplers
                self.uniforms[name.value.decode()] = (location, setter)

    def _assign(self, source: ProgramSource) -> None:
        """Assign texture units to samplers and binding points to uniform blocks."""
        gl = self._gl
        gl.glUseProgram(self.glo)
        straight = len(source.run.bindings) + len(source.run.sampled)
        samplers = [sampler_uniform(unit) for unit in range(straight)]
        samplers += [near_uniform(unit) for unit in near_bindings(source.run)]
        for unit, name in enumerate(samplers):
            location = gl.glGetUniformLocation(self.glo, name.encode())
            if location >= 0:
                gl.glUniform1i(location, unit)
        for index in range(len(source.run.uniform_buffers)):
            block = gl.glGetUniformBlockIndex(self.glo, buffer_block(index).encode())
            if block != GL.INVALID_INDEX:
                gl.glUniformBlockBinding(self.glo, block, index)


class ProgramCache:
    """The programs of one context by their source, and the driver's capabilities.

    Attributes
    ----------
    capabilities : of the driver
    vertex_array : what all of them are drawn with: their vertex shaders compute the corners, and
        have no attributes
    settled : the recording that gave the programs the values of their uniforms last
    """

    def __init__(self, context: Any) -> None:
        self._gl = GLFunctions(context)
        self.capabilities = Capabilities.from_context(context)
        self.vertex_array = self._gl.generate("VertexArrays")
        self.settled: object = None
        self._programs: dict[_Key, LinkedProgram] = {}
        self._rejected: set[_Key] = set()

    def get(
        self,
        sources: Sequence[ProgramSource],
        second: Callable[[ProgramSource], ProgramSource | None] = lambda _: None,
    ) -> list[LinkedProgram]:
        """Return the program of each source, compiling what is new, inside `preserved`.

        Parameters
        ----------
        second : another source in the place of one that the driver rejects; None where there is
            none

        Raises
        ------
        ShaderCompileError : the driver rejects one; the place is in the user's own file
        """
        with ExitStack() as undo:
            for source in sources:
                if _key(source) not in self._rejected:
                    self._submit(source, undo)
            programs = [self._accepted(source, second, undo) for source in sources]
            undo.pop_all()
        return programs

    def _accepted(
        self,
        source: ProgramSource,
        second: Callable[[ProgramSource], ProgramSource | None],
        undo: ExitStack,
    ) -> LinkedProgram:
        """Return the program of a source, or of the one in its place."""
        other = None
        if _key(source) not in self._rejected:
            program = self._submit(source, undo)
            try:
                program.finish()
                return program
            except ShaderCompileError:
                self._discard(_key(source))
                other = second(source)
                if other is None:
                    raise
        program = self._submit(other or second(source) or source, undo)
        program.finish()
        self._rejected.add(_key(source))
        return program

    def _submit(self, source: ProgramSource, undo: ExitStack) -> LinkedProgram:
        """Return the program of a source, submitted now if it is new."""
        key = _key(source)
        if key not in self._programs:
            self._programs[key] = LinkedProgram(self._gl, source)
            undo.callback(self._discard, key)
        return self._programs[key]

    def __len__(self) -> int:
        return len(self._programs)

    def release(self) -> None:
        """Free every program."""
        for key in tuple(self._programs):
            self._discard(key)
        if self.vertex_array:
            self._gl.delete("VertexArrays", self.vertex_array)
            self.vertex_array = 0

    def _discard(self, key: _Key) -> None:
        program = self._programs.pop(key, None)
        if program is not None:
            program.release()


def _key(source: ProgramSource) -> _Key:
    return source.vertex, source.fragment, source.compute
