"""The findings about what a container says of a picture beside its size and colours."""

from __future__ import annotations

from collections.abc import Iterator

from ..media.carrying.carry import stereo_mode
from ..media.carrying.holdings import STEREO_MODES
from ..media.carrying.words import wrong_colours
from ..media.video.video_source import VideoSource
from .probe import ProbeFinding


def header_findings(source: VideoSource) -> Iterator[ProbeFinding]:
    """Yield what a container says of the picture, and of the order to play it in."""
    picture, edition = source.picture, source.headers.edition
    crop = picture.crop
    if crop:
        edges = f"{crop.left} left, {crop.top} above, {crop.right} right, {crop.bottom} below"
        yield ProbeFinding("crop", "note", f"pixels at its edges are not to be shown: {edges}")
    if wrong_colours(picture.dolby_vision, source.frame_data, source.colour.transfer):
        said = "it is for Dolby Vision alone: its colours come out wrong without"
        yield ProbeFinding("dolby-vision", "wrong", said)
    elif picture.dolby_vision is not None:
        said = f"Dolby Vision, profile {picture.dolby_vision.profile}"
        yield ProbeFinding("dolby-vision", "note", said)
    if "DYNAMIC_HDR_PLUS" in source.frame_data:
        yield ProbeFinding("hdr10-plus", "note", "HDR10+")
    mode = stereo_mode(picture, source.frame_data)
    if mode:
        yield ProbeFinding("stereo", "note", f"two pictures in one: {STEREO_MODES[mode]}")
    if picture.projection:
        yield ProbeFinding("sphere", "note", f"pictures of a sphere: {picture.projection}")
    if edition is not None and edition.rearranges:
        said = f"{len(edition.entries)} chapters are to be played in an order of their own"
        yield ProbeFinding("chapters", "wrong", said)
    if source.headers.linked:
        said = "another file is to be played before or after it"
        yield ProbeFinding("linked", "wrong", said)
