"""The entry point: files played in a window, with keys and mouse tied to the player."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ..dependencies import require_later
from ..errors import Anime4KError, GLError, MediaError
from .notices import Report
from .settings import Settings
from .window.glfw_wheel import import_glfw

if TYPE_CHECKING:
    from .desktop.desktop import Desktop
    from .player import Player
    from .window.glfw_window import Window

SWITCH_INTERVAL = 0.0005
"""How long one thread may keep the interpreter from another (s) while a video plays.

At Python's 5 ms the decoder's thread holds up the loop for a third of a frame at 60 Hz, and
measurably more frames are dropped.
"""

_log = logging.getLogger(__name__)


def play(
    paths: Sequence[str | os.PathLike[str]],
    *,
    report: Report = _log.warning,
    on_tick: Callable[[Player], None] = lambda player: None,
    **options: Any,
) -> int:
    """Play videos in a window, one after another, upscaled to the size they have in it.

    To be called from the main thread. Returns when the last file has ended, or the user quits.

    Parameters
    ----------
    paths : files, folders, lists of files (.m3u) and URLs, in order
    report : takes a line about each file that cannot be played, or not to its end
    on_tick : called with the player at the end of each turn of its loop
    options : as `Settings.from_options` takes them: the picture, sound, subtitles, loops, keys and
        so on

    Returns
    -------
    0, or 1 where no file could be opened.

    Raises
    ------
    OptionError, UserShaderError : an option is not usable, or a shader does not compile
    MediaError : the only file there is cannot be opened, or there is none
    GLError : no window, or the picture is too large for the GPU
    """
    with ExitStack() as stack:
        stack.enter_context(_short_switch_interval())
        import_glfw()
        from .window.glfw_window import Window  # noqa: F401  first: the driver waits for it alone

        ready = _Readiness(options)
        window = _opened(stack)
        settings = ready.settings()
        return _play(paths, settings, window, report=report, on_tick=on_tick)


def _play(
    paths: Sequence[str | os.PathLike[str]],
    settings: Settings,
    window: Window | GLError,
    *,
    report: Report,
    on_tick: Callable[[Player], None],
) -> int:
    """Play in a window; where there is none, what is wrong with the rest is told before that."""
    require_later("numpy", "PIL")  # which come after the first picture
    from .input.bindings import KeyBindings
    from .input.dispatch import EventDispatcher
    from .player import Player
    from .session.playlist import Playlist

    messages: list[str] = []

    def report_and_keep(text: str) -> None:
        messages.append(text)
        report(text)

    def tick(player: Player) -> None:
        desktop.tick(player)
        on_tick(player)

    bindings = KeyBindings(settings.keys)
    playlist = Playlist(paths, report=report_and_keep, loop=settings.loop_playlist)
    if playlist.current is None:
        raise MediaError("nothing to play" + (f"; {messages[-1]}" if messages else ""))
    if isinstance(window, GLError):
        raise window
    with (
        Player(
            settings,
            window=window,
            report=report,
            on_event=EventDispatcher(bindings).handle,
            on_tick=tick,
            key_list=bindings.page,
        ) as player,
        _DesktopLater(settings, report) as desktop,
    ):
        for text in messages:
            player.notices.show_error(text)
        played = player.run(playlist)
        return 0 if played or player.has_quit else 1


def _opened(stack: ExitStack) -> Window | GLError:
    """Return a window, hidden yet, which the stack closes, or what there is none for."""
    from .window.glfw_window import Window

    try:
        return stack.enter_context(Window("anime4k-gl"))
    except GLError as error:
        return error


class _Readiness:
    """Checks options, imports the rest and reads the presets, in a thread of its own.

    Meanwhile the driver opens the window, which is its work alone for a tenth of a second and more.
    What goes wrong with the imports goes wrong once more where they are needed, and is told there.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._settings: Settings | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def settings(self) -> Settings:
        """Wait until all is done, and return the settings; raise what is wrong with an option.

        All of it: who waits for an import that fails elsewhere gets half a module.
        """
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._settings is not None
        return self._settings

    def _run(self) -> None:
        try:
            self._settings = Settings.from_options(**self._options)
        except BaseException as error:  # raised once more in the caller's thread
            self._error = error
            return
        with suppress(Anime4KError, ImportError):
            from .input import dispatch  # noqa: F401  which brings the player
            from .picture.profiles import profiles_of

            profiles_of(self._settings.render)


class _DesktopLater:
    """The desktop's part of the loop, imported with the first picture. A context manager."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self._settings, self._report = settings, report
        self._desktop: Desktop | None = None

    def __enter__(self) -> _DesktopLater:
        return self

    def __exit__(self, *_: object) -> None:
        if self._desktop is not None:
            self._desktop.close()

    def tick(self, player: Player) -> None:
        """Do what is due; at the end of each turn of the player's loop."""
        if self._desktop is None:
            playback = player.transport.playback
            if playback is None or not playback.shown:
                return
            from .desktop.desktop import Desktop

            self._desktop = Desktop(player, self._settings, self._report)
        self._desktop.tick()


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
