"""The re-encoding of a container's text subtitles that are not UTF-8, as all should be.

FFmpeg refuses such a packet. To know what it is in, more text is needed than one line: some of the
track is read ahead, where the file can be opened once more.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

from ...errors import MediaError
from ..opening import MediaInput
from ..pyav import Packet, add_side_data, av, discard_packets, side_data_of
from .encodings import guess_encoding
from .text import DecodedText, decode_text, spoken_lines
from .text_choice import AUTO, TextChoice

_CODECS = frozenset(
    {"ass", "ssa", "subrip", "srt", "text", "webvtt", "mov_text", "microdvd", "subviewer"}
    | {"subviewer1", "sami", "realtext", "mpl2", "jacosub", "pjs", "stl", "vplayer"}
)
_ASS = ("ass", "ssa")
_ASS_FIELDS = 8  # before the text, as Matroska stores it

_ENOUGH = 20
"""After so many packets the encoding is held to be known."""

_MOST_PACKETS, _MOST_BYTES, _MOST_SECONDS = 200, 1 << 26, 2.0
"""How much is read ahead: packets of the track, bytes of the file, real time."""


class PacketRecoder:
    """Makes the text in one track's packets UTF-8.

    Parameters
    ----------
    source : the file, to be read ahead
    index : the stream's in it
    codec : FFmpeg's canonical name of its codec
    language : the track's tag, may be empty
    choice : the user's

    Attributes
    ----------
    encoding : what it was read as, for people; empty as long as all is UTF-8
    """

    def __init__(
        self,
        source: MediaInput,
        index: int,
        codec: str,
        language: str = "",
        choice: TextChoice | None = None,
    ) -> None:
        self._source, self._index, self._codec = source, index, codec
        self._language, self._choice = language, choice or TextChoice()
        self._codepage = ""
        self._heard: list[bytes] = []
        self.encoding = ""

    def recoded(self, packet: Packet[Any]) -> Packet[Any]:
        """Return a packet with its text in UTF-8: the same one where it is."""
        if self._codec not in _CODECS or not packet.size:
            return packet
        data = bytes(packet)
        changed = self.recode(data)
        if changed == data:
            return packet
        made: Packet[Any] = Packet(changed)
        made.pts, made.dts, made.duration = packet.pts, packet.dts, packet.duration
        if packet.time_base is not None:
            made.time_base = packet.time_base
        if packet.stream is not None:
            made.stream = packet.stream
        add_side_data(made, side_data_of(packet))
        return made

    def recode(self, data: bytes, *, header: bool = False) -> bytes:
        """Return a packet's data, or a script's header, with the text in UTF-8."""
        text, rest = data, b""
        counted = self._codec == "mov_text" and not header
        if counted:
            length = int.from_bytes(data[:2], "big")
            text, rest = data[2 : 2 + length], data[2 + length :]
        if _is_utf8(text) and not self._choice.codepage.startswith("+"):
            return data
        text = self._decode(text).text.encode()
        return len(text).to_bytes(2, "big") + text + rest if counted else text

    def _decode(self, text: bytes) -> DecodedText:
        wide = self._codec == "mov_text" and text[:2] in (b"\xfe\xff", b"\xff\xfe")
        if len(self._heard) < _ENOUGH and not wide:
            self._codepage = self._find(text)
        decoded = decode_text(text, codepage=AUTO if wide else self._codepage)
        self.encoding = decoded.encoding or self.encoding
        return decoded

    def _find(self, text: bytes) -> str:
        """Return the code page of the track, by what is read ahead or was heard so far."""
        if self._choice.codepage != AUTO:
            return self._choice.codepage
        ahead = [line for line in self._ahead() if not _is_utf8(line)] if not self._heard else []
        self._heard += map(self._spoken, [*ahead, text])
        joined = list(spoken_lines(b"\n".join(self._heard)))
        return guess_encoding(joined, self._language, self._choice.languages).encoding

    def _spoken(self, text: bytes) -> bytes:
        return text.split(b",", _ASS_FIELDS)[-1] if self._codec in _ASS else text

    def _ahead(self) -> list[bytes]:
        """Return texts of the track, from its start; none where it cannot be opened once more."""
        if self._source.url is not None or self._source.is_pipe:
            return []
        found: list[bytes] = []
        until = time.monotonic() + _MOST_SECONDS
        try:
            with closing(self._source.container()) as container:
                for stream in container.streams:
                    if stream.index != self._index:
                        discard_packets(stream)
                for packet in container.demux():
                    if packet.stream_index == self._index and packet.size:
                        data = bytes(packet)
                        found.append(data[2:] if self._codec == "mov_text" else data)
                    far = (packet.pos or 0) > _MOST_BYTES or time.monotonic() > until
                    if len(found) >= _MOST_PACKETS or far:
                        break
        except (MediaError, av.FFmpegError, OSError, IndexError, ValueError):
            pass  # whoever reads the file says what is wrong with it
        return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
