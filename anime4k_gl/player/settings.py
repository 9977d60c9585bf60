"""What the player is asked for, checked before a window opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from ..backends import Forms
from ..formats import Size
from ..media.hwdec import resolve_hwdec
from ..options import ShaderSource, check_scale, choose_dialect, parse_size
from ..plan import Dialect, ScalingOptions
from ..scalers import resolve_scaler
from ..usershader import UserShader


@dataclass(frozen=True)
class Settings:
    """What the player is asked for; the same for every file.

    Attributes
    ----------
    scale : the window's size against the video's; with the scaler ``none``, by how much the video
        was scaled before
    size : the window's size in pixels as ``WxH``, instead of a scale; None for none
    preset : what to call `shaders`
    shaders, scaler, params, dialect, scaling : as for `Renderer`
    effect : whether the shaders run at first
    fullscreen : whether to start in full screen
    hwdec : which device is to decode, see `transcode`
    """

    scale: float
    size: str | None
    preset: str
    shaders: Forms | tuple[UserShader, ...]
    scaler: str
    params: Mapping[str, float | int | str] = field(default_factory=dict)
    effect: bool = True
    fullscreen: bool = False
    dialect: Dialect | None = None
    scaling: ScalingOptions | None = None
    hwdec: str = "none"

    @classmethod
    def of(
        cls,
        *,
        scale: float,
        size: str | tuple[int, int] | None,
        preset: str,
        scaler: str,
        shaders: Sequence[ShaderSource],
        params: Mapping[str, float | int | str],
        effect: bool,
        fullscreen: bool,
        backend: str = "auto",
        dialect: str | None = None,
        scaling: ScalingOptions | None = None,
        hwdec: str = "none",
    ) -> Settings:
        """Return the settings that the options of `play` ask for.

        Raises
        ------
        OptionError, UserShaderError : an option is not usable, or a shader not readable
        """
        resolve_hwdec(hwdec)
        return cls(
            scale=check_scale(scale),
            size=_checked_size(size),
            preset=_effect_name(preset, shaders),
            shaders=Forms.of(backend, preset, shaders),
            scaler=resolve_scaler(scaler),
            params=dict(params),
            effect=effect,
            fullscreen=fullscreen,
            dialect=choose_dialect(dialect, shaders, preset),
            scaling=scaling,
            hwdec=hwdec,
        )


def _checked_size(size: str | tuple[int, int] | None) -> str | None:
    if size is None:
        return None
    text = size if isinstance(size, str) else f"{size[0]}x{size[1]}"
    parse_size(text, Size(16, 9))  # a wrong one is to be told before a window opens
    return text


def _effect_name(preset: str, shaders: Sequence[ShaderSource]) -> str:
    """Return what to call the effect: the preset, or the files given in its place."""
    if not shaders:
        return preset
    return " + ".join(
        PurePath(shader.filename if isinstance(shader, UserShader) else shader).name
        for shader in shaders
    )
