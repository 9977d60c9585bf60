"""A file, looked at before any work: the entry point."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..defaults import DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ..errors import MediaError, OptionError
from ..formats import Size
from ..media.animations.api import AnimationReader
from ..media.fields.choice import FieldChoice
from ..media.opening import MediaInput
from ..media.pictures.api import read_picture
from ..media.video.sample import measure
from ..media.video.video_source import VideoSource
from ..transcoding.decisions import video_parts
from ..transcoding.job import DEFAULT_CODEC, DEFAULT_QUALITY
from ..transcoding.parts import Decisions
from ..transcoding.picture_decisions import animation_parts, picture_parts
from ..transcoding.route import kind_of
from .probe import Probe, ProbeFinding
from .video_findings import video_findings

if TYPE_CHECKING:
    from ..rendering.shader_forms import ShaderSource


class _Decided(Exception):
    """Ends a transcode before its work."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions


def probe(
    path: str | os.PathLike[str],
    *,
    to: str | os.PathLike[str] | None = None,
    scale: float = DEFAULT_SCALE,
    size: tuple[int, int] | str | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = DEFAULT_SCALER,
    shaders: Sequence[ShaderSource] = (),
    codec: str = DEFAULT_CODEC,
    pix_fmt: str | None = None,
    audio: str | None = None,
    subs: str | None = None,
    attachments: str | None = None,
    data: str | None = None,
    audio_codec: str = "copy",
    audio_bitrate: str | int | None = None,
    strict_streams: bool = False,
    deinterlace: str = "auto",
    detelecine: bool = False,
    crop: str | tuple[int, int, int, int] | None = None,
    aspect: str | float | Fraction | None = None,
    quality: int = DEFAULT_QUALITY,
    format: str | None = None,
    allow_references: bool = False,
) -> Probe:
    """Return what a file holds, what is wrong with it, and what `transcode` would do with it.

    Nothing is written, and nothing drawn. Small files are read to their end; of larger ones a
    sample is taken, and what it tells is marked as estimated.

    Parameters
    ----------
    path : a picture, an animation or a video; no pipe, which could not be read again
    to : the file that it would become; None to be told of `path` alone
    scale, size, preset, scaler, shaders : as for `transcode`
    codec, pix_fmt, quality, format, allow_references : as for `transcode`
    audio, subs, attachments, data, audio_codec, audio_bitrate, strict_streams : as for `transcode`
    deinterlace, detelecine, crop, aspect : as for `transcode`

    Raises
    ------
    MediaError : it cannot be read. What `transcode` would refuse is no error: `Probe.refused`
    """
    source = MediaInput(path, allow_references=allow_references, urls=False)
    with source:
        if source.is_pipe:
            raise MediaError(f"{source.name}: a pipe can be read only once; give the file itself")
        found = _look(source)
    if to is None:
        return found
    asked: dict[str, Any] = dict(
        scale=scale, size=size, preset=preset, scaler=scaler, shaders=shaders, codec=codec,
        pix_fmt=pix_fmt, audio=audio, subs=subs, attachments=attachments, data=data,
        audio_codec=audio_codec, audio_bitrate=audio_bitrate, strict_streams=strict_streams,
        deinterlace=deinterlace, detelecine=detelecine, crop=crop, aspect=aspect,
        quality=quality, format=format, allow_references=allow_references,
    )  # fmt: skip
    return _asked_about(found, path, to, asked)


def _look(source: MediaInput) -> Probe:
    """Return what an input holds. Raises `MediaError`."""
    kind = kind_of(source)
    if kind == "picture":
        picture = read_picture(source)
        height, width = picture.pixels.shape[:2]
        return Probe(
            source.name, kind, picture.file_format, Size(width, height), None, 1, False,
            tuple(picture_parts(picture)), _said(picture.notes),
        )  # fmt: skip
    if kind == "animation":
        with AnimationReader(source) as reader:
            info = reader.info
            return Probe(
                source.name, kind, reader.file_format, Size(info.width, info.height),
                float(info.seconds), info.count, False,
                tuple(animation_parts(info, reader.file_format)), _said(reader.notes),
            )  # fmt: skip
    with VideoSource(source, deinterlace=FieldChoice("off")) as video:
        sample = measure(source, video.stream.index)
        counted = bool(video.stream.frames)
        frames = video.frame_count
        if sample.whole and sample.packets:
            counted, frames = True, sample.packets
        return Probe(
            source.name, kind, video.container.format.name, video.size, video.duration,
            frames, not counted and frames is not None, tuple(video_parts(video)),
            tuple(video_findings(video, sample)),
        )  # fmt: skip


def _said(notes: Sequence[str]) -> tuple[ProbeFinding, ...]:
    return tuple(ProbeFinding("reading", "note", note) for note in notes)


def _asked_about(
    found: Probe,
    path: str | os.PathLike[str],
    to: str | os.PathLike[str],
    asked: dict[str, Any],
) -> Probe:
    """Return a probe with what `transcode` decides about a target, or why it refuses."""

    def stop(decisions: Decisions) -> None:
        raise _Decided(decisions)

    from ..transcoding.api import transcode  # loads OpenGL, of which a look alone has no need

    name = os.fspath(to)
    try:
        transcode(path, to, overwrite=True, decided=stop, **asked)
    except _Decided as decided:
        decisions = decided.decisions
        notes = decisions.notes
        if name != "-" and os.path.exists(name):
            notes = (*notes, f"{name} is there already: without --overwrite it stays")
        return replace(
            found,
            parts=decisions.parts,
            target=name,
            target_container=decisions.container,
            target_size=decisions.target_size,
            notes=notes,
        )
    except (OptionError, MediaError) as error:
        return replace(found, target=name, refused=str(error))
    raise AssertionError("a transcode without decisions")
