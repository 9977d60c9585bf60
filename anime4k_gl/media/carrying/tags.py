"""Tags of files and streams: which are still true of a video that has been encoded anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

# Rewritten by each muxer, or valid only for the source file.
_STALE_WORDS = (
    # The file and how it was written.
    "major_brand minor_version compatible_brands encoder encoder_settings encoder_options"
    " encoding_settings encoding_tool writing_application writing_library writing_app muxing_app"
    " software vendor_id metadatacreator metadatadate wmfsdkversion wmfsdkneeded isvbr"
    " deviceconformancetemplate"
    # Lengths, sizes and rates.
    " duration bps number_of_frames number_of_bytes filesize datasize videosize audiosize"
    " datarate totaldatarate videodatarate audiodatarate framerate lasttimestamp"
    " lastkeyframetimestamp audiosamplerate audiosamplesize audiodelay stereo totalduration"
    " hasvideo hasaudio hasmetadata haskeyframes hascuepoints canseektoend"
    # The old pixels.
    " rotate alpha_mode stereo_mode width height display_width display_height resolution"
    " displaywidth displayheight aspect_ratio aspectratiox aspectratioy hd_video videocodecid"
    " audiocodecid timecode"
)
_STALE = frozenset(_STALE_WORDS.split())

# What muxers name the parts of a file by where nobody has; only MP4 and MOV have a place for it.
_HANDLER = "handler_name"

_TIMECODE = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d([:;.])\d{2}")


def kept_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the tags that remain valid after the video has been re-encoded.

    The stereo mode and the time code are not among them, which are written apart.
    """
    return {tag: text for tag, text in metadata.items() if not _is_stale(tag)}


def kept_stream_metadata(metadata: Mapping[str, str], *, handler: bool) -> dict[str, str]:
    """Return the tags of a stream that remain valid.

    Parameters
    ----------
    metadata : the stream's
    handler : whether the container has a place for the name of a stream's handler
    """
    kept = {
        tag: text
        for tag, text in kept_metadata(metadata).items()
        if handler or tag.lower() != _HANDLER
    }
    names = {tag.lower(): tag for tag in kept}
    if "name" in names and "title" not in names:  # as FFmpeg calls titles of streams in MP4
        kept["title"] = kept.pop(names["name"])
    return kept


def tag_value(metadata: Mapping[str, str], name: str) -> str | None:
    """Return a tag's value, its name in any case; None where there is none."""
    return next((text for tag, text in metadata.items() if tag.lower() == name), None)


def valid_timecode(timecode: str, rate: Fraction | None) -> bool:
    """Return whether a time code can start a track of time codes at a rate, in frames a second."""
    match = _TIMECODE.fullmatch(timecode)
    if match is None or not rate:
        return False
    drops = match[2] != ":"
    return not drops or (round(rate) % 30 == 0 and rate.denominator == 1001)


def _is_stale(tag: str) -> bool:
    # mkvmerge adds the language to its statistics: BPS-eng.
    base = tag.lower().partition("-")[0].replace(" ", "_")
    return base in _STALE or base.startswith("_statistics")
