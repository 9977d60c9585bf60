"""The packets and frames of a file in its order, to its end or as far as it can be read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..damage.completeness import Progress
from ..damage.ear import Ear
from ..failures import reason
from ..network.read_watch import ReadWatch
from ..pyav import InputContainer, Packet, VideoFrame, av
from ..timing.cutting import shown_at
from .hwdec import FallbackDecoder

_MOST_EARLY = 256  # key frames that are remembered: those up to the first frame that is decoded


def demuxed(
    container: InputContainer,
    progress: Progress,
    ear: Ear,
    check: Callable[[], None],
    watch: ReadWatch,
) -> Iterator[Packet[Any]]:
    """Yield the packets of all streams from where a file is; tell `progress` why it ends early.

    `check` is called before each, and may raise; `watch` knows of each reading.
    """
    packets = container.demux()
    while True:
        check()
        try:
            with ear.listening(), watch:
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


class PacketWatch:
    """Sees a video's packets on their way to the decoder.

    Parameters
    ----------
    index : of the stream

    """

    def __init__(self, index: int) -> None:
        self._skips = False
        self._index = index
        self._early: deque[Fraction] = deque(maxlen=_MOST_EARLY)
        self._tell: Callable[[Fraction], None] = self._early.append

    def tell(self, told: Callable[[Fraction], None]) -> None:
        """Call `told` with the time of each key frame, in seconds, that comes and has come."""
        for time in self._early:
            told(time)
        self._early.clear()
        self._tell = told

    def alone(self, events: Iterable[Packet[Any] | VideoFrame]) -> Iterator[Packet[Any]]:
        """Yield the packets among events, and let no packet of the video pass any more."""
        self._skips = True
        return (event for event in events if isinstance(event, Packet))

    def passing(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        """Yield the packets, those of all streams, that go on."""
        for packet in packets:
            if packet.stream_index == self._index:
                shown = shown_at(packet) if packet.is_keyframe else None
                if shown is not None:
                    self._tell(shown)
                if self._skips:
                    continue
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
