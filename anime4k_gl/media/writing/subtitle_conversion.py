"""Conversion of text subtitles whose format the target container cannot carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from ..opening import MediaInput
from ..pyav import OutputContainer, Packet, Stream, SubtitleCodecContext, decode_subtitle
from ..subtitles.recoding import PacketRecoder

CAPTIONS = "eia_608"
"""Closed captions of American television, which QuickTime files have in a track of their own."""

_TEXT_CODECS = frozenset(
    {"ass", "ssa", "subrip", "srt", "mov_text", "webvtt", "text", CAPTIONS}
    | {"microdvd", "subviewer", "subviewer1", "sami", "realtext", "mpl2", "jacosub", "pjs"}
    | {"stl", "vplayer"}
)

# The encoder for each container's players, by FFmpeg's name of the muxer.
_CARRIED = {
    "mp4": "mov_text", "mov": "mov_text", "ipod": "mov_text",
    "matroska": "ass", "webm": "webvtt",
}  # fmt: skip

_MICROSECONDS = 1_000_000


def text_encoder(codec: str, container: str) -> str | None:
    """Return the encoder to convert subtitles with, None if they cannot be converted.

    Parameters
    ----------
    codec : FFmpeg's canonical name of the subtitles' codec
    container : FFmpeg's name of the muxer
    """
    return _CARRIED.get(container) if codec in _TEXT_CODECS else None


class SubtitleConverter:
    """Decodes one stream's packets and re-encodes their text, at the same times.

    Parameters
    ----------
    output : the output to add the stream to
    source : the stream whose packets it will be given
    file : what it is in, to find out what text is in that is not UTF-8
    encoder : see `text_encoder`

    Attributes
    ----------
    stream : the output's stream
    lines : how many were converted so far
    """

    def __init__(
        self, output: OutputContainer, source: Stream, file: MediaInput, encoder: str
    ) -> None:
        # Its own decoder, which PyAV has told the unit of the packets' times.
        self._decoder = cast(SubtitleCodecContext, source.codec_context)
        if not self._decoder.is_open:
            self._decoder.open()
        codec, language = self._decoder.codec.canonical_name, source.metadata.get("language", "")
        self._recoder = PacketRecoder(file, source.index, codec, language)
        self._captions = self._decoder.codec.canonical_name == CAPTIONS
        self._unit = source.time_base
        self.lines = 0
        self._last: Packet[Any] | None = None
        self.stream = output.add_stream(encoder)
        self.stream.time_base = source.time_base
        self._encoder = cast(SubtitleCodecContext, self.stream.codec_context)
        self._encoder.subtitle_header = self._decoder.subtitle_header

    @property
    def encoding(self) -> str:
        """What text that is not UTF-8 was read as, for people; empty where all is."""
        return self._recoder.encoding

    def rest(self) -> Iterator[Packet[Any]]:
        """Yield the caption that is still shown at the end; other text ends by itself."""
        if self._captions and self._last is not None:
            end: Packet[Any] = Packet()
            end.pts = end.dts = self._last.pts
            end.time_base = self._last.time_base
            converted = self.convert(end)
            if converted is not None:
                yield converted

    def convert(self, packet: Packet[Any]) -> Packet[Any] | None:
        """Return the packet's text re-encoded; None if it has none."""
        if packet.size:
            self._last = packet
        subtitles = decode_subtitle(self._decoder, self._recoder.recoded(packet))
        if not subtitles:
            return None
        converted: Packet[Any] = self._encoder.encode_subtitle(subtitles)
        converted.pts, converted.dts = packet.pts, packet.dts
        converted.duration = packet.duration
        converted.time_base = packet.time_base
        if self._captions and self._unit:
            # They are shown until others come: the decoder tells of them when it knows the end. It
            # takes times to be in the stream's unit, even if the packet's is another one by now.
            unit = self._unit
            if subtitles.pts is not None:
                start = round(subtitles.pts / _MICROSECONDS / unit)
                converted.pts = converted.dts = start
            shown = subtitles.end_display_time - subtitles.start_display_time
            if 0 < shown < 0xFFFFFFFF:
                converted.duration = round(shown / 1000 / unit)
        self.lines += 1
        return converted
