"""anime4k_gl: the Anime4K upscaler as a GPU shader library.

    import anime4k_gl as a4k

    big = a4k.upscale(image, scale=2.0)             # arrays, pictures, frames in and out
    upscaler = a4k.ArrayUpscaler(size=(1920, 1080)) # for many: upscaler(image)
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
    from .dependencies import DependencyError
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
    from .plan import Dialect, PassReport, Plan, ScalingOptions
    from .probing.api import probe
    from .probing.probe import Probe
    from .rendering.arrays.api import upscale
    from .rendering.arrays.array_upscaler import ArrayUpscaler
    from .rendering.arrays.kinds import SupportsCudaArray, SupportsDLPack
    from .rendering.gl_texture import GLTexture
    from .rendering.parameters import parameters
    from .rendering.upscaler import Upscaler
    from .scaler_shaders import Tuning
    from .scaler_shaders import scaler_names as scalers
    from .transcoding.api import transcode
    from .transcoding.frames import UpscaledFrame, upscale_frames
    from .transcoding.job import Cancel, Transcoded
    from .transcoding.parts import Decisions
    from .transcoding.shelf.api import transcode_many
    from .transcoding.shelf.items import ShelfOutcome
    from .transcoding.shelf.runner import ShelfProgress
    from .usershader import Param, UserShader, parse_user_shader

    __version__: str

__all__ = [
    "Anime4KError",
    "ArrayUpscaler",
    "Cancel",
    "CancelledError",
    "Decisions",
    "DependencyError",
    "Dialect",
    "GLError",
    "GLTexture",
    "MediaError",
    "OptionError",
    "Param",
    "PassReport",
    "Plan",
    "Probe",
    "ScalingOptions",
    "ShaderCompileError",
    "ShelfOutcome",
    "ShelfProgress",
    "SupportsCudaArray",
    "SupportsDLPack",
    "Transcoded",
    "Tuning",
    "UpscaledFrame",
    "Upscaler",
    "UserShader",
    "UserShaderError",
    "export",
    "parameters",
    "parse_user_shader",
    "presets",
    "probe",
    "scalers",
    "transcode",
    "transcode_many",
    "upscale",
    "upscale_frames",
]

_HOMES = {
    "Cancel": "transcoding.job",
    "Decisions": "transcoding.parts",
    "Dialect": "plan.dialect",
    "Plan": "plan.model",
    "ScalingOptions": "plan.scaling_options",
    "Probe": "probing.probe",
    "Tuning": "scaler_shaders",
    "Transcoded": "transcoding.job",
    "ShelfOutcome": "transcoding.shelf.items",
    "ShelfProgress": "transcoding.shelf.runner",
    "DependencyError": "dependencies",
    "SupportsDLPack": "rendering.arrays.kinds",
    "SupportsCudaArray": "rendering.arrays.kinds",
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
    "Param": "usershader",
    "ArrayUpscaler": "rendering.arrays.array_upscaler",
    "upscale": "rendering.arrays.api",
    "UserShader": "usershader",
    "parse_user_shader": "usershader",
    "presets": "library:preset_names",
    "probe": "probing.api",
    "scalers": "scaler_shaders:scaler_names",
    "transcode": "transcoding.api",
    "UpscaledFrame": "transcoding.frames",
    "upscale_frames": "transcoding.frames",
    "transcode_many": "transcoding.shelf.api",
}


if not TYPE_CHECKING:  # for which a misspelled name would be one of ours
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
