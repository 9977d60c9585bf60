"""The record inside a screenshot: all that it takes to draw the same picture again.

A `ShotRecord` travels as JSON in a text chunk of the PNG file. Its names are those of the options
of the command line; file names are kept as given and as absolute paths.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import PurePath
from typing import Any, TypeVar

import numpy as np

from ..errors import MediaError
from ..formats import RGBA8, RGBA16, Size, TextureFormat
from ..frame import Frame
from ..library import NO_PRESET, read_preset_shader
from ..media.failures import is_url
from ..media.pictures.picture import Picture, Pixels
from ..plan import ScalingOptions, resolve_dialect
from ..plan.param_values import resolve_params
from ..rendering.options import ParamValues, check_backend
from ..rendering.render_options import RenderOptions
from ..rendering.scaling import check_scaling
from ..rendering.shader_forms import Forms
from ..scaler_shaders import Tuning, resolve_scaler
from ..sizes import check_scale
from ..tonemap import ToneMap
from ..usershader import UserShader
from ..version import version
from .kinds import KINDS

KEYWORD = "anime4k_gl"
"""Of the text chunk that holds the record."""

FORMAT = 1
"""Of the record; readers refuse those of a later one."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RecordedShader:
    """A user shader that ran.

    Attributes
    ----------
    file : its absolute path
    sha256 : of its text, as hexadecimal digits
    """

    file: str
    sha256: str

    @classmethod
    def from_shader(cls, shader: UserShader) -> RecordedShader:
        """Return what identifies a shader."""
        return cls(os.path.abspath(shader.filename), text_hash(shader))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotRecord:
    """How a picture on the screen was made.

    Attributes
    ----------
    kind : of `KINDS`
    file, path : the video's, as given and absolute; a URL is the same in both
    time : seconds since its first frame
    pts : the frame's presentation time stamp
    source_size, size : of the decoded frame and of the upscaled picture, in pixels
    rotation : degrees clockwise by which both were then turned: 0, 90, 180 or 270
    preset : the preset that ran, ``none`` for the scaler alone; None where files ran
    without : what of the preset was left out, see `Preset.without`
    shaders : those files
    params : the value of every parameter of what ran
    scaler, scale : the latter counts with the scaler ``none``
    scaling, dialect, backend : as for `upscale`
    peak : of the tone mapping, in cd/m2; None where there was none
    bits : of a channel of the upscaled picture
    version : of this program
    """

    kind: str
    file: str
    path: str
    time: float
    pts: int
    source_size: Size
    size: Size
    rotation: int
    preset: str | None
    without: tuple[str, ...]
    shaders: tuple[RecordedShader, ...]
    params: Mapping[str, float | int]
    scaler: str
    scale: float
    scaling: ScalingOptions | None
    dialect: str | None
    backend: str
    peak: float | None
    bits: int
    version: str

    @property
    def tone_map(self) -> ToneMap | None:
        """How HDR was taken to SDR."""
        return None if self.peak is None else ToneMap(self.peak)

    @property
    def output(self) -> TextureFormat:
        """The texture format of the upscaled picture."""
        return RGBA16 if self.bits > 8 else RGBA8

    def render(self) -> RenderOptions:
        """Return how the picture is made, the shaders read again.

        Raises
        ------
        OptionError, UserShaderError : one of them is not there any more, or not to be read
        """
        # What a user's preset names may include other files.
        files = tuple(read_preset_shader(shader.file) for shader in self.shaders)
        name = self.preset or NO_PRESET
        return RenderOptions(
            forms=Forms.of(self.backend, name, files, without=self.without),
            params=self.params,
            dialect=None if self.dialect is None else resolve_dialect(self.dialect),
            scaling=self.scaling or ScalingOptions(scaler=self.scaler),
        )

    def to_json(self) -> str:
        """Return the record as text, in ASCII."""
        values: dict[str, Any] = {"format": FORMAT}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Size):
                value = list(value)
            elif isinstance(value, ScalingOptions):
                value = asdict(value)
            elif field.name == "shaders":
                value = [asdict(shader) for shader in value]
            elif isinstance(value, Mapping):
                value = dict(value)
            values[field.name] = value
        return json.dumps(values)


def record_in(picture: Picture, name: str) -> ShotRecord:
    """Return the record that a screenshot carries.

    Parameters
    ----------
    picture : the screenshot as it was read
    name : its file name, for messages

    Raises
    ------
    MediaError : there is none, or none that this version can read
    """
    texts = dict(picture.metadata.text)
    if KEYWORD not in texts:
        raise MediaError(f"{name}: not a screenshot from anime4k-gl's player; leave out --redo")
    try:
        values = json.loads(texts[KEYWORD])
        if values["format"] > FORMAT:
            raise MediaError(f"{name}: written by a later version, {values['version']}")
        return _record(values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MediaError(f"{name}: damaged record ({_line(error)})") from error


def _record(values: dict[str, Any]) -> ShotRecord:
    """Return a record of JSON's values; raises errors of many kinds where they are not one."""
    kind, rotation = values["kind"], values["rotation"]
    if kind not in KINDS or rotation not in (0, 90, 180, 270):
        raise ValueError(f"kind {kind!r}, rotation {rotation!r}")
    named, dialect, peak = values["preset"], values["dialect"], values["peak"]
    shaders = tuple(RecordedShader(_is(s["file"], str), _is(s["sha256"], str))
                    for s in values["shaders"])  # fmt: skip
    if named is None and not shaders:
        raise ValueError("neither a preset nor shaders")
    scaler = resolve_scaler(values["scaler"])
    return ShotRecord(
        kind=kind,
        file=_is(values["file"], str),
        path=_is(values["path"], str),
        time=float(values["time"]),
        pts=_is(values["pts"], int),
        source_size=_size(values["source_size"]),
        size=_size(values["size"]),
        rotation=rotation,
        preset=None if named is None else _is(named, str),
        without=tuple(_is(part, str) for part in values["without"]),
        shaders=shaders,
        params={_is(k, str): _is(v, (int, float)) for k, v in values["params"].items()},
        scaler=scaler,
        scale=check_scale(values["scale"]),
        scaling=_scaling(values["scaling"], scaler),
        dialect=None if dialect is None else _is(dialect, str),
        backend=check_backend(values["backend"]),
        peak=None if peak is None else _peak(peak),
        bits=_is(values["bits"], int),
        version=_is(values["version"], str),
    )


def make_record(
    kind: str,
    *,
    file: str | os.PathLike[str],
    frame: Frame,
    start: float,
    rotation: int,
    size: Size,
    bits: int,
    render: RenderOptions,
    scale: float,
    tone_map: ToneMap | None,
) -> ShotRecord:
    """Return the record of a frame that is on the screen.

    Parameters
    ----------
    kind : of `KINDS`
    file : the video, as given
    frame : the decoded frame
    start : `Frame.time` of the video's first frame
    rotation : degrees clockwise by which the video is turned
    size, bits : of the upscaled picture
    render : as `Renderer` was given it
    scale : counts with the scaler ``none``
    tone_map : as the renderer had it
    """
    name = os.fspath(file)
    run, origin = render.shaders, render.forms.origin
    # What a user's preset sets is among the parameters.
    preset = None if origin is None else origin.base
    return ShotRecord(
        kind=kind,
        file=name,
        path=name if is_url(name) else os.path.abspath(name),
        time=(frame.time or 0.0) - start,
        pts=frame.pts or 0,
        source_size=frame.size,
        size=size,
        rotation=rotation,
        preset=preset,
        without=() if origin is None else origin.without,
        shaders=() if preset is not None else tuple(map(RecordedShader.from_shader, run)),
        params=all_params(run, render.params if run else {}),
        scaler=render.scaler,
        scale=scale,
        scaling=render.scaling,
        dialect=None if render.dialect is None else render.dialect.value,
        backend=render.forms.backend,
        peak=None if tone_map is None else tone_map.peak,
        bits=bits,
        version=version(),
    )


def all_params(shaders: Sequence[UserShader], given: ParamValues) -> dict[str, float | int]:
    """Return the value of every parameter, by names that `resolve_params` takes back.

    Where files that share a parameter's name give it different values, that is ``file-stem/name``.
    """
    values: dict[str, float | int] = {}
    resolved = resolve_params(shaders, given)
    everywhere: dict[str, set[float | int]] = {}
    for shader, own in zip(shaders, resolved, strict=True):
        for param in shader.params:
            everywhere.setdefault(param.name, set()).add(own[param.name])
    for shader, own in zip(shaders, resolved, strict=True):
        for param in shader.params:
            stem = f"{PurePath(shader.filename).stem}/"
            values[("" if len(everywhere[param.name]) == 1 else stem) + param.name] = own[
                param.name
            ]
    return values


def upright(pixels: np.ndarray[Any, Any], rotation: int, *, alpha: bool) -> Pixels:
    """Return (H, W, 4) pixels turned clockwise; without alpha (H, W, 3)."""
    turned = np.rot90(pixels, -rotation // 90)
    return np.ascontiguousarray(turned if alpha else turned[..., :3])


def text_hash(shader: UserShader) -> str:
    """Return the SHA-256 of a shader's text, as hexadecimal digits."""
    return hashlib.sha256(shader.text.encode("utf-8", "surrogateescape")).hexdigest()


def _scaling(values: Any, scaler: str) -> ScalingOptions | None:
    if values is None:
        return None
    tunings = ("tuning", "ctuning", "dtuning")
    chosen: dict[str, Any] = {
        k: Tuning(**v) if k in tunings else v for k, v in values.items() if k != "scaler"
    }
    return check_scaling(ScalingOptions(scaler=scaler, **chosen))


def _peak(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"a peak of {value!r}")
    return ToneMap.from_metadata(max_content_light=number).peak


def _size(values: Any) -> Size:
    width, height = values
    return Size(_is(width, int), _is(height, int))


def _is(value: Any, kind: type[T] | tuple[type[T], ...]) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r}")
    return value


def _line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
