"""anime4k_gl: the Anime4K v1.0 RC upscaler as a GPU shader library.

    import anime4k_gl as a4k

    big = a4k.upscale(image, scale=2.0)            # arrays in and out
    a4k.transcode("in.mkv", "out.mkv", scale=2.0)   # files in and out
    a4k.transcode_many(["shelf/"], output_dir="big/")
    a4k.probe("in.mkv", to="out.mp4")               # what would become of each part
    for frame in a4k.upscale_frames("in.mkv"): ...  # a video's frames as arrays, with their times
    with a4k.Upscaler(context, source_size=..., target_size=...) as up:
        texture = up.render(texture)                # inside your own OpenGL program

Importing the package loads none of its heavy dependencies; each name brings its own when used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .dependencies import lazy_names, missing

if TYPE_CHECKING:
    from .errors import (
        Anime4KError,
        CancelledError,
        GLError,
        MediaError,
        OptionError,
        ShaderCompileError,
        UserShaderError,
    )
    from .exporters import export
    from .library import preset_names as presets
    from .plan import PassReport, Plan
    from .probing.api import probe
    from .rendering.arrays import upscale
    from .rendering.gl_texture import GLTexture
    from .rendering.parameters import parameters
    from .rendering.upscaler import Upscaler
    from .transcoding.api import transcode
    from .transcoding.frames import UpscaledFrame, upscale_frames
    from .transcoding.shelf.api import transcode_many
    from .usershader import Param, UserShader, parse_user_shader

    __version__: str

__all__ = [
    "Anime4KError",
    "CancelledError",
    "GLError",
    "GLTexture",
    "MediaError",
    "OptionError",
    "Param",
    "PassReport",
    "Plan",
    "ShaderCompileError",
    "UpscaledFrame",
    "Upscaler",
    "UserShader",
    "UserShaderError",
    "export",
    "parameters",
    "parse_user_shader",
    "presets",
    "probe",
    "transcode",
    "transcode_many",
    "upscale",
    "upscale_frames",
]

_HOMES = {
    "Anime4KError": "errors",
    "CancelledError": "errors",
    "GLError": "errors",
    "MediaError": "errors",
    "OptionError": "errors",
    "ShaderCompileError": "errors",
    "UserShaderError": "errors",
    "export": "exporters",
    "GLTexture": "rendering.gl_texture",
    "Upscaler": "rendering.upscaler",
    "parameters": "rendering.parameters",
    "PassReport": "plan",
    "Plan": "plan",
    "Param": "usershader",
    "upscale": "rendering.arrays",
    "UserShader": "usershader",
    "parse_user_shader": "usershader",
    "presets": "library:preset_names",
    "probe": "probing.api",
    "transcode": "transcoding.api",
    "UpscaledFrame": "transcoding.frames",
    "upscale_frames": "transcoding.frames",
    "transcode_many": "transcoding.shelf.api",
}


_find = lazy_names(__name__, _HOMES)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from .version import version

        globals()[name] = value = version()
        return value
    try:
        return _find(name)
    except ImportError as error:
        raise missing(error) or error from error


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
