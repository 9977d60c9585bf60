"""Copying the streams beside the video: which the target can carry, and packets in their order.

Nothing is lost in silence: a stream that matters and cannot be carried is an error that names it,
one of little use is left out with a note.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import AttachmentStream, Disposition, Stream

from ..errors import OptionError
from .subtitles import SubtitleConverter, text_codec_for

# Written anew by each muxer, or true of the source file only.
_STALE_TAGS = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "encoder", "duration", "bps", "rotate"}
    | {"number_of_frames", "number_of_bytes", "vendor_id"}
)

_COVER_TYPES = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}


def kept_metadata(metadata: dict[str, str]) -> dict[str, str]:
    """Return the tags that still hold once the video has been encoded anew."""

    def stale(tag: str) -> bool:
        # mkvmerge adds the language to its statistics: BPS-eng.
        base = tag.lower().partition("-")[0]
        return base in _STALE_TAGS or base.startswith("_statistics")

    return {tag: text for tag, text in metadata.items() if not stale(tag)}


class StreamCopier:
    """The output's streams beside the video and the way of each packet to its own.

    Parameters
    ----------
    output : where the streams are added; its header must not be written yet
    streams : the source's streams beside the video
    target : the output file's name, for messages

    Attributes
    ----------
    notes : what was left out or changed, a sentence each

    Raises `OptionError` where an audio or subtitle stream cannot be carried by the target.
    """

    def __init__(self, output: OutputContainer, streams: Iterable[Stream], target: str) -> None:
        self.notes: list[str] = []
        self._output = output
        self._target = target
        self._routes: dict[int, Stream] = {}
        self._converters: dict[int, SubtitleConverter] = {}
        for stream in streams:
            self._add(stream)

    def take(self, packet: Packet[Any]) -> Packet[Any] | None:
        """Return the packet readdressed to its stream of the output; None where it has none."""
        index = packet.stream_index
        route = self._routes.get(index)
        if route is None:
            return None
        converter = self._converters.get(index)
        converted = packet if converter is None else converter.convert(packet)
        if converted is not None:
            converted.stream = route
        return converted

    def _add(self, stream: Stream) -> None:
        if stream.type == "attachment":
            self._add_attachment(stream)
        elif stream.type == "data":
            self._add_data(stream)
        elif stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails):
            self._add_cover(stream)
        elif stream.type in ("audio", "video", "subtitle") and self._carries(stream):
            self._copy(stream)
        elif stream.type == "subtitle" and text_codec_for(stream, self._output.format.name):
            self._convert_subtitle(stream)
        else:
            raise OptionError(
                f"{self._target}: {self._describe(stream)} cannot be carried by "
                f"{self._container}; write to .mkv"
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
        """Whether the container takes the stream, found by writing a header with it to memory.

        FFmpeg's own query knows the codec only; some muxers refuse later, on other grounds.
        """
        if stream.codec_context is None:
            return False
        try:
            with av.open(io.BytesIO(), "w", format=self._container) as trial:
                trial.add_stream_from_template(stream, opaque=True)
                trial.start_encoding()
        except (av.FFmpegError, ValueError):
            return False
        return True

    def _copy(self, stream: Stream) -> Stream:
        copy = self._output.add_stream_from_template(stream, opaque=True)
        self._label(copy, stream)
        return copy

    def _label(self, copy: Stream, stream: Stream) -> None:
        copy.metadata.update(kept_metadata(stream.metadata))
        copy.disposition = stream.disposition
        self._routes[stream.index] = copy

    def _add_attachment(self, stream: Stream) -> None:
        if "matroska" not in self._container or not isinstance(stream, AttachmentStream):
            self._leave_out(stream)
            return
        name = stream.name or f"attachment-{stream.index}"
        copy = self._output.add_attachment(
            name, stream.mimetype or "application/octet-stream", stream.data
        )
        copy.metadata.update(kept_metadata(stream.metadata))

    def _add_data(self, stream: Stream) -> None:
        # Time codes and chapter tracks: the muxer writes both itself, from metadata and chapters.
        self._leave_out(stream)

    def _add_cover(self, stream: Stream) -> None:
        self._leave_out(stream)

    def _convert_subtitle(self, stream: Stream) -> None:
        converter = SubtitleConverter(self._output, stream)
        self._label(converter.stream, stream)
        self._converters[stream.index] = converter
        self.notes.append(
            f"{self._describe(stream)} was converted to {converter.codec}, which keeps the text "
            f"but not all of its styling; {self._container} cannot carry it as it is"
        )

    def _leave_out(self, stream: Stream) -> None:
        self.notes.append(
            f"{self._describe(stream)} was left out: {self._container} cannot carry it"
        )
