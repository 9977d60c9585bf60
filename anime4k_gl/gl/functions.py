"""OpenGL functions that moderngl does not offer, through ctypes.

ctypes releases Python's interpreter lock during a call, which moderngl does not: the decoder and
the encoder go on while a result is awaited here.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence
from typing import Any

from .constants import INFO_LOG_LENGTH, TEXTURE_WIDTH
from .profiles.names import names_of
from .profiles.profile import GLProfile

_FUNCTION: Callable[..., Any] = getattr(
    ctypes, "WINFUNCTYPE" if sys.platform == "win32" else "CFUNCTYPE"
)
_INT, _UINT, _ENUM, _BOOL, _FLOAT, _SIZE, _POINTER, _UINT64 = (
    ctypes.c_int,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.c_ubyte,
    ctypes.c_float,
    ctypes.c_ssize_t,
    ctypes.c_void_p,
    ctypes.c_uint64,
)

_MOST_NUMBERS = 16  # of a state variable, but for the lists of formats

# name: (result, arguments)
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "glActiveTexture": (None, (_ENUM,)),
    "glAttachShader": (None, (_UINT, _UINT)),
    "glBeginConditionalRender": (None, (_UINT, _ENUM)),
    "glBeginQuery": (None, (_ENUM, _UINT)),
    "glBindBuffer": (None, (_ENUM, _UINT)),
    "glBindBufferBase": (None, (_ENUM, _UINT, _UINT)),
    "glBindBufferRange": (None, (_ENUM, _UINT, _UINT, _SIZE, _SIZE)),
    "glBindFramebuffer": (None, (_ENUM, _UINT)),
    "glBindImageTexture": (None, (_UINT, _UINT, _INT, _BOOL, _INT, _ENUM, _ENUM)),
    "glBindRenderbuffer": (None, (_ENUM, _UINT)),
    "glBindSampler": (None, (_UINT, _UINT)),
    "glBindTexture": (None, (_ENUM, _UINT)),
    "glBindTextureUnit": (None, (_UINT, _UINT)),
    "glBindVertexArray": (None, (_UINT,)),
    "glBlendEquationSeparate": (None, (_ENUM, _ENUM)),
    "glBlendFuncSeparate": (None, (_ENUM, _ENUM, _ENUM, _ENUM)),
    "glBlendFuncSeparatei": (None, (_UINT, _ENUM, _ENUM, _ENUM, _ENUM)),
    "glBufferData": (None, (_ENUM, _SIZE, _POINTER, _ENUM)),
    "glCheckFramebufferStatus": (_ENUM, (_ENUM,)),
    "glClampColor": (None, (_ENUM, _ENUM)),
    "glClientWaitSync": (_ENUM, (_POINTER, _UINT, _UINT64)),
    "glClipControl": (None, (_ENUM, _ENUM)),
    "glColorMask": (None, (_BOOL, _BOOL, _BOOL, _BOOL)),
    "glColorMaski": (None, (_UINT, _BOOL, _BOOL, _BOOL, _BOOL)),
    "glCompileShader": (None, (_UINT,)),
    "glCreateProgram": (_UINT, ()),
    "glCreateShader": (_UINT, (_ENUM,)),
    "glDeleteBuffers": (None, (_INT, _POINTER)),
    "glDeleteFramebuffers": (None, (_INT, _POINTER)),
    "glDeleteProgram": (None, (_UINT,)),
    "glDeleteQueries": (None, (_INT, _POINTER)),
    "glDeleteSamplers": (None, (_INT, _POINTER)),
    "glDeleteShader": (None, (_UINT,)),
    "glDeleteSync": (None, (_POINTER,)),
    "glDeleteTextures": (None, (_INT, _POINTER)),
    "glDeleteVertexArrays": (None, (_INT, _POINTER)),
    "glDisable": (None, (_ENUM,)),
    "glDisablei": (None, (_ENUM, _UINT)),
    "glDispatchCompute": (None, (_UINT, _UINT, _UINT)),
    "glDrawArrays": (None, (_ENUM, _INT, _INT)),
    "glEnable": (None, (_ENUM,)),
    "glEnablei": (None, (_ENUM, _UINT)),
    "glEndConditionalRender": (None, ()),
    "glEndQuery": (None, (_ENUM,)),
    "glFenceSync": (_POINTER, (_ENUM, _UINT)),
    "glFinish": (None, ()),
    "glFlush": (None, ()),
    "glFramebufferTexture2D": (None, (_ENUM, _ENUM, _ENUM, _UINT, _INT)),
    "glGenBuffers": (None, (_INT, _POINTER)),
    "glGenFramebuffers": (None, (_INT, _POINTER)),
    "glGenQueries": (None, (_INT, _POINTER)),
    "glGenSamplers": (None, (_INT, _POINTER)),
    "glGenTextures": (None, (_INT, _POINTER)),
    "glGenVertexArrays": (None, (_INT, _POINTER)),
    "glGetActiveUniform": (None, (_UINT, _UINT, _INT, _POINTER, _POINTER, _POINTER, _POINTER)),
    "glGetBooleani_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetBooleanv": (None, (_ENUM, _POINTER)),
    "glGetError": (_ENUM, ()),
    "glGetFloati_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetFloatv": (None, (_ENUM, _POINTER)),
    "glGetFramebufferAttachmentParameteriv": (None, (_ENUM, _ENUM, _ENUM, _POINTER)),
    "glGetInteger64i_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetIntegeri_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetIntegerv": (None, (_ENUM, _POINTER)),
    "glGetProgramInfoLog": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glGetProgramiv": (None, (_UINT, _ENUM, _POINTER)),
    "glGetQueryObjectui64v": (None, (_UINT, _ENUM, _POINTER)),
    "glGetQueryiv": (None, (_ENUM, _ENUM, _POINTER)),
    "glGetRenderbufferParameteriv": (None, (_ENUM, _ENUM, _POINTER)),
    "glGetSamplerParameterfv": (None, (_UINT, _ENUM, _POINTER)),
    "glGetShaderInfoLog": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glGetShaderiv": (None, (_UINT, _ENUM, _POINTER)),
    "glGetString": (ctypes.c_char_p, (_ENUM,)),
    "glGetTexLevelParameteriv": (None, (_ENUM, _INT, _ENUM, _POINTER)),
    "glGetTexParameteriv": (None, (_ENUM, _ENUM, _POINTER)),
    "glGetUniformBlockIndex": (_UINT, (_UINT, _POINTER)),
    "glGetUniformLocation": (_INT, (_UINT, _POINTER)),
    "glIsBuffer": (_BOOL, (_UINT,)),
    "glIsEnabled": (_BOOL, (_ENUM,)),
    "glIsEnabledi": (_BOOL, (_ENUM, _UINT)),
    "glIsFramebuffer": (_BOOL, (_UINT,)),
    "glIsProgram": (_BOOL, (_UINT,)),
    "glIsSampler": (_BOOL, (_UINT,)),
    "glIsTexture": (_BOOL, (_UINT,)),
    "glLinkProgram": (None, (_UINT,)),
    "glMapBufferRange": (_POINTER, (_ENUM, _SIZE, _SIZE, _UINT)),
    "glMaxShaderCompilerThreadsKHR": (None, (_UINT,)),
    "glMemoryBarrier": (None, (_UINT,)),
    "glObjectLabel": (None, (_ENUM, _UINT, _INT, _POINTER)),
    "glPauseTransformFeedback": (None, ()),
    "glPixelStorei": (None, (_ENUM, _INT)),
    "glPolygonMode": (None, (_ENUM, _ENUM)),
    "glPopDebugGroup": (None, ()),
    "glPrimitiveRestartIndex": (None, (_UINT,)),
    "glPushDebugGroup": (None, (_ENUM, _UINT, _INT, _POINTER)),
    "glReadPixels": (None, (_INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glResumeTransformFeedback": (None, ()),
    "glSamplerParameterf": (None, (_UINT, _ENUM, _FLOAT)),
    "glSamplerParameteri": (None, (_UINT, _ENUM, _INT)),
    "glScissor": (None, (_INT, _INT, _INT, _INT)),
    "glShaderSource": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glTexImage1D": (None, (_ENUM, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexImage2D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexImage3D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexParameteri": (None, (_ENUM, _ENUM, _INT)),
    "glTexStorage2D": (None, (_ENUM, _INT, _ENUM, _INT, _INT)),
    "glTexStorage3D": (None, (_ENUM, _INT, _ENUM, _INT, _INT, _INT)),
    "glTexSubImage2D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexSubImage3D": (
        None,
        (_ENUM, _INT, _INT, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER),
    ),
    "glUniform1f": (None, (_INT, _FLOAT)),
    "glUniform1i": (None, (_INT, _INT)),
    "glUniform1ui": (None, (_INT, _UINT)),
    "glUniform2f": (None, (_INT, _FLOAT, _FLOAT)),
    "glUniform3f": (None, (_INT, _FLOAT, _FLOAT, _FLOAT)),
    "glUniform4f": (None, (_INT, _FLOAT, _FLOAT, _FLOAT, _FLOAT)),
    "glUniformBlockBinding": (None, (_UINT, _UINT, _UINT)),
    "glUnmapBuffer": (_BOOL, (_ENUM,)),
    "glUseProgram": (None, (_UINT,)),
    "glViewport": (None, (_INT, _INT, _INT, _INT)),
    "glViewportIndexedf": (None, (_UINT, _FLOAT, _FLOAT, _FLOAT, _FLOAT)),
}


class GLFunctions:
    """OpenGL functions of one context, as attributes: ``gl.glFinish()``.

    Must be made, and called, while the context is current.

    Attributes
    ----------
    profile : the kind of the context
    """

    def __init__(self, context: Any) -> None:
        # The loader comes from glcontext, moderngl or the host, whichever created the context.
        loader = context.mglo._context
        self._load = getattr(loader, "load", None) or loader.load_opengl_function
        self.profile = GLProfile.of(context, self._load)
        self._untyped: dict[str, Any] = {}
        self.host_state: Any = None  # here, because it lives as long: see `host_state`

    def __getattr__(self, name: str) -> Any:
        # Reached the first time only: to find all of them in advance takes longer than to start.
        function = self._function(name)
        setattr(self, name, function)
        return function

    def untyped(self, name: str) -> Any:
        """Return a function that checks and converts nothing, at a third of a call's cost.

        For calls that are prepared once and repeated. It takes integers, numbers of ctypes and
        arrays of them; a float has to be a ``c_float``.
        """
        function = self._untyped.get(name)
        if function is None:
            # Windows has conventions of calling that need the types.
            function = self._function(name, typed=sys.platform == "win32")
            self._untyped[name] = function
        return function

    def _function(self, name: str, *, typed: bool = True) -> Any:
        prototype = _PROTOTYPES.get(name)
        names = names_of(name, self.profile) if prototype is not None else ()
        address = next(filter(None, map(self._load, names)), 0)
        if prototype is None or not address:
            raise AttributeError(f"this OpenGL driver has no {name}")
        result, arguments = prototype
        return _FUNCTION(result, *(arguments if typed else ()))(address)

    def integers(self, parameter: int, count: int = 1) -> tuple[int, ...]:
        """Return the value of a state variable."""
        values = (ctypes.c_int * max(count, _MOST_NUMBERS))()
        self.glGetIntegerv(parameter, values)
        return tuple(values[:count])

    def indexed(self, parameter: int, index: int) -> int:
        """Return an element of an indexed state variable."""
        value = ctypes.c_int()
        self.glGetIntegeri_v(parameter, index, ctypes.byref(value))
        return value.value

    def indexed64(self, parameter: int, index: int) -> int:
        """Return an element of an indexed state variable, in 64 bits."""
        value = ctypes.c_int64()
        self.glGetInteger64i_v(parameter, index, ctypes.byref(value))
        return value.value

    def number(self, function: Any, name: int, parameter: int) -> int:
        """Return a property of an object: ``number(gl.glGetShaderiv, shader, ...)``."""
        value = ctypes.c_int()
        function(name, parameter, ctypes.byref(value))
        return value.value

    def text(self, properties: Any, function: Any, name: int) -> str:
        """Return the log of a shader or program, given the functions that query it."""
        log = ctypes.create_string_buffer(max(1, self.number(properties, name, INFO_LOG_LENGTH)))
        function(name, len(log), None, log)
        return log.value.decode(errors="replace")

    def string(self, parameter: int) -> str:
        """Return a text of the driver's, such as its name."""
        return (self.glGetString(parameter) or b"").decode(errors="replace")

    def texture_width(self, target: int) -> int:
        """Return the width of the texture bound to a target; 0 if a proxy's request failed."""
        width = ctypes.c_int()
        self.glGetTexLevelParameteriv(target, 0, TEXTURE_WIDTH, ctypes.byref(width))
        return width.value

    def generate(self, kind: str) -> int:
        """Return the name of a new object: ``generate("Buffers")``."""
        name = ctypes.c_uint()
        getattr(self, f"glGen{kind}")(1, ctypes.byref(name))
        return name.value

    def delete(self, kind: str, name: int) -> None:
        """Delete an object that `generate` made."""
        getattr(self, f"glDelete{kind}")(1, ctypes.byref(ctypes.c_uint(name)))

    def integer(self, parameter: int) -> int:
        """Return the value of a state variable that is one number."""
        return self.integers(parameter)[0]


class StateValues:
    """State variables of a context that are asked for together, each of them one number."""

    def __init__(self, gl: GLFunctions, parameters: Sequence[int]) -> None:
        # A driver may answer with more than one, over which the next answer is written.
        self._block = (ctypes.c_int * (len(parameters) + _MOST_NUMBERS))()
        self._count = len(parameters)
        size = ctypes.sizeof(ctypes.c_int)
        self._questions = [
            (parameter, ctypes.byref(self._block, size * index))
            for index, parameter in enumerate(parameters)
        ]
        self._ask = gl.untyped("glGetIntegerv")

    def read(self) -> list[int]:
        """Return their values now, in the order of the parameters."""
        ask = self._ask
        for parameter, place in self._questions:
            ask(parameter, place)
        return self._block[: self._count]
