"""Taking screenshots: the pixels of what is asked for, and the record of how they were made."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from ..media.frame import Frame
from ..media.picture import Pixels
from ..shots import ShotRecord, make_record, upright
from .playback import Playback
from .screenshots import output_pixels, source_pixels
from .settings import Settings
from .upscaling import Upscaling


class Kind(Enum):
    """What a screenshot shows.

    The decoded frame, the upscaled one without texts, or the window as it is seen.
    """

    SOURCE = "source"
    OUTPUT = "output"
    WINDOW = "window"


def shoot(
    kind: Kind,
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
    frame : the one on the screen
    compose : draws the window and returns its pixels, (H, W, 4), row 0 on top

    Raises
    ------
    GLError, OptionError, UserShaderError : it cannot be drawn
    """
    name = upscaling.look
    look = upscaling.looks[name]
    rotation = playback.source.rotation
    drawn = upscaling.texture
    if kind is Kind.SOURCE:
        pixels = source_pixels(context, frame, tone_map=upscaling.tone_map, rotation=rotation)
    elif kind is Kind.WINDOW:
        pixels = upright(compose(), 0, alpha=False)
    else:
        upscaling.stand_in(name, None)
        target = type(frame.size)(*drawn.size)
        drawn = upscaling.draw(frame, target, (name,)).textures[0]
        pixels = output_pixels(drawn, rotation=rotation, alpha=frame.layout.has_alpha)
    record = make_record(
        kind.value,
        file=playback.source.path,
        frame=frame,
        start=playback.source.start,
        rotation=rotation,
        size=type(frame.size)(*drawn.size),
        bits=16 if drawn.dtype == "nu2" else 8,
        preset=settings.preset if name == upscaling.looks.chosen else name,
        shaders=look.shaders,
        params=look.params,
        scaler=look.scaler,
        scale=settings.scale,
        scaling=look.scaling,
        dialect=look.dialect,
        tone_map=upscaling.tone_map,
    )
    return pixels, record
