"""A screenshot drawn again from the video that it was taken of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Any

from ..errors import MediaError, OptionError
from ..formats import Size
from ..frame import Frame
from ..gl.context import Capabilities
from ..gl.offscreen import OFFSCREEN
from ..library import NO_PRESET, preset_names
from ..media.failures import check_input, check_output
from ..media.pictures.api import PictureMetadata, is_picture, read_picture
from ..media.pictures.picture import Picture, Pixels
from ..media.video.frame_at import frame_at
from ..media.video.video_source import VideoSource
from ..rendering.output_size import resolve_sizes
from ..rendering.render_options import RenderOptions
from ..rendering.renderer import Renderer
from ..transcoding.job import DEFAULT_QUALITY, Transcoded
from ..transcoding.still import check_still, write_still
from .record import KEYWORD, RecordedShader, ShotRecord, record_in, text_hash, upright


def redo(
    shot: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    hwdec: str = "none",
    quality: int = DEFAULT_QUALITY,
    overwrite: bool = False,
    video: str | os.PathLike[str] | None = None,
    shaders: Sequence[str | os.PathLike[str]] = (),
) -> Transcoded:
    """Render the upscaled picture of a screenshot again.

    Whatever the screenshot shows: of the source, of the output (which comes out the same) or of
    the window, the picture is what the player had upscaled at that moment.

    A screenshot may be a stranger's, so what it names is looked for in its own folder and nowhere
    else: no address is opened, nor any file outside that folder, but those given here.

    Parameters
    ----------
    shot : a PNG file that the player wrote
    target : the picture to write, in the format of its extension
    hwdec : decode on a device, see `transcode`
    quality : 1 to 100, for a picture in a lossy format
    overwrite : replace an existing file
    video : the video it was taken of; by default the one of its name beside the screenshot
    shaders : the shader files that ran, in order; by default those of their names beside it

    Raises
    ------
    OptionError, MediaError, GLError, UserShaderError : in one line, with nothing written
    """
    name = os.fspath(shot)
    check_input(shot)
    check_output(target, overwrite=overwrite)
    check_still(target)
    if not is_picture(shot):
        raise MediaError(f"{name}: not a picture, so not a screenshot; leave out --redo")
    record = record_in(read_picture(shot, accept=_check_size), name)
    record = replace(record, shaders=_shaders(record, name, shaders))
    _check_preset(record, name)
    film = _beside(record.path, name, "video", "it with --video FILE") if video is None else video
    with VideoSource(film, hwdec=hwdec) as source:
        frame = frame_at(source, record.pts)
        if frame.size != record.source_size:
            raise MediaError(
                f"{source.path}: is {frame.size} and was {record.source_size} when {name} was"
                " taken; it is another video now"
            )
        render = record.render()
        pixels = draw(record, frame, render)
        notes = [source.device_failure] if source.device_failure else []
    notes += changed_shaders(record, render)
    metadata = PictureMetadata(text=((KEYWORD, record.to_json()),))
    notes += write_still(target, Picture(pixels, metadata), quality=quality, overwrite=overwrite)
    return Transcoded(record.source_size, record.size, 1, tuple(notes))


def draw(record: ShotRecord, frame: Frame, render: RenderOptions) -> Pixels:
    """Return a frame as the record says, turned upright: (H, W, 3 or 4), uint8 or uint16."""

    def work(context: Any) -> Pixels:
        renderer = Renderer(context, render, tone_map=record.tone_map)
        try:
            _, native = resolve_sizes(
                frame.size,
                scale=record.scale,
                size=None if render.unscaled else record.size,
                scaler=render.scaler,
            )
            renderer.render(frame, target=record.size, native=native, output=record.output)
            return renderer.read()[0]
        finally:
            renderer.release()

    return upright(OFFSCREEN.call(work), record.rotation, alpha=frame.layout.has_alpha)


def changed_shaders(record: ShotRecord, render: RenderOptions) -> list[str]:
    """Return a note for each shader file that has changed since."""
    if not record.shaders:
        return []
    return [
        f"{then.file}: has changed since the screenshot was taken"
        for then, now in zip(record.shaders, render.shaders, strict=True)
        if then.sha256 != text_hash(now)
    ]


def _check_size(size: Size) -> None:
    """Raise a `GLError` for a screenshot larger than any that was drawn here."""
    limits = OFFSCREEN.call(Capabilities.from_context)
    limits.check_size(size, "the size")


def _shaders(
    record: ShotRecord, shot: str, given: Sequence[str | os.PathLike[str]]
) -> tuple[RecordedShader, ...]:
    """Return the shader files to run, with the hashes of those that ran."""
    if not given:
        return tuple(
            replace(each, file=_beside(each.file, shot, "shader", "it with --shader FILE"))
            for each in record.shaders
        )
    if len(given) != len(record.shaders):
        count = len(record.shaders)
        raise OptionError(f"{shot}: {count} shader files ran; give --shader as often, in order")
    return tuple(
        replace(each, file=os.path.abspath(file))
        for each, file in zip(record.shaders, given, strict=True)
    )


def _check_preset(record: ShotRecord, shot: str) -> None:
    """Raise `MediaError` unless the preset is one of the package's, not a file somewhere."""
    if record.preset not in (None, NO_PRESET, *preset_names()):
        raise MediaError(f"{shot}: ran the preset {record.preset!r}, which this version has not")


def _beside(path: str, shot: str, what: str, remedy: str) -> str:
    """Return the file of a path's name that is in the screenshot's own folder."""
    name = PureWindowsPath(path).name  # which knows both separators
    folder = Path(shot).absolute().parent
    file = folder / name
    try:
        inside = file.is_file() and file.resolve().parent == folder.resolve()
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not name or not inside:
        raise MediaError(
            f"{path}: the {what} of this screenshot is not beside {shot}, where alone it is looked"
            f" for; name {remedy}"
        )
    return os.fspath(file)
