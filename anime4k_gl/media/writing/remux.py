"""Remuxing: the same streams in another container."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ..opening import open_container
from ..pyav import Packet, av


def remuxed(path: Path, container: str) -> bytes:
    """Return a file's video and audio in another container, without re-encoding.

    The bytes are the same on every run. All other streams are left out.

    Parameters
    ----------
    path : a short file: its packets are held in memory
    container : FFmpeg's name of the container: ``mp4``, ``webm`` ...
    """
    written = io.BytesIO()
    with (
        open_container(path) as source,
        av.open(written, "w", format=container, options={"fflags": "+bitexact"}) as target,
    ):
        streams = [stream for stream in source.streams if stream.type in ("video", "audio")]
        # Demuxing ends with an empty packet per stream.
        packets = [packet for packet in source.demux(streams) if packet.size]
        for stream in streams:
            _order([packet for packet in packets if packet.stream is stream])
        copies = {stream.index: target.add_stream_from_template(stream) for stream in streams}
        for packet in packets:
            packet.stream = copies[packet.stream.index]
            target.mux(packet)
    return written.getvalue()


def _order(packets: list[Packet[Any]]) -> None:
    """Set the decoding times of a stream's packets, which Matroska does not have.

    They increase in the order of decoding, and none is later than the packet's presentation.
    """
    shown = [packet.pts or 0 for packet in packets]
    rising = sorted(shown)
    late = max((a - b for a, b in zip(rising, shown, strict=True)), default=0)
    for packet, time in zip(packets, rising, strict=True):
        packet.dts = time - late
