"""The facts that each container holds beside its streams, as FFmpeg writes and reads them.

Tests write each of these and read it back; docs/metadata.md is held to this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..pyav import Disposition

STEREO_MODES = (
    "mono", "left_right", "bottom_top", "top_bottom", "checkerboard_rl", "checkerboard_lr",
    "row_interleaved_rl", "row_interleaved_lr", "col_interleaved_rl", "col_interleaved_lr",
    "anaglyph_cyan_red", "right_left", "anaglyph_green_magenta", "block_lr", "block_rl",
)  # fmt: skip
"""FFmpeg's names of Matroska's stereo modes, by their number there."""

_D = Disposition
_NO_FLAGS = Disposition(0)
_FLAGS_OF_MATROSKA = (
    _D.default | _D.dub | _D.original | _D.comment | _D.forced | _D.hearing_impaired
    | _D.visual_impaired
)  # fmt: skip
_FLAGS_OF_MP4 = (
    _D.default | _D.dub | _D.comment | _D.forced | _D.hearing_impaired | _D.visual_impaired
    | _D.captions | _D.descriptions
)  # fmt: skip
_MODES_OF_MP4 = frozenset({1, 3})  # side by side and one above the other, the left eye first
_WORDS_OF_MP4 = (
    "title artist album_artist composer album date comment genre copyright grouping lyrics"
    " description synopsis show episode_id network keywords episode_sort season_number media_type"
    " gapless_playback compilation track disc location creation_time"
)
_WORDS_OF_AVI = "title artist date comment genre copyright track language encoded_by"
_TAGS_OF_MP4 = frozenset(_WORDS_OF_MP4.split())
_TAGS_OF_AVI = frozenset(_WORDS_OF_AVI.split())


@dataclass(frozen=True, slots=True)
class Holding:
    """What a container holds.

    Attributes
    ----------
    aspect : the shape of pixels, whatever the codec says of it itself
    orientation : that the picture is to be turned or mirrored
    stereo : how two pictures lie in one, by the numbers of Matroska's modes
    sphere : that the picture is one of a sphere
    light : the mastering display and light levels of HDR, whatever the encoder writes
    siting : where chroma samples lie, whatever the encoder writes
    chapters : one list of chapters with titles
    timecode : the time code of the first frame
    languages : none, three letters, or whole tags of BCP 47
    titles : titles of streams
    stream_tags : any other tags of streams
    dispositions : which flags of streams: default, forced and so on
    tags : names of the tags of the file; None for all
    """

    aspect: bool = False
    orientation: bool = False
    stereo: frozenset[int] = frozenset()
    sphere: bool = False
    light: bool = False
    siting: bool = False
    chapters: bool = False
    timecode: bool = False
    languages: Literal["none", "letters", "tags"] = "none"
    titles: bool = False
    stream_tags: bool = False
    dispositions: Disposition = _NO_FLAGS
    tags: frozenset[str] | None = frozenset()


_MATROSKA = Holding(
    aspect=True, orientation=True, stereo=frozenset(range(1, len(STEREO_MODES))), sphere=True,
    light=True, siting=True, chapters=True, timecode=True, languages="tags", titles=True,
    stream_tags=True, dispositions=_FLAGS_OF_MATROSKA, tags=None,
)  # fmt: skip
_TS = Holding(
    languages="letters",
    dispositions=_D.hearing_impaired | _D.visual_impaired | _D.clean_effects,
)
_OGG = Holding(
    aspect=True, chapters=True, timecode=True, languages="tags", titles=True, stream_tags=True,
    tags=None,
)  # fmt: skip

HOLDINGS = {
    "matroska": _MATROSKA,
    "webm": Holding(
        aspect=True, orientation=True, stereo=frozenset({1, 2, 3, 11}), sphere=True, light=True,
        siting=True, chapters=True, timecode=True, languages="tags", titles=True, stream_tags=True,
        dispositions=_D.default | _D.forced, tags=None,
    ),
    "mp4": Holding(
        aspect=True, orientation=True, stereo=_MODES_OF_MP4, sphere=True, light=True,
        chapters=True, timecode=True, languages="tags", titles=True, dispositions=_FLAGS_OF_MP4,
        tags=_TAGS_OF_MP4,
    ),
    "ipod": Holding(
        aspect=True, orientation=True, chapters=True, languages="letters",
        dispositions=_D.default, tags=_TAGS_OF_MP4,
    ),
    "mov": Holding(
        aspect=True, orientation=True, stereo=_MODES_OF_MP4, sphere=True, light=True,
        chapters=True, timecode=True, languages="tags", titles=True, dispositions=_D.default,
        tags=None,
    ),
    "mpegts": _TS,
    "m2ts": _TS,
    "avi": Holding(timecode=True, titles=True, tags=_TAGS_OF_AVI),
    "flv": Holding(timecode=True, tags=None),
    "nut": Holding(
        chapters=True, timecode=True, languages="tags", titles=True, stream_tags=True,
        dispositions=_D.default | _D.dub | _D.original | _D.comment | _D.lyrics | _D.karaoke,
        tags=None,
    ),
    "asf": Holding(aspect=True, chapters=True, timecode=True, languages="letters", tags=None),
    "ogg": _OGG,
    "ogv": _OGG,
    "mpeg": Holding(),
    "vob": Holding(),
}  # fmt: skip
"""By the containers' names in plans; what any other holds is not known."""

ASPECT_IN_CODEC = ("h264", "hevc", "mpeg4", "mjpeg")
"""FFmpeg's names of codecs that say themselves which shape pixels have."""

SITING_IN_CODEC = frozenset({"libx264", "libx265", "libsvtav1"})
"""Encoders that write where chroma samples lie."""

CENTRED_ENCODERS = frozenset({"mpeg1video", "mjpeg", "ljpeg"})
"""Encoders of what readers always take for chroma in the middle of its block."""

LIGHT_IN_CODEC = frozenset({"libx264", "libx265", "libsvtav1"})
"""Encoders that write the mastering display and light levels of HDR."""


def holding_of(container: str) -> Holding:
    """Return what a container holds, by its name in plans."""
    return HOLDINGS.get(container, Holding())
