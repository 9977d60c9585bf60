"""The entry point: files played in a window, with keys and mouse tied to the player."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ..errors import Anime4KError, GLError, MediaError
from .notices import Report
from .settings import Settings
from .window.glfw_wheel import import_glfw

if TYPE_CHECKING:
    from ..rendering.render_options import RenderOptions
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
    settings = Settings.from_options(**options)
    with ExitStack() as stack:
        stack.enter_context(_short_switch_interval())
        import_glfw()
        ready = threading.Thread(target=_get_ready, args=(settings.render,), daemon=True)
        ready.start()
        window = _opened(stack)
        ready.join()  # who waits for an import that fails elsewhere gets half a module
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
    from .desktop.desktop import Desktop
    from .input.bindings import KeyBindings
    from .input.dispatch import EventDispatcher
    from .player import Player
    from .session.playlist import Playlist

    messages: list[str] = []

    def report_and_keep(text: str) -> None:
        messages.append(text)
        report(text)

    def tick(player: Player) -> None:
        desktop.tick()
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
            key_list=bindings.page(),
        ) as player,
        Desktop(player, settings, report) as desktop,
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


def _get_ready(render: RenderOptions) -> None:
    """Import the rest and read the presets, in another thread, while the driver opens the window.

    That is the driver's work alone for a tenth of a second and more. What goes wrong here goes
    wrong once more where it is needed, and is told there.
    """
    with suppress(Anime4KError, ImportError):
        from .desktop import desktop  # noqa: F401  these bring the player
        from .input import dispatch  # noqa: F401
        from .picture.profiles import profiles_of

        profiles_of(render)


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
