"""The shape in which frames are shown: their pixels' aspect and their rotation, frame by frame.

Both may change in the middle of a file: broadcasts switch between 4:3 and 16:9, and recordings that
were joined have each their own.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...frame import Frame
from ..pyav import Graph, VideoCodecContext, VideoFrame, VideoStream, av
from .orientation import display_matrix, rotation_of

_FINENESS = 2048  # pixels for an aspect of 1; a scaler makes pictures up to 32768 wide
_SAME = Fraction(1, 1000)  # how far a measured aspect may be from the one it is

Matrix = tuple[int, ...]


class ShapeReader:
    """Tells the shape of each of a stream's frames, in the order in which they are shown.

    Parameters
    ----------
    stream : what its container says counts until the video's own aspect changes
    first : its first frame
    decoder : which has just decoded that

    Attributes
    ----------
    matrix : the display matrix of the first frame; None without one
    sample_aspect_ratio : width of a pixel over its height, of the first frame
    """

    def __init__(self, stream: VideoStream, first: VideoFrame, decoder: VideoCodecContext) -> None:
        self.sample_aspect_ratio: Fraction = stream.sample_aspect_ratio or Fraction(1)
        self.matrix = self._matrix = display_matrix(first)
        self._after_key = True
        self._own = self._first_own = pixel_aspect(first, decoder)

    def shaped(self, frame: Frame, decoded: VideoFrame, decoder: VideoCodecContext) -> Frame:
        """Return a frame with the shape of what it was made of; in the order of all of them."""
        aspect, rotation = self.aspect_of(decoded, decoder), self.rotation_of(decoded)
        return replace(frame, sample_aspect_ratio=aspect, rotation=rotation)

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
