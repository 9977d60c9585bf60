"""The state of sound and subtitles that is carried from one file to the next."""

from __future__ import annotations

from ..settings import Settings
from ..subtitles.look import SubtitleLook, check_override


class CarriedState:
    """Volume, speed and delays, as they were set last.

    Attributes
    ----------
    volume : percent
    muted, subtitles : whether the sound is off, and subtitles are on
    speed : media seconds per second
    audio_delay, subtitle_delay : seconds
    look : of the subtitles
    """

    def __init__(self, settings: Settings) -> None:
        self.volume = settings.volume
        self.muted = settings.muted
        self.subtitles = settings.subtitles
        self.speed = settings.speed
        self.audio_delay = settings.audio_delay
        self.subtitle_delay = settings.subtitle_delay
        self.look = SubtitleLook(
            settings.subtitle_scale,
            settings.subtitle_position,
            settings.subtitle_font,
            check_override(settings.subtitle_override),
        )
