"""The capture of a screenshot: its pixels, and the record of how they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...formats import Size
from ...frame import Frame
from ...media.pictures.picture import Pixels
from ...screenshots.record import ShotRecord, upright
from ..picture.renderer_pool import RendererPool
from ..playback.playback import Playback
from .writer import output_pixels, record_of, source_pixels


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
