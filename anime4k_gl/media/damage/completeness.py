"""The check that a video was read completely.

A damaged file does not always make the decoder fail: truncated after a whole packet, it just ends.
So the end reached is compared with the container's duration, with a margin for the ways in which
complete files differ from their own headers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from fractions import Fraction
from typing import Any, NoReturn

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..pyav import InputContainer, Packet, VideoFrame, VideoStream, av, duration_of, tagged_seconds
from .complaints import Complaint
from .signs import Loss, Signs
from .signs import frames as _counted

# A file ends early if more than both of these is missing.
_MISSING_FRAMES = 2
_MISSING_SHARE = 0.02

# Of the gaps between frames, as many are at least that long where a frame usually may be.
_USUAL_SHARE = 0.1

# Containers whose header has the duration; for others it is scanned or estimated from bit rate.
_STATED_DURATION = frozenset({"mov", "mp4", "matroska", "webm", "avi", "flv"})


class TruncatedError(MediaError):
    """A video ends early or is damaged; all frames that can be decoded came before this.

    Attributes
    ----------
    frames : how many frames were decoded
    time : seconds from the start of the file to the end of the last of them
    reason : what is lost and why, in plain words
    """

    def __init__(self, path: str, *, frames: int, time: float, reason: str) -> None:
        self.path = path
        self.frames = frames
        self.time = time
        self.reason = reason
        counted = _counted(frames)
        super().__init__(f"{path}: {reason}; {counted} up to {time:.2f} s could be decoded")


@dataclass(frozen=True, slots=True)
class Expected:
    """The end that a file should have.

    Attributes
    ----------
    seconds : presentation time of the end
    of_video : whether that is the end of the video; otherwise of the longest stream of any kind
    """

    seconds: float
    of_video: bool


# Within how many frames of a packet that fails a decoder says so: it has threads, and reorders.
_DECODED_LATE = 64

_MOST_SENT = 4096  # packets that are remembered
_MOST_HOLES = 1000

# Containers of which any part is a file.
_STREAMED = frozenset({"mpegts", "mpeg", "h264", "hevc", "mpegvideo", "m4v"})

# Containers whose index names every frame.
_INDEXED = frozenset({"avi", "mov", "mp4"})


class Progress:
    """The progress of reading since the start or the last seek.

    Parameters
    ----------
    stream : the video stream that is decoded
    expected : the end it should have, None if unknown
    formats : FFmpeg's names of the container, with commas between
    whole : whether reading starts where the file does

    Attributes
    ----------
    fault : the first fault met, in plain words, or None
    late_streams : whether streams have turned up that were not there when the file was opened
    index : of the stream
    signs : what else speaks of damage
    """

    def __init__(
        self,
        stream: VideoStream,
        expected: Expected | None,
        *,
        formats: str = "",
        whole: bool = False,
    ) -> None:
        self._stream = stream
        self.index = stream.index
        self._indexed = whole and bool(_INDEXED & set(formats.split(",")))
        self.signs = Signs()
        self.fault: str | None = None
        self.late_streams = False
        self._expected = expected
        self._time_base = stream.time_base or Fraction(1, 90000)
        rate = stream.average_rate or stream.guessed_rate
        self._period = max(1, round(1 / (rate * self._time_base))) if rate else 1
        self._frames = 0
        self._last: int | None = None  # pts of the last frame
        self._last_duration = 0
        self._gaps: Counter[int] = Counter()  # between frames that follow each other
        self._end = 0.0  # end of the last packet of any stream, in seconds
        self._corrupt_packet = False  # the last one
        self._key_first: bool | None = None  # whether the video begins with a key frame
        self._streamed = bool(_STREAMED & set(formats.split(",")))
        self._video_packets = 0
        self._holes: list[tuple[int, int]] = []  # pts of frames that are further apart than usual
        self._failed_start: int | None = None  # pts of a key frame before the first frame
        self._marked = Loss()
        self._sent: set[int] = set()  # pts of packets whose frame was not shown yet
        self._first: int | None = None  # pts of the first frame
        self._failed: list[int] = []  # pts of packets that could not be decoded, or near it
        self._why = "the data is damaged"  # that the first of them could not
        self._lost: set[int] = set()  # pts of packets between whose neighbours no frame was shown
        self._in_hole = False  # whether that was since the last frame

    def passed(self, packet: Packet[Any]) -> None:
        """Note a packet of any stream."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is not None and packet.time_base:
            end = float((stamp + (packet.duration or 0)) * packet.time_base)
            self._end = max(self._end, end)
        self._corrupt_packet = packet.is_corrupt
        if packet.stream_index == self.index:
            self._video_packets += 1
            if self._key_first is None:
                self._key_first = packet.is_keyframe
        self.signs.passed(packet, begun=self._last is not None)

    def complained(self, complaints: list[Complaint]) -> None:
        """Note what FFmpeg said of what was read or decoded last."""
        if complaints:
            shown = self.time if self._last is not None or self._key_first else None
            self.signs.complained(complaints, self._end, shown)

    def unreadable(self, why: str) -> None:
        """Note that the file could not be read further."""
        self.fault = self.fault or why

    def sent(self, packet: Packet[Any]) -> None:
        """Note a packet of the video that goes to the decoder."""
        if packet.pts is not None and not packet.is_discard:
            self._sent.add(packet.pts)

    def undecodable(self, why: str, packet: Packet[Any] | None) -> None:
        """Note a packet that could not be decoded, this one or one shortly before it.

        Ignored before the first frame of a recording that starts between two key frames.
        """
        whole = not self._streamed or (packet is not None and packet.is_keyframe)
        if self._last is None and packet is not None and whole and self._failed_start is None:
            self._failed_start = packet.pts
        if self._last is not None or self._failed_start is not None:
            stamp = packet.pts if packet is not None else None
            self._why = self._why if self._failed else why
            self._failed.append((self._last or 0) if stamp is None else stamp)
            self._in_hole = True

    def shown(self, frame: VideoFrame) -> int:
        """Note a decoded frame; return its timestamp, which is computed if it has none.

        Containers such as AVI have only decoding times; these are in order too once the decoder
        has reordered its frames.
        """
        pts = frame.pts if frame.pts is not None else frame.dts
        if pts is None:
            pts = 0 if self._last is None else self._last + self._period
        if self._last is not None and pts - self._last > 1.5 * self._period:
            if len(self._holes) < _MOST_HOLES:
                self._holes.append((self._last, pts))
            # Decoders leave out frames without a word, as of HEVC whose references are missing.
            near = 0.75 * self._period
            lost = [s for s in self._sent if self._last + near <= s <= pts - near]
            self._lost.update(lost)
            self._in_hole = self._in_hole or bool(lost)
        if self._last is not None and pts > self._last and not self._in_hole:
            self._gaps[pts - self._last] += 1
        self._in_hole = False
        self._sent.discard(pts)
        if len(self._sent) > _MOST_SENT:  # packets without a frame of their own
            least = pts - _DECODED_LATE * self._period
            self._sent = {sent for sent in self._sent if sent > least}
        self._first = pts if self._first is None else min(self._first, pts)
        self._last = pts
        self._last_duration = duration_of(frame) or self._period
        if frame.is_corrupt:
            self._marked.add(1, float(pts * self._time_base), self.time)
        self._frames += 1
        return pts

    @property
    def time(self) -> float:
        """Presentation time in seconds at which the last decoded frame ends."""
        if self._last is None:
            return 0.0
        return float((self._last + self._last_duration) * self._time_base)

    def check_undamaged(self, path: str) -> None:
        """Raise `TruncatedError` if frames before the last one are lost or damaged."""
        # The decoder complains of a picture before its frame comes with a mark.
        if why := self._damage(of_pictures=False):
            self._fail(path, why)

    def expect_no_end(self) -> None:
        """Take the end that is reached for that of the file, which is known to be whole."""
        self._expected = None

    def check_complete(self, path: str) -> None:
        """Raise `TruncatedError` if there was a fault, or the file ended early or is damaged."""
        self.signs.settle(self.index)
        why = self._damage()
        ended = self.fault or (self._why if self._in_hole else None) or self._shortfall()
        if ended is None and self._corrupt_packet:
            ended = "the file ends in the middle of a frame"
        if ended is None and not why and (absent := self._absent()):
            ended = f"{_counted(absent)} of its index or header are not in the file"
        if ended is not None:
            why.append(ended)
        if why:
            self._fail(path, why)

    def _fail(self, path: str, why: list[str]) -> NoReturn:
        raise TruncatedError(path, frames=self._frames, time=self.time, reason=", ".join(why))

    def _damage(self, *, of_pictures: bool = True) -> list[str]:
        why = []
        missing = self._missing()
        if missing.count:
            undecoded = self._failed or self._lost
            found = f"could not be decoded ({self._why})" if undecoded else "are missing"
            why.append(f"{missing} {found}")
        elif self._failed and not self._in_hole:
            when = float(self._failed[0] * self._time_base)
            why.append(f"some of the data near {when:.2f} s could not be decoded ({self._why})")
        if self._marked.count:
            verb = "is" if self._marked.count == 1 else "are"
            why.append(f"{self._marked} {verb} damaged")
        return why + self.signs.words(of_pictures=of_pictures and not self._marked.count)

    def _missing(self) -> Loss:
        """Return the frames of packets that were never shown: in a gap, or near one that failed.

        Not of all packets: some of whole files have no frame of their own. And those that a gap
        has room for, where the container is damaged near it.
        """
        loss = Loss()
        if self._first is None or self._last is None:
            return loss
        failed = sorted(self._failed)
        near = _DECODED_LATE * self._period
        stamps: set[int] = set()
        for pts in self._sent | self._lost:
            place = bisect_left(failed, pts - near)
            found = place < len(failed) and failed[place] <= pts + near
            first = self._first if self._failed_start is None else self._failed_start - 1
            if (found or pts in self._lost) and first < pts < self._last:
                stamps.add(pts)
                loss.add(
                    1, float(pts * self._time_base), float((pts + self._period) * self._time_base)
                )
        for before, after in self._holes if self.signs.container else ():
            start, end = float(before * self._time_base), float(after * self._time_base)
            room = round((after - before) / self._usual()) - 1
            room -= sum(1 for pts in stamps if before < pts < after)
            if room > 0 and self.signs.container.near(start, end):
                loss.add(room, start + float(self._usual() * self._time_base), end)
        return loss

    def _usual(self) -> int:
        """Return the usual time from a frame to the next."""
        return self._gaps.most_common(1)[0][0] if self._gaps else self._period

    def _absent(self) -> int:
        """Return how many packets of the video are in the file's index alone."""
        if not self._indexed:
            return 0
        indexed = sum(1 for entry in self._stream.index_entries if entry.size > 0)
        if self.signs.shortened:
            indexed = max(indexed, self._stream.frames)
        return max(0, indexed - self._video_packets)

    def _shortfall(self) -> str | None:
        if self._expected is None:
            return None
        end = self._expected.seconds
        reached = self.time if self._expected.of_video else max(self.time, self._end)
        frame = max(self._period, self._longest_usual()) * float(self._time_base)
        allowed = max(_MISSING_FRAMES * frame, _MISSING_SHARE * end)
        if self._expected.of_video and self.signs.container:
            allowed = frame / 2
        if end - reached <= allowed:
            return None
        return f"the file ends at {reached:.2f} s of {end:.2f} s"

    def _longest_usual(self) -> int:
        """Return how long the last frame may last where the rate varies.

        As long as many have: a hole is longer than all frames, and there are few of them.
        """
        total = sum(self._gaps.values())
        least = max(2, total * _USUAL_SHARE)
        seen = 0
        for gap in sorted(self._gaps, reverse=True):
            seen += self._gaps[gap]
            if seen >= least or seen == total == 1:
                return gap
        return 0


def expected_end(container: InputContainer, stream: VideoStream) -> Expected | None:
    """Return the end that the video should have by its container, or None if unknown."""
    start = float((stream.start_time or 0) * (stream.time_base or 0))
    if not _STATED_DURATION & set(container.format.name.split(",")):
        return None
    if container.format.name == "avi" and stream.frames and stream.time_base:
        # FFmpeg estimates an AVI stream's duration from the file's size; the header has its length.
        return Expected(start + float(stream.frames * stream.time_base), of_video=True)
    tagged = tagged_seconds(stream)
    if tagged:
        return Expected(tagged, of_video=True)
    # In Matroska a stream's duration is FFmpeg's copy of the file's: that of the longest stream,
    # which may be subtitles.
    if stream.duration and stream.time_base and "matroska" not in container.format.name:
        return Expected(start + float(stream.duration * stream.time_base), of_video=True)
    if container.duration:
        end = (container.start_time or 0) + container.duration
        return Expected(end / av.time_base, of_video=False)
    return None
