"""The decoder of a video stream: in software, on a device, or of alpha in a second layer."""

from __future__ import annotations

from ..opening import MediaInput
from ..pyav import VideoCodecContext, VideoStream
from .alpha import alpha_decoder, has_alpha_layer
from .hwdec import FallbackDecoder


def open_decoder(
    source: MediaInput, stream: VideoStream, hwdec: str, *, on_device: bool
) -> tuple[FallbackDecoder, VideoCodecContext | None]:
    """Return a stream's decoder, and the context of one that decodes alpha, else None.

    Parameters
    ----------
    source, stream : the opened file, and the stream in it
    hwdec : as for `FallbackDecoder.open`
    on_device : whether frames may stay in the memory of a CUDA device

    Raises
    ------
    OptionError : unknown `hwdec`
    """
    context = alpha_decoder(stream) if has_alpha_layer(stream) else None
    if context is None:
        index, software = stream.index, stream.codec_context
        decoder = FallbackDecoder.open(source, index, software, hwdec, on_device=on_device)
    else:
        decoder = FallbackDecoder(context)
        if hwdec not in ("none", "auto"):
            decoder.failure = "no device decodes alpha"
    return decoder, context
