"""The entry point: files played in a window, with keys and mouse tied to the player."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from ..errors import Anime4KError, MediaError
from ..rendering.render_options import RenderOptions
from .desktop.desktop import Desktop
from .input.bindings import KeyBindings
from .input.dispatch import EventDispatcher
from .notices import Report
from .picture.profiles import profiles_of
from .player import Player
from .session.playlist import Playlist
from .settings import Settings
from .window.glfw_wheel import import_glfw

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
    import_glfw()
    threading.Thread(target=_read_ahead, args=(settings.render,), daemon=True).start()
    with (
        _short_switch_interval(),
        Player(
            settings,
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


def _read_ahead(render: RenderOptions) -> None:
    """Read the presets one can change to while the driver opens the window, in another thread.

    They are kept by the library. What is wrong with one is told when it is asked for.
    """
    with suppress(Anime4KError):
        profiles_of(render)


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
