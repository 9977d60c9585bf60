"""The few OpenGL calls that moderngl does not offer, through ctypes.

ctypes lets go of Python's interpreter lock during a call, which moderngl does not: waiting for a
result here leaves the decoder and the encoder running.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

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

# name: (result, arguments)
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "glActiveTexture": (None, (_ENUM,)),
    "glAttachShader": (None, (_UINT, _UINT)),
    "glBeginQuery": (None, (_ENUM, _UINT)),
    "glBindBuffer": (None, (_ENUM, _UINT)),
    "glBindBufferBase": (None, (_ENUM, _UINT, _UINT)),
    "glBindBufferRange": (None, (_ENUM, _UINT, _UINT, _SIZE, _SIZE)),
    "glBindFramebuffer": (None, (_ENUM, _UINT)),
    "glBindImageTexture": (None, (_UINT, _UINT, _INT, _BOOL, _INT, _ENUM, _ENUM)),
    "glBindSampler": (None, (_UINT, _UINT)),
    "glBindTexture": (None, (_ENUM, _UINT)),
    "glBindVertexArray": (None, (_UINT,)),
    "glBlendEquationSeparate": (None, (_ENUM, _ENUM)),
    "glBlendFuncSeparate": (None, (_ENUM, _ENUM, _ENUM, _ENUM)),
    "glBufferData": (None, (_ENUM, _SIZE, _POINTER, _ENUM)),
    "glClientWaitSync": (_ENUM, (_POINTER, _UINT, _UINT64)),
    "glColorMaski": (None, (_UINT, _BOOL, _BOOL, _BOOL, _BOOL)),
    "glCompileShader": (None, (_UINT,)),
    "glCreateProgram": (_UINT, ()),
    "glCreateShader": (_UINT, (_ENUM,)),
    "glDeleteBuffers": (None, (_INT, _POINTER)),
    "glDeleteFramebuffers": (None, (_INT, _POINTER)),
    "glDeleteProgram": (None, (_UINT,)),
    "glDeleteQueries": (None, (_INT, _POINTER)),
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
    "glEndQuery": (None, (_ENUM,)),
    "glFenceSync": (_POINTER, (_ENUM, _UINT)),
    "glFinish": (None, ()),
    "glFlush": (None, ()),
    "glFramebufferTexture2D": (None, (_ENUM, _ENUM, _ENUM, _UINT, _INT)),
    "glGenBuffers": (None, (_INT, _POINTER)),
    "glGenFramebuffers": (None, (_INT, _POINTER)),
    "glGenQueries": (None, (_INT, _POINTER)),
    "glGenTextures": (None, (_INT, _POINTER)),
    "glGenVertexArrays": (None, (_INT, _POINTER)),
    "glGetActiveUniform": (None, (_UINT, _UINT, _INT, _POINTER, _POINTER, _POINTER, _POINTER)),
    "glGetBooleani_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetError": (_ENUM, ()),
    "glGetFramebufferAttachmentParameteriv": (None, (_ENUM, _ENUM, _ENUM, _POINTER)),
    "glGetFloati_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetInteger64i_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetIntegeri_v": (None, (_ENUM, _UINT, _POINTER)),
    "glGetIntegerv": (None, (_ENUM, _POINTER)),
    "glGetProgramInfoLog": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glGetProgramiv": (None, (_UINT, _ENUM, _POINTER)),
    "glGetQueryObjectui64v": (None, (_UINT, _ENUM, _POINTER)),
    "glGetQueryiv": (None, (_ENUM, _ENUM, _POINTER)),
    "glGetShaderInfoLog": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glGetShaderiv": (None, (_UINT, _ENUM, _POINTER)),
    "glGetTexLevelParameteriv": (None, (_ENUM, _INT, _ENUM, _POINTER)),
    "glGetUniformBlockIndex": (_UINT, (_UINT, _POINTER)),
    "glGetUniformLocation": (_INT, (_UINT, _POINTER)),
    "glIsEnabled": (_BOOL, (_ENUM,)),
    "glIsEnabledi": (_BOOL, (_ENUM, _UINT)),
    "glIsProgram": (_BOOL, (_UINT,)),
    "glIsTexture": (_BOOL, (_UINT,)),
    "glLinkProgram": (None, (_UINT,)),
    "glMapBufferRange": (_POINTER, (_ENUM, _SIZE, _SIZE, _UINT)),
    "glMaxShaderCompilerThreadsKHR": (None, (_UINT,)),
    "glMemoryBarrier": (None, (_UINT,)),
    "glObjectLabel": (None, (_ENUM, _UINT, _INT, _POINTER)),
    "glPixelStorei": (None, (_ENUM, _INT)),
    "glPolygonMode": (None, (_ENUM, _ENUM)),
    "glPopDebugGroup": (None, ()),
    "glPushDebugGroup": (None, (_ENUM, _UINT, _INT, _POINTER)),
    "glReadPixels": (None, (_INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glSamplerParameteri": (None, (_UINT, _ENUM, _INT)),
    "glScissor": (None, (_INT, _INT, _INT, _INT)),
    "glShaderSource": (None, (_UINT, _INT, _POINTER, _POINTER)),
    "glTexImage1D": (None, (_ENUM, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexImage2D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexImage3D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
    "glTexParameteri": (None, (_ENUM, _ENUM, _INT)),
    "glTexSubImage2D": (None, (_ENUM, _INT, _INT, _INT, _INT, _INT, _ENUM, _ENUM, _POINTER)),
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

ACTIVE_TEXTURE = 0x84E0
ACTIVE_UNIFORMS = 0x8B86
ALL_THREADS = 0xFFFFFFFF
ARRAY_BUFFER = 0x8892
ARRAY_BUFFER_BINDING = 0x8894
BACK_LEFT = 0x0402
BLEND = 0x0BE2
BLEND_DST_ALPHA = 0x80CA
BLEND_DST_RGB = 0x80C8
BLEND_EQUATION_ALPHA = 0x883D
BLEND_EQUATION_RGB = 0x8009
BLEND_SRC_ALPHA = 0x80CB
BLEND_SRC_RGB = 0x80C9
CLIP_DISTANCE0 = 0x3000
COLOR_ATTACHMENT0 = 0x8CE0
COLOR_LOGIC_OP = 0x0BF2
COLOR_WRITEMASK = 0x0C23
COMPILE_STATUS = 0x8B81
COMPUTE_SHADER = 0x91B9
CULL_FACE = 0x0B44
CURRENT_PROGRAM = 0x8B8D
CURRENT_QUERY = 0x8865
DEBUG_SOURCE_APPLICATION = 0x824A
DEPTH_TEST = 0x0B71
DRAW_FRAMEBUFFER = 0x8CA9
DRAW_FRAMEBUFFER_BINDING = 0x8CA6
DYNAMIC_COPY = 0x88EA
FILL = 0x1B02
FRAGMENT_SHADER = 0x8B30
FRAMEBUFFER_ATTACHMENT_RED_SIZE = 0x8212
FRAMEBUFFER_BARRIER_BIT = 0x0400
FRAMEBUFFER_SRGB = 0x8DB9
FRONT_AND_BACK = 0x0408
FUNC_ADD = 0x8006
IMAGE_BINDING_ACCESS = 0x8F3E
IMAGE_BINDING_FORMAT = 0x906E
IMAGE_BINDING_LAYER = 0x8F3D
IMAGE_BINDING_LAYERED = 0x8F3C
IMAGE_BINDING_LEVEL = 0x8F3B
IMAGE_BINDING_NAME = 0x8F3A
INFO_LOG_LENGTH = 0x8B84
INVALID_INDEX = 0xFFFFFFFF
LINK_STATUS = 0x8B82
MAP_INVALIDATE_BUFFER_BIT = 0x0008
MAP_READ_BIT = 0x0001
MAP_WRITE_BIT = 0x0002
MAX_3D_TEXTURE_SIZE = 0x8073
MAX_CLIP_DISTANCES = 0x0D32
MAX_COMPUTE_TEXTURE_IMAGE_UNITS = 0x91BC
MAX_SHADER_STORAGE_BLOCK_SIZE = 0x90DE
MAX_TEXTURE_SIZE = 0x0D33
MAX_UNIFORM_BLOCK_SIZE = 0x8A30
MIRRORED_REPEAT = 0x8370
NEAREST = 0x2600
ONE = 1
ONE_MINUS_SRC_ALPHA = 0x0303
PACK_ALIGNMENT = 0x0D05
PACK_ROW_LENGTH = 0x0D02
PACK_SKIP_PIXELS = 0x0D04
PACK_SKIP_ROWS = 0x0D03
PACK_SWAP_BYTES = 0x0D00
PIXEL_PACK_BUFFER = 0x88EB
PIXEL_PACK_BUFFER_BINDING = 0x88ED
PIXEL_UNPACK_BUFFER = 0x88EC
PIXEL_UNPACK_BUFFER_BINDING = 0x88EF
POLYGON_MODE = 0x0B40
POLYGON_SMOOTH = 0x0B41
PRIMITIVE_RESTART = 0x8F9D
PROXY_TEXTURE_1D = 0x8063
PROXY_TEXTURE_2D = 0x8064
PROXY_TEXTURE_3D = 0x8070
QUERY_RESULT = 0x8866
RASTERIZER_DISCARD = 0x8C89
READ_FRAMEBUFFER = 0x8CA8
READ_FRAMEBUFFER_BINDING = 0x8CAA
READ_WRITE = 0x88BA
SAMPLER_BINDING = 0x8919
SAMPLE_ALPHA_TO_COVERAGE = 0x809E
SAMPLE_ALPHA_TO_ONE = 0x809F
SAMPLE_COVERAGE = 0x80A0
SAMPLE_MASK = 0x8E51
SCISSOR_BOX = 0x0C10
SCISSOR_TEST = 0x0C11
SHADER_IMAGE_ACCESS_BARRIER_BIT = 0x0020
SHADER_STORAGE_BARRIER_BIT = 0x2000
SHADER_STORAGE_BUFFER = 0x90D2
SHADER_STORAGE_BUFFER_BINDING = 0x90D3
SHADER_STORAGE_BUFFER_SIZE = 0x90D5
SHADER_STORAGE_BUFFER_START = 0x90D4
SRC_ALPHA = 0x0302
STENCIL_TEST = 0x0B90
STREAM_DRAW = 0x88E0
STREAM_READ = 0x88E1
SYNC_FLUSH_COMMANDS_BIT = 0x0001
SYNC_GPU_COMMANDS_COMPLETE = 0x9117
TEXTURE = 0x1702
TEXTURE0 = 0x84C0
TEXTURE_1D = 0x0DE0
TEXTURE_2D = 0x0DE1
TEXTURE_3D = 0x806F
TEXTURE_BINDING_1D = 0x8068
TEXTURE_BINDING_2D = 0x8069
TEXTURE_BINDING_3D = 0x806A
TEXTURE_FETCH_BARRIER_BIT = 0x0008
TEXTURE_MAG_FILTER = 0x2800
TEXTURE_MAX_LEVEL = 0x813D
TEXTURE_MIN_FILTER = 0x2801
TEXTURE_WIDTH = 0x1000
TEXTURE_WRAP_R = 0x8072
TEXTURE_WRAP_S = 0x2802
TEXTURE_WRAP_T = 0x2803
TIMEOUT_EXPIRED = 0x911B
TIME_ELAPSED = 0x88BF
TRIANGLES = 0x0004
UNIFORM_BUFFER = 0x8A11
UNIFORM_BUFFER_BINDING = 0x8A28
UNIFORM_BUFFER_SIZE = 0x8A2A
UNIFORM_BUFFER_START = 0x8A29
UNPACK_ALIGNMENT = 0x0CF5
UNPACK_IMAGE_HEIGHT = 0x806E
UNPACK_ROW_LENGTH = 0x0CF2
UNPACK_SKIP_IMAGES = 0x806D
UNPACK_SKIP_PIXELS = 0x0CF4
UNPACK_SKIP_ROWS = 0x0CF3
UNPACK_SWAP_BYTES = 0x0CF0
VERTEX_ARRAY_BINDING = 0x85B5
VERTEX_SHADER = 0x8B31
VIEWPORT = 0x0BA2
WAIT_FAILED = 0x911D
WRITE_ONLY = 0x88B9

CHANNEL_FORMATS = {1: 0x1903, 2: 0x8227, 3: 0x1907, 4: 0x1908}
"""GL_RED, GL_RG, GL_RGB, GL_RGBA by number of channels."""

COMPONENT_TYPES = {"f1": 0x1401, "nu2": 0x1403, "f2": 0x140B, "f4": 0x1406}
"""GL_UNSIGNED_BYTE, GL_UNSIGNED_SHORT, GL_HALF_FLOAT, GL_FLOAT by moderngl's name."""


UNIFORM_SETTERS = {
    0x1404: "glUniform1i",
    0x1405: "glUniform1ui",
    0x1406: "glUniform1f",
    0x8B50: "glUniform2f",
    0x8B51: "glUniform3f",
    0x8B52: "glUniform4f",
    0x8B56: "glUniform1i",
}
"""What sets a uniform, by GL_INT, GL_UNSIGNED_INT, GL_FLOAT to GL_FLOAT_VEC4, and GL_BOOL."""


class RawGL:
    """OpenGL functions of one context, as attributes: ``gl.glFinish()``.

    Must be made, and called, while the context is current.
    """

    def __init__(self, context: Any) -> None:
        # The loader is glcontext's, moderngl's own or the host's, as the context was made.
        loader = context.mglo._context
        load = getattr(loader, "load", None) or loader.load_opengl_function
        for name, (result, arguments) in _PROTOTYPES.items():
            address = load(name)
            if address:
                setattr(self, name, _FUNCTION(result, *arguments)(address))

    def __getattr__(self, name: str) -> Any:
        # Reached only for a function the driver did not give.
        raise AttributeError(f"this OpenGL driver has no {name}")

    def integers(self, parameter: int, count: int = 1) -> tuple[int, ...]:
        """Return the value of a state variable."""
        values = (ctypes.c_int * max(count, 16))()
        self.glGetIntegerv(parameter, values)
        return tuple(values[:count])

    def indexed(self, parameter: int, index: int) -> int:
        """Return one of the numbers of a state variable that there is more than once."""
        value = ctypes.c_int()
        self.glGetIntegeri_v(parameter, index, ctypes.byref(value))
        return value.value

    def indexed64(self, parameter: int, index: int) -> int:
        """Return such a number in 64 bits."""
        value = ctypes.c_int64()
        self.glGetInteger64i_v(parameter, index, ctypes.byref(value))
        return value.value

    def number(self, function: Any, name: int, parameter: int) -> int:
        """Return a property of an object: ``number(gl.glGetShaderiv, shader, ...)``."""
        value = ctypes.c_int()
        function(name, parameter, ctypes.byref(value))
        return value.value

    def text(self, properties: Any, function: Any, name: int) -> str:
        """Return the log of a shader or program, by the functions for its properties and log."""
        log = ctypes.create_string_buffer(max(1, self.number(properties, name, INFO_LOG_LENGTH)))
        function(name, len(log), None, log)
        return log.value.decode(errors="replace")

    def texture_width(self, target: int) -> int:
        """Return the width of the texture bound to a target, or of what a proxy was asked for."""
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
        """Return the value of a state variable of one number."""
        return self.integers(parameter)[0]
