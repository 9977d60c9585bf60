"""The kind of a context: OpenGL or OpenGL ES, its version, and what it has by that.

Nothing is asked of the driver but its version and extensions, and no error is left in the context.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable
from typing import Any

from ...errors import GLError
from ...formats import TextureFormat
from ...glsl import GLSLVersion
from ...lazy.dataclass import dataclass

_VERSION, _EXTENSIONS, _NUM_EXTENSIONS = 0x1F02, 0x1F03, 0x821D
_PATTERN = re.compile(r"^(?P<es>OpenGL ES(?:-\w+)? )?(?P<major>\d+)\.(?P<minor>\d+)")
_FUNCTION: Callable[..., Any] = getattr(
    ctypes, "WINFUNCTYPE" if sys.platform == "win32" else "CFUNCTYPE"
)
_GET_STRING = _FUNCTION(ctypes.c_char_p, ctypes.c_uint)
_GET_STRING_I = _FUNCTION(ctypes.c_char_p, ctypes.c_uint, ctypes.c_uint)
_GET_INTEGER = _FUNCTION(None, ctypes.c_uint, ctypes.c_void_p)

_OLDEST, _OLDEST_ES = 330, 300

# What GLSL has anyway, and third-party shaders use.
_GLSL_EXTENSIONS = (
    "GL_EXT_gpu_shader5",
    "GL_EXT_shader_implicit_conversions",
    "GL_EXT_shader_non_constant_global_initializers",
    "GL_NV_image_formats",
    "GL_OES_gpu_shader5",
    "GL_OES_shader_image_atomic",
)

# The image formats of OpenGL ES, and those that can be both read and written.
_IMAGES = frozenset(
    (
        *("rgba32f", "rgba16f", "r32f", "rgba8"),
        *("rgba32i", "rgba16i", "rgba8i", "r32i"),
        *("rgba32ui", "rgba16ui", "rgba8ui", "r32ui"),
    )
)
_READ_WRITE_IMAGES = frozenset(("r32f", "r32i", "r32ui"))


@dataclass(frozen=True, slots=True)
class GLProfile:
    """The kind of a context.

    Attributes
    ----------
    version_code : 330 for OpenGL 3.3, or with `es` 310 for OpenGL ES 3.1
    es : whether it is OpenGL ES
    extensions : the names of its extensions
    """

    version_code: int
    es: bool = False
    extensions: frozenset[str] = frozenset()

    @classmethod
    def of(cls, context: Any, load: Callable[[str], int]) -> GLProfile:
        """Return the kind of the context that is current; of no version where there is none.

        Parameters
        ----------
        context : its moderngl context, or what has none of its attributes
        load : the context's own function that returns the address of an OpenGL function
        """
        # Not context.info, which leaves errors behind in OpenGL ES; moderngl takes what is older
        # than OpenGL 3.0 for version 0.
        text = (_GET_STRING(load("glGetString"))(_VERSION) or b"").decode(errors="replace")
        found = _PATTERN.match(text)
        if found is None:
            return cls(0)
        code = int(found["major"]) * 100 + int(found["minor"]) * 10
        known = getattr(context, "extensions", None)  # moderngl has asked already
        if known is None and code >= _OLDEST_ES:
            known = _extensions(load)
        return cls(code, found["es"] is not None, frozenset(known or ()))

    @property
    def name(self) -> str:
        """Its name, as ``OpenGL 3.3`` or ``OpenGL ES 3.1``."""
        number = f"{self.version_code // 100}.{self.version_code // 10 % 10}"
        return f"OpenGL {'ES ' if self.es else ''}{number}"

    def check(self) -> None:
        """Raise a GLError if it is too old to draw with."""
        if self.version_code < (_OLDEST_ES if self.es else _OLDEST):
            raise GLError(
                f"this context has {self.name}; OpenGL 3.3 or OpenGL ES 3.0 is needed, or later."
                " Ask your toolkit for it when the window is made: version"
                f" {'3.0' if self.es else '3.3, core profile'}"
            )

    def has(self, version: int | None, es: int | None, *extensions: str) -> bool:
        """Return whether it has something by its version or an extension.

        Parameters
        ----------
        version, es : the version of OpenGL, and of OpenGL ES, that has it first; None for never
        extensions : their names without ``GL_``
        """
        first = es if self.es else version
        return (first is not None and self.version_code >= first) or any(
            f"GL_{extension}" in self.extensions for extension in extensions
        )

    @property
    def compute(self) -> bool:
        """Whether compute shaders, and textures and buffers that shaders write, are supported."""
        return self.has(430, 310)

    @property
    def glsl_version(self) -> GLSLVersion:
        """The GLSL version to write shaders in."""
        # From OpenGL 3.3 on the GLSL number is the same; nothing beyond 4.4 is needed.
        if not self.es:
            return GLSLVersion(min(self.version_code, 440))
        names = tuple(name for name in _GLSL_EXTENSIONS if name in self.extensions)
        return GLSLVersion(min(self.version_code, 320), True, names)

    @property
    def indexed_switches(self) -> bool:
        """Whether blending and the colour mask exist per draw buffer."""
        return self.has(300, 320, *self._es_only("EXT_draw_buffers_indexed"),
                        *self._es_only("OES_draw_buffers_indexed"))  # fmt: skip

    @property
    def indexed_blending(self) -> bool:
        """Whether the blend function exists per draw buffer."""
        return self.indexed_switches and self.has(400, 300)

    @property
    def viewport_arrays(self) -> bool:
        """Whether the viewport and the scissor test exist per viewport."""
        return self.has(410, None, *self._es_only("OES_viewport_array"),
                        *self._es_only("NV_viewport_array"))  # fmt: skip

    @property
    def clip_control(self) -> bool:
        """Whether the origin of clip space can be moved."""
        return self.has(450, None, "ARB_clip_control", "EXT_clip_control")

    @property
    def feedback_pauses(self) -> bool:
        """Whether transform feedback can be paused."""
        return self.has(400, 300, "ARB_transform_feedback2")

    @property
    def conditional(self) -> bool:
        """Whether drawing can be conditional on a query."""
        return self.has(300, None, "NV_conditional_render")

    @property
    def timers(self) -> bool:
        """Whether the GPU's time can be measured."""
        return self.has(330, None, "EXT_disjoint_timer_query")

    @property
    def texture_levels(self) -> bool:
        """Whether a texture's size and format can be asked."""
        return self.has(100, 310)

    @property
    def skips_srgb_decoding(self) -> bool:
        """Whether the codes of an sRGB texture can be read."""
        return self.has(None, None, "EXT_texture_sRGB_decode")

    @property
    def immutable_images(self) -> bool:
        """Whether a texture that is bound as an image must have its size for ever."""
        return self.es and self.compute

    def check_image(self, fmt: TextureFormat, what: str, *, reads: bool) -> None:
        """Raise a GLError for a texture format that compute shaders cannot write.

        Parameters
        ----------
        what : what has this format, to begin the message with
        reads : whether the same shaders read it
        """
        name = fmt.name.replace("hf", "f")
        few = _READ_WRITE_IMAGES if reads else _IMAGES
        if not self.es or name in few or (not reads and "GL_NV_image_formats" in self.extensions):
            return
        use = "read and write" if reads else "write"
        raise GLError(
            f"{what} is of the format {fmt.name}, which compute shaders cannot {use} in"
            f" {self.name}; they can {', '.join(sorted(few))}"
        )

    def draws(self, fmt: TextureFormat) -> bool:
        """Return whether passes can draw to a format, and read it between texels."""
        return self._missing(fmt, drawn=True, linear=True) is None

    def check_format(
        self, fmt: TextureFormat, what: str, *, drawn: bool = False, linear: bool = True
    ) -> None:
        """Raise a GLError for a texture format that it lacks or cannot read between texels.

        Parameters
        ----------
        what : what has this format, to begin the message with
        drawn : whether passes draw to it
        linear : whether it is read between texels
        """
        missing = self._missing(fmt, drawn=drawn, linear=linear)
        if missing is not None:
            use = "draw to" if drawn else "read"
            raise GLError(
                f"{what} is of the format {fmt.name}, which this context of {self.name} cannot"
                f" {use}: it lacks {missing}"
            )

    def _missing(self, fmt: TextureFormat, *, drawn: bool, linear: bool) -> str | None:
        """Return the extension that a format would need, without which all else works."""
        if not self.es:
            return None
        if fmt.dtype == "nu2" and not self.has(None, None, "EXT_texture_norm16"):
            return "GL_EXT_texture_norm16"
        if linear and fmt.dtype == "f4" and not self.has(None, None, "OES_texture_float_linear"):
            return "GL_OES_texture_float_linear"
        halves = ("EXT_color_buffer_half_float",) if fmt.dtype == "f2" else ()
        if (
            drawn
            and fmt.dtype in ("f2", "f4")
            and not self.has(None, 320, "EXT_color_buffer_float", *halves)
        ):
            return "GL_EXT_color_buffer_float"
        return None

    def _es_only(self, extension: str) -> tuple[str, ...]:
        return (extension,) if self.es else ()


def _extensions(load: Callable[[str], int]) -> frozenset[str]:
    """Return the extensions of the current context, of version 3.0 or later."""
    count = ctypes.c_int()
    _GET_INTEGER(load("glGetIntegerv"))(_NUM_EXTENSIONS, ctypes.byref(count))
    name = _GET_STRING_I(load("glGetStringi"))
    names = (name(_EXTENSIONS, index) for index in range(count.value))
    return frozenset(text.decode(errors="replace") for text in names if text)
