"""Decoded frames as the renderer takes them."""

from __future__ import annotations

from fractions import Fraction

from ...colour import ChromaSiting
from ...errors import MediaError
from ...formats import Size
from ...frame import Frame
from ..failures import reported
from ..fields.stage import FieldFrame
from ..layouts import colour_of, format_of, layout_for, planes_of, repack
from ..pyav import VideoCodecContext
from .region import Region


def frame_of(
    taken: FieldFrame,
    time_base: Fraction,
    context: VideoCodecContext,
    siting: ChromaSiting | None,
    region: Region | None,
    whole: Size,
    name: str,
) -> Frame:
    """Return a decoded frame with its planes in the layout that the renderer reads.

    Parameters
    ----------
    taken : the frame, and when it is shown
    time_base : seconds per unit of that
    context : the decoder, whose tags hold where the frame has none
    siting : where the stream says that chroma samples lie, None if nowhere
    region, whole : the part of the frame to take, of one of the size `whole`; None for all of it
    name : of the file, for messages

    Raises
    ------
    MediaError : its format is not supported, or the region does not fit it
    """
    frame = taken.frame
    try:
        layout = layout_for(format_of(frame))
    except MediaError as error:
        raise MediaError(f"{name}: {error}") from None
    colour = colour_of(frame, layout, context, siting)
    with reported(name):
        repacked = repack(frame, layout)
    size, planes = Size(frame.width, frame.height), planes_of(repacked, layout)
    if region is not None:
        region = region.moved(whole, size).aligned(layout)
        if not region.fits(size):
            raise MediaError(f"{name}: a frame of {size} in it does not hold the crop")
        size, planes = region.size, region.cut(planes, layout)
    return Frame(
        size=size,
        layout=layout,
        colour=colour,
        planes=planes,
        pts=taken.pts,
        time_base=time_base,
        duration=taken.duration,
    )
