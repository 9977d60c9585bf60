"""A second, lighter decoder of a video, for small pictures of places in it.

It decodes a key frame alone, in one thread and without the filters that only fine detail needs, and
makes it small before it is anything but what the decoder gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ...dependencies import np
from ...formats import Size
from ..failures import reported
from ..main_stream import choose_stream
from ..opening import MediaInput
from ..pyav import Packet, VideoFrame, av
from ..video.region import Region
from .sdr import is_hdr, to_sdr

if TYPE_CHECKING:
    import numpy.typing as npt

Picture: TypeAlias = "npt.NDArray[np.uint8]"
"""(height, width, 3) R'G'B', row 0 on top."""

MOST_SECONDS = 1.5
"""How long frames after a key frame are decoded for one picture (s)."""

_MOST_PACKETS = 400  # read for one picture
_HD_HEIGHT = 576  # above it, colours are BT.709's where the file does not say
_BT709, _BT601 = 1, 5  # swscale's numbers
_UNSPECIFIED = 2


class Thumbnailer:
    """Opens a file a second time. A context manager; `close` releases it. For one thread.

    Parameters
    ----------
    source : a file that can be sought in
    rotation : clockwise rotation for display in degrees, a multiple of 90
    region : the part of a frame that is seen; None for all of it

    Raises
    ------
    MediaError : it cannot be opened, or has no video
    """

    def __init__(
        self, source: MediaInput, *, rotation: int = 0, region: Region | None = None
    ) -> None:
        self._name, self._rotation, self._region = source.name, rotation, region
        self._container = source.container()
        try:
            self._stream = choose_stream(self._container, source.name)
            context = self._stream.codec_context
            context.thread_count = 1
            context.skip_frame = "DEFAULT"
            with suppress(AttributeError, ValueError):
                context.options = {"skip_loop_filter": "all", "flags2": "+fast"}
        except BaseException:
            self._container.close()
            raise
        self._unit = float(self._stream.time_base or 1)

    def __enter__(self) -> Thumbnailer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file. May be called twice."""
        self._container.close()

    def key_frame(
        self, seconds: float, size: Size, *, cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[float, Picture] | None:
        """Return the last key frame no later than a time, and its own time.

        Parameters
        ----------
        seconds : as `Frame.time`
        size : of the picture, upright
        cancelled : asked between packets; None is returned once it says so

        Raises
        ------
        MediaError : the file is not seekable, or damaged there
        """
        with reported(self._name):
            self._seek(seconds)
            context = self._stream.codec_context
            for packet in self._packets(cancelled):
                if not packet.is_keyframe:
                    continue
                # The decoder holds frames back for those that are to be shown before them.
                frames = [*self._decoded(packet), *self._decoded(None)]
                context.flush_buffers()
                if frames:
                    return self._time(frames[0], seconds), self._small(frames[0], size)
        return None

    def exact(
        self, seconds: float, size: Size, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Picture | None:
        """Return the frame seen at a time, or the last one there is time to decode.

        Parameters as for `key_frame`. Raises `MediaError` as well.
        """
        latest: VideoFrame | None = None
        ends = perf_counter() + MOST_SECONDS
        with reported(self._name):
            self._seek(seconds)
            for packet in self._packets(cancelled):
                for frame in self._decoded(packet):
                    if self._time(frame, seconds) > seconds and latest is not None:
                        return self._small(latest, size)
                    latest = frame
                if perf_counter() > ends:
                    break
            for frame in self._decoded(None):  # what the decoder held back
                if latest is None or self._time(frame, seconds) <= seconds:
                    latest = frame
            self._stream.codec_context.flush_buffers()
        return None if latest is None or cancelled() else self._small(latest, size)

    def _seek(self, seconds: float) -> None:
        target = int(seconds / self._unit)
        try:
            self._container.seek(target, stream=self._stream, backward=True)
        except av.FFmpegError:
            self._container.seek(target, stream=self._stream, backward=False)
        self._stream.codec_context.flush_buffers()

    def _packets(self, cancelled: Callable[[], bool]) -> Iterator[Packet[Any]]:
        for number, packet in enumerate(self._container.demux(self._stream)):
            if cancelled() or number > _MOST_PACKETS or packet.size == 0:
                return
            yield packet

    def _decoded(self, packet: Packet[Any] | None) -> list[VideoFrame]:
        try:
            return self._stream.codec_context.decode(packet)
        except av.error.EOFError:
            return []
        except av.error.InvalidDataError:
            return []  # one damaged frame is no reason to show none

    def _time(self, frame: VideoFrame, fallback: float) -> float:
        return fallback if frame.pts is None else frame.pts * self._unit

    def _small(self, frame: VideoFrame, size: Size) -> Picture:
        """Return a frame in a size, cut and turned as it is seen."""
        turned = self._rotation % 180 != 0
        width, height = (size.height, size.width) if turned else (size.width, size.height)
        whole = Region(0, 0, Size(frame.width, frame.height))
        part = self._region if self._region and self._region.fits(whole.size) else whole
        across, down = width / part.size.width, height / part.size.height
        full = Size(max(1, round(frame.width * across)), max(1, round(frame.height * down)))
        space = frame.colorspace
        if space == _UNSPECIFIED:
            space = _BT709 if frame.height > _HD_HEIGHT else _BT601
        pixels = frame.to_ndarray(
            width=full.width, height=full.height, format="rgb24", src_colorspace=space,
            interpolation="AREA",
        )  # fmt: skip
        left = min(round(part.x * across), max(0, full.width - width))
        top = min(round(part.y * down), max(0, full.height - height))
        picture = cast(Picture, pixels[top : top + height, left : left + width])
        if is_hdr(int(frame.color_trc)):
            picture = to_sdr(picture, int(frame.color_trc))
        return np.ascontiguousarray(np.rot90(picture, -(self._rotation // 90)))
