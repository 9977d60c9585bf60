"""A screenshot drawn again from the video that it was taken of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..errors import MediaError
from ..frame import Frame
from ..gl.offscreen import OFFSCREEN
from ..media.failures import check_input, check_output, is_url
from ..media.pictures.api import PictureMetadata, is_picture, read_picture, write_picture
from ..media.pictures.picture import Picture, Pixels
from ..media.video.frame_at import frame_at
from ..media.video.video_source import VideoSource
from ..rendering.output_size import resolve_sizes
from ..rendering.render_options import RenderOptions
from ..rendering.renderer import Renderer
from ..transcoding.job import DEFAULT_QUALITY, Transcoded
from .record import KEYWORD, ShotRecord, record_in, text_hash, upright


def redo(
    shot: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    hwdec: str = "none",
    quality: int = DEFAULT_QUALITY,
    overwrite: bool = False,
) -> Transcoded:
    """Render the upscaled picture of a screenshot again.

    Whatever the screenshot shows: of the source, of the output (which comes out the same) or of
    the window, the picture is what the player had upscaled at that moment.

    Parameters
    ----------
    shot : a PNG file that the player wrote
    target : the picture to write, in the format of its extension
    hwdec : decode on a device, see `transcode`
    quality : 1 to 100, for a picture in a lossy format
    overwrite : replace an existing file

    Raises
    ------
    OptionError, MediaError, GLError, UserShaderError : in one line, with nothing written
    """
    name = os.fspath(shot)
    check_input(shot)
    check_output(target, overwrite=overwrite)
    if not is_picture(shot):
        raise MediaError(f"{name}: not a picture, so not a screenshot; leave out --redo")
    record = record_in(read_picture(shot), name)
    with VideoSource(_video(record, name), hwdec=hwdec) as source:
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
    write_picture(target, Picture(pixels, metadata), quality=quality, overwrite=overwrite)
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


def _video(record: ShotRecord, shot: str) -> str:
    """Return the path of the screenshot's video: where it was, or beside the screenshot."""
    path = record.path
    if is_url(path) or Path(path).is_file():
        return path
    beside = Path(shot).parent / Path(path).name
    if beside.is_file():
        return os.fspath(beside)
    raise MediaError(
        f"{path}: the video of this screenshot is missing; put it back, or next to {shot}"
    )
