"""The ending of a file: when its picture, its sound and its subtitles are all over."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..audio_master import AudioMaster
from ..frame_queue import EndOfFile, TimedFrame
from .opened_media import OpenedMedia

_EARLY_SOUND = 0.5  # seconds by which sound must begin earlier for playing to begin with it

_PICTURES = frozenset({"image2", "gif", "webp", "ico", "apng", "avif", "heif"})


class Ending:
    """Knows how long a file lasts, beyond its picture. Times are media seconds.

    Parameters
    ----------
    media : the file
    sound : what is heard
    image_duration : seconds for which a still picture without sound stays; None for ever

    Attributes
    ----------
    start : when playing begins: with the picture, or with sound that begins much earlier
    subtitles : returns when the last subtitle ends, as far as is known; None for none
    """

    def __init__(
        self, media: OpenedMedia, sound: AudioMaster, image_duration: float | None
    ) -> None:
        self._media, self._sound, self._image_duration = media, sound, image_duration
        heard = media.sound.start
        self.start = media.source.start if media.has_video else heard or 0.0
        if heard is not None and heard < self.start - _EARLY_SOUND:
            self.start = heard
        name = media.source.container.format.name
        pictured = name in _PICTURES or name.endswith("_pipe")
        self._is_picture = media.has_video and pictured
        self.subtitles: Callable[[], float | None] = lambda: None

    @property
    def duration(self) -> float | None:
        """Seconds from the start to where the last of picture and sound ends; None if unknown."""
        clock, media = self._media.clock, self._media
        if clock.end is not None:
            return clock.end - self.start
        if clock.joins and not clock.in_pieces:
            return None
        ends = [media.streams.end]
        if media.duration is not None:
            ends.append(media.duration + (media.source.start if media.has_video else self.start))
        known = [end for end in ends if end is not None and end > self.start]
        return max(known) - self.start if known else None

    def is_still(self, shown: TimedFrame) -> bool:
        """Whether a last frame is the only one: a cover, a picture, a slide."""
        return shown.time <= self._media.source.start

    def of(self, last: TimedFrame, end: EndOfFile) -> float:
        """Return when all is over: infinity as long as that is not known.

        Parameters
        ----------
        last, end : the last frame, and what follows it
        """
        if self._sound.goes_on:
            return math.inf
        ends = [last.end if self._media.has_video else self.start]
        if self._is_picture and self.is_still(last) and not self._sound.has_track:
            stays = self._image_duration
            return math.inf if stays is None else self.start + stays
        if end.error is None:
            unheard = not (self._media.has_video or self._sound.has_track)
            if unheard or self._sound.is_silent:  # it passes all the same
                until = self._media.clock.end or self._media.sound.end
                ends.append(self.start if until is None else until)
            spoken = self.subtitles()
            ends.append(self.start if spoken is None else spoken)
        return max(ends)
