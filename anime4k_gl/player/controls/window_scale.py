"""The window's size against the video's, as a key asks for it."""

from __future__ import annotations

from ...sizes import scaled
from ..geometry import display_size, limited
from ..notices import Notifier
from ..playback.playback import Playback
from ..window.glfw_window import Window


def set_window_scale(
    window: Window, playback: Playback | None, notifier: Notifier, scale: float
) -> None:
    """Give a window a size that is so many times the video's, as far as the screen allows.

    Parameters
    ----------
    window : in full screen nothing happens
    playback : what it shows; where that is None nothing happens, either
    notifier : tells of the size
    scale : 1 for the video's own pixels
    """
    if playback is None or window.fullscreen or scale <= 0:
        return
    source = playback.source
    natural = display_size(source.size, source.sample_aspect_ratio, source.rotation)
    size = limited(scaled(natural, scale), window.largest_size)
    window.fit(size)
    notifier.notify(f"window {size}, {size.width / natural.width:.3g} times the video")
