"""Transport controls: pause, seek, step, chapters, loops, speed.

Each method is what a key does, and tells of the result in the window.
"""

from __future__ import annotations

from collections.abc import Callable

from ..notices import Notifier
from ..playback.playback import MAX_SPEED, MIN_SPEED, Playback
from ..session.carried_state import CarriedState
from ..text.times import clock_text


class Transport:
    """Acts on the file that plays; where none does, nothing happens.

    Parameters
    ----------
    playback : returns the file's, None where none plays
    carried : the speed is kept there
    notifier : tells of what was done
    """

    def __init__(
        self, playback: Callable[[], Playback | None], carried: CarriedState, notifier: Notifier
    ) -> None:
        self._get, self._carried, self._notifier = playback, carried, notifier
        self._seek_to: tuple[float, bool] | None = None  # the position, and whether exactly
        self._sought_from: float | None = None
        self._mark: float | None = None

    def reset(self) -> None:
        """Forget what was asked for in the last file."""
        self._seek_to = self._sought_from = self._mark = None

    @property
    def playback(self) -> Playback | None:
        """The file's that plays, None where none does."""
        return self._get()

    @property
    def position(self) -> float:
        """Media seconds since the first frame, or of the place that is to be sought."""
        playback = self._get()
        if self._seek_to is not None:
            return self._seek_to[0]
        return 0.0 if playback is None else playback.position

    # What keys do.

    def toggle_pause(self) -> None:
        """Pause, or continue."""
        playback = self._get()
        if playback is not None:
            playback.set_paused(not playback.paused)
            self._notifier.show_status("paused" if playback.paused else "")

    def seek_by(self, seconds: float, *, exact: bool = True) -> None:
        """Seek by media seconds from the current position, or from the one being sought."""
        if self._get() is not None:
            self.seek(self.position + seconds, exact=exact)

    def seek(self, position: float, *, exact: bool = True) -> None:
        """Seek to media seconds from the first frame, as soon as the last seek has been seen."""
        self._seek_to = max(0.0, position), exact

    def seek_percent(self, percent: float) -> None:
        """Seek to a share of the file."""
        playback = self._get()
        if playback is None:
            return
        if playback.duration is None:
            self._notifier.notify("the length of this video is not known")
        else:
            self.seek(playback.duration * min(max(percent, 0.0), 100.0) / 100)

    def revert_seek(self, *, mark: bool = False) -> None:
        """Go back to where the last seek came from, or to the mark; with `mark`, set that here.

        Asked for again it returns, but for a mark, which stays.
        """
        playback = self._get()
        if playback is None:
            return
        to = self._sought_from if self._mark is None else self._mark
        if mark:
            self._mark = playback.position
            self._notifier.notify(f"marked {clock_text(self._mark)}")
        elif to is None:
            self._notifier.notify("nothing was sought yet")
        else:
            self.seek(to)

    def seek_share(self, share: float, *, exact: bool) -> None:
        """Seek to a share of the file, from 0 to 1; nothing happens where it has no duration."""
        playback = self._get()
        if playback is not None and playback.duration is not None:
            self.seek(playback.duration * share, exact=exact)

    def step(self) -> None:
        """Pause, and show the next frame."""
        playback = self._get()
        if playback is not None:
            playback.step()
            self._notifier.show_status()

    def step_back(self) -> None:
        """Pause, and show the frame before."""
        playback = self._get()
        if playback is not None:
            if playback.step_back():
                self._notifier.show_status()
            else:
                self._notifier.notify(self._why_not(playback) or "this is the first frame")

    def go_chapter(self, step: int) -> None:
        """Go on or back by chapters."""
        playback = self._get()
        if playback is None:
            return
        if not playback.chapters:
            self._notifier.notify("this video has no chapters")
            return
        for _ in range(abs(step)):
            went = playback.next_chapter() if step > 0 else playback.previous_chapter()
            if not went:
                last = "last" if step > 0 else "first"
                self._notifier.notify(self._why_not(playback) or f"this is the {last} chapter")
                return
        chapter = playback.chapter or 0
        title, number = playback.chapters[chapter].title, chapter + 1
        name = "" if title == f"Chapter {number}" else f": {title}"
        self._notifier.notify(f"chapter {number} of {len(playback.chapters)}{name}")

    def cycle_ab_loop(self) -> None:
        """Set A, then B, then neither."""
        playback = self._get()
        if playback is None:
            return
        at = clock_text(playback.position)
        match playback.mark_loop():
            case "A":
                self._notifier.notify(f"repeat from {at}; press again where the part ends")
            case "B":
                self._notifier.notify(f"repeat up to {at}; press again to stop")
            case _:
                self._notifier.notify("no longer repeated")

    def toggle_loop_file(self) -> None:
        """Repeat the file at its end, or stop repeating it."""
        playback = self._get()
        if playback is not None:
            playback.loop.file = not playback.loop.file
            self._notifier.notify(
                "this file is repeated" if playback.loop.file else "this file is not repeated"
            )

    def set_speed(self, speed: float) -> None:
        """Play faster or slower."""
        playback = self._get()
        if playback is not None:
            # Multiplied back and forth, a speed should come back to exactly 1.
            speed = 1.0 if abs(speed - 1.0) < 0.005 else speed
            self._carried.speed = min(max(speed, MIN_SPEED), MAX_SPEED)
            playback.set_speed(self._carried.speed)
            self._notifier.notify(f"speed x {self._carried.speed:.2f}")

    def scale_speed(self, factor: float) -> None:
        """Play faster or slower by a factor."""
        playback = self._get()
        if playback is not None:
            self.set_speed(playback.speed * factor)

    # What the loop does.

    def apply(self) -> None:
        """Begin the seek that was asked for last, unless one is still under way."""
        playback = self._get()
        if playback is None or self._seek_to is None or not self._may_seek(playback):
            return
        (position, exact), self._seek_to = self._seek_to, None
        before = playback.position
        if playback.seek(position, exact=exact):
            self._sought_from = before
            self._notifier.show_status()
        else:
            self._notifier.notify(self._why_not(playback) or "nothing to go to there")

    @property
    def due(self) -> bool:
        """Whether `apply` has something to do now."""
        playback = self._get()
        return self._seek_to is not None and playback is not None and self._may_seek(playback)

    @staticmethod
    def _why_not(playback: Playback) -> str:
        """Return why there is no going to another place, for a viewer; empty where there is."""
        return "" if playback.seek_failure is None else "this video only plays from start to end"

    @staticmethod
    def _may_seek(playback: Playback) -> bool:
        """Whether a seek may begin: after the last one has shown its frame.

        A key held down asks for more seeks than can be decoded. Were each to end the one before,
        nothing would be seen until the key is let go.
        """
        return not playback.seeking or playback.end is not None
