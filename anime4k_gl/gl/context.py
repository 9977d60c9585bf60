"""Headless OpenGL contexts and the capabilities of a context."""

from __future__ import annotations

import os
import sys
from typing import Any

import moderngl

from ..errors import GLError
from ..formats import Size
from ..glsl import GLSLVersion
from ..lazy.dataclass import dataclass
from . import constants as GL
from .functions import GLFunctions
from .profiles.profile import GLProfile

_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software rasterizer", "gdi generic")

_PARALLEL_COMPILE = "GL_KHR_parallel_shader_compile"

HEADLESS_REMEDY = (
    "install a graphics driver (on Debian or Ubuntu: apt install libegl1 libgl1 libgl1-mesa-dri)"
)


def create_headless_context() -> Any:
    """Return a new moderngl context of OpenGL 3.3 or later without a window.

    Raises
    ------
    GLError : no context can be created; the message says what to install
    """
    attempts: list[dict[str, Any]] = [{}]
    if sys.platform.startswith("linux"):
        # By soname: the plain names belong to development packages that users do not have.
        names = {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"}
        attempts = [{"backend": "egl", **names}, {"libgl": "libGL.so.1", "libx11": "libX11.so.6"}]
    failures = []
    # `moderngl.get_context` returns the newest context; a host that calls it expects its own.
    store: Any = vars(moderngl)["_store"]
    hosts = store.default_context
    try:
        for options in attempts:
            for version in (430, 330):
                try:
                    context = moderngl.create_context(standalone=True, require=version, **options)
                except Exception as error:  # moderngl and its backends raise bare Exception
                    failures.append(" ".join(str(error).split()))
                    continue
                if _PARALLEL_COMPILE in context.extensions:
                    GLFunctions(context).glMaxShaderCompilerThreadsKHR(GL.ALL_THREADS)
                return context
    finally:
        store.default_context = hosts
    raise GLError(f"no OpenGL 3.3 context without a window ({failures[0]}); {HEADLESS_REMEDY}")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The properties and limits of a context's driver.

    Attributes
    ----------
    vendor, renderer, version : as the driver reports them
    profile : whether it is OpenGL or OpenGL ES, its version and extensions
    software : whether it is a software rasteriser
    max_texture_size : largest texture width and height, in texels
    max_texture_units : how many textures one pass may read
    """

    vendor: str
    renderer: str
    version: str
    profile: GLProfile
    software: bool
    max_texture_size: int
    max_texture_units: int

    @classmethod
    def from_context(cls, context: Any) -> Capabilities:
        """Return the capabilities of a moderngl context, which must be current.

        Raises
        ------
        GLError : it is older than OpenGL 3.3 or OpenGL ES 3.0
        """
        gl = GLFunctions(context)
        gl.profile.check()
        renderer = gl.string(GL.RENDERER)
        return cls(
            vendor=gl.string(GL.VENDOR),
            renderer=renderer,
            version=gl.string(GL.VERSION),
            profile=gl.profile,
            software=any(name in renderer.lower() for name in _SOFTWARE),
            max_texture_size=gl.integer(GL.MAX_TEXTURE_SIZE),
            max_texture_units=gl.integer(GL.MAX_TEXTURE_IMAGE_UNITS),
        )

    @property
    def machine(self) -> str:
        """The GPU and its driver's version, by which what was measured is kept."""
        cores = f", {os.cpu_count()} cores" if self.software else ""
        return f"{self.renderer}, {self.version}{cores}"

    @property
    def compute(self) -> bool:
        """Whether compute shaders, and textures and buffers that shaders write, are supported."""
        return self.profile.compute

    @property
    def glsl_version(self) -> GLSLVersion:
        """The GLSL version to write shaders in."""
        return self.profile.glsl_version

    def check_size(self, size: Size, what: str) -> None:
        """Raise a GLError if a texture of this size is beyond the driver's limit."""
        if max(size) > self.max_texture_size:
            raise GLError(
                f"{what} {size} is beyond this driver's limit of {self.max_texture_size}"
                f"x{self.max_texture_size}; choose a smaller size"
            )
