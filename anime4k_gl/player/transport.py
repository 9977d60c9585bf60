"""Where in the file we are, and how fast we go: pauses, seeks, steps, chapters, loops, speed.

Each of the methods is what a key does, and says in the window what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..media.chapters import NO_CHAPTERS
from .playback import MAX_SPEED, MIN_SPEED, Playback
from .session import Levels
from .stats import clock_text


class Speaker(Protocol):
    """What tells the user something in the window."""

    def say(self, text: str) -> None:
        """Show a line for a moment."""

    def show_status(self) -> None:
        """Show where we are for a moment."""


class Transport:
    """Acts on the file that plays; where none does, nothing happens.

    Parameters
    ----------
    playback : returns the file's, None where none plays
    levels : the speed is kept there
    speaker : tells of what was done
    """

    def __init__(
        self, playback: Callable[[], Playback | None], levels: Levels, speaker: Speaker
    ) -> None:
        self._get, self._levels, self._speaker = playback, levels, speaker
        self._seek_to: tuple[float, bool] | None = None  # the position, and whether exactly

    def reset(self) -> None:
        """Forget what was asked for in the last file."""
        self._seek_to = None

    # What keys do.

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        playback = self._get()
        if playback is not None:
            playback.set_paused(not playback.paused)
            self._speaker.show_status()

    def seek_by(self, seconds: float, *, exact: bool = True) -> None:
        """Seek by media seconds from where we are or are about to be."""
        playback = self._get()
        if playback is not None:
            before = playback.position if self._seek_to is None else self._seek_to[0]
            self.seek(before + seconds, exact=exact)

    def seek(self, position: float, *, exact: bool = True) -> None:
        """Seek to media seconds from the first frame, as soon as the last seek has been seen."""
        self._seek_to = max(0.0, position), exact

    def seek_percent(self, percent: float) -> None:
        """Seek to a share of the file."""
        playback = self._get()
        if playback is None:
            return
        if playback.duration is None:
            self._speaker.say("how long this is is not known")
        else:
            self.seek(playback.duration * min(max(percent, 0.0), 100.0) / 100)

    def step(self) -> None:
        """Pause, and show the next frame."""
        playback = self._get()
        if playback is not None:
            playback.step()
            self._speaker.show_status()

    def step_back(self) -> None:
        """Pause, and show the frame before."""
        playback = self._get()
        if playback is not None:
            if playback.step_back():
                self._speaker.show_status()
            else:
                self._speaker.say(playback.seek_failure or "this is the first frame")

    def go_chapter(self, step: int) -> None:
        """Go on or back by chapters."""
        playback = self._get()
        if playback is None:
            return
        if not playback.chapters:
            self._speaker.say(NO_CHAPTERS)
            return
        for _ in range(abs(step)):
            went = playback.next_chapter() if step > 0 else playback.previous_chapter()
            if not went:
                self._speaker.say(playback.seek_failure or "no further chapter")
                return
        chapter = playback.chapter or 0
        title = playback.chapters[chapter].title
        self._speaker.say(f"chapter {chapter + 1} of {len(playback.chapters)}: {title}")

    def cycle_ab_loop(self) -> None:
        """Set A, then B, then neither."""
        playback = self._get()
        if playback is None:
            return
        at = clock_text(playback.position)
        match playback.mark_loop():
            case "A":
                self._speaker.say(f"loop from {at}; press again for its end")
            case "B":
                self._speaker.say(f"loop to {at}")
            case _:
                self._speaker.say("no loop")

    def toggle_loop_file(self) -> None:
        """Begin the file anew at its end, or no more."""
        playback = self._get()
        if playback is not None:
            playback.looping.file = not playback.looping.file
            self._speaker.say("the file repeats" if playback.looping.file else "no repeating")

    def set_speed(self, speed: float) -> None:
        """Play faster or slower."""
        playback = self._get()
        if playback is not None:
            # Multiplied back and forth, a speed should come back to exactly 1.
            speed = 1.0 if abs(speed - 1.0) < 0.005 else speed
            self._levels.speed = min(max(speed, MIN_SPEED), MAX_SPEED)
            playback.set_speed(self._levels.speed)
            self._speaker.say(f"speed {self._levels.speed:.2f}")

    def scale_speed(self, factor: float) -> None:
        """Play faster or slower by a factor."""
        playback = self._get()
        if playback is not None:
            self.set_speed(playback.speed * factor)

    # What the loop does.

    def apply(self) -> None:
        """Begin the seek that was asked for last, if its time has come."""
        playback = self._get()
        if playback is None or self._seek_to is None or not self._may_seek(playback):
            return
        (position, exact), self._seek_to = self._seek_to, None
        if playback.seek(position, exact=exact):
            self._speaker.show_status()
        else:
            self._speaker.say(playback.seek_failure or "this cannot be sought in")

    @property
    def due(self) -> bool:
        """Whether `apply` has something to do now."""
        playback = self._get()
        return self._seek_to is not None and playback is not None and self._may_seek(playback)

    @staticmethod
    def _may_seek(playback: Playback) -> bool:
        """Whether a seek may begin: after the last one has shown its frame.

        A key held down asks for more seeks than can be decoded. Were each to end the one before,
        nothing would be seen until the key is let go.
        """
        return not playback.seeking or playback.end is not None
