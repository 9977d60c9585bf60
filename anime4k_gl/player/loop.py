"""Play files in a window: the entry point."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from ..errors import MediaError
from ..formats import Size
from ..library import DEFAULT_PRESET
from ..options import ShaderSource, check_backend, check_scale, parse_size, resolve_shaders
from ..scalers import DEFAULT_SCALER, resolve_scaler
from ..usershader import UserShader
from .player import Player, Report, Settings

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
    no_shaders: bool = False,
    fullscreen: bool = False,
    report: Report = _log.warning,
    on_tick: Callable[[Player], None] = lambda player: None,
) -> int:
    """Play videos in a window, one after another, upscaled to the size they have in it.

    To be called from the main thread. Returns when the last file has ended, or the user quits.

    Parameters
    ----------
    paths : the files, in order
    scale : the window's size at first, against the video's; at most what the screen has room for.
        With the scaler ``none``, by how much the video was scaled before
    size : the window's size at first instead: (width, height) in pixels, or text as ``parse_size``
        takes it
    preset, scaler, shaders, params, backend : as for `upscale`
    no_shaders : start with the effect off
    fullscreen : start in full screen
    report : takes a line about each file that cannot be played, or not to its end
    on_tick : called with the player at the end of each turn of its loop

    Returns
    -------
    0, or 1 where no file could be opened.

    Raises
    ------
    OptionError, UserShaderError : an option is not usable, or a shader does not compile
    MediaError : the only file there is cannot be opened
    GLError : no window, or the picture is too large for the GPU
    """
    check_backend(backend)
    settings = Settings(
        scale=check_scale(scale),
        size=_checked_size(size),
        preset=_effect_name(preset, shaders),
        shaders=resolve_shaders(preset, shaders),
        scaler=resolve_scaler(scaler),
        params=dict(params or {}),
        effect=not no_shaders,
        fullscreen=fullscreen,
    )
    played = 0
    with _short_switch_interval(), Player(settings, report=report, on_tick=on_tick) as player:
        for path in paths:
            try:
                player.play(path)
                played += 1
            except MediaError as error:
                if len(paths) == 1:
                    raise
                report(str(error))
                player.show_message(str(error))
            if player.has_quit:
                return 0
    return 0 if played else 1


def _checked_size(size: str | tuple[int, int] | None) -> str | None:
    if size is None:
        return None
    text = size if isinstance(size, str) else f"{size[0]}x{size[1]}"
    parse_size(text, Size(16, 9))  # a wrong one is to be told before a window opens
    return text


def _effect_name(preset: str, shaders: Sequence[ShaderSource]) -> str:
    """Return what to call the effect: the preset, or the files given in its place."""
    if not shaders:
        return preset
    return " + ".join(
        PurePath(shader.filename if isinstance(shader, UserShader) else shader).name
        for shader in shaders
    )


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
