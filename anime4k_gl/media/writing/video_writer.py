"""Video files as sinks of frames: encoded video, with everything else copied from the source.

The file is written under a hidden name in the target's folder and renamed when it is complete, so
that the target is never a partial file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...colour import Colour
from ...errors import MediaError
from ...formats import PixelLayout, Size
from ..carrying.carry import Carrying
from ..pyav import Packet
from ..target import MediaTarget, as_target
from ..video.video_source import VideoSource
from ..whole_output import WholeOutput
from .codecs import default_layout, resolve_codec
from .source_plan import carried, plan_for_source
from .stream_plan import StreamPlan
from .video_encoding import BlankFrame, FrameEncoder, FramePool, VideoEncoding
from .video_muxer import VideoMuxer

__all__ = ["BlankFrame", "VideoDescription", "VideoWriter", "default_layout"]


@dataclass(frozen=True, slots=True)
class VideoDescription:
    """All that is told to an encoder and a muxer; `of` makes it, and nothing is written yet.

    Attributes
    ----------
    target : what is written
    encoding : of the video
    plan : what becomes of the other streams
    carried : what becomes of what the source says beside its streams
    recipe : how it is made, see `recipes`; empty for nothing
    """

    target: MediaTarget
    encoding: VideoEncoding
    plan: StreamPlan
    carried: Carrying
    recipe: str = ""

    @classmethod
    def of(
        cls,
        path: str | os.PathLike[str] | MediaTarget,
        source: VideoSource,
        *,
        size: Size,
        layout: PixelLayout,
        colour: Colour,
        codec: str = "libx264",
        crf: float | None = None,
        preset: str | None = None,
        options: Mapping[str, str] | None = None,
        plan: StreamPlan | None = None,
        overwrite: bool = False,
        recipe: str = "",
    ) -> VideoDescription:
        """Return it for a target and a source; the parameters are those of `VideoWriter`.

        Raises
        ------
        OptionError, MediaError : as `VideoWriter`
        """
        target = as_target(path)
        codec = resolve_codec(codec)
        target.check(overwrite=overwrite)
        if target.path is not None and source.input.is_same_file(target.path):
            raise MediaError(f"{target}: the input itself; choose another name")
        plan = plan or plan_for_source(source, target)
        said = carried(source, plan, target, encoder=codec, layout=layout, colour=colour, size=size)
        encoding = VideoEncoding.of(
            source,
            plan.container,
            size=size,
            layout=layout,
            colour=colour,
            codec=codec,
            crf=crf,
            preset=preset,
            options=options or {},
            carried=said.options,
        )
        return cls(target, encoding, plan, said, recipe)

    def muxer(self, source: VideoSource) -> VideoMuxer:
        """Open the target for the video's packets, and those of the source's other streams."""
        return VideoMuxer(
            self.target, source, self.encoding, self.plan, self.carried, recipe=self.recipe
        )


class VideoWriter(WholeOutput):
    """An output video being written. A context manager: leaving it normally finishes the file,
    leaving it by an exception (Ctrl-C too) discards it.

    `write` may be called in one thread while `copy` is called in another; each locks.

    Parameters
    ----------
    path : the file to write, whose extension names the container; or a `MediaTarget`, such as a
        pipe
    source : the source of streams, metadata, chapters, times and orientation
    size : pixels of a frame
    layout : the frames' pixel layout, one the encoder takes (see `default_layout`)
    colour : the frames' colour description, written to the file
    codec : an encoder's name in FFmpeg, or an alias such as ``h265``
    crf : constant quality on the codec's own scale, lower is better; None for the codec's default
    preset : the encoder's speed preset; None for its own default
    options : further options of the encoder, by FFmpeg's names
    plan : what becomes of the other streams; all are kept as well as can be by default
    overwrite : whether to replace an existing file
    recipe : how it was made, see `recipes`; empty for nothing

    Attributes
    ----------
    notes : parts of the source that could not be kept, a sentence each

    Raises `OptionError` for an unknown container, codec, layout or option and for a stream the
    container cannot carry; `MediaError` if the file cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaTarget,
        source: VideoSource,
        *,
        size: Size,
        layout: PixelLayout,
        colour: Colour,
        codec: str = "libx264",
        crf: float | None = None,
        preset: str | None = None,
        options: Mapping[str, str] | None = None,
        plan: StreamPlan | None = None,
        overwrite: bool = False,
        recipe: str = "",
    ) -> None:
        description = VideoDescription.of(
            path,
            source,
            size=size,
            layout=layout,
            colour=colour,
            codec=codec,
            crf=crf,
            preset=preset,
            options=options,
            plan=plan,
            overwrite=overwrite,
            recipe=recipe,
        )
        self._begin(description, source)

    @classmethod
    def described(cls, description: VideoDescription, source: VideoSource) -> VideoWriter:
        """Return a writer of what is described."""
        writer = cls.__new__(cls)
        writer._begin(description, source)
        return writer

    def _begin(self, description: VideoDescription, source: VideoSource) -> None:
        self.path = description.target.name
        self._pool = FramePool(description.encoding)
        self._muxer = description.muxer(source)
        self.notes = self._muxer.notes
        self._encoder = FrameEncoder(description.encoding, self._muxer.stream, self.path)
        self._open = True

    def blank(self) -> BlankFrame:
        """Return a frame for the caller to fill and pass to `write`; callable in any thread."""
        return self._pool.blank()

    def write(
        self, picture: BlankFrame | Sequence[Any], pts: int, duration: int | None = None
    ) -> None:
        """Encode one frame. Raises `MediaError` if encoding or writing fails.

        Parameters
        ----------
        picture : a filled frame from `blank`, which the writer owns again once it is given
            another one, so that the same may be given several times in a row; or, to be copied, one
            object with the buffer protocol per plane: its rows without padding, row 0 on top
        pts : presentation time in units of the source's `time_base`, later than the last
        duration : display duration in the same units; None for the mean frame duration
        """
        filled = picture if isinstance(picture, BlankFrame) else self._pool.copied(picture)
        for packet in self._encoder.encode(filled, pts, duration):
            self._muxer.video(packet)
        self._pool.give_back(filled)

    def copy(self, packet: Packet[Any]) -> None:
        """Take a packet of another stream of the source, see `VideoMuxer.copy`."""
        self._muxer.copy(packet)

    def finish(self) -> None:
        """Flush the encoder, and complete the file, see `VideoMuxer.finish`."""
        if not self._open:
            return
        self._open = False
        try:
            for packet in self._encoder.flush():
                self._muxer.video(packet)
        except BaseException:
            self.discard()
            raise
        self._muxer.finish()

    def discard(self) -> None:
        """Discard the file completely."""
        self._open = False
        self._muxer.discard()
