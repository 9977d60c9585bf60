"""A file opened to be played: its picture, or what stands for it where there is sound alone."""

from __future__ import annotations

import os
from typing import Any

from ....errors import MediaError
from ....lazy.dataclass import dataclass
from ....media.chapters import Chapter, chapters_of
from ....media.fields.choice import FieldChoice
from ....media.main_stream import NoVideoError
from ....media.opening import MediaInput, as_input
from ....media.timing.extents import Lasting, span_of
from ....media.timing.reader_clock import ReaderClock
from ....media.video.cover import front_cover
from ....media.video.video_source import VideoSource


@dataclass(frozen=True, slots=True)
class OpenedMedia:
    """What playing needs of a file.

    Attributes
    ----------
    input : the file
    source : its video; of sound alone the cover, or a plain picture with the title
    has_video : whether that is the file's own
    chapters : in order of time
    clock : knows how long a file is whose clock jumps
    sound, streams : from when to when the sound lasts, and sound and picture together
    """

    input: MediaInput
    source: VideoSource
    has_video: bool
    chapters: tuple[Chapter, ...]
    clock: ReaderClock
    sound: Lasting
    streams: Lasting

    @property
    def duration(self) -> float | None:
        """Seconds from the start of the picture, or of the sound, to its end; None if unknown."""
        if self.has_video:
            return self.source.duration
        start, end = self.sound.start or 0.0, self.sound.end
        return None if end is None else max(0.0, end - start) or None


def open_media(
    path: str | os.PathLike[str] | MediaInput,
    *,
    hwdec: str = "none",
    on_device: bool = False,
    fields: FieldChoice | None = None,
) -> OpenedMedia:
    """Open a file, a URL or a `MediaInput`; the caller closes its `source`.

    Where frames may stay on a device it is found out first whether they have to come to memory to
    be deinterlaced; else that is for `Deinterlacing`.

    Raises
    ------
    MediaError : it cannot be opened, or has neither video nor sound
    """
    given = as_input(path)
    try:
        source = VideoSource(
            given,
            hwdec=hwdec,
            on_device=on_device,
            continuous=True,
            deinterlace=fields if on_device else None,
        )
    except NoVideoError as error:
        with given.container() as container:
            if not container.streams.audio:
                raise
            source = _stand_in(given, container, error)
            return _opened(given, source, container, has_video=False)
    return _opened(given, source, source.container, has_video=True)


def _opened(
    given: MediaInput, source: VideoSource, container: Any, *, has_video: bool
) -> OpenedMedia:
    clock = source.clock if has_video else ReaderClock.of(given, container)
    return OpenedMedia(
        given, source, has_video, chapters_of(container), clock,
        sound=span_of(container, "audio"), streams=span_of(container),
    )  # fmt: skip


def _stand_in(given: MediaInput, container: Any, error: NoVideoError) -> VideoSource:
    """Return the cover of a file of sound; without a usable one a plain picture."""
    cover = front_cover(container)
    if cover is not None:
        try:
            return VideoSource(MediaInput.of_bytes(cover, given.name))
        except MediaError:
            pass  # damaged
    from .title_picture import title_picture  # brings fonts

    name = os.path.basename(given.name) or given.name
    try:
        of_stream = container.streams.audio[0].metadata  # where Ogg has them
        plain = title_picture(name, {**of_stream, **container.metadata})
        return VideoSource(MediaInput.of_bytes(plain, given.name))
    except OSError:  # of a font
        raise error from None
