"""The ear of a video source for damage: FFmpeg's complaints while it reads, if it is to listen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from ..opening import MediaInput
from ..pyav import InputContainer, Packet, VideoCodecContext, VideoStream
from .complaints import Complaints
from .completeness import Progress

_OUTPUT_CORRUPT = 8  # FFmpeg's AV_CODEC_FLAG_OUTPUT_CORRUPT

T = TypeVar("T")


class Ear:
    """Listens while one file is open, if it is to: `close` ends that.

    Parameters
    ----------
    listens : whether it is to; otherwise nothing here has an effect
    """

    def __init__(self, listens: bool) -> None:
        self._complaints = Complaints() if listens else None
        self._contexts: list[VideoCodecContext] = []
        self._begun = False

    def listening(self) -> AbstractContextManager[None]:
        """Hear what is said in this thread meanwhile."""
        return nullcontext() if self._complaints is None else self._complaints.listen()

    def deaf(self) -> AbstractContextManager[None]:
        """Have nothing said meanwhile: where another decoder with threads is opened and closed."""
        return nullcontext() if self._complaints is None else self._complaints.deaf()

    def to(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items, and hear what is said as each is made."""
        iterator = iter(items)
        while True:
            with self.listening():
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def opened(self, container: InputContainer, contexts: Iterable[VideoCodecContext]) -> None:
        """Say what was opened, and open its decoders; raises PyAV's errors.

        Parameters
        ----------
        contexts : of the video's decoders, its own first; none where a device decodes
        """
        if self._complaints is None:
            return
        self._contexts = list(contexts)
        if not self._contexts:  # a device's decoder opens itself, for which see `deaf`
            self._complaints.close()
            self._complaints = None
            return
        self._complaints.opened(container.format.name, self._contexts[0].codec.name)
        with self._complaints.deaf():
            for context in self._contexts:
                context.open(strict=False)

    def begins_with(self, packet: Packet[VideoStream]) -> None:
        """Take the first packet of the video for a sign of whether the file begins whole."""
        if self._complaints is None or self._begun:
            return
        self._begun = True
        if packet.is_keyframe:
            self._complaints.heed_probing()
            if self._contexts[0].codec.name == "hevc":
                self._contexts[0].flags |= _OUTPUT_CORRUPT  # they are marked, not left out, then

    def tell(self, progress: Progress) -> None:
        """Hand on what was heard."""
        if self._complaints is not None:
            progress.complained(self._complaints.take())

    def tell_all(self, progress: Progress, source: MediaInput, container: InputContainer) -> None:
        """Hand on what was heard, and what the bytes of the whole file show besides."""
        self.tell(progress)
        if self._complaints is not None and source.path is not None and not source.is_pipe:
            progress.signs.look_at(source.path, container, progress.index)

    def quiet(self) -> None:
        """Let the decoders come to rest, before they are closed.

        Their threads wait to complain, and the closing for them.
        """
        if self._complaints is not None:
            for context in self._contexts:
                context.flush_buffers()

    def close(self) -> None:
        """Listen no more. May be called twice."""
        if self._complaints is not None:
            self._complaints.close()
