"""Edits of a finished file's headers: what FFmpeg's writers, or PyAV's, leave out of them.

For what is added room is made before: the video's title is written with a tail that goes away
again, so that nothing else in the file has to move.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..video.hdr import HdrMetadata

ROOM = 2048
"""Bytes that are made free for what is added."""

TAIL = "\u00b7" * (ROOM // 2)  # of two bytes each; no title ends like this


@dataclass(slots=True)
class TrackEdits:
    """What is to be added to the headers of tracks. The first track is the video.

    Attributes
    ----------
    languages : BCP 47 tags by the number of the track, from 0
    shape : the width and height to show the video at; None where nothing is to be added
    stereo : how two pictures lie in one, by Matroska's number; 0 for one, or for nothing to add
    hdr : the mastering display and light levels
    sphere : a projection as Matroska writes it
    """

    languages: dict[int, str] = field(default_factory=dict)
    shape: tuple[int, int] | None = None
    stereo: int = 0
    hdr: HdrMetadata | None = None
    sphere: bytes = b""

    def __bool__(self) -> bool:
        return bool(
            self.languages or self.shape or self.stereo or self.hdr is not None or self.sphere
        )


def with_room(title: str) -> str:
    """Return the title to write for the video at first, so that there is room later."""
    return title + TAIL
