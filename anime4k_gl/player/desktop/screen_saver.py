"""The screen saver, kept away while a video plays, in a window too.

Three may blank a screen: the X server, told by the window; the desktop on Linux, told over D-Bus;
and Windows or macOS. wakepy knows how to tell the latter two.
"""

from __future__ import annotations

import sys
import threading

from ...dependencies import missing
from ..notices import Report
from ..window.glfw_window import Window
from .session_bus import session_bus

LEAVING_SECONDS = 2.0
"""How long the end waits (s) for a desktop that does not answer: it sees us go, anyway."""


class ScreenSaver:
    """Keeps the screen saver away from a window. Belongs to the window's thread, but for `report`.

    Parameters
    ----------
    report : takes messages, a line each, from any thread
    """

    def __init__(self, window: Window, report: Report) -> None:
        self._window = window
        self._desktop: DesktopInhibitor | None = None
        on_x11 = window.keep_awake(False)
        if session_bus() is not None or sys.platform in ("win32", "darwin"):
            self._desktop = DesktopInhibitor(report, needed=not on_x11)
        elif not on_x11:
            report(f"{_FAILURE}: there is no session bus (D-Bus)")

    def keep_away(self, away: bool) -> None:
        """Keep it away from now on, or not; to be called again and again."""
        self._window.keep_awake(away)
        if self._desktop is not None:
            self._desktop.keep_away(away)

    def close(self) -> None:
        """Give it back, and end."""
        self._window.keep_awake(False)
        if self._desktop is not None:
            self._desktop.close()


class DesktopInhibitor:
    """Asks the desktop, or the system, not to blank the screen; in a thread, as it may wait.

    Parameters
    ----------
    needed : whether nothing else keeps the screen saver away, so that a failure is to be told
    """

    def __init__(self, report: Report, *, needed: bool) -> None:
        self._report, self._needed = report, needed
        self._changed = threading.Condition()
        self._away = self._ended = False
        self._thread: threading.Thread | None = None

    def keep_away(self, away: bool) -> None:
        """Ask for that from now on, or no more."""
        if away == self._away:
            return
        with self._changed:
            self._away = away
            self._changed.notify()
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="anime4k_gl screen saver", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Ask for nothing any more, and end."""
        with self._changed:
            self._away, self._ended = False, True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(LEAVING_SECONDS)

    def _run(self) -> None:
        try:
            from wakepy import keep
        except ImportError as error:
            self._report(f"{_FAILURE}: {missing(error) or error}")
            return
        while self._wait_until(away=True):
            with keep.presenting(on_fail="pass") as mode:
                if self._needed and not mode.active:
                    self._needed = False  # told once
                    self._report(f"{_FAILURE}: this desktop has no way known to wakepy")
                self._wait_until(away=False)

    def _wait_until(self, *, away: bool) -> bool:
        """Wait for a change; return False at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._away == away)
            return not self._ended


_FAILURE = "the screen saver cannot be kept away"
