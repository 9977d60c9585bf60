"""Sound decoded and encoded anew, where it cannot or must not stay as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, cast

from ..pyav import AudioFrame, Graph, OutputContainer, Packet, Stream, av
from .audio_targets import AudioTarget

# The sample formats in which encoders take samples without loss; FFmpeg has no format of 24 bits.
_FORMATS = {
    "u8": ("u8", "u8p"), "s16": ("s16", "s16p"), "s24": ("s32", "s32p"), "s32": ("s32", "s32p"),
    "f32": ("flt", "fltp"), "f64": ("dbl", "dblp"),
}  # fmt: skip

_PLAIN_FRAME = 1024  # samples, for encoders that take any number


class AudioConverter:
    """Decodes one stream's packets and encodes them anew, at the same times.

    Gaps in time over a tenth of a second become silence; where packets lap over that much, the
    later samples win no room.

    Parameters
    ----------
    output : the output to add the stream to
    source : the stream whose packets it will be given
    target : what it becomes

    Attributes
    ----------
    stream : the output's stream
    """

    def __init__(self, output: OutputContainer, source: Stream, target: AudioTarget) -> None:
        self._source = cast(Any, source)
        self._target = target
        stream: Any = output.add_stream(target.encoder, rate=target.rate)
        self.stream: Stream = stream
        self._encoder = stream.codec_context
        self._encoder.layout = target.layout
        taken = [form.name for form in self._encoder.codec.audio_formats or ()]
        wanted = _FORMATS[target.sample] if target.sample else tuple(taken[:1])
        self._format = next((name for name in wanted if name in taken), taken[0])
        self._encoder.format = self._format
        self._encoder.time_base = Fraction(1, target.rate)
        stream.time_base = self._encoder.time_base
        if target.bitrate is not None:
            self._encoder.bit_rate = target.bitrate
        if target.encoder == "libopus" and target.channels > 2:
            self._encoder.options = {"mapping_family": "1"}
        self._graph: Graph | None = None
        self._takes: tuple[str, str, int] | None = None
        self._next: Fraction | None = None

    def convert(self, packet: Packet[Any] | None) -> Iterator[Packet[Any]]:
        """Yield packets of the new stream; None for a packet yields the rest.

        Raises `av.FFmpegError` where a packet is damaged; the next may follow.
        """
        for frame in self._decoded(packet):
            yield from self._pushed(frame)
        if packet is None:
            yield from self._drained()
            with_rest = self._encoder.encode(None) if self._takes is not None else ()
            yield from self._timed(with_rest)

    def _decoded(self, packet: Packet[Any] | None) -> Iterator[AudioFrame]:
        try:
            yield from self._source.codec_context.decode(packet)
        except av.error.EOFError:
            return

    def _pushed(self, frame: AudioFrame) -> Iterator[Packet[Any]]:
        takes = frame.format.name, frame.layout.name, frame.sample_rate
        channels = frame.layout.nb_channels
        if takes != self._takes:
            yield from self._drained()
            self._graph, self._takes = self._new_graph(takes, channels), takes
        assert self._graph is not None
        when = None if frame.pts is None else frame.pts * (frame.time_base or Fraction(1))
        when = when if when is not None else self._next or Fraction(0)
        self._next = when + Fraction(frame.samples, frame.sample_rate)
        frame.time_base = Fraction(1, frame.sample_rate)
        frame.pts = round(when * frame.sample_rate)
        self._graph.push(frame)
        yield from self._pulled()

    def _new_graph(self, takes: tuple[str, str, int], channels: int) -> Graph:
        graph = Graph()
        sample_format, layout, rate = takes
        target = self._target
        # Where no channel is lost, none is mixed: the same samples, under the encoder's names.
        names = {"map": "|".join(map(str, range(channels))), "channel_layout": target.layout}
        renamed = target.bitrate is None and channels == target.channels
        rename = [graph.add("channelmap", **names)] if renamed and layout != target.layout else []
        size = self._encoder.frame_size or _PLAIN_FRAME
        nodes = [
            graph.add(
                "abuffer", sample_rate=str(rate), sample_fmt=sample_format,
                channel_layout=layout, time_base=f"1/{rate}",
            ),
            graph.add("aresample", **{"async": "1", "min_hard_comp": "0.1"}),
            *rename,
            graph.add(
                "aformat", sample_fmts=self._format, sample_rates=str(target.rate),
                channel_layouts=target.layout,
            ),
            graph.add("asetnsamples", n=str(size), p="0"),
            graph.add("abuffersink"),
        ]  # fmt: skip
        graph.link_nodes(*nodes)
        graph.configure()
        return graph

    def _drained(self) -> Iterator[Packet[Any]]:
        if self._graph is not None:
            self._graph.push(None)
            yield from self._pulled()
            self._graph = None

    def _pulled(self) -> Iterator[Packet[Any]]:
        assert self._graph is not None
        for _ in itertools.count():
            try:
                frame = cast(Any, self._graph.pull())
            except (BlockingIOError, av.error.EOFError):
                return
            yield from self._timed(self._encoder.encode(frame))

    def _timed(self, packets: Any) -> Iterator[Packet[Any]]:
        for packet in packets:
            packet.time_base = packet.time_base or self._encoder.time_base
            yield packet
