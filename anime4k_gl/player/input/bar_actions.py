"""The actions that the bar for the mouse asks for, done by the player."""

from __future__ import annotations

from ..bar.actions import BarAction, Choose, GoTo, Perform, SetVolume
from ..bar.layout import BarPart
from ..player import Player
from .commands import parse_command


def perform(player: Player, action: BarAction) -> None:
    """Do what the bar asks for."""
    match action:
        case Perform(command):
            parse_command(command)(player)
        case GoTo(share, exact):
            player.transport.seek_share(share, exact=exact)
        case SetVolume(percent):
            player.tracks.set_volume(percent)
        case Choose(BarPart.AUDIO, number):
            player.tracks.choose_audio(number)
        case Choose(BarPart.SUBTITLES, number):
            player.tracks.choose_subtitles(number)
        case Choose(_, int(number)):
            player.view.choose_profile(number)
        case Choose():
            pass
