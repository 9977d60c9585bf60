"""Preset ``auto`` for a file: its size and rate are looked at before it is opened for the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...formats import PIXEL_LAYOUTS, Size
from ...lazy.dataclass import dataclass
from ...media.animations.api import AnimationReader, is_animation
from ...media.fields.choice import FieldChoice
from ...media.opening import MediaInput
from ...media.pictures.api import is_picture, read_picture
from ...media.video.framing import Framing
from ...media.video.video_source import VideoSource
from ...scaler_shaders import resolve_scaler
from ..output_size import OutputSize
from .choice import STILL_SECONDS, USUAL_RATE, PresetChoice, unmeasured
from .offscreen import Work, choose_offscreen


def choose_for_file(request: Mapping[str, Any]) -> PresetChoice:
    """Return the preset for a file.

    Parameters
    ----------
    request : the arguments of `transcode` by name, of which those about the source, its framing and
        its drawing count

    Raises
    ------
    OptionError, MediaError : as `transcode`, for that file
    """
    scaler = resolve_scaler(request["scaler"])
    output = OutputSize.of(request["scale"], request["size"])
    source = MediaInput(request["source"], allow_references=request["allow_references"], urls=False)
    with source:
        if source.is_pipe:
            return unmeasured(f"{source.name} is a pipe, whose pictures come only once")
        seen = _look(source, request)
    target, native = output.resolve(seen.size, scaler=scaler)
    work = Work(seen.size, target, native, scaler, request["backend"], request["scaling"])
    return choose_offscreen(work, rate=seen.rate)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The size of a file's frames as they are drawn, and how many there are a second."""

    size: Size
    rate: float


def _look(source: MediaInput, request: Mapping[str, Any]) -> _Seen:
    framing = Framing.of(
        crop=request["crop"], aspect=None, deinterlace=request["deinterlace"],
        detelecine=request["detelecine"],
    )  # fmt: skip
    if is_animation(source):
        with AnimationReader(source) as reader:
            info = reader.info
            size = framing.cropped(Size(info.width, info.height), PIXEL_LAYOUTS["rgba"])
            seconds = float(info.seconds)
            return _Seen(size, (info.count or 0) / seconds if seconds else USUAL_RATE)
    if is_picture(source):
        height, width = read_picture(source).pixels.shape[:2]
        return _Seen(Size(width, height), 1 / STILL_SECONDS)
    with VideoSource(source, deinterlace=FieldChoice("off")) as video:
        framing.apply(video, lambda size: size)
        rate = float(video.frame_rate or USUAL_RATE)
        return _Seen(video.size, 2 * rate if request["deinterlace"] == "bob" else rate)
