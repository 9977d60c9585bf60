"""The decoder from subtitle packets to events: lines of ASS, or pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...errors import MediaError
from ..failures import reason
from ..pyav import Packet, av, decode_subtitle
from .bitmaps import BitmapEvent, Colours, DvdColours, PgsColours, parts_of
from .dvb import DvbColours
from .source import SubtitleSource
from .tracks import SubtitleTrack

_UNKNOWN_SECONDS = 5.0
"""How long (s) a text without a duration is shown."""

_LINE_FIELDS = 9
_PLAIN_FIELDS = b"0,Default,,0,0,0,,"
_MARKUP, _DRAWING = re.compile(rb"\{[^}]*\}"), re.compile(rb"\{[^}]*\\p[1-9]")

_FOREVER_MS = 0xFFFFFFFF  # FFmpeg's word for a picture that stays until the next


@dataclass(frozen=True, slots=True)
class TextEvent:
    """A line of dialogue.

    Attributes
    ----------
    start, end : seconds
    line : ``ReadOrder,Layer,Style,Name,MarginL,MarginR,MarginV,Effect,Text`` in UTF-8, as
        Matroska stores ASS
    """

    start: float
    end: float
    line: bytes


def colours_of(codec: str, extradata: bytes | None) -> Colours:
    """Return the reader of a codec's palettes; raise `MediaError` for an unknown codec."""
    if codec == "hdmv_pgs_subtitle":
        return PgsColours()
    if codec == "dvd_subtitle":
        return DvdColours(extradata or b"")
    if codec == "dvb_subtitle":
        return DvbColours()
    raise MediaError(f"subtitle codec {codec} is not supported")


class EventDecoder:
    """Decodes one stream's packets; each event is returned once, however often it is read.

    Parameters
    ----------
    source : the opened source; the reader of its container passes the packets on
    track : the stream to decode
    strip : whether to take styles and mark-up away
    report : called with one line for the first packet that cannot be decoded

    Attributes
    ----------
    stream : PyAV's stream
    count : number of events found
    """

    def __init__(
        self,
        source: SubtitleSource,
        track: SubtitleTrack,
        report: Callable[[str], None],
        *,
        strip: bool = False,
    ) -> None:
        assert source.container is not None
        self.stream: Any = source.container.streams[track.index]
        self.count = 0
        self._context: Any = self.stream.codec_context
        self._origin = source.origin
        self._track = track
        self._report = report
        self._reported = False
        self._strip = strip
        self._recoder = source.recoder
        self._seen: set[int] = set()
        codec = self._context.codec.canonical_name
        self._ordered = codec in ("ass", "ssa")
        self._colours: Colours | None = None
        if track.kind == "bitmap":
            self._colours = colours_of(codec, self._context.extradata)

    def flush(self) -> None:
        """Forget unfinished events: the next packet is from another position."""
        if self._track.kind == "bitmap" and self._context.is_open:
            self._context.flush_buffers()

    def decode(self, packet: Packet[Any]) -> list[TextEvent | BitmapEvent]:
        """Return the events in a packet, or that end with it."""
        assert packet.pts is not None and packet.time_base is not None
        unit = packet.time_base
        time = float(packet.pts * unit) + self._origin
        if self._colours is not None:
            self._colours.note(bytes(packet))
        try:
            if self._recoder is not None:
                packet = self._recoder.recoded(packet)
            decoded = decode_subtitle(self._context, packet)
        except PermissionError:
            return []  # how FFmpeg's decoder of SAMI says that a line is empty
        except (av.FFmpegError, ValueError) as error:
            self._complain(time, reason(error))
            return []
        if decoded is None:
            return []
        if self._colours is not None:
            return self._pictures(decoded, time, self._colours)
        seconds = float((packet.duration or 0) * unit)
        if seconds <= 0:
            seconds = decoded.end_display_time / 1000 or _UNKNOWN_SECONDS
        return self._lines(decoded, time, seconds)

    def _pictures(
        self, decoded: Any, time: float, colours: Colours
    ) -> list[TextEvent | BitmapEvent]:
        self.count += 1
        until = decoded.end_display_time
        end = None if until in (0, _FOREVER_MS) else time + until / 1000
        return [
            BitmapEvent(
                start=time + decoded.start_display_time / 1000,
                end=end,
                canvas=colours.canvas,
                anamorphic=colours.anamorphic,
                parts=parts_of(decoded, colours),
            )
        ]

    def _lines(self, decoded: Any, time: float, seconds: float) -> list[TextEvent | BitmapEvent]:
        events: list[TextEvent | BitmapEvent] = []
        for rectangle in decoded:
            line = rectangle.ass.rstrip(b"\r\n")
            order, _, rest = line.partition(b",")
            fields = rest.split(b",", _LINE_FIELDS - 2)
            if len(fields) < _LINE_FIELDS - 1:
                self._complain(time, "a line with too few fields")
                continue
            if not fields[-1]:
                continue  # how MP4 ends one
            if self._strip:
                rest = _PLAIN_FIELDS + _MARKUP.sub(b"", fields[-1])
                if _DRAWING.search(fields[-1]):
                    continue
            if not self._ordered:
                # FFmpeg counts from the place that was sought; order by time instead.
                order = b"%d" % max(0, min(round(time * 1000), 0x7FFFFFFF))
            line = order + b"," + rest
            key = hash((round(time * 1000), round(seconds * 1000), line))
            if key not in self._seen:
                self._seen.add(key)
                self.count += 1
                events.append(TextEvent(time, time + seconds, line))
        return events

    def _complain(self, time: float, why: str) -> None:
        if not self._reported:
            self._reported = True
            self._report(
                f"{self._track.path}: subtitles at {time:.1f} s cannot be read ({why}); "
                "others are shown"
            )
