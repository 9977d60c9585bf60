"""Screenshots as PNG files, each with the record of how it was made."""

from __future__ import annotations

import os
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np

from ...errors import Anime4KError
from ...formats import RGBA8, Size
from ...frame import Frame
from ...media.failures import failed, is_url
from ...media.pictures.api import PictureMetadata, write_picture
from ...media.pictures.picture import Picture, Pixels
from ...media.video.video_source import VideoSource
from ...rendering.render_options import RenderOptions
from ...rendering.renderer import Renderer
from ...scaler_shaders import NO_SCALER
from ...screenshots.record import KEYWORD, ShotRecord, make_record, upright
from ...tonemap import ToneMap
from ..picture.renderer_cache import rendered_format
from ..picture.renderer_pool import RendererPool

_MAX_STEM_BYTES = 160  # of a file system's 255: the rest is for the time, the kind and a number
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # on one system or another


class ScreenshotWriter:
    """Writes screenshots in a thread of its own, one after another. A context manager.

    Parameters
    ----------
    folder : where to, made when it is first needed; the current folder by default
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self._folder = Path(folder) if folder is not None else Path()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="anime4k_gl screenshots")
        self._pending: list[Future[Path]] = []

    def __enter__(self) -> ScreenshotWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self, pixels: Pixels, record: ShotRecord) -> Future[Path]:
        """Begin to write a picture; return what comes to be the path of its file.

        Parameters
        ----------
        pixels : (H, W, 3 or 4), uint8 or uint16, row 0 on top; not to be changed afterwards
        record : how it was made
        """
        future = self._pool.submit(write, self._folder, pixels, record)
        self._pending.append(future)
        return future

    def messages(self) -> list[str]:
        """Return a line for each picture that was written, or could not be, since the last call."""
        done = [future for future in self._pending if future.done()]
        self._pending = [future for future in self._pending if future not in done]
        lines = []
        for future in done:
            error = future.exception()
            if isinstance(error, Anime4KError):
                lines.append(str(error))
            elif error is not None:
                raise error
            else:
                lines.append(f"saved {future.result()}")
        return lines

    def close(self) -> None:
        """Wait until all is written. May be called twice; `messages` still tells of the last."""
        self._pool.shutdown()


def write(folder: Path, pixels: Pixels, record: ShotRecord) -> Path:
    """Write a picture under a name that is free; return its path.

    Raises
    ------
    MediaError : the folder cannot be made, or the file not be written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(folder, error) from error
    path = free_path(folder, record)
    metadata = PictureMetadata(text=((KEYWORD, record.to_json()),))
    write_picture(path, Picture(pixels, metadata))
    return path


def free_path(folder: Path, record: ShotRecord) -> Path:
    """Return ``STEM-HH.MM.SS.mmm-KIND.png`` in a folder, numbered where that is taken."""
    name = f"{stem_of(record.file)}-{time_text(record.time)}-{record.kind}"
    path, number = folder / f"{name}.png", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.png"
    return path


def stem_of(file: str) -> str:
    """Return what to call a video's screenshots: its name without folders and extension."""
    name = unquote(urlsplit(file).path) if is_url(file) else os.path.abspath(file)
    stem = _NOT_IN_NAMES.sub("_", Path(name).stem) or "video"
    return stem.encode("utf-8", "surrogateescape")[:_MAX_STEM_BYTES].decode("utf-8", "ignore")


def time_text(seconds: float) -> str:
    """Return a time for file names: ``00.01.02.345``."""
    milliseconds = max(0, round(seconds * 1000))
    whole, milliseconds = divmod(milliseconds, 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}.{minute:02}.{second:02}.{milliseconds:03}"


def record_of(
    kind: str,
    *,
    pool: RendererPool,
    source: VideoSource,
    frame: Frame,
    scale: float,
    name: str = "",
) -> ShotRecord:
    """Return the record of what was rendered last.

    Parameters
    ----------
    kind : ``source``, ``output`` or ``window``
    pool : the renderers
    source, frame : the video, and the frame of it
    scale : the one the player was asked for
    name : of the profile that made the picture; by default the one that was asked for

    Raises
    ------
    ValueError : nothing has been rendered yet
    """
    texture = pool.texture
    if texture is None:
        raise ValueError("nothing has been rendered yet")
    chosen = pool.run_as(name or pool.profiles.chosen)
    return make_record(
        kind,
        file=source.path,
        frame=frame,
        start=source.start,
        rotation=frame.rotation,
        size=Size(*texture.size),
        bits=8 if rendered_format(frame, pool.tone_map) is RGBA8 else 16,
        render=chosen.render,
        scale=scale,
        tone_map=pool.tone_map,
    )


def source_pixels(context: Any, frame: Frame, *, tone_map: ToneMap | None, rotation: int) -> Pixels:
    """Return a decoded frame at its own size, as R'G'B' (H, W, 3 or 4), upright.

    Parameters
    ----------
    context : the window's moderngl context
    frame : the frame
    tone_map : how HDR is taken to SDR
    rotation : degrees clockwise by which the video is turned
    """
    options = RenderOptions.for_shaders(scaler=NO_SCALER)
    renderer = Renderer(context, options, tone_map=tone_map)
    try:
        output = rendered_format(frame, tone_map)
        renderer.render(frame, target=frame.size, output=output)
        return upright(renderer.read()[0], rotation, alpha=frame.layout.has_alpha)
    finally:
        renderer.release()


def output_pixels(texture: Any, *, rotation: int, alpha: bool) -> Pixels:
    """Return an upscaled picture (H, W, 3 or 4), upright.

    Parameters
    ----------
    texture : a moderngl texture of 8 or 16 bits and four channels
    rotation : degrees clockwise by which the video is turned
    alpha : whether the video has alpha, which is kept
    """
    dtype = {"f1": np.uint8, "nu2": np.uint16}[texture.dtype]
    pixels = np.frombuffer(texture.read(alignment=1), dtype)
    return upright(pixels.reshape(texture.height, texture.width, 4), rotation, alpha=alpha)
