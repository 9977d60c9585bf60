"""What the player is asked for, checked before a window opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ..backends import Forms
from ..errors import OptionError
from ..formats import Size
from ..media.video.hwdec import resolve_hwdec
from ..options import ShaderSource, check_scale, choose_dialect, parse_size
from ..plan import Dialect, ScalingOptions
from ..scalers import resolve_scaler
from ..tonemap import ToneMap
from ..usershader import UserShader
from .audio.gain import MAX_VOLUME
from .playback.playback import MAX_SPEED, MIN_SPEED


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the player is asked for; the same for every file.

    Attributes
    ----------
    scale : the window's size against the video's; with the scaler ``none``, by how much the video
        was scaled before
    size : the window's size in pixels as ``WxH``, instead of a scale; None for none
    preset : what to call `shaders`
    own_shaders : whether they are files of the user's, not a preset
    shaders, scaler, params, dialect, scaling : as for `Renderer`
    effect : whether the shaders run at first
    fullscreen : whether to start in full screen
    hwdec : which device is to decode, see `transcode`
    tone_map : how HDR is taken to SDR; None for not at all
    governor : whether passes may be left out where frames would be dropped
    display_sync : whether frames are fitted to the screen's refreshes where those are known
    start : media seconds to begin each file at; None for where it stopped, or its beginning
    speed : media seconds per second at first
    sound : whether sound is played
    volume, muted : at first, percent
    audio_track : number of the sound track among the file's, from 1; None for its default
    subtitles : whether any are shown
    subtitle_track : number among the file's, from 1; None for the default
    subtitle_files : shown with each file
    subtitle_languages : in order of preference
    subtitle_delay, audio_delay : seconds
    loop_file, loop_playlist : whether what has ended begins anew
    keep_open : whether the last file's last frame stays
    save_position : whether every file is gone on with from where it was left
    screenshot_folder : where screenshots go
    keys : the user's own commands by keys, as `KeyBindings` takes them
    """

    scale: float
    size: str | None
    preset: str
    shaders: Forms | tuple[UserShader, ...]
    scaler: str
    own_shaders: bool = False
    params: Mapping[str, float | int | str] = field(default_factory=dict)
    effect: bool = True
    fullscreen: bool = False
    dialect: Dialect | None = None
    scaling: ScalingOptions | None = None
    hwdec: str = "none"
    tone_map: ToneMap | None = field(default_factory=ToneMap)
    governor: bool = True
    display_sync: bool = True
    start: float | None = None
    speed: float = 1.0
    sound: bool = True
    volume: float = 100.0
    muted: bool = False
    audio_track: int | None = None
    subtitles: bool = True
    subtitle_track: int | None = None
    subtitle_files: tuple[str, ...] = ()
    subtitle_languages: tuple[str, ...] = ()
    subtitle_delay: float = 0.0
    audio_delay: float = 0.0
    loop_file: bool = False
    loop_playlist: bool = False
    keep_open: bool = False
    save_position: bool = False
    screenshot_folder: Path = Path()
    keys: Mapping[str, str] = field(default_factory=dict)

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
        effect: bool = True,
        fullscreen: bool = False,
        backend: str = "auto",
        dialect: str | None = None,
        scaling: ScalingOptions | None = None,
        hwdec: str = "none",
        tone_map: bool = True,
        governor: bool = True,
        display_sync: bool = True,
        start: float | None = None,
        speed: float = 1.0,
        sound: bool = True,
        volume: float = 100.0,
        muted: bool = False,
        audio_track: int | None = None,
        subtitles: bool = True,
        subtitle_track: int | None = None,
        subtitle_files: Sequence[str] = (),
        subtitle_languages: Sequence[str] = (),
        subtitle_delay: float = 0.0,
        audio_delay: float = 0.0,
        loop_file: bool = False,
        loop_playlist: bool = False,
        keep_open: bool = False,
        save_position: bool = False,
        screenshot_folder: str | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> Settings:
        """Return the settings that the options of `play` ask for.

        Raises
        ------
        OptionError, UserShaderError : an option is not usable, or a shader not readable
        """
        resolve_hwdec(hwdec)
        if start is not None:
            _within("start", start, 0.0, 1e9, "seconds")
        return cls(
            scale=check_scale(scale),
            size=_checked_size(size),
            preset=_effect_name(preset, shaders),
            own_shaders=bool(shaders),
            shaders=Forms.of(backend, preset, shaders),
            scaler=resolve_scaler(scaler),
            params=dict(params),
            effect=effect,
            fullscreen=fullscreen,
            dialect=choose_dialect(dialect, shaders),
            scaling=scaling,
            hwdec=hwdec,
            tone_map=ToneMap() if tone_map else None,
            governor=governor,
            display_sync=display_sync,
            start=start,
            speed=_within("speed", speed, MIN_SPEED, MAX_SPEED, "times"),
            sound=sound,
            volume=_within("volume", volume, 0.0, MAX_VOLUME, "percent"),
            muted=muted,
            audio_track=_track("audio-track", audio_track),
            subtitles=subtitles,
            subtitle_track=_track("sub-track", subtitle_track),
            subtitle_files=tuple(subtitle_files),
            subtitle_languages=tuple(subtitle_languages),
            subtitle_delay=_within("sub-delay", subtitle_delay, -1e6, 1e6, "seconds"),
            audio_delay=_within("audio-delay", audio_delay, -1e6, 1e6, "seconds"),
            loop_file=loop_file,
            loop_playlist=loop_playlist,
            keep_open=keep_open,
            save_position=save_position,
            screenshot_folder=Path(screenshot_folder or "").expanduser(),
            keys=dict(keys or {}),
        )


def _within(name: str, value: float, low: float, high: float, unit: str) -> float:
    if not low <= value <= high:  # which a NaN is not, either
        raise OptionError(f"--{name} is from {low:g} to {high:g} {unit}, not {value:g}")
    return value


def _track(name: str, number: int | None) -> int | None:
    if number is not None and number < 1:
        raise OptionError(f"--{name} counts from 1, so it is not {number}")
    return number


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
