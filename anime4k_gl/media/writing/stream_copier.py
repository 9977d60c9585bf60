"""The output's streams beside the video that is encoded: made by plan, fed packet by packet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..pyav import (
    OutputContainer,
    Packet,
    Stream,
    attachment_data,
    av,
    copy_disposition,
)
from ..video.video_source import VideoSource
from .audio_conversion import AudioConverter
from .containers import copy_description
from .stream_plan import Decision, StreamPlan
from .subtitle_conversion import SubtitleConverter

# Names and kinds of covers, by FFmpeg's name of the codec.
_COVER_TYPES = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}

_MOST_REORDERED = 32  # packets, more than any codec holds back for frames that are shown earlier

_TS_NONSTRICT = 0x20000  # FFmpeg's AVFMT_TS_NONSTRICT: two packets may have one decoding time


class StreamCopier:
    """The output's streams other than the video, and the mapping of packets to them.

    Parameters
    ----------
    output : the output to add streams to; its header must not be written yet
    source : the source of the streams
    plan : what becomes of each of them
    tags : returns the tags to write for a stream of the source

    Attributes
    ----------
    notes : streams left out or changed, a sentence each
    """

    def __init__(
        self,
        output: OutputContainer,
        source: VideoSource,
        plan: StreamPlan,
        tags: Callable[[Stream], dict[str, str]],
    ) -> None:
        self.notes: list[str] = plan.notes
        self._output = output
        self._source = source
        self._tags = tags
        self._routes: dict[int, Stream] = {}
        self._subtitles: dict[int, SubtitleConverter] = {}
        self._sounds: dict[int, AudioConverter] = {}
        self._facts = {decision.stream.index: decision.stream for decision in plan.decisions}
        self._damaged: dict[int, int] = {}  # packets of sound that could not be decoded
        self._last: dict[int, int] = {}  # decoding time of each stream's last packet
        # Packets of streams whose first decoding time is still to come.
        self._undated: dict[int, list[Packet[Any]]] = {}
        self._step = 0 if output.format.flags & _TS_NONSTRICT else 1
        streams = {stream.index: stream for stream in source.other_streams()}
        for decision in plan.decisions:
            self._add(streams[decision.stream.index], decision)

    def take(self, packet: Packet[Any]) -> Iterable[Packet[Any]]:
        """Return the packets that come of one, each assigned to its stream of the output."""
        index = packet.stream_index
        route = self._routes.get(index)
        if route is None:
            return ()
        if index in self._sounds:
            return self._sound(index, packet)
        converter = self._subtitles.get(index)
        ready = packet if converter is None else self._converted(converter, packet)
        if ready is None:
            return ()
        if route.type == "video" and index not in self._last:
            return self._once_dated(index, ready)
        return (self._assigned(index, ready),)

    def rest(self) -> Iterable[Packet[Any]]:
        """Return the packets that were still held, after the last of the source."""
        for index in list(self._undated):
            yield from self._dated(index)
        for index in self._sounds:
            yield from self._sound(index, None)
        for index, count in self._damaged.items():
            what = "a packet was" if count == 1 else f"{count} packets were"
            self.notes.append(f"{self._facts[index]}: {what} damaged; there is silence instead")
        for index, converter in self._subtitles.items():
            for made in converter.rest():
                yield self._assigned(index, made)
            if converter.encoding:
                self.notes.append(
                    f"{self._facts[index]}: its text is not UTF-8; read as {converter.encoding}"
                )
            if not converter.lines:
                self.notes.append(
                    f"{self._facts[index]}: no text was found in it; the track is empty"
                )

    def _assigned(self, index: int, packet: Packet[Any]) -> Packet[Any]:
        packet.stream = self._routes[index]
        if packet.dts is not None:
            # Times may decrease in broken files and coincide in subtitles; muxers reject both.
            least = self._last.get(index, packet.dts - self._step) + self._step
            if packet.dts < least:
                packet.dts = least
                packet.pts = least if packet.pts is None else max(packet.pts, least)
            self._last[index] = packet.dts
        return packet

    def _once_dated(self, index: int, packet: Packet[Any]) -> Iterable[Packet[Any]]:
        """Keep a stream's first packets until one has a decoding time.

        Matroska has none: the first packets of video with B-frames come without.
        """
        waiting = self._undated.setdefault(index, [])
        waiting.append(packet)
        if packet.dts is None and len(waiting) <= _MOST_REORDERED:
            return ()
        return self._dated(index)

    def _dated(self, index: int) -> Iterable[Packet[Any]]:
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
        return [self._assigned(index, packet) for packet in waiting]

    def _sound(self, index: int, packet: Packet[Any] | None) -> Iterable[Packet[Any]]:
        ready: list[Packet[Any]] = []
        try:
            for made in self._sounds[index].convert(packet):
                ready.append(self._assigned(index, made))
        except (av.FFmpegError, ValueError):
            self._damaged[index] = self._damaged.get(index, 0) + 1
        return ready

    def _converted(self, converter: SubtitleConverter, packet: Packet[Any]) -> Packet[Any] | None:
        try:
            return converter.convert(packet)
        except (av.FFmpegError, ValueError):
            when = float((packet.pts or 0) * (packet.time_base or 0))
            self.notes.append(
                f"{self._facts[packet.stream_index]}: the line at {when:.2f} s is damaged "
                "and was left out"
            )
            return None

    def _add(self, stream: Stream, decision: Decision) -> None:
        if decision.action == "copy":
            self._label(copy_description(self._output, stream), stream)
        elif decision.action == "attach":
            self._attach(stream, decision)
        elif decision.action == "convert" and decision.target is not None:
            sound = AudioConverter(self._output, stream, decision.target)
            self._sounds[stream.index] = sound
            self._label(sound.stream, stream)
        elif decision.action == "convert":
            converter = SubtitleConverter(self._output, stream, self._source.input, decision.to)
            self._subtitles[stream.index] = converter
            self._label(converter.stream, stream)

    def _label(self, copy: Stream, stream: Stream) -> None:
        copy.metadata.update(self._tags(stream))
        copy_disposition(copy, stream)
        self._routes[stream.index] = copy

    def _attach(self, stream: Stream, decision: Decision) -> None:
        if decision.stream.cover:
            default, kind = _COVER_TYPES[decision.stream.codec]
            data = self._source.covers[stream.index]
            self._output.add_attachment(stream.metadata.get("filename", default), kind, data)
            return
        name = stream.metadata.get("filename") or f"attachment-{stream.index}"
        kind = stream.metadata.get("mimetype") or "application/octet-stream"
        copy = self._output.add_attachment(name, kind, attachment_data(stream) or b"")
        copy.metadata.update(self._tags(stream))
