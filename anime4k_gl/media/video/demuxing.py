"""The packets and frames of a file in its order, to its end or as far as it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..damage.completeness import Progress
from ..damage.ear import Ear
from ..failures import reason
from ..pyav import InputContainer, Packet, VideoFrame, av
from .hwdec import FallbackDecoder


def demuxed(container: InputContainer, progress: Progress, ear: Ear) -> Iterator[Packet[Any]]:
    """Yield the packets of all streams from where a file is; tell `progress` why it ends early."""
    packets = container.demux()
    while True:
        try:
            with ear.listening():
                packet = next(packets)
        except StopIteration:
            return
        except IndexError:  # at the end of a file, if streams appeared midway
            progress.late_streams = True
            return
        except (av.FFmpegError, OSError) as error:
            progress.unreadable(reason(error))
            return
        ear.tell(progress)
        if packet.size:  # at the end PyAV adds an empty one for each stream
            yield packet


def decoded(
    packets: Iterable[Packet[Any]], decoder: FallbackDecoder, progress: Progress, ear: Ear
) -> Iterator[Packet[Any] | VideoFrame]:
    """Yield the frames of the video and the packets of the other streams, noting faults.

    Parameters
    ----------
    decoder : of the stream that `progress` is of
    """

    def frames(packet: Packet[Any] | None) -> Iterator[VideoFrame]:
        try:
            yield from ear.to(decoder.decode(packet))
        except av.error.EOFError:
            return
        except (av.FFmpegError, ValueError) as error:
            progress.undecodable(reason(error), packet)

    for packet in packets:
        progress.passed(packet)
        if packet.stream_index == progress.index:
            ear.begins_with(packet)
            progress.sent(packet)
            yield from frames(packet)
        else:
            yield packet
    yield from frames(None)
