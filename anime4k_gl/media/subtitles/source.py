"""The source of a subtitle track: its container, ASS header and fonts."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import MediaError
from ..failures import check_input, reported
from ..opening import MediaInput, as_input, open_bytes, open_container, open_with_companion
from ..pyav import InputContainer, attachment_data, av, subtitle_header
from .text import decode_text
from .tracks import UNKNOWN_CODEC, SubtitleTrack

_FONT_TYPES = frozenset({
    "application/x-truetype-font", "application/vnd.ms-opentype", "application/x-font-ttf",
    "application/x-font-otf", "application/font-sfnt", "application/x-font",
})  # fmt: skip
_FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})

_DEMUXERS = {"subrip": "srt", "webvtt": "webvtt"}

# For text without styles: FFmpeg converts its mark-up to ASS for a canvas of this size.
PLAIN_HEADER = b"""\
[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288
ScaledBorderAndShadow: yes
WrapStyle: 0

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,sans-serif,16,&H00FFFFFF,&H00FFFFFF,&H00101010,&H80000000,0,0,0,0,100,100,0,0,1,\
1.1,0.5,2,16,16,14,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_PLAIN_CODECS = frozenset({"subrip", "webvtt", "text", "microdvd", "subviewer", "subviewer1"})


@dataclass(frozen=True, slots=True)
class Font:
    """A font file attached to the video."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AssScript:
    """The script that libass needs before the first event.

    Attributes
    ----------
    text : an ASS script in UTF-8: its header with the styles, or all of it
    whole : whether it includes the events
    origin : seconds to add to the times of its events
    fonts : the fonts attached to the video
    """

    text: bytes
    whole: bool
    origin: float
    fonts: tuple[Font, ...]


@dataclass(slots=True)
class SubtitleSource:
    """An open track. `close` releases the file.

    Attributes
    ----------
    container : None if the script is whole
    start : the container's start time in seconds
    origin : seconds to add to the times of its events
    script : None for pictures
    """

    container: InputContainer | None
    start: float
    origin: float
    script: AssScript | None

    def close(self) -> None:
        """Release the file. May be called twice."""
        if self.container is not None:
            self.container.close()


def open_source(track: SubtitleTrack, video: str | os.PathLike[str] | MediaInput) -> SubtitleSource:
    """Open a track of a video.

    Raises `MediaError` if it cannot be read or has nothing that can be shown.
    """
    if track.external:
        return _open_external(track, video)
    with ExitStack() as undo, reported(track.path):
        container = as_input(video).container()
        undo.callback(container.close)
        script = None
        if track.kind == "text":
            script = AssScript(_header(container, track), False, 0.0, _fonts(container))
        undo.pop_all()
        return SubtitleSource(container, _start(container), 0.0, script)


def _open_external(
    track: SubtitleTrack, video: str | os.PathLike[str] | MediaInput
) -> SubtitleSource:
    file = check_input(track.path)
    origin, fonts = _of_video(video, with_fonts=track.kind == "text")
    if track.codec == "ass":
        text = _read(file, track.language)
        if "[events]" not in text.lower():
            raise MediaError(f"{file}: not an ASS subtitle file: it has no [Events]")
        return SubtitleSource(None, 0.0, origin, AssScript(text.encode(), True, origin, fonts))
    with ExitStack() as undo, reported(track.path):
        container = _open_text(file, track) if track.kind == "text" else _open_pictures(file, track)
        undo.callback(container.close)
        if track.index >= len(container.streams):
            raise MediaError(f"{file}: no stream {track.index} in this file")
        script = None
        if track.kind == "text":
            script = AssScript(_header(container, track), False, 0.0, fonts)
        undo.pop_all()
        return SubtitleSource(container, _start(container), origin, script)


def _of_video(
    video: str | os.PathLike[str] | MediaInput, *, with_fonts: bool
) -> tuple[float, tuple[Font, ...]]:
    """Return a video's start time in seconds, and the fonts attached to it."""
    try:
        container = open_container(video)
    except (MediaError, av.FFmpegError, OSError):
        return 0.0, ()  # its own reader says what is wrong with it
    with container:
        return _start(container), _fonts(container) if with_fonts else ()


def _open_text(file: Path, track: SubtitleTrack) -> InputContainer:
    """Open a text file converted to UTF-8, the only encoding that FFmpeg decodes."""
    data = _read(file, track.language).encode()
    demuxer = _DEMUXERS.get(track.codec)
    try:
        # Without a file name FFmpeg recognises the content.
        return open_bytes(data, str(file), format=demuxer)
    except av.error.InvalidDataError:
        raise MediaError(f"{file}: not a subtitle file, or a damaged one") from None


def _open_pictures(file: Path, track: SubtitleTrack) -> InputContainer:
    if track.codec == "dvd_subtitle" and file.suffix.lower() == ".idx":
        return open_with_companion(file, "vobsub")  # the .sub beside it
    return open_container(file)


def _read(file: Path, language: str) -> str:
    try:
        return decode_text(file.read_bytes(), language)
    except OSError as error:
        raise MediaError(f"{file}: {error.strerror or error}") from error


def _start(container: InputContainer) -> float:
    return (container.start_time or 0) / av.time_base


def _header(container: InputContainer, track: SubtitleTrack) -> bytes:
    context: Any = container.streams[track.index].codec_context
    if context is None or track.codec == UNKNOWN_CODEC:
        raise MediaError(
            f"{track.path}: no decoder for subtitle stream {track.index} in this build of FFmpeg"
        )
    codec = context.codec.canonical_name
    if codec in ("ass", "ssa"):
        return context.extradata or PLAIN_HEADER
    if codec in _PLAIN_CODECS:
        return PLAIN_HEADER
    context.open(strict=False)
    return subtitle_header(context) or PLAIN_HEADER  # the file's own styles, such as MP4's


def _fonts(container: InputContainer) -> tuple[Font, ...]:
    found = []
    for stream in container.streams:
        if stream.type != "attachment":
            continue
        name = stream.metadata.get("filename") or f"font {stream.index}"
        kind = stream.metadata.get("mimetype", "").lower()
        is_font = kind.startswith("font/") or kind in _FONT_TYPES
        if is_font or Path(name).suffix.lower() in _FONT_SUFFIXES:
            data = attachment_data(stream)
            if data:
                found.append(Font(name, data))
    return tuple(found)
