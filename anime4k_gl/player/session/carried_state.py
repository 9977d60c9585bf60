"""The state of sound and subtitles that is carried from one file to the next."""

from __future__ import annotations

from ..settings import Settings


class CarriedState:
    """Volume, speed and delays, as they were set last.

    Attributes
    ----------
    volume : percent
    muted, subtitles : whether the sound is off, and subtitles are on
    speed : media seconds per second
    audio_delay, subtitle_delay : seconds
    """

    def __init__(self, settings: Settings) -> None:
        self.volume = settings.volume
        self.muted = settings.muted
        self.subtitles = settings.subtitles
        self.speed = settings.speed
        self.audio_delay = settings.audio_delay
        self.subtitle_delay = settings.subtitle_delay
