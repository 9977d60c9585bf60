"""A sample of a video's packets: what its times are, whatever tags say.

Small files are read to their end. Of others a run of packets is read at the start, in the middle
and before the end.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..opening import MediaInput
from ..pyav import InputContainer, Packet, VideoStream, av

_WHOLE_PACKETS = 4000  # of all streams: a file that has no more is read to its end
_WHOLE_SECONDS = 0.35  # for which that is tried
_RUN_PACKETS = 120  # of the video, in each of the other places
_RUN_SECONDS = 0.15
_PLACES = (0.33, 0.66)
_BEFORE_END = 3.0  # seconds

_STEADY = Fraction(3, 1000)  # seconds by which steps differ on account of milliseconds
_JUMP = 10  # seconds; more between packets that follow each other is a jump of the clock


@dataclass(slots=True)
class PacketSample:
    """What was found.

    Attributes
    ----------
    whole : whether all packets were read; otherwise some in a few places
    packets : of the video that were read
    start, end : seconds from which and until which the video is shown; None where unknown
    end_of_all : seconds until which any stream lasts; None where unknown
    steps : the least, the usual and the most seconds between frames; None with fewer than two
    jumps : places where the clock jumps, as seconds before and after
    """

    whole: bool = False
    packets: int = 0
    start: float | None = None
    end: float | None = None
    end_of_all: float | None = None
    steps: tuple[float, float, float] | None = None
    jumps: list[tuple[float, float]] = field(default_factory=list)

    @property
    def varies(self) -> bool:
        """Whether the rate varies by more than a container's rounding."""
        if self.steps is None:
            return False
        least, _, most = self.steps
        return most - least > _STEADY


def measure(source: MediaInput, index: int) -> PacketSample:
    """Return what a sample of video stream `index` tells; of a pipe nothing can be read twice.

    Raises `MediaError` if the file cannot be opened.
    """
    sampler = _Sampler()
    if source.is_pipe or source.url is not None:
        return sampler.sample
    with source.container() as container:
        sampler.read(container, container.streams[index])
    return sampler.sample


class _Sampler:
    """Reads runs of packets and adds up what they tell."""

    def __init__(self) -> None:
        self.sample = PacketSample()
        self._steps: list[Fraction] = []

    def read(self, container: InputContainer, stream: Any) -> None:
        """Read a file, all of it or in places."""
        sample = self.sample
        sample.whole = self._run(container, stream, most=None, seconds=_WHOLE_SECONDS)
        duration = container.duration
        if not sample.whole and duration:
            start = container.start_time or 0
            places = [start + round(duration * place) for place in _PLACES]
            places.append(start + duration - round(_BEFORE_END * av.time_base))
            ended = False
            for place in places:
                with contextlib.suppress(av.FFmpegError, OSError):
                    container.seek(max(start, place))
                    sample.end = sample.end_of_all = None
                    last = place == places[-1]
                    ended = self._run(
                        container, stream,
                        most=None if last else _RUN_PACKETS,
                        seconds=2 * _RUN_SECONDS if last else _RUN_SECONDS,
                    )  # fmt: skip
            if not ended:
                sample.end = sample.end_of_all = None
        steps = sorted(self._steps)
        if steps:
            usual = steps[len(steps) // 2]
            sample.steps = float(steps[0]), float(usual), float(steps[-1])

    def _run(
        self, container: InputContainer, stream: VideoStream, *, most: int | None, seconds: float
    ) -> bool:
        """Read packets from here on; return whether the end was reached.

        Parameters
        ----------
        most : packets of the video; None for as many as `_WHOLE_PACKETS` of all streams
        seconds : of time spent, after which it ends
        """
        sample = self.sample
        unit = stream.time_base or Fraction(1, 90000)
        shown: list[int] = []
        newest: int | None = None  # decoding time
        ended, count = False, 0
        until = time.monotonic() + seconds
        packets = container.demux()
        while True:
            try:
                packet = next(packets)
            except (StopIteration, IndexError):
                ended = True
                break
            except (av.FFmpegError, OSError):
                break
            if not packet.size:
                continue
            count += 1
            self._note_end(packet)
            if packet.stream_index == stream.index:
                sample.packets += 1
                stamp = packet.pts if packet.pts is not None else packet.dts
                decoded = packet.dts if packet.dts is not None else stamp
                if decoded is not None:
                    self._note_jump(newest, decoded, unit)
                    newest = decoded
                if stamp is not None and not packet.is_discard:
                    shown.append(stamp)
            if (most is not None and len(shown) >= most) or count >= _WHOLE_PACKETS:
                break
            if time.monotonic() > until:
                break
        self._note_steps(shown, None if ended else newest, unit)
        return ended

    def _note_end(self, packet: Packet[Any]) -> None:
        sample = self.sample
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or not packet.time_base:
            return
        end = float((stamp + (packet.duration or 0)) * packet.time_base)
        sample.end_of_all = end if sample.end_of_all is None else max(end, sample.end_of_all)

    def _note_jump(self, before: int | None, now: int, unit: Fraction) -> None:
        if before is None or before <= now <= before + _JUMP / unit:
            return
        if before - now > 1 / unit or now > before:  # a second's disorder is no jump
            self.sample.jumps.append((float(before * unit), float(now * unit)))

    def _note_steps(self, shown: list[int], newest: int | None, unit: Fraction) -> None:
        """Note the times of a run; frames after `newest` may have others before them, unread."""
        times = sorted({stamp for stamp in shown if newest is None or stamp <= newest})
        if not times:
            return
        sample = self.sample
        if sample.start is None:
            sample.start = float(times[0] * unit)
        steps = [(after - before) * unit for before, after in itertools.pairwise(times)]
        self._steps += [step for step in steps if step <= _JUMP]
        last = max(shown)
        usual = sorted(steps)[len(steps) // 2] if steps else Fraction(0)
        sample.end = float(last * unit + usual)
