"""Conversion of text subtitles whose format the target container cannot carry."""

from __future__ import annotations

from typing import Any, cast

from ..pyav import OutputContainer, Packet, Stream, SubtitleCodecContext, av

_TEXT_CODECS = frozenset({"ass", "ssa", "subrip", "srt", "mov_text", "webvtt", "text"})

# The encoder for each container's players, by FFmpeg's name of the muxer.
_CARRIED = {
    "mp4": "mov_text", "mov": "mov_text", "ipod": "mov_text",
    "matroska": "ass", "webm": "webvtt",
}  # fmt: skip


def text_codec_for(stream: Stream, container: str) -> str | None:
    """Return the encoder to convert a subtitle stream with, None if it cannot be converted.

    To convert it takes `HAS_SUBTITLE_ENCODER` besides.
    """
    context = stream.codec_context
    if (
        stream.type != "subtitle"
        or context is None
        or context.codec.canonical_name not in _TEXT_CODECS
    ):
        return None
    return _CARRIED.get(container)


class SubtitleConverter:
    """Decodes one stream's packets and re-encodes their text, at the same times.

    Attributes
    ----------
    codec : the encoder's name
    stream : the output's stream
    """

    def __init__(self, output: OutputContainer, source: Stream) -> None:
        self.codec = text_codec_for(source, output.format.name) or ""
        decoder = av.CodecContext.create(source.codec_context.name, "r")
        self._decoder = cast(SubtitleCodecContext, decoder)
        self._decoder.extradata = source.codec_context.extradata
        self._decoder.open()
        self.stream = output.add_stream(self.codec)
        self.stream.time_base = source.time_base
        self._encoder = cast(SubtitleCodecContext, self.stream.codec_context)
        self._encoder.subtitle_header = self._decoder.subtitle_header

    def convert(self, packet: Packet[Any]) -> Packet[Any] | None:
        """Return the packet's text re-encoded; None if it has none."""
        subtitles = self._decoder.decode2(packet)
        if not subtitles:
            return None
        converted = self._encoder.encode_subtitle(subtitles)
        converted.pts, converted.dts = packet.pts, packet.dts
        converted.duration = packet.duration
        converted.time_base = packet.time_base
        return converted
