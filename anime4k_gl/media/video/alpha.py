"""Alpha that a container keeps beside the picture: WebM's second layer of VP8 and VP9.

FFmpeg's own decoders leave it out; libvpx's, in the same build of FFmpeg, put it in its place.
"""

from __future__ import annotations

from ..pyav import VideoCodecContext, VideoStream

_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}

STREAM_TAG = "alpha_mode"
"""The tag of a stream with a second layer, whose value is then 1."""


def has_alpha_layer(stream: VideoStream) -> bool:
    """Return whether a video stream says that its alpha lies in a second layer."""
    tags = {name.lower(): value for name, value in stream.metadata.items()}
    return tags.get(STREAM_TAG) == "1" and stream.codec_context.name in _DECODERS


def alpha_decoder(stream: VideoStream) -> VideoCodecContext | None:
    """Return a decoder of a stream that decodes its second layer, too; None if there is none."""
    try:
        context = VideoCodecContext.create(_DECODERS[stream.codec_context.name], "r")
    except (KeyError, ValueError):  # ValueError: this build has none
        return None
    assert isinstance(context, VideoCodecContext)
    context.extradata = stream.codec_context.extradata
    return context
