"""The entry point: files played in a window, with keys and mouse tied to the player."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import MediaError
from ..library import DEFAULT_PRESET
from ..options import ShaderSource
from ..plan import ScalingOptions
from ..scalers import DEFAULT_SCALER
from .input.bindings import KeyBindings
from .input.dispatch import EventDispatcher
from .notices import Report
from .player import Player
from .session.playlist import Playlist
from .settings import Settings

SWITCH_INTERVAL = 0.0005
"""How long one thread may keep the interpreter from another (s) while a video plays.

At Python's 5 ms the decoder's thread holds up the loop for a third of a frame at 60 Hz, and
measurably more frames are dropped.
"""

_log = logging.getLogger(__name__)


def play(
    paths: Sequence[str | os.PathLike[str]],
    *,
    scale: float = 2.0,
    size: str | tuple[int, int] | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = DEFAULT_SCALER,
    shaders: Sequence[ShaderSource] = (),
    params: Mapping[str, float | int | str] | None = None,
    backend: str = "auto",
    dialect: str | None = None,
    scaling: ScalingOptions | None = None,
    no_shaders: bool = False,
    fullscreen: bool = False,
    hwdec: str = "auto",
    report: Report = _log.warning,
    on_tick: Callable[[Player], None] = lambda player: None,
    **further: Any,
) -> int:
    """Play videos in a window, one after another, upscaled to the size they have in it.

    To be called from the main thread. Returns when the last file has ended, or the user quits.

    Parameters
    ----------
    paths : files, folders, lists of files (.m3u) and URLs, in order
    scale : the window's size at first, against the video's; at most what the screen has room for.
        With the scaler ``none``, by how much the video was scaled before
    size : the window's size at first instead: (width, height) in pixels, or text as ``parse_size``
        takes it
    preset, scaler, shaders, params, backend, dialect, scaling : as for `upscale`
    no_shaders : start with the effect off
    fullscreen : start in full screen
    hwdec : as for `transcode`
    report : takes a line about each file that cannot be played, or not to its end
    on_tick : called with the player at the end of each turn of its loop
    further : see `Settings`: sound, subtitles, loops, keys and so on

    Returns
    -------
    0, or 1 where no file could be opened.

    Raises
    ------
    OptionError, UserShaderError : an option is not usable, or a shader does not compile
    MediaError : the only file there is cannot be opened, or there is none
    GLError : no window, or the picture is too large for the GPU
    """
    settings = Settings.of(
        scale=scale,
        size=size,
        preset=preset,
        scaler=scaler,
        shaders=shaders,
        params=params or {},
        effect=not no_shaders,
        fullscreen=fullscreen,
        backend=backend,
        dialect=dialect,
        scaling=scaling,
        hwdec=hwdec,
        **further,
    )
    said: list[str] = []

    def tell(text: str) -> None:
        said.append(text)
        report(text)

    bindings = KeyBindings(settings.keys)
    playlist = Playlist(paths, report=tell, loop=settings.loop_playlist)
    if playlist.current is None:
        raise MediaError("nothing to play" + (f"; {said[-1]}" if said else ""))
    with (
        _short_switch_interval(),
        Player(
            settings,
            report=report,
            on_event=EventDispatcher(bindings).handle,
            on_tick=on_tick,
            key_list=bindings.page(),
        ) as player,
    ):
        for text in said:
            player.notices.show_error(text)
        played = player.run(playlist)
        return 0 if played or player.has_quit else 1


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
