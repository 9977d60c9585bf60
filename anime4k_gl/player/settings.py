"""The player's settings, each declared once: its name, default, help text and check.

The command's options, the settings file's names and Python's arguments are all taken from here, and
those about the picture from `rendering.options`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import OptionError
from ..lazy.dataclass import dataclass
from ..rendering.options import (
    ALLOW_REFERENCES,
    ASPECT,
    DEINTERLACE,
    DETELECINE,
    DIALECT,
    HELD,
    HWDEC,
    PICTURE_OPTIONS,
    SCALE,
    SCALING_OPTIONS,
    SIZE,
    Option,
)

if TYPE_CHECKING:
    from ..media.fields.choice import FieldChoice
    from ..rendering.render_options import RenderOptions
    from ..tonemap import ToneMap


def _setting(option: Option, **default: Any) -> Any:
    """Return the field of an option; `default` is what its own default becomes once checked."""
    return field(**(default or {"default": option.default}), metadata={"option": option})


def _flag(name: str, help: str, **more: Any) -> Any:
    return _setting(Option(name, "flag", default=False, help=help, **more))


def _off(name: str, target: str, help: str) -> Any:
    """Return the field of what is on unless a flag is given."""
    return _setting(Option(name, "flag", default=True, target=target, help=help, inverted=True))


def _seconds(name: str, target: str, help: str) -> Any:
    return _setting(
        Option(name, "number", default=0.0, target=target, help=help, metavar="SECONDS",
               check=lambda value: _within(name, value, -1e6, 1e6, "seconds"))
    )  # fmt: skip


def _track(name: str, target: str, help: str) -> Any:
    return _setting(
        Option(name, "integer", target=target, help=help, metavar="N",
               check=lambda number: _from_one(name, number))
    )  # fmt: skip


def _several(name: str, target: str, help: str, *, metavar: str, kind: Any = "text") -> Any:
    option = Option(name, kind, target=target, multiple=True, default=(), metavar=metavar,
                    help=f"{help}; may be repeated.", check=tuple)  # fmt: skip
    return _setting(option)


def _within(name: str, value: float, low: float, high: float, unit: str) -> float:
    if not low <= value <= high:  # which a NaN is not, either
        span = f"{low:.10g} to {high:.10g}"
        raise OptionError(f"{name} must be from {span} {unit}, not {value:.10g}")
    return value


def _from_one(name: str, number: int | None) -> int | None:
    if number is not None and number < 1:
        raise OptionError(f"{name} must be 1 or more, not {number}")
    return number


def _start(value: float | None) -> float | None:
    return None if value is None else _within("start", value, 0.0, 1e9, "seconds")


def _image_duration(value: float | None) -> float | None:
    return None if value is None else _within("image-duration", value, 0.0, 1e6, "seconds")


def _speed(value: float) -> float:
    if value == 1.0:
        return value
    from .playback.playback import MAX_SPEED, MIN_SPEED  # brings PyAV

    return _within("speed", value, MIN_SPEED, MAX_SPEED, "times")


def _volume(value: float) -> float:
    if value == 100.0:
        return value
    from .audio.gain import MAX_VOLUME  # brings NumPy

    return _within("volume", value, 0.0, MAX_VOLUME, "percent")


def _governor(value: str | bool) -> str:
    name = ("on" if value else "off") if isinstance(value, bool) else value
    if name not in _GOVERNOR:
        raise OptionError.unknown("governor", name, _GOVERNOR)
    return name


def _codepage(name: str | None) -> str:
    if name == "auto":
        return name
    from ..media.subtitles.text import check_codepage

    return check_codepage(name)


def _override(value: str | bool) -> str:
    from .subtitles.look import check_override

    return check_override(value)


def _geometry(value: str | None) -> str | None:
    from .window.placement import Geometry

    if value is not None:
        Geometry.parse(value)
    return value


def _folder(value: str | Path | None) -> Path:
    return Path(value or "").expanduser()


def _tone_map(value: bool | ToneMap | None = True) -> ToneMap | None:
    from ..tonemap import ToneMap

    return value if isinstance(value, ToneMap) else ToneMap() if value else None


_GOVERNOR = ("on", "off", "fresh")


def _placing(name: str, low: float, high: float, unit: str, help: str) -> Any:
    return _setting(
        Option(name, "number", default=0.0, help=help, metavar="N",
               check=lambda value: _within(name, value, low, high, unit))
    )  # fmt: skip


def _aspect(value: str | float | None) -> Fraction | None:
    if value is None:
        return None
    from ..media.video.framing import parse_aspect  # brings PyAV

    return parse_aspect(value)


_FIELD_WORDS = {"yes": "on", "no": "off"}
"""What mpv calls the ways to deinterlace."""


def _fields(value: str) -> str:
    value = _FIELD_WORDS.get(value, value)
    if value not in DEINTERLACE.choices:
        raise OptionError.unknown("deinterlace", value, (*DEINTERLACE.choices, *_FIELD_WORDS))
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the player is asked for; the same for every file. Each option's help says what it does.

    Attributes
    ----------
    render : how pictures are made
    auto : whether each file gets the preset that is best here, see `rendering.choosing`
    keys : commands by keys, as `Bindings` takes them
    scale, size : of the window at first, against the video; the size as text. With the scaler
        ``none`` the scale is by how much the video was scaled before
    effect : whether the shaders run at first
    start : media seconds; None for where the file was left, or its beginning
    volume : percent
    audio_track, subtitle_track : number among the file's, from 1; None for the default
    subtitle_languages : in order of preference
    tone_map : how HDR is taken to SDR; None for not at all
    governor : whether passes may be left out where frames would be dropped: ``on``, ``off``, or
        ``fresh`` for on with what earlier runs have learnt forgotten; True and False too
    """

    render: RenderOptions
    auto: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    scale: float = _setting(SCALE)
    size: str | None = _setting(SIZE)
    hwdec: str = _setting(replace(HWDEC, default="auto"))
    effect: bool = _off("no-shaders", "effect", "Start with the scaler alone; c toggles.")
    aspect: Fraction | None = _setting(replace(ASPECT, check=_aspect))
    video_zoom: float = _placing(
        "video-zoom", -5.0, 5.0, "powers of two",
        "Zoom as a power of two: 1 is twice as large, -1 half.",
    )  # fmt: skip
    video_pan_x: float = _placing(
        "video-pan-x", -3.0, 3.0, "widths", "Move the picture right, in widths of its own."
    )
    video_pan_y: float = _placing(
        "video-pan-y", -3.0, 3.0, "heights", "Move the picture down, in heights of its own."
    )
    panscan: float = _placing(
        "panscan", 0.0, 1.0, "of the bars", "Fill this share of the bars, which hides edges."
    )
    keep_aspect: bool = _setting(
        Option("keepaspect-window", "flag", default=True, target="keep_aspect",
               help="Keep the picture's aspect where the window is resized.")
    )  # fmt: skip
    deinterlace: str = _setting(
        replace(DEINTERLACE, choices=(*DEINTERLACE.choices, *_FIELD_WORDS), check=_fields),
        default=DEINTERLACE.default,
    )  # fmt: skip
    detelecine: bool = _setting(DETELECINE)
    fullscreen: bool = _flag("fullscreen", "Start in full screen.")
    bar: bool = _off("no-bar", "bar", "Play without the bar that comes when the mouse moves.")
    geometry: str | None = _setting(
        Option("geometry", metavar="[WxH][+X+Y]", check=_geometry,
               help="Window size and place as mpv's: 1280x720, 50%, +0-0, 50%:50%.")
    )  # fmt: skip
    on_top: bool = _flag("ontop", "Keep the window above all others; T toggles.", target="on_top")
    stop_screensaver: bool = _setting(
        Option("stop-screensaver", "flag", default=True,
               help="Keep the screen saver away while playing.")
    )  # fmt: skip
    media_controls: bool = _setting(
        Option("media-controls", "flag", default=True,
               help="Follow media keys and the desktop's player controls (MPRIS).")
    )  # fmt: skip
    audio_device: str | None = _setting(
        Option("audio-device", metavar="NAME",
               help="Audio device, or a part of its name; help lists them.")
    )  # fmt: skip
    start: float | None = _setting(
        Option("start", "number", metavar="SECONDS", help="Start at this position.", in_file=False,
               check=_start)
    )  # fmt: skip
    speed: float = _setting(
        Option("speed", "number", default=1.0, help="Playback speed, 0.25 to 4.", check=_speed)
    )
    sound: bool = _off("no-audio", "sound", "Play without sound.")
    volume: float = _setting(
        Option("volume", "number", default=100.0, help="Volume, 0 to 130 %.", check=_volume)
    )
    muted: bool = _flag("mute", "Start muted; m toggles.", target="muted")
    audio_track: int | None = _track("audio-track", "audio_track", "Audio track, counted from 1.")
    audio_delay: float = _seconds(
        "audio-delay", "audio_delay", "Delay of the sound; negative: earlier."
    )
    subtitles: bool = _off("no-subs", "subtitles", "Start with subtitles hidden; v toggles.")
    subtitle_track: int | None = _track(
        "sub-track", "subtitle_track", "Subtitle track, counted from 1."
    )
    subtitle_files: tuple[str, ...] = _several(
        "sub-file", "subtitle_files", "Subtitle file to load", metavar="FILE", kind="path"
    )
    subtitle_languages: tuple[str, ...] = _several(
        "sub-lang", "subtitle_languages", "Preferred subtitle language", metavar="LANG"
    )
    subtitle_codepage: str = _setting(
        Option("sub-codepage", default="auto", target="subtitle_codepage", metavar="NAME",
               check=_codepage, help="Encoding of subtitles that are not UTF-8; +NAME of all.")
    )  # fmt: skip
    subtitle_scale: float = _setting(
        Option("sub-scale", "number", default=1.0, target="subtitle_scale",
               help="Size of subtitles, 0.1 to 10; F and G change it.",
               check=lambda value: _within("sub-scale", value, 0.1, 10.0, "times"))
    )  # fmt: skip
    subtitle_position: float = _setting(
        Option("sub-pos", "number", default=100.0, target="subtitle_position", metavar="PERCENT",
               help="Place of subtitles, 0 to 150 % of the height; r and R change it.",
               check=lambda value: _within("sub-pos", value, 0.0, 150.0, "percent"))
    )  # fmt: skip
    subtitle_font: str = _setting(
        Option("sub-font", default="sans-serif", target="subtitle_font", metavar="NAME",
               help="Font of subtitles that name none.")
    )  # fmt: skip
    subtitle_override: str = _setting(
        Option("sub-ass-override", default="yes", target="subtitle_override",
               choices=("no", "yes", "force", "strip"), check=_override,
               help="ASS styles: kept, with size and place, replaced (u), or stripped.")
    )  # fmt: skip
    subtitle_delay: float = _seconds(
        "sub-delay", "subtitle_delay", "Delay of the subtitles; negative: earlier."
    )
    image_duration: float | None = _setting(
        Option("image-duration", "number", metavar="SECONDS", check=_image_duration,
               help="Seconds for which a picture stays.  [default: until a key]")
    )  # fmt: skip
    loop_file: bool = _flag("loop-file", "Repeat each file.")
    loop_playlist: bool = _flag("loop-playlist", "Repeat the playlist.")
    keep_open: bool = _flag("keep-open", "Stay open on the last frame.")
    save_position: bool = _flag(
        "save-position", "Resume each file where it was left, as Q does for one."
    )
    screenshot_folder: Path = _setting(
        Option("screenshot-folder", "path", metavar="FOLDER", check=_folder,
               help="Folder for screenshots.  [default: current folder]"),
        default=Path(),
    )  # fmt: skip
    governor: str = _setting(
        Option("governor", default="on", choices=_GOVERNOR, check=_governor,
               help="Skip passes when frames would be dropped, or never; fresh forgets what"
               " earlier runs measured.")
    )  # fmt: skip
    held: str = _setting(HELD)
    allow_references: bool = _setting(ALLOW_REFERENCES)
    display_sync: bool = _setting(
        Option("display-sync", "flag", default=True, help="Time frames to the display's refreshes.")
    )
    tone_map: ToneMap | None = _setting(
        Option("tone-map", "flag", default=True, check=_tone_map,
               help="Tone-map HDR and wide gamuts to SDR."),
        default_factory=_tone_map,
    )  # fmt: skip

    @classmethod
    def from_options(cls, **given: Any) -> Settings:
        """Return the settings that options ask for, checked.

        Parameters
        ----------
        given : the attributes above but `render`, as the options take them; in its place preset,
            scaler, shaders, params, backend, dialect and scaling, as for `upscale`

        Raises
        ------
        OptionError, UserShaderError : an option is not usable, or a shader not readable
        TypeError : there is no option of a name
        """
        from ..rendering.choosing.asked import asks_for_auto
        from ..rendering.render_options import RenderOptions

        picture = {name: given.pop(name) for name in _PICTURE if name in given}
        checked = {
            name: _OPTIONS[name].checked(value) if name in _OPTIONS else value
            for name, value in given.items()
        }
        auto = asks_for_auto(picture)
        if auto:
            del picture["preset"]  # what plays until a file's first frame was measured
        settings = cls(render=RenderOptions.of(**picture), auto=auto, **checked)
        if settings.detelecine:
            _ = settings.fields  # whether they fit together
        return settings

    @property
    def fields(self) -> FieldChoice:
        """What is done about interlacing."""
        from ..media.fields.choice import FieldChoice  # brings PyAV

        return FieldChoice.of(self.deinterlace, self.detelecine)


_OPTIONS: dict[str, Option] = {
    each.name: each.metadata["option"] for each in fields(Settings) if "option" in each.metadata
}
_PICTURE = ("preset", "scaler", "shaders", "params", "backend", "dialect", "scaling")

PLAY_OPTIONS = (
    *PICTURE_OPTIONS,
    DIALECT,
    *SCALING_OPTIONS,
    *(option for name, option in _OPTIONS.items() if name not in ("scale", "size")),
)
"""All that `play` can be asked for, in the order of its help text."""
