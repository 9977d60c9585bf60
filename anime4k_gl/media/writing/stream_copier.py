"""Copies of the streams other than the video, as far as the target can carry them.

Nothing is lost silently: an important stream that cannot be carried is an error that names it; a
less important one is left out with a note.
"""

from __future__ import annotations

import io
from typing import Any

from ...errors import OptionError
from ..pyav import (
    HAS_ATTACHMENTS,
    HAS_SUBTITLE_ENCODER,
    OutputContainer,
    Packet,
    Stream,
    attachment_data,
    av,
    chapters,
    copy_disposition,
    lacks,
)
from ..video.video_source import VideoSource, is_cover
from .subtitle_conversion import SubtitleConverter, text_codec_for

# Rewritten by each muxer, or valid only for the source file.
_STALE_TAGS = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "encoder", "duration", "bps", "rotate"}
    | {"number_of_frames", "number_of_bytes", "vendor_id"}
)

# FFmpeg's names of picture codecs that Matroska readers accept as covers.
_COVER_TYPES = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}

_MOST_REORDERED = 32  # packets, more than any codec holds back for frames that are shown earlier

_TS_NONSTRICT = 0x20000  # FFmpeg's AVFMT_TS_NONSTRICT: two packets may have one decoding time


def kept_metadata(metadata: dict[str, str]) -> dict[str, str]:
    """Return the tags that remain valid after the video has been re-encoded."""

    def stale(tag: str) -> bool:
        # mkvmerge adds the language to its statistics: BPS-eng.
        base = tag.lower().partition("-")[0]
        return base in _STALE_TAGS or base.startswith("_statistics")

    return {tag: text for tag, text in metadata.items() if not stale(tag)}


def _copy_description(output: OutputContainer, stream: Stream) -> Stream:
    if stream.type == "video":  # by default PyAV looks for an encoder of the same name
        return output.add_stream_from_template(stream, opaque=True)
    return output.add_stream_from_template(stream)


class StreamCopier:
    """The output's streams other than the video, and the mapping of packets to them.

    Parameters
    ----------
    output : the output to add streams to; its header must not be written yet
    source : the source of the streams
    target : the output file's name, for messages

    Attributes
    ----------
    notes : streams left out or changed, a sentence each

    Raises `OptionError` if the target cannot carry an audio or subtitle stream.
    """

    def __init__(self, output: OutputContainer, source: VideoSource, target: str) -> None:
        self.notes: list[str] = []
        self._output = output
        self._target = target
        self._routes: dict[int, Stream] = {}
        self._converters: dict[int, SubtitleConverter] = {}
        self._last: dict[int, int] = {}  # decoding time of each stream's last packet
        # Packets of streams whose first decoding time is still to come.
        self._undated: dict[int, list[Packet[Any]]] = {}
        self._step = 0 if output.format.flags & _TS_NONSTRICT else 1
        self._source = source
        for stream in source.other_streams():
            self._add(stream)

    def take(self, packet: Packet[Any]) -> list[Packet[Any]]:
        """Return what can be written now, assigned to its stream of the output.

        Mostly the packet itself. Matroska has no decoding times: the first packets of video with
        B-frames come without, and are kept until one has its own, see `rest`.
        """
        index = packet.stream_index
        route = self._routes.get(index)
        if route is None:
            return []
        converter = self._converters.get(index)
        ready = packet if converter is None else self._converted(converter, packet)
        if ready is None:
            return []
        ready.stream = route
        if route.type == "video" and index not in self._last:
            waiting = self._undated.setdefault(index, [])
            waiting.append(ready)
            if ready.dts is None and len(waiting) <= _MOST_REORDERED:
                return []
            return self._dated(index)
        self._keep_order(index, ready)
        return [ready]

    def rest(self) -> list[Packet[Any]]:
        """Return the packets that are still kept, at the end of the source."""
        return [packet for index in list(self._undated) for packet in self._dated(index)]

    def _dated(self, index: int) -> list[Packet[Any]]:
        """Return a stream's kept packets with decoding times, counted back from the first known."""
        waiting = self._undated.pop(index)
        known = waiting[-1].dts
        step = max(1, min((packet.duration or 1 for packet in waiting), default=1))
        if known is None:
            # None has any: they were sent in time for the first of them to be shown.
            shown = [packet.pts for packet in waiting if packet.pts is not None]
            known = min(shown, default=0) - step + 1
        for back, packet in enumerate(reversed(waiting)):
            if packet.dts is None:
                packet.dts = known - back * step
            if packet.pts is None and back:
                packet.pts = packet.dts
        for packet in waiting:
            self._keep_order(index, packet)
        return waiting

    def _keep_order(self, index: int, packet: Packet[Any]) -> None:
        if packet.dts is not None:
            # Times may decrease in broken files and coincide in subtitles; muxers reject both.
            least = self._last.get(index, packet.dts - self._step) + self._step
            if packet.dts < least:
                packet.dts = least
                packet.pts = least if packet.pts is None else max(packet.pts, least)
            self._last[index] = packet.dts

    def _converted(self, converter: SubtitleConverter, packet: Packet[Any]) -> Packet[Any] | None:
        try:
            return converter.convert(packet)
        except (av.FFmpegError, ValueError):
            when = float((packet.pts or 0) * (packet.time_base or 0))
            self.notes.append(
                f"{self._describe(packet.stream)}: the line at {when:.2f} s is damaged "
                "and was left out"
            )
            return None

    def _add(self, stream: Stream) -> None:
        if stream.type == "attachment":
            self._add_attachment(stream)
        elif stream.type == "data":
            self._add_data(stream)
        elif is_cover(stream):
            self._add_cover(stream)
        elif stream.type in ("audio", "video", "subtitle") and self._carries(stream):
            self._copy(stream)
        elif (convertible := text_codec_for(stream, self._container)) and HAS_SUBTITLE_ENCODER:
            self._convert_subtitle(stream)
        else:
            remedy = "; write to .mkv" if self._container != "matroska" else ""
            if convertible:
                remedy += f" ({lacks('convert it', since='16.1')})"
            raise OptionError(
                f"{self._target}: {self._describe(stream)} cannot be carried by "
                f"{self._container}{remedy}"
            )

    @property
    def _container(self) -> str:
        return self._output.format.name

    @staticmethod
    def _describe(stream: Stream) -> str:
        context = stream.codec_context
        codec = (
            context.codec.canonical_name if context is not None else getattr(stream, "name", None)
        )
        return f"{stream.type} stream #{stream.index} ({codec or 'unknown codec'})"

    def _carries(self, stream: Stream) -> bool:
        """Return whether the container accepts the stream, by writing a header to memory.

        FFmpeg's own query checks only the codec; some muxers reject a stream later, for other
        reasons.
        """
        if stream.codec_context is None:
            return False
        try:
            with av.open(io.BytesIO(), "w", format=self._container) as trial:
                _copy_description(trial, stream)
                trial.start_encoding()
        except (av.FFmpegError, ValueError):
            return False
        return True

    def _copy(self, stream: Stream) -> Stream:
        copy = _copy_description(self._output, stream)
        self._label(copy, stream)
        return copy

    def _label(self, copy: Stream, stream: Stream) -> None:
        copy.metadata.update(kept_metadata(stream.metadata))
        copy_disposition(copy, stream)
        self._routes[stream.index] = copy

    def _add_attachment(self, stream: Stream) -> None:
        data = attachment_data(stream)
        if "matroska" not in self._container:
            self._leave_out(stream)
        elif not HAS_ATTACHMENTS:
            self._leave_out(stream, lacks("copy attached files", since="16.0"))
        elif data is None:
            self._leave_out(stream, "there is nothing in it")
        else:
            name = stream.metadata.get("filename") or f"attachment-{stream.index}"
            kind = stream.metadata.get("mimetype") or "application/octet-stream"
            copy = self._output.add_attachment(name, kind, data)
            copy.metadata.update(kept_metadata(stream.metadata))

    def _add_data(self, stream: Stream) -> None:
        # The muxer writes both itself: a time code from the metadata, a chapter track from the
        # chapters. Other data is meaningless without the program that wrote it.
        time_code = "timecode" in stream.metadata
        chapter_track = getattr(stream, "name", None) == "bin_data" and self._has_chapters()
        if not (time_code or chapter_track):
            self._leave_out(stream)

    def _has_chapters(self) -> bool:
        return bool(chapters(self._source.container))

    def _add_cover(self, stream: Stream) -> None:
        context, data = stream.codec_context, self._source.covers.get(stream.index)
        if data and context is not None and self._container == "matroska":
            known = _COVER_TYPES.get(context.codec.canonical_name)
            if known is not None and not HAS_ATTACHMENTS:
                self._leave_out(stream, lacks("attach files", since="16.0"))
                return
            if known is not None:
                name, kind = stream.metadata.get("filename", known[0]), known[1]
                self._output.add_attachment(name, kind, data)
                return
        if data and self._container in ("mp4", "ipod") and self._carries(stream):
            self._copy(stream)
            return
        self._leave_out(stream)

    def _convert_subtitle(self, stream: Stream) -> None:
        converter = SubtitleConverter(self._output, stream)
        self._label(converter.stream, stream)
        self._converters[stream.index] = converter
        self.notes.append(
            f"{self._describe(stream)} was converted to {converter.codec}, which keeps the text "
            f"but not all of its styling; {self._container} cannot carry it as it is"
        )

    def _leave_out(self, stream: Stream, why: str = "") -> None:
        why = why or f"{self._container} cannot carry it"
        self.notes.append(f"{self._describe(stream)} was left out: {why}")
