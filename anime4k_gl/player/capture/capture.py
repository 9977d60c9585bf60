"""Taking screenshots: the pixels of what is asked for, and the record of how they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...formats import Size
from ...frame import Frame
from ...media.pictures.picture import Pixels
from ...shots import ShotRecord, upright
from ..picture.renderer_pool import Upscaling
from ..playback.playback import Playback
from ..settings import Settings
from .writer import output_pixels, record_of, source_pixels


def shoot(
    kind: str,
    playback: Playback,
    frame: Frame,
    context: Any,
    *,
    upscaling: Upscaling,
    settings: Settings,
    compose: Callable[[], Pixels],
) -> tuple[Pixels, ShotRecord]:
    """Return a picture and its record.

    The upscaled picture is the whole look's, whatever was left out for speed while playing: that
    is what can be made again.

    Parameters
    ----------
    kind : of `KINDS`
    frame : the one on the screen
    compose : draws the window and returns its pixels, (H, W, 4), row 0 on top

    Raises
    ------
    GLError, OptionError, UserShaderError : it cannot be drawn
    """
    name, source = upscaling.look, playback.source
    rotation = source.rotation
    if kind == "source":
        pixels = source_pixels(context, frame, tone_map=upscaling.tone_map, rotation=rotation)
    elif kind == "window":
        pixels = upright(compose(), 0, alpha=False)
    else:
        upscaling.stand_in(name, None)
        size = Size(*upscaling.texture.size)
        drawn = upscaling.draw(frame, size, (name,)).textures[0]
        pixels = output_pixels(drawn, rotation=rotation, alpha=frame.layout.has_alpha)
    record = record_of(kind, upscaling=upscaling, source=source, frame=frame, scale=settings.scale)
    return pixels, record
