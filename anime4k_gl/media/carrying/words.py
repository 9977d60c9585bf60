"""Notes about things that are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..headers.model import DolbyVision
from ..video.orientation import is_mirrored

_MOST_NAMES = 8
_LONGEST_NAME = 40
_UNSPECIFIED = 2  # H.273's code

_BASES = {1: "HDR10", 2: "SDR", 4: "HLG", 6: "HDR10"}

# What else frames carry, by FFmpeg's names, and what is said where it is left out.
_FRAME_DATA = {
    "DYNAMIC_HDR_PLUS": "HDR10+ was left out: it was made for each frame of the old picture, and no"
    " encoder here takes it; the values of HDR10 are kept",
    "DYNAMIC_HDR_VIVID": "HDR Vivid's curves were left out: no encoder here takes them",
    "AMBIENT_VIEWING_ENVIRONMENT": "the light of the room that it was graded in was left out: no"
    " encoder here takes it",
    "AFD": "the active format description, which tells televisions of black bars, was left out: no"
    " encoder here takes it",
    "FILM_GRAIN_PARAMS": "film grain that players are to add was left out: no encoder here takes"
    " it",
}

LATE_STREAMS = (
    "streams that begin far into the file, as subtitles may, were left out: they were not found at"
    " its start; rewrite it first: ffmpeg -probesize 1G -analyzeduration 1G -i IN -map 0 -c copy"
    " NEW.mkv"
)
"""What to say where streams turned up that were not there when the file was opened."""

_DOLBY = ("DOVI_METADATA", "DOVI_RPU_BUFFER")


def dolby_vision_note(
    said: DolbyVision | None, frame_data: Collection[str], transfer: int
) -> str | None:
    """Return what is to be said of Dolby Vision; None where there is none.

    Parameters
    ----------
    said : the stream's configuration
    frame_data : kinds of side data of the first frame
    transfer : H.273's code of the picture's transfer function
    """
    if said is None and not any(kind in frame_data for kind in _DOLBY):
        return None
    if wrong_colours(said, frame_data, transfer):
        profile = f"profile {said.profile}" if said else "without a picture for other players"
        return (
            f"WRONG COLOURS: this is Dolby Vision, {profile}, whose picture only Dolby Vision"
            " shows right; upscaled it is green and purple: take a release in HDR10, or convert it"
            " first, with ffmpeg's libplacebo filter for example"
        )
    base = _BASES[said.base] if said else "own"
    name = f"Dolby Vision (profile {said.profile})" if said else "Dolby Vision"
    return f"{name} was left out, it holds for the old frames alone; the {base} picture is kept"


def wrong_colours(said: DolbyVision | None, frame_data: Collection[str], transfer: int) -> bool:
    """Return whether a picture is one that only Dolby Vision shows right.

    The parameters are those of `dolby_vision_note`.
    """
    if said is not None:
        return said.base not in _BASES
    return transfer == _UNSPECIFIED and any(kind in frame_data for kind in _DOLBY)


def frame_data_notes(frame_data: Collection[str]) -> list[str]:
    """Return what is to be said of what frames carry and encoders do not take."""
    return [note for kind, note in _FRAME_DATA.items() if kind in frame_data]


def turn_words(matrix: tuple[int, ...] | None, rotation: int) -> str:
    """Return what a display matrix asks for, such as ``turned by 90 degrees``; maybe nothing."""
    words = [f"turned by {rotation} degrees"] if rotation else []
    return " and ".join([*words, *["mirrored"] * is_mirrored(matrix)])


def and_so_on(names: Sequence[str]) -> str:
    """Return names in a row, the first of them where they are many, and none of them long."""
    shown = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..." for name in names]
    more = len(shown) - _MOST_NAMES
    row = " ".join(shown[:_MOST_NAMES])
    return f"{row} and {more} more" if more > 0 else row
