"""The shape and colours of frames, one by one: pixel aspect, rotation, what codes mean.

All may change in the middle of a file: broadcasts switch between 4:3 and 16:9, and recordings that
were joined have each their own.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...colour import Colour
from ...frame import Frame
from ..pyav import Graph, VideoCodecContext, VideoFrame, VideoStream, av
from .orientation import display_matrix, rotation_of

_FINENESS = 2048  # pixels for an aspect of 1; a scaler makes pictures up to 32768 wide
_SAME = Fraction(1, 1000)  # how far a measured aspect may be from the one it is

_MOST_KEYS = 4096  # key frames whose colours are remembered

Matrix = tuple[int, ...]


class ShapeReader:
    """Tells the shape and colours of each of a stream's frames, in the order of their times.

    Parameters
    ----------
    stream : what its container says counts until the video's own aspect changes

    Attributes
    ----------
    sample_aspect_ratio : width of a pixel over its height, of the first frame
    """

    def __init__(self, stream: VideoStream) -> None:
        self.sample_aspect_ratio: Fraction = stream.sample_aspect_ratio or Fraction(1)
        self._matrix: Matrix | None = None
        self._after_key = self._sought = False
        self._colour: Colour | None = None
        self._colours: dict[float, Colour] = {}
        self._own = self._first_own = Fraction(1)

    def begin(self, first: VideoFrame, decoder: VideoCodecContext) -> Matrix | None:
        """Take a look at the first frame, just decoded; return its display matrix, if any."""
        self._matrix, self._after_key = display_matrix(first), True
        self._own = self._first_own = pixel_aspect(first, decoder)
        return self._matrix

    def restart(self) -> None:
        """Expect frames from another place, after a seek."""
        self._colour, self._sought = None, True

    def shaped(self, frame: Frame, decoded: VideoFrame, decoder: VideoCodecContext) -> Frame:
        """Return a frame with the shape of what it was made of; in the order of all of them."""
        aspect, rotation = self.aspect_of(decoded, decoder), self.rotation_of(decoded)
        colour = self.colour_of(decoded, frame.time, frame.colour)
        return replace(frame, colour=colour, sample_aspect_ratio=aspect, rotation=rotation)

    def aspect_of(self, frame: VideoFrame, decoder: VideoCodecContext) -> Fraction:
        """Return the width of a frame's pixels over their height.

        Parameters
        ----------
        decoder : what it came from; it may be some frames further already
        """
        if (decoder.sample_aspect_ratio or 1) != self._own:
            self._own = pixel_aspect(frame, decoder, self._own)
        return self.sample_aspect_ratio if self._own == self._first_own else self._own

    def rotation_of(self, frame: VideoFrame) -> int:
        """Return by how many degrees clockwise a frame is to be turned: 0, 90, 180 or 270.

        What a frame says of it holds until the next key frame, and for that and those after it
        only if it says so again: so it is in H.264 and HEVC. A container's matrix is said by all.
        """
        # PyAV tells the angle at once; the matrix, which takes a millisecond, where it may be
        # another.
        turned = frame.rotation % 360 != -rotation_of(self._matrix) % 360
        if frame.key_frame:
            if turned or not self._after_key:
                self._matrix = display_matrix(frame)
        elif turned and frame.rotation:
            self._matrix = display_matrix(frame)
        self._after_key = bool(frame.key_frame)
        return rotation_of(self._matrix)

    def colour_of(self, frame: VideoFrame, time: float | None, found: Colour) -> Colour:
        """Return a frame's colours: those of the key frame before it, as they were found first.

        What a frame has no tags for FFmpeg fills in from its decoder. That may be some frames
        ahead, and after a seek back it still knows what came later in the file.

        Parameters
        ----------
        time : when it is shown (s)
        found : by the frame's tags and the decoder's
        """
        if frame.key_frame:
            known = self._colours.get(time) if self._sought and time is not None else None
            self._colour = known or found
            if time is not None and len(self._colours) < _MOST_KEYS:
                self._colours[time] = self._colour
        return self._colour or found


def pixel_aspect(frame: VideoFrame, decoder: VideoCodecContext, *likely: Fraction) -> Fraction:
    """Return the width of a frame's pixels over their height; 1 where that is not said.

    PyAV tells the decoder's, which is the aspect of what is decoded now and not of what is shown
    now. FFmpeg's scaler tells it of frames in memory: a corner is scaled to a width that says it.

    Parameters
    ----------
    likely : what else than the decoder's it may be, to be exact
    """
    said = decoder.sample_aspect_ratio or Fraction(1)
    try:
        measured = _measured(frame)
    except (av.FFmpegError, ValueError):  # a frame on a device, or in a layout of its own
        return said
    for aspect in (*likely, said):
        if abs(measured / aspect - 1) < _SAME:
            return aspect
    return measured.limit_denominator(100)


def _measured(frame: VideoFrame) -> Fraction:
    graph = Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format,
            time_base=frame.time_base or Fraction(1, 1000),
        ),
        graph.add("crop", "w=min(iw\\,4):h=min(ih\\,4):x=0:y=0:exact=1"),
        # Once for each frame, since only then the aspect is the frame's.
        graph.add("scale", f"w=clip(round(sar*{_FINENESS})\\,16\\,32768):h=4:eval=frame"),
        graph.add("buffersink"),
    )  # fmt: skip
    graph.configure()
    graph.push(frame)
    scaled = graph.pull()
    assert isinstance(scaled, VideoFrame)
    return Fraction(scaled.width, _FINENESS)
