"""Field controls: deinterlacing switched by a key, and what was found out about it told."""

from __future__ import annotations

from collections.abc import Callable

from ..notices import Notifier, Report
from ..playback.playback import Playback
from .transport import Transport


class FieldControls:
    """Acts on the file that plays; where none does, nothing happens.

    Parameters
    ----------
    playback : returns the file's, None where none plays
    transport : seeks to the frame that is seen, to show it as it becomes
    notifier : tells of what was done
    report : takes a line about what is done by itself
    """

    def __init__(
        self,
        playback: Callable[[], Playback | None],
        transport: Transport,
        notifier: Notifier,
        report: Report,
    ) -> None:
        self._get, self._transport = playback, transport
        self._notifier, self._report = notifier, report

    def toggle(self) -> None:
        """Deinterlace, or stop."""
        playback = self._get()
        if playback is not None:
            on = playback.fields.toggle()
            self._notifier.notify("deinterlacing on" if on else "deinterlacing off")
            self._show_again(playback)

    def apply(self, playback: Playback) -> None:
        """Tell what was found out, and show a frame that stands still as it is to be."""
        if playback.shown:
            playback.fields.look_beside()
        for note in playback.fields.take_notes():
            self._report(f"{playback.source.path}: {note}")
            self._notifier.show_error(note)
        if playback.fields.take_found() and playback.paused:
            self._show_again(playback)

    def _show_again(self, playback: Playback) -> None:
        if playback.current is not None and playback.seek_failure is None:
            self._transport.seek(playback.position)
