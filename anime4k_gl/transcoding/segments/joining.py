"""Segments become a file: their packets, with those of the source's other streams between them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...errors import MediaError
from ...media.pyav import Packet
from ...media.timing.cutting import shown_at
from ...media.video.video_source import VideoSource
from ...media.writing.video_muxer import VideoMuxer, rounded_times
from ...media.writing.video_writer import VideoDescription
from .packet_file import Account, read_packets
from .work_folder import WorkFolder

_AHEAD = Fraction(1)  # seconds by which packets of other streams are read before they are due


def join(
    folder: WorkFolder,
    accounts: list[Account],
    description: VideoDescription,
    source: VideoSource,
    end: Fraction | None,
) -> list[str]:
    """Write the target of all segments, in order; return what is to be told.

    Parameters
    ----------
    accounts : of the segments
    source : the source, opened anew
    end : of the part that is taken, in seconds of the source's clock; None for that of the video

    Raises
    ------
    MediaError : a segment is damaged or does not fit the others, or the file cannot be written
    """
    assert source.presentation is not None
    source.presentation.copy_to(end)
    with description.muxer(source) as muxer:
        _check_alike(folder, accounts, bytes(muxer.stream.codec_context.extradata or b""))
        others = _Others(source, muxer)
        unit = description.encoding.time_base
        for packet in _video(folder, accounts, muxer, unit):
            assert packet.dts is not None
            others.read_to(packet.dts * unit + _AHEAD)
            muxer.video(packet)
        others.read_to(None)
    # Decided before, of the frames as they are drawn.
    rounded = rounded_times(source, description.encoding.codec, description.plan.container)
    return [note for note in muxer.notes if note != rounded]


class _Others:
    """The source's other streams, read as far as the video has come."""

    def __init__(self, source: VideoSource, muxer: VideoMuxer) -> None:
        self._packets = source.packets()
        self._muxer = muxer
        self._reached: Fraction | None = Fraction(-1)  # None at the end

    def read_to(self, time: Fraction | None) -> None:
        while self._reached is not None and (time is None or self._reached < time):
            packet = next(self._packets, None)
            if packet is None:
                self._reached = None
                return
            shown = shown_at(packet)
            if shown is not None:
                self._reached = max(self._reached, shown)
            self._muxer.copy(packet)


def _check_alike(folder: WorkFolder, accounts: list[Account], header: bytes) -> None:
    """Raise `MediaError` unless all segments are of the encoder whose header the file has.

    Some encoders have no header before their first frame; theirs need only be all the same.
    """
    first = next((account.extradata for account in accounts if account.packets), "")
    wanted = header.hex() or first
    for number, account in enumerate(accounts):
        if account.packets and account.extradata != wanted:
            folder.segment(number).unlink(missing_ok=True)
            raise MediaError(
                f"{folder.segment(number)}: was encoded in another way than the others, by another"
                " machine perhaps; removed it: run the same command again"
            )


def _video(
    folder: WorkFolder, accounts: list[Account], muxer: VideoMuxer, unit: Fraction
) -> Iterator[Packet[Any]]:
    """Yield the packets of all segments, with decoding times that fit all of them."""
    delay = max((account.delay for account in accounts), default=0)
    clock = _DecodingClock(delay)
    for number, (account, times) in enumerate(zip(accounts, _all_times(accounts), strict=True)):
        moved = dict(zip(account.times, times, strict=True))
        clock.extend(times)
        for packet in read_packets(folder.segment(number)):
            assert packet.pts is not None
            packet.stream, packet.time_base = muxer.stream, unit
            packet.pts = moved[packet.pts]
            packet.dts = clock.next()
            yield packet


def _all_times(accounts: list[Account]) -> list[list[int]]:
    """Return the times of each segment's packets in order; no two have the same."""
    every, last = [], None
    for account in accounts:
        times = []
        for time in account.times:
            last = time if last is None else max(time, last + 1)
            times.append(last)
        every.append(times)
    return every


class _DecodingClock:
    """Decoding times in order, as late as can be: when the packet so many places back is shown."""

    def __init__(self, delay: int) -> None:
        self._delay = delay
        self._times: list[int] = []
        self._next = 0
        self._gone = 0

    def extend(self, times: list[int]) -> None:
        """Take the times at which the next segment's packets are shown, in order."""
        if not self._times and not self._gone and times:
            step = max(1, (times[-1] - times[0]) // max(1, len(times) - 1))
            first = times[0]
            self._times = [first - (self._delay - i) * step for i in range(self._delay)]
        self._times += times
        keep = self._delay + len(times)
        self._gone += max(0, len(self._times) - keep)
        self._times = self._times[-keep:] if keep else []

    def next(self) -> int:
        """Return the decoding time of the next packet."""
        time = self._times[self._next - self._gone]
        self._next += 1
        return time
