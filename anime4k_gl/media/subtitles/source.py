"""The source of a subtitle track: its container, ASS header and fonts."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...errors import MediaError
from ..failures import check_input, reported
from ..opening import MediaInput, as_input, open_bytes, open_container, open_with_companion
from ..pyav import InputContainer, attachment_data, av, subtitle_header
from .recoding import PacketRecoder
from .text import DecodedText, decode_text
from .text_choice import TextChoice
from .tracks import UNKNOWN_CODEC, SubtitleTrack

_FONT_TYPES = frozenset({
    "application/x-truetype-font", "application/vnd.ms-opentype", "application/x-font-ttf",
    "application/x-font-otf", "application/font-sfnt", "application/x-font",
})  # fmt: skip
_FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})

# FFmpeg's readers by what a file's name says, and by how it begins where that may be several.
_DEMUXERS = {
    "aqtitle": "aqtitle", "ass": "ass", "eia_608": "scc", "jacosub": "jacosub", "lrc": "lrc",
    "mpl2": "mpl2", "pjs": "pjs", "realtext": "realtext", "sami": "sami", "subrip": "srt",
    "webvtt": "webvtt",
}  # fmt: skip
_BEGINNINGS = (
    (re.compile(rb"\s*\{\d*\}\{\d*\}"), "microdvd"),
    (re.compile(rb"\s*\[\d+\]\[\d*\]"), "mpl2"),
)
_STYLED_CODECS = frozenset({"ass", "ssa"})

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
    styled : whether it has styles of its own, and is not plain text made ASS
    """

    text: bytes
    whole: bool
    origin: float
    fonts: tuple[Font, ...]
    styled: bool = False


@dataclass(slots=True)
class SubtitleSource:
    """An open track. `close` releases the file.

    Attributes
    ----------
    container : None if the script is whole
    start : the container's start time in seconds
    origin : seconds to add to the times of its events
    script : None for pictures
    decoded : how the text of a file of its own was read; without the text itself
    recoder : makes the text of a container's track UTF-8
    """

    container: InputContainer | None
    start: float
    origin: float
    script: AssScript | None
    decoded: DecodedText | None = None
    recoder: PacketRecoder | None = None

    @property
    def encoding(self) -> str:
        """What the text was read as, for people; empty for UTF-8, and for pictures."""
        of_file = self.decoded.encoding if self.decoded is not None else ""
        return of_file or (self.recoder.encoding if self.recoder is not None else "")

    def close(self) -> None:
        """Release the file. May be called twice."""
        if self.container is not None:
            self.container.close()


def open_source(
    track: SubtitleTrack,
    video: str | os.PathLike[str] | MediaInput,
    choice: TextChoice | None = None,
) -> SubtitleSource:
    """Open a track of a video; `choice` is of how its text is read.

    Raises `MediaError` if it cannot be read or has nothing that can be shown.
    """
    choice = choice or TextChoice()
    if track.external:
        return _open_external(track, video, choice)
    with ExitStack() as undo, reported(track.path):
        source = as_input(video)
        container = source.container()
        undo.callback(container.close)
        script = recoder = None
        if track.kind == "text":
            recoder = PacketRecoder(source, track.index, track.codec, track.language, choice)
            styled = track.codec in _STYLED_CODECS and not choice.strip
            header = PLAIN_HEADER if choice.strip else _header(container, track)
            header = recoder.recode(header, header=True)
            script = AssScript(header, False, 0.0, _fonts(container), styled)
        undo.pop_all()
        return SubtitleSource(container, _start(container), 0.0, script, recoder=recoder)


def _open_external(
    track: SubtitleTrack, video: str | os.PathLike[str] | MediaInput, choice: TextChoice
) -> SubtitleSource:
    file = check_input(track.path)
    origin, fonts = _of_video(video, with_fonts=track.kind == "text")
    if track.kind == "bitmap":
        with ExitStack() as undo, reported(track.path):
            container = _open_pictures(file, track)
            undo.callback(container.close)
            _check_stream(container, track, file)
            undo.pop_all()
            return SubtitleSource(container, _start(container), origin, None)
    decoded = _read(file, track.language, choice)
    data, told = decoded.text.encode(), replace(decoded, text="")
    if track.codec == "ass" and not choice.strip:
        if b"[events]" not in data.lower():
            raise MediaError(f"{file}: not an ASS subtitle file: it has no [Events]")
        script = AssScript(data, True, origin, fonts, True)
        return SubtitleSource(None, 0.0, origin, script, told)
    with ExitStack() as undo, reported(track.path):
        container = _open_text(file, track, data)
        undo.callback(container.close)
        _check_stream(container, track, file)
        header = PLAIN_HEADER if choice.strip else _header(container, track)
        script = AssScript(header, False, 0.0, fonts)
        undo.pop_all()
        return SubtitleSource(container, _start(container), origin, script, told)


def _check_stream(container: InputContainer, track: SubtitleTrack, file: Path) -> None:
    if track.index >= len(container.streams):
        raise MediaError(f"{file}: no stream {track.index} in this file")


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


def _open_text(file: Path, track: SubtitleTrack, data: bytes) -> InputContainer:
    """Open a text file's data in UTF-8, the only encoding that FFmpeg decodes."""
    begins = (format for beginning, format in _BEGINNINGS if beginning.match(data))
    demuxer = _DEMUXERS.get(track.codec) or next(begins, None)
    try:
        # Without a file name FFmpeg recognises the content.
        return open_bytes(data, str(file), format=demuxer)
    except av.error.InvalidDataError:
        raise MediaError(f"{file}: not a subtitle file, or a damaged one") from None


def _open_pictures(file: Path, track: SubtitleTrack) -> InputContainer:
    if track.codec == "dvd_subtitle" and file.suffix.lower() == ".idx":
        return open_with_companion(file, "vobsub")  # the .sub beside it
    return open_container(file)


def _read(file: Path, language: str, choice: TextChoice) -> DecodedText:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MediaError(f"{file}: {error.strerror or error}") from error
    return decode_text(data, language, codepage=choice.codepage, wanted=choice.languages)


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
