"""PyAV's frames as images, with the colour that they say they have."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import MediaError, OptionError
from ...formats import Size
from ...media.pyav import VideoFrame
from ...media.video.conversion import channels_of, read_frame, upscaled_frame
from .taken import Pixels, TakenImage


def take(image: VideoFrame) -> TakenImage[VideoFrame]:
    """Return a frame taken apart; R'G'B'(A) or grey of full range is given back, at the same time.

    With 8 bits a sample, or 16 for a frame of more than 8; encoders convert it to what they need.
    Its own primaries and transfer curve stay, HDR's too; it is not turned.

    Raises
    ------
    OptionError : a pixel format that is not supported
    """
    try:
        frame = read_frame(image)
    except MediaError as error:
        raise OptionError(f"this frame cannot be upscaled: {error}") from error

    def give(results: Iterator[Pixels], _: Size) -> VideoFrame:
        return upscaled_frame(next(results)[..., : channels_of(frame)], image, frame)

    return TakenImage([frame], frame.size, give)
