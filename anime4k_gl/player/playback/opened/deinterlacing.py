"""Deinterlacing while playing: what is done about fields, found out beside it, and switched."""

from __future__ import annotations

import threading
from fractions import Fraction

from ....media.fields.choice import AUTOMATIC, FieldChoice
from ....media.fields.scan import Scan
from ....media.video.video_source import VideoSource

_OFF, _ON = FieldChoice("off"), FieldChoice("on")


class Deinterlacing:
    """Has a file's frames deinterlaced where that is asked for. A context manager.

    Samples of a file say best whether it is interlaced. They are looked at before it plays where
    its first frame is flagged so, or something was asked for; else meanwhile, since most files are
    not, and their first picture would come later.

    Parameters
    ----------
    source : opened, and not decoded from yet; told from the thread of the caller and one of its own
    choice : what is asked for; None for nothing, as long as nobody toggles

    Attributes
    ----------
    on : whether frames are deinterlaced, or put together from fields
    """

    def __init__(self, source: VideoSource, choice: FieldChoice | None) -> None:
        self._source, self._choice = source, choice
        self._fields = source.fields
        self._scan: Scan | None = self._fields.scan
        self._lock = threading.Lock()
        self._toggled = self._found = False
        self._notes: tuple[str, ...] = self._fields.notes
        self._thread: threading.Thread | None = None
        self.on = self._fields.filters
        if choice is None or choice == _OFF or self._scan is not None:
            return
        if choice != AUTOMATIC or self._fields.flagged:
            self._look(choice)
        else:
            self._thread = threading.Thread(
                target=self._look_beside, name="anime4k_gl fields", daemon=True
            )

    def __enter__(self) -> Deinterlacing:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()

    @property
    def steady_rate(self) -> Fraction | None:
        """The frames a second of a file that has a constant rate, also after this; else None."""
        choice = self._choice
        if choice is not None and (choice.deinterlace == "bob" or choice.detelecine):
            return None
        return self._source.steady_rate

    def look_beside(self) -> None:
        """Look at samples in a thread, where that is left to do: once there is a picture to see."""
        if self._thread is not None and self._thread.ident is None:
            self._thread.start()

    def take_notes(self) -> tuple[str, ...]:
        """Return what is to be said, a sentence each, that was not taken before."""
        notes, self._notes = self._notes, ()
        return notes

    def take_found(self) -> bool:
        """Whether it has been found out, since the last call, that frames are to be treated."""
        found, self._found = self._found, False
        return found

    def toggle(self) -> bool:
        """Deinterlace from the next frames on, or stop; return which."""
        given = self._choice
        wanted = _ON if given is None or given in (AUTOMATIC, _OFF) else given
        with self._lock:
            self._toggled = True
            self._fields.choose(_OFF if self.on else wanted, self._scan)
            self.on = not self.on
        return self.on

    def _look_beside(self) -> None:
        self._look(AUTOMATIC)
        self._found = self.on

    def _look(self, choice: FieldChoice) -> None:
        # Of what is not a file the first frame's flag tells.
        scan = self._fields.sampled() or Scan(flagged=float(self._fields.flagged), frames=1)
        decision = self._fields.decision(choice, scan)
        with self._lock:
            self._scan = scan
            if self._toggled:
                return
            self._notes = decision.notes
            if decision.work.any:
                self._fields.choose(choice, scan)
            self.on = decision.work.filters
