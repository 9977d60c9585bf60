"""Buffering: where data comes too slowly, picture and sound wait together and go on together."""

from __future__ import annotations

from collections.abc import Callable

from .audio_master import AudioMaster
from .frame_queue import FrameQueue

WAITED_SECONDS = 0.15
"""A reader that has been waiting for so long (s) waits for data, not for the processor."""

MESSAGE_SECONDS = 0.5
"""How long (s) a seek has to wait before that is told."""

DRY_SECONDS = 0.02
"""Sound that is left when playing stops (s)."""

RESUME_SECONDS = 0.25
"""Sound that must be there for playing to go on (s)."""


class Buffering:
    """Decides when to wait for data, and when there is enough again.

    Parameters
    ----------
    queue, sound : what is played from
    waited : returns for how many seconds the picture's reader has been waiting

    Attributes
    ----------
    active : whether playing waits
    """

    def __init__(self, queue: FrameQueue, sound: AudioMaster, waited: Callable[[], float]) -> None:
        self._queue, self._sound, self._waited = queue, sound, waited
        self.active = False

    def update(self, *, over: bool) -> bool:
        """Look again; return whether `active` has changed.

        Parameters
        ----------
        over : whether the frame seen has been seen for as long as it lasts, so that another is due
        """
        was = self.active
        if was:
            self.active = not (self._queue.is_full and self._sound.holds(RESUME_SECONDS))
        else:
            picture = over and len(self._queue) == 0 and self._waited() > WAITED_SECONDS
            sound = not self._sound.holds(DRY_SECONDS) and self._sound.waited > WAITED_SECONDS
            self.active = picture or sound
        return self.active != was

    def stop(self) -> None:
        """Wait for nothing: something else is sought."""
        self.active = False

    @property
    def is_late(self) -> bool:
        """Whether a frame sought waits for data for so long that it should be told."""
        return len(self._queue) == 0 and self._waited() > MESSAGE_SECONDS
