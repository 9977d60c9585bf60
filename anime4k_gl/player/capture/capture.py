"""The capture of a screenshot: its pixels, and the record of how they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...formats import RGBA8, Size
from ...frame import Frame
from ...media.pictures.picture import Pixels
from ...media.video.video_source import VideoSource
from ...rendering.render_options import RenderOptions
from ...rendering.renderer import Renderer
from ...scaler_shaders import NO_SCALER
from ...screenshots.record import ShotRecord, make_record, upright
from ...tonemap import ToneMap
from ..picture.renderer_cache import rendered_format
from ..picture.renderer_pool import RendererPool
from ..playback.playback import Playback


def capture(
    kind: str,
    playback: Playback,
    frame: Frame,
    context: Any,
    *,
    pool: RendererPool,
    name: str,
    scale: float,
    size: Size,
    compose: Callable[[], Pixels],
) -> tuple[Pixels, ShotRecord]:
    """Return a picture and its record.

    The upscaled picture is the whole profile's, whatever was left out for speed while playing:
    that is what can be made again.

    Parameters
    ----------
    kind : of `KINDS`
    frame : the one on the screen
    name : of the render profile that plays
    scale : the one the player was asked for
    size : to render at, before it is turned; of the upscaled picture
    compose : draws the window and returns its pixels, (H, W, 4), row 0 on top

    Raises
    ------
    GLError, OptionError, UserShaderError : it cannot be rendered
    """
    source = playback.source
    rotation = frame.rotation
    if kind == "source":
        pixels = source_pixels(context, frame, tone_map=pool.tone_map, rotation=rotation)
    elif kind == "window":
        pixels = upright(compose(), 0, alpha=False)
    else:
        pool.stand_in(name, None)
        texture = pool.render(frame, size, (name,)).textures[0]
        pixels = output_pixels(texture, rotation=rotation, alpha=frame.layout.has_alpha)
    record = record_of(kind, pool=pool, source=source, frame=frame, scale=scale, name=name)
    return pixels, record


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
