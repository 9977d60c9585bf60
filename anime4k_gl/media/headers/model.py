"""The headers of a container as values: its picture, its tracks and its chapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from itertools import pairwise

from ...colour import ChromaSiting
from ...lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Crop:
    """How many pixels of the decoded picture are not to be shown, at each edge."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __bool__(self) -> bool:
        return bool(self.left or self.top or self.right or self.bottom)


@dataclass(frozen=True, slots=True)
class DolbyVision:
    """The Dolby Vision configuration of a stream.

    Attributes
    ----------
    profile, level : as in the configuration record
    base : what players without Dolby Vision see in it: 1 HDR10, 2 SDR, 4 HLG, 6 HDR10 of a disc;
        0 nothing that they can show right
    """

    profile: int
    level: int = 0
    base: int = 0


@dataclass(frozen=True, slots=True)
class PictureHeaders:
    """What is said of a video stream beside its size, its aspect and its colours.

    Attributes
    ----------
    crop : what is not to be shown of the decoded picture
    stereo : the number of Matroska's StereoMode; 0 for one picture
    projection : of pictures of a sphere, ``equirectangular`` and so on; empty for flat ones
    sphere : the same as Matroska writes it
    siting : where chroma samples lie; None where that is not known
    odd_siting : chroma samples lie in a place that this package does not draw from
    dolby_vision : None where there is none
    """

    crop: Crop = Crop()
    stereo: int = 0
    projection: str = ""
    sphere: bytes = b""
    siting: ChromaSiting | None = None
    odd_siting: bool = False
    dolby_vision: DolbyVision | None = None


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """An entry in an edition of chapters.

    Attributes
    ----------
    start, end : in nanoseconds of the file's time; `end` is None where it is not said
    title : the first of its titles
    depth : 0 for a chapter, 1 for one inside another, and so on
    shown : whether it is neither hidden nor disabled
    elsewhere : whether its content is that of another file
    """

    start: int
    end: int | None = None
    title: str = ""
    depth: int = 0
    shown: bool = True
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """A table of chapters; a file may have several.

    Attributes
    ----------
    entries : in the order of the file, nested ones after those that they are in
    default : whether it is the one to be used
    ordered : whether its chapters are to be played in their order, in place of the file's own time
    """

    entries: tuple[ChapterEntry, ...]
    default: bool = False
    ordered: bool = False

    @property
    def rearranges(self) -> bool:
        """Whether to play it is something else than to play the file."""
        if not self.ordered:
            return False
        chapters = [entry for entry in self.entries if entry.depth == 0]
        if any(entry.elsewhere for entry in chapters) or not chapters or chapters[0].start:
            return True
        return any(
            one.end is not None and abs(one.end - two.start) > _SEAM
            for one, two in pairwise(chapters)
        )


_SEAM = 50_000_000  # nanoseconds, about a frame


@dataclass(frozen=True, slots=True)
class ContainerHeaders:
    """What FFmpeg does not tell of a file.

    Attributes
    ----------
    languages : the BCP 47 tags of tracks, by kind (``video``, ``audio``, ``subtitle``) and number
        among their kind from 0
    pictures : what is said of video tracks, by their number among them from 0
    editions : tables of chapters
    linked : whether another file is said to come before or after this one
    """

    languages: Mapping[tuple[str, int], str] = field(default_factory=dict)
    pictures: Mapping[int, PictureHeaders] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()
    linked: bool = False

    @property
    def edition(self) -> Edition | None:
        """The table of chapters to be used: the one marked, else the first."""
        marked = [edition for edition in self.editions if edition.default]
        return next(iter(marked or self.editions), None)
