"""Decoded frames as the renderer takes them, a host's own too, and results as frames for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from ...colour import ChromaSiting, Matrix, Range
from ...dependencies import np
from ...errors import MediaError
from ...formats import PIXEL_LAYOUTS, ColourModel, Size
from ...frame import Frame
from ..failures import reported
from ..fields.stage import FieldFrame
from ..layouts import colour_of, format_of, layout_for, planes_of, repack
from ..pyav import VideoCodecContext, VideoFrame, duration_of, tag
from .region import Region

# A result's pixel format, by its channels and the bytes of a sample.
_RESULTS = {
    (1, 1): "gray", (3, 1): "rgb24", (4, 1): "rgba",
    (1, 2): "gray16le", (3, 2): "rgb48le", (4, 2): "rgba64le",
}  # fmt: skip


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


def read_frame(frame: VideoFrame) -> Frame:
    """Return a host's frame as the renderer takes it; what it does not say of colour is guessed.

    Raises
    ------
    MediaError : its pixel format is not supported
    """
    layout = layout_for(format_of(frame))
    return Frame(
        size=Size(frame.width, frame.height),
        layout=layout,
        colour=colour_of(frame, layout, None),
        planes=planes_of(repack(frame, layout), layout),
    )


def channels_of(frame: Frame) -> int:
    """Return how many channels a result has: 1 for grey, 3 for colour, 4 with alpha."""
    if frame.layout.has_alpha:
        return 4
    return 1 if frame.layout.model is ColourModel.GRAY else 3


def upscaled_frame(pixels: np.ndarray[Any, Any], source: VideoFrame, read: Frame) -> VideoFrame:
    """Return pixels (H, W, 1, 3 or 4) of uint8 or uint16 as a frame at the time of another.

    R'G'B' or grey of full range, with the source's primaries and transfer curve.
    """
    height, width, channels = pixels.shape
    name = _RESULTS[channels, pixels.dtype.itemsize]
    made = VideoFrame(width, height, name)
    layout = PIXEL_LAYOUTS[name]
    (plane,) = planes_of(made, layout)
    rows = np.frombuffer(plane.data, np.uint8).reshape(height, plane.stride)
    data = pixels.astype(pixels.dtype.newbyteorder("<")).reshape(height, -1).view(np.uint8)
    rows[:, : data.shape[1]] = data
    matrix = Matrix.RGB if channels > 1 else read.colour.matrix
    tag(made, replace(read.colour, matrix=matrix, range=Range.FULL))
    made.pts = source.pts
    if source.time_base is not None:
        made.time_base = source.time_base
    duration = duration_of(source)
    if duration is not None:
        made.duration = duration
    return made
