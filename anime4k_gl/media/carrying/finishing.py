"""The last word on a finished file: what is put into its headers."""

from __future__ import annotations

from ...errors import MediaError
from ..target import MediaTarget
from . import matroska_tracks, mp4_tracks
from .edits import TrackEdits

_EDITORS = {
    "matroska": matroska_tracks.edit_tracks,
    "webm": matroska_tracks.edit_tracks,
    "mp4": mp4_tracks.edit_tracks,
    "mov": mp4_tracks.edit_tracks,
}

EDITED = frozenset(_EDITORS)
"""The containers whose headers are edited when all is written."""


def complete_headers(target: MediaTarget, container: str, edits: TrackEdits) -> None:
    """Put what FFmpeg does not write into a file that is closed and has no name yet.

    Raises `MediaError` where there is no place for it, and `OSError`.
    """
    if edits and target.partial is not None and not _EDITORS[container](target.partial, edits):
        raise MediaError(f"{target}: its headers could not be completed; write to .avi")
