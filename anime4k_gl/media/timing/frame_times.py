"""The times of decoded frames, where packets do not say them, or say them wrong."""

from __future__ import annotations

from fractions import Fraction

from ..pyav import VideoFrame, duration_of


class FrameTimes:
    """The times of frames in the order in which a decoder returns them.

    Of a frame's two times that one is taken which went backwards less often so far, as FFmpeg's
    "best effort" does: AVI has decoding times only, and some files have these for presentation
    times. A frame without any follows the one before.

    Parameters
    ----------
    period : usual distance of two frames, in units of the stream's time base
    """

    def __init__(self, period: Fraction) -> None:
        self._period = period
        self._pts: int | None = None
        self._dts: int | None = None
        self._faulty_pts = self._faulty_dts = 0
        self._due = Fraction(0)

    def of(self, frame: VideoFrame) -> int:
        """Return when a frame is shown, in units of the stream's time base."""
        pts, dts = frame.pts, frame.dts
        if dts is not None:
            self._faulty_dts += self._dts is not None and dts <= self._dts
            self._dts = dts
        elif pts is not None:
            self._dts = pts
        if pts is not None:
            self._faulty_pts += self._pts is not None and pts <= self._pts
            self._pts = pts
        elif dts is not None:
            self._pts = dts
        trusted = pts is not None and (self._faulty_pts <= self._faulty_dts or dts is None)
        known = pts if trusted else dts
        time = Fraction(known) if known is not None else self._due
        self._due = time + (duration_of(frame) or self._period)
        return round(time)
