"""The audio as the clock's master: it leads media time, and follows seeks, pauses and speed."""

from __future__ import annotations

from typing import Protocol

from .clock import MediaClock


class Sound(Protocol):
    """A file's sound as playback sees it. All times are on the scale of `Frame.time`."""

    @property
    def time(self) -> float | None:
        """The time heard now; None in silence, and from a seek until its sound is heard."""

    @property
    def has_track(self) -> bool:
        """Whether a track is selected, be it heard or not."""

    @property
    def goes_on(self) -> bool:
        """Whether there is sound, or more of it, still to be heard."""

    @property
    def is_silent(self) -> bool:
        """Whether there is no device to hear it on."""

    @property
    def waited(self) -> float:
        """For how many seconds its reader has been waiting for data."""

    def holds(self, seconds: float) -> bool:
        """Return whether so much sound is ready to be heard, or no more comes."""

    def seek(self, seconds: float) -> None:
        """Be silent at once, then go on from a time."""

    def set_paused(self, paused: bool) -> None:
        """Pause, or go on."""

    def set_speed(self, speed: float) -> None:
        """Change how fast media time passes."""


class AudioMaster:
    """The sound, if there is any, and whether it is where the picture is.

    Attributes
    ----------
    waiting : whether the sound is still to be put to the next frame that is seen
    """

    # While a frame is sought the sound stands ready, but still: were it to run, the picture would
    # have to make up for all the time that the seek took.

    def __init__(self, clock: MediaClock) -> None:
        self._clock = clock
        self._sound: Sound | None = None
        self._held = True
        self.waiting = False

    @property
    def has_track(self) -> bool:
        """Whether there is sound, be it heard or not."""
        return self._sound is not None and self._sound.has_track

    @property
    def goes_on(self) -> bool:
        """Whether there is sound, or more of it, still to be heard."""
        return self._sound is not None and self._sound.goes_on

    @property
    def is_silent(self) -> bool:
        """Whether there is sound that cannot be heard, for want of a device."""
        return self.has_track and self._sound is not None and self._sound.is_silent

    @property
    def waited(self) -> float:
        """For how many seconds sound has been waiting for data."""
        return 0.0 if self._sound is None else self._sound.waited

    def holds(self, seconds: float) -> bool:
        """Return whether so much sound is ready to be heard, or none is to come."""
        return self._sound is None or self._sound.holds(seconds)

    def attach(self, sound: Sound | None, seconds: float) -> None:
        """Have a sound lead the clock from a media time on; None: real time alone."""
        self._sound = sound
        self._clock.master = None if sound is None else lambda: sound.time
        self.set_speed(self._clock.speed)
        self.set_paused(self._clock.paused)
        self.seek(seconds)

    def hold(self) -> None:
        """Have the sound stand still until `release`: a frame is sought."""
        self._held = True
        self.set_paused(self._clock.paused)

    def release(self) -> None:
        """Have the sound go on, unless all is paused: the frame is seen."""
        self._held = False
        self.set_paused(self._clock.paused)

    def seek(self, seconds: float) -> None:
        """Have the sound go on from a time."""
        self.waiting = False
        if self._sound is not None:
            self._sound.seek(seconds)

    def set_paused(self, paused: bool) -> None:
        """Pause the sound, or have it go on."""
        if self._sound is not None:
            self._sound.set_paused(paused or self._held)

    def set_speed(self, speed: float) -> None:
        """Change the sound's speed."""
        if self._sound is not None:
            self._sound.set_speed(speed)
