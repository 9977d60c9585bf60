"""The X server's own screen saver: kept away while something plays, and given back after.

The server has one setting, and no one undoes for a client what it changed: whoever sets it has to
know what it was. Several players, one that was killed, and glfw in full screen all have a hand in
it.
"""

from __future__ import annotations

from typing import Protocol

from .x11 import SaverValues

AGAIN_SECONDS = 10.0
"""How often (s) the server is told anew: other programs set it too, and idle times count on."""

NOTE = "_ANIME4K_GL_SCREEN_SAVER"
"""Under this name the server keeps what the user had, as long as a player keeps the saver away."""


class SaverServer(Protocol):
    """What is asked of the X server. See `X11`."""

    @property
    def saver(self) -> SaverValues: ...
    @saver.setter
    def saver(self, values: SaverValues) -> None: ...
    def stay_awake(self) -> None: ...
    def note(self, name: str, values: SaverValues | None) -> None: ...
    def noted(self, name: str) -> list[int]: ...


class X11ScreenSaver:
    """Keeps the server's screen saver away, or leaves it as its user has it.

    Parameters
    ----------
    server : the X server
    """

    def __init__(self, server: SaverServer) -> None:
        self._server = server
        self._away = False
        self._usual: SaverValues | None = None  # the user's, once it had to be known
        self._again_at = float("-inf")

    def keep_away(self, away: bool, now: float) -> None:
        """Keep it away from now on, or not; to be called again and again with the time (s)."""
        if away and (not self._away or now >= self._again_at):
            self._again_at = now + AGAIN_SECONDS
            self._take(self._learn())
            self._server.stay_awake()
        elif self._away and not away:
            self._give_back(self._learn())
        self._away = away

    def lift(self) -> None:
        """Have it as its user has it, for a moment in which glfw reads it."""
        self._server.saver = self._learn()

    def settle(self) -> None:
        """Set it as it has to be, after glfw has set it."""
        if self._usual is not None:
            self._server.saver = self._usual._replace(timeout=0) if self._away else self._usual

    def _learn(self) -> SaverValues:
        """Return the user's values, changed meanwhile or not."""
        found = self._server.saver
        if found.timeout:
            self._usual = found
        elif self._usual is None:
            noted = self._server.noted(NOTE)  # by another player, which may have been killed
            self._usual = SaverValues(*noted) if len(noted) == len(found) else found
        return self._usual

    def _take(self, usual: SaverValues) -> None:
        self._server.note(NOTE, usual)
        self._server.saver = usual._replace(timeout=0)

    def _give_back(self, usual: SaverValues) -> None:
        self._server.saver = usual
        self._server.note(NOTE, None)
