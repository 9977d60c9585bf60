"""The options that say how a picture is made, each declared once.

The command line, the settings file and Python take an option's name, default, help text, parsing
and error messages from here. Checks import what they need when they run: help texts come at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, replace
from typing import Any, Literal

from ..defaults import (
    AUTO_PRESET,
    DEFAULT_BACKEND,
    DEFAULT_CSCALER,
    DEFAULT_PRESET,
    DEFAULT_SCALE,
    DEFAULT_SCALER,
)
from ..errors import OptionError
from ..formats import Size
from ..lazy.dataclass import dataclass
from ..sizes import check_scale, parse_size

ParamValues = Mapping[str, float | int | str]
"""Values of shaders' parameters, by name or by ``file-stem/name``."""

Kind = Literal["flag", "integer", "number", "text", "path"]

FORMS = ("fragment", "compute")
BACKENDS = ("auto", *FORMS)


@dataclass(frozen=True, slots=True)
class Option:
    """An option that people give on the command line, in the settings file or in Python.

    Attributes
    ----------
    name : on the command line and in the settings file, without dashes: ``linear-upscaling``
    kind : what it takes; a path in the settings file is relative to that file
    default : what holds where it is not given
    help : a line or two; ends with what None means in brackets
    target : its name in Python; `name` with underscores by default
    multiple : whether it may be repeated, and so takes a list in the settings file
    choices : all valid values; empty where any may be
    metavar : what stands for its value in help texts
    inverted : a flag that switches its target off
    in_file : whether the settings file knows it
    check : returns a value in the form it is used in, or raises OptionError
    """

    name: str
    kind: Kind = "text"
    _: KW_ONLY
    default: Any = None
    help: str = ""
    target: str = ""
    multiple: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = ""
    inverted: bool = False
    in_file: bool = True
    check: Callable[[Any], Any] | None = None

    @property
    def parameter(self) -> str:
        """Its name in Python."""
        return self.target or self.name.replace("-", "_")

    def checked(self, value: Any) -> Any:
        """Return a value in the form it is used in.

        Raises
        ------
        OptionError : it is not valid
        """
        return value if self.check is None else self.check(value)


# One value each.


def check_backend(backend: str) -> str:
    """Return the backend's name.

    Raises
    ------
    OptionError : no backend has that name
    """
    if backend not in BACKENDS:
        raise OptionError.unknown("backend", backend, BACKENDS)
    return backend


def check_preset(name: str) -> str:
    """Return a preset's name or path, or ``auto``.

    Raises
    ------
    OptionError : there is no such preset, or its file is wrong
    """
    from ..library import preset

    if name != AUTO_PRESET:
        preset(name, also=(AUTO_PRESET,))
    return name


def check_size_option(size: str | tuple[int, int] | None) -> str | None:
    """Return a size as text, ``WxH``; a side may be left out. None where none was given.

    Raises
    ------
    OptionError : it is no size
    """
    if size is None:
        return None
    text = size if isinstance(size, str) else "x".join(map(str, size))
    parse_size(text, Size(16, 9))
    return text


def check_scaler(name: str) -> str:
    """Return a scaler's own name, for a name or alias; ``none`` too.

    Raises
    ------
    OptionError : there is no such scaler
    """
    from ..scaler_shaders import resolve_scaler

    return resolve_scaler(name)


def check_cscaler(name: str) -> str:
    """Return the own name of a scaler for chroma, which is always scaled.

    Raises
    ------
    OptionError : there is no such scaler, or it is ``none``
    """
    return _true_scaler("cscaler", name)


def check_dscaler(name: str | None) -> str | None:
    """Return the own name of a scaler for making pictures smaller; None for none of its own.

    Raises
    ------
    OptionError : there is no such scaler, or it is ``none``
    """
    return None if name is None else _true_scaler("dscaler", name)


def _true_scaler(kind: str, name: str) -> str:
    from ..scaler_shaders import NO_SCALER, resolve_scaler, scaler_names

    valid = [scaler for scaler in scaler_names() if scaler != NO_SCALER]
    if name not in valid:
        raise OptionError.unknown(kind, name, valid)
    return resolve_scaler(name)


def check_dialect(dialect: Any) -> Any:
    """Return a `Dialect`, for its name too; None where none was given.

    Raises
    ------
    OptionError : there is no such dialect
    """
    from ..plan import resolve_dialect

    return None if dialect is None else resolve_dialect(dialect)


def check_hwdec(name: str) -> str:
    """Return the name of a decoding device, or ``auto`` or ``none``.

    Raises
    ------
    OptionError : there is no such device
    """
    if name not in ("auto", "none"):
        from ..media.video.hwdec import resolve_hwdec  # brings PyAV

        resolve_hwdec(name)
    return name


def check_held(mode: str) -> str:
    """Return how held pictures are found.

    Raises
    ------
    OptionError : there is no such way
    """
    if mode not in HELD.choices:
        raise OptionError.unknown("held", mode, HELD.choices)
    return mode


def parse_params(pairs: Sequence[str]) -> dict[str, str]:
    """Return parameters' values by name, of texts as ``NAME=VALUE``.

    Raises
    ------
    OptionError : a text is not of that form
    """
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise OptionError(f"a parameter must be NAME=VALUE, not {pair!r}")
        values[name.strip()] = value.strip()
    return values


# The table.

SCALE = Option(
    "scale", "number", default=DEFAULT_SCALE, check=check_scale,
    help="Scale factor; with --scaler none, what the input was scaled by before.",
)  # fmt: skip
SIZE = Option(
    "size", metavar="WxH", check=check_size_option,
    help="Output size; 1920x or x1080 keep the aspect ratio.",
)  # fmt: skip
PRESET = Option(
    "preset", default=DEFAULT_PRESET, check=check_preset,
    help="Preset to run; the command presets lists them.",
)  # fmt: skip
PRESET_OR_AUTO = replace(
    PRESET, help="Preset to run; the command presets lists them. auto: the best picture that this"
    " machine draws in time.",
)  # fmt: skip
SCALER = Option(
    "scaler", default=DEFAULT_SCALER, check=check_scaler,
    help="Scaler that resizes the picture; none: it already has the output size.",
)  # fmt: skip
SHADERS = Option(
    "shader", "path", target="shaders", multiple=True, default=(), metavar="FILE",
    help="mpv user shader to run instead of a preset; may be repeated.",
)  # fmt: skip
PARAMS = Option(
    "param", target="params", multiple=True, default=(), metavar="NAME=VALUE", in_file=False,
    help="Set a shader parameter; may be repeated.",
)  # fmt: skip
BACKEND = Option(
    "backend", default=DEFAULT_BACKEND, check=check_backend,
    help="fragment, compute, or auto: the faster one on this machine.",
)  # fmt: skip

PICTURE_OPTIONS = (SCALE, SIZE, PRESET_OR_AUTO, SCALER, SHADERS, PARAMS, BACKEND)
"""What is drawn, how and how large; named alike in Python."""

DIALECT = Option(
    "dialect", check=check_dialect,
    help="Rules for --shader files: vo_gpu or libplacebo.  [default: vo_gpu]",
)  # fmt: skip

SCALING = (
    Option("cscaler", default=DEFAULT_CSCALER, check=check_cscaler,
           help="Chroma scaler, mpv's cscale."),
    Option("dscaler", check=check_dscaler,
           help="Downscaler, mpv's dscale.  [default: as --scaler]"),
    Option("linear-upscaling", "flag", default=False, help="Upscale in linear light."),
    Option("sigmoid-upscaling", "flag", default=False,
           help="Upscale with a sigmoid curve, which reduces ringing."),
    Option("linear-downscaling", "flag", default=False, help="Downscale in linear light."),
    Option("correct-downscaling", "flag", default=True, help="Anti-alias when downscaling."),
)  # fmt: skip

TUNINGS = {"scaler": "tuning", "cscaler": "ctuning", "dscaler": "dtuning"}
TUNED = ("param1", "param2", "radius", "antiring")
_MPV_NAMES = {"scaler": "scale", "cscaler": "cscale", "dscaler": "dscale"}

SCALING_OPTIONS = (
    *SCALING,
    *(
        Option(f"{scaler}-{name}", "number", default=0.0 if name == "antiring" else None,
               help=f"mpv's {_MPV_NAMES[scaler]}-{name}.")
        for scaler in TUNINGS
        for name in TUNED
    ),
)  # fmt: skip
"""The fields of `ScalingOptions` and of its tunings: what ``scaling`` is in Python."""


def without_plain_scaling(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return values by option without `SCALING_OPTIONS`; None where one is not as by default.

    Then `with_scaling` puts them together, which brings what makes plans.
    """
    plain = {option.parameter: option.default for option in SCALING_OPTIONS}
    if any(values[name] != default for name, default in plain.items()):
        return None
    return {name: value for name, value in values.items() if name not in plain}


ALLOW_REFERENCES = Option(
    "allow-references", "flag", default=False,
    help="Open what a file refers to: playlists and their pieces, files and addresses named in it.",
)  # fmt: skip

HELD = Option(
    "held", default="exact", choices=("exact", "tolerant", "off"), check=check_held,
    help="Draw a picture once that is held for several frames: where it is the same to the byte,"
    " or tolerant: but for coding noise.",
)  # fmt: skip

HWDEC = Option(
    "hwdec", default="none", metavar="NAME", check=check_hwdec,
    help="Hardware decoder: auto, cuda, vaapi, d3d11va or videotoolbox; none: in software.",
)  # fmt: skip

DEINTERLACE = Option(
    "deinterlace", default="auto", choices=("auto", "on", "off", "bob"),
    help="Deinterlace: auto, what is interlaced; on, all frames; bob, to twice as many.",
)  # fmt: skip
ASPECT = Option(
    "aspect", metavar="RATIO",
    help="Aspect of the picture as shown, such as 16:9.  [default: the file's]",
)  # fmt: skip
DETELECINE = Option(
    "detelecine", "flag", default=False,
    help="Restore film that was telecined to its own 24 frames a second.",
)  # fmt: skip
