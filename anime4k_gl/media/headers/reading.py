"""Reading the headers of a file of any kind, before FFmpeg does."""

from __future__ import annotations

import io
from dataclasses import replace

from ..languages import is_language_tag
from ..opening import MediaInput
from ..pyav import VideoStream
from .matroska import read_matroska
from .model import ContainerHeaders, PictureHeaders
from .mp4 import read_mp4
from .picture import picture_headers

_MATROSKA = b"\x1a\x45\xdf\xa3"
_MP4 = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")


def container_headers(source: MediaInput) -> ContainerHeaders:
    """Return what FFmpeg does not tell of a file; nothing for kinds that are not read here.

    Of a pipe only its first bytes are looked at, and a URL is not opened. Raises `MediaError` if it
    cannot be read.
    """
    if source.url is not None:
        return ContainerHeaders()
    head = source.head()
    matroska, mp4 = head.startswith(_MATROSKA), head[4:8] in _MP4
    if not (matroska or mp4):
        return ContainerHeaders()
    try:
        with io.BytesIO(head) if source.is_pipe else source.stream() as file:
            found = read_matroska(file) if matroska else read_mp4(file)
    except OSError:  # FFmpeg will say so
        return ContainerHeaders()
    tags = {place: tag for place, tag in found.languages.items() if is_language_tag(tag)}
    return replace(found, languages=tags)


def said_of_picture(stream: VideoStream, headers: ContainerHeaders) -> PictureHeaders:
    """Return what is said of a video stream's picture.

    That is what FFmpeg made of it and, for codecs that this cannot be had of, what was read here.
    """
    known = picture_headers(stream)
    if known is not None:
        return known
    videos = [each.index for each in stream.container.streams.video]  # covers come after all
    return headers.pictures.get(videos.index(stream.index), PictureHeaders())
