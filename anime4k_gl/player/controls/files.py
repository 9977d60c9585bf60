"""File controls: the next file, the one before, and files that were dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...errors import MediaError
from ...media.failures import is_pipe, is_url
from ...media.opening import MediaInput
from ...media.subtitles.tracks import EXTERNAL_SUFFIXES
from ..notices import Notifier, Report
from ..playback.opened.opened_media import open_media
from ..session.playlist import LIST_SUFFIXES, Playlist
from .tracks import TrackControls


class FileControls:
    """Says which file is to be played next.

    Parameters
    ----------
    tracks : shows subtitles that were dropped
    notifier, report : take what cannot be opened
    allow_references : whether files may have others opened that they name

    Attributes
    ----------
    playlist : the files; None where a single one plays
    left : whether the file that plays is to be left
    step : by how many files to go on then
    """

    def __init__(
        self,
        tracks: TrackControls,
        notifier: Notifier,
        report: Report,
        *,
        allow_references: bool = False,
    ) -> None:
        self._tracks, self._notifier, self._report = tracks, notifier, report
        self._allow_references = allow_references
        self.playlist: Playlist | None = None
        self.left = False
        self.step = 1

    @property
    def is_last(self) -> bool:
        """Whether no file follows the one that plays."""
        playlist = self.playlist
        return playlist is None or (not playlist.loop and playlist.index + 1 >= len(playlist))

    def go(self, step: int) -> None:
        """Leave this file for one that comes after, or before it."""
        self.step, self.left = step, True

    def show_place(self) -> None:
        """Tell where in the list the file is, and what follows."""
        playlist = self.playlist
        if playlist is None or playlist.current is None:
            return
        names = [item if is_url(item) else Path(item).name for item in playlist.items]
        text = f"file {playlist.index + 1} of {len(names)}: {names[playlist.index]}"
        following = names[playlist.index + 1 :]
        self._notifier.notify(f"{text}; then {following[0]}" if following else text)

    def move_on(self) -> None:
        """Have the list go on to the file that was asked for."""
        assert self.playlist is not None
        if self.step > 0:
            self.playlist.next()
        elif self.step < 0 and self.playlist.previous() is None:
            self._notifier.notify("this is the first file")
        self.step = 1

    def drop(self, paths: Sequence[str]) -> None:
        """Play files, or folders, instead of what plays; show subtitles with it."""
        subtitles = [p for p in paths if Path(p).suffix.lower() in EXTERNAL_SUFFIXES]
        for path in subtitles:
            self._tracks.add_subtitles(path)
        others = [path for path in paths if path not in subtitles and self._opens(path)]
        if others and self.playlist is not None and self.playlist.add(others, replace=True):
            self.go(0)

    def _opens(self, path: str) -> bool:
        """Whether what was dropped can be played, as far as is known; tell why not.

        Otherwise what plays would end for it.
        """
        if is_url(path) or Path(path).is_dir() or Path(path).suffix.lower() in LIST_SUFFIXES:
            return True
        try:
            if is_pipe(Path(path)):
                raise MediaError(f"{path}: a pipe is not played")
            media = MediaInput(path, allow_references=self._allow_references, shared=True)
            open_media(media).source.close()
        except MediaError as error:
            self._report(str(error))
            self._notifier.show_error(str(error))
            return False
        return True
