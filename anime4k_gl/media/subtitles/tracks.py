"""The subtitle tracks of a video: streams in its file, and files beside it with the same name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

from ...errors import MediaError
from ...lazy.dataclass import dataclass
from ..failures import is_url, reported
from ..languages import two_letters
from ..opening import MediaInput, as_input
from ..pyav import Disposition, InputContainer, Stream

Kind = Literal["text", "bitmap"]

UNKNOWN_CODEC = "unknown"
"""The codec's name if this build of FFmpeg has no decoder for it."""

# FFmpeg's names; all other subtitle codecs are text.
_BITMAP_CODECS = frozenset({"hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub"})
_NOT_SHOWN = frozenset({UNKNOWN_CODEC, "xsub"})

# suffix: (codec, kind)
_EXTERNAL: dict[str, tuple[str, Kind]] = {
    ".ass": ("ass", "text"),
    ".ssa": ("ass", "text"),
    ".srt": ("subrip", "text"),
    ".vtt": ("webvtt", "text"),
    ".sub": ("microdvd", "text"),
    ".txt": ("text", "text"),
    ".smi": ("sami", "text"),
    ".sami": ("sami", "text"),
    ".rt": ("realtext", "text"),
    ".mpl": ("mpl2", "text"),
    ".jss": ("jacosub", "text"),
    ".pjs": ("pjs", "text"),
    ".aqt": ("aqtitle", "text"),
    ".lrc": ("lrc", "text"),
    ".scc": ("eia_608", "text"),
    ".sup": ("hdmv_pgs_subtitle", "bitmap"),
    ".idx": ("dvd_subtitle", "bitmap"),
}
EXTERNAL_SUFFIXES = frozenset(_EXTERNAL)
"""The lower-case suffixes of the files that `external_tracks_of` reads."""

_BY_HAND = frozenset({".txt", ".lrc"})  # beside a video these are more often something else

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_FLAGS = frozenset({"default", "forced"})
# Short words in file names that look like a language but are not.
_NO_LANGUAGE = frozenset({"cc", "sdh", "hi", "alt", "sub", "dub", "ass", "srt", "vtt", "tv", "web"})
_IDX_LANGUAGE = re.compile(rb"^id:\s*([\w-]+),\s*index:\s*\d+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """A subtitle track.

    Attributes
    ----------
    path : the file that holds it, the video's own or another
    index : the stream's index in that file
    codec : FFmpeg's name of the codec, `UNKNOWN_CODEC` if there is no decoder for it
    kind : ``text``, which is laid out at the screen's size, or ``bitmap``
    external : whether it is in a file of its own
    title, language : from the file, may be empty; the language is a tag such as ``en`` or ``jpn``
    default, forced : the file's flags
    """

    path: str
    index: int
    codec: str
    kind: Kind
    external: bool = False
    title: str = ""
    language: str = ""
    default: bool = False
    forced: bool = False

    @property
    def label(self) -> str:
        """A short description that distinguishes it from the others."""
        name = ", ".join(word for word in (self.language, self.title) if word)
        if self.external:
            name = name or os.path.basename(self.path)
        flags = " forced" if self.forced else ""
        return f"{name or 'untitled'} ({self.codec}{flags})"


def subtitle_tracks(
    path: str | os.PathLike[str] | MediaInput, container: InputContainer | None = None
) -> tuple[SubtitleTrack, ...]:
    """Return a video's subtitle tracks: its own streams in order, then the files beside it.

    Parameters
    ----------
    path : the video, a file, a URL or a `MediaInput`
    container : the opened video, if it is open already: opening a long file takes time

    Raises `MediaError` if the video cannot be opened.
    """
    source = as_input(path)
    name = source.name
    if container is None:
        with reported(name), closing(source.container()) as opened:
            own = _embedded(name, opened)
    else:
        own = _embedded(name, container)
    return (*own, *external_tracks(name))


def external_tracks(path: str | os.PathLike[str]) -> tuple[SubtitleTrack, ...]:
    """Return the tracks of the files beside a video with the same name.

    ``episode.mkv`` has ``episode.ass``, ``episode.en.srt`` and ``episode.en.forced.srt``.
    """
    if is_url(os.fspath(path)):
        return ()
    video = Path(path)
    try:
        names = sorted(entry.name for entry in video.parent.iterdir())
    except OSError:
        return ()
    prefix = video.stem + "."
    found: list[SubtitleTrack] = []
    # The file with exactly the video's name comes first.
    for name in sorted(names, key=lambda name: name.count(".")):
        file = video.parent / name
        suffix = file.suffix.lower()
        if not name.startswith(prefix) or suffix not in EXTERNAL_SUFFIXES - _BY_HAND:
            continue
        if not file.is_file():
            continue
        if suffix == ".sub" and any(n.lower() == f"{file.stem}.idx".lower() for n in names):
            continue  # the pictures that the .idx speaks of
        found += external_tracks_of(file, file.stem[len(video.stem) :])
    return tuple(found)


def external_tracks_of(
    path: str | os.PathLike[str], extra: str | None = None
) -> tuple[SubtitleTrack, ...]:
    """Return the tracks of a subtitle file: one, or for VobSub one per language.

    Parameters
    ----------
    path : the file
    extra : the part of its name beyond the video's, such as ``.en.forced``; None to take it from
        the last words of the name

    Raises `MediaError` if its suffix is not in `EXTERNAL_SUFFIXES`, or there is nothing to read.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix == ".sub" and file.with_suffix(".idx").is_file():
        file, suffix = file.with_suffix(".idx"), ".idx"
    if suffix not in _EXTERNAL:
        valid = ", ".join(sorted(EXTERNAL_SUFFIXES))
        raise MediaError(
            f"{file}: unknown kind of subtitle file; its name must end in one of {valid}"
        )
    if extra is None:
        extra = "".join(file.suffixes[-2:-1])
    words = [word for word in extra.split(".") if word]
    language = next((word for word in words if _is_language(word)), "")
    flags = {word.lower() for word in words} & _FLAGS
    title = " ".join(word for word in words if word != language and word.lower() not in _FLAGS)
    codec, kind = _EXTERNAL[suffix]
    languages = _idx_languages(file) if suffix == ".idx" else [language]
    return tuple(
        SubtitleTrack(
            path=str(file),
            index=index,
            codec=codec,
            kind=kind,
            external=True,
            title=title,
            language=language or of_stream,
            default="default" in flags,
            forced="forced" in flags,
        )
        for index, of_stream in enumerate(languages)
    )


def choose_track(tracks: Sequence[SubtitleTrack], languages: Sequence[str] = ()) -> int | None:
    """Return the number of the track to show by default, None if there is none.

    A track in the first of `languages` is preferred; then a file beside the video, which somebody
    put there; then the video's default. Forced tracks contain only signs and come last.
    """

    def rank(number: int) -> tuple[int, bool, bool, bool, int]:
        track = tracks[number]
        matches = [n for n, tag in enumerate(languages) if same_language(tag, track.language)]
        of_language = matches[0] if matches else len(languages)
        return of_language, track.forced, not track.external, not track.default, number

    usable = [n for n, track in enumerate(tracks) if track.codec not in _NOT_SHOWN]
    return min(usable, key=rank, default=None)


def _embedded(path: str, container: InputContainer) -> list[SubtitleTrack]:
    return [_of_stream(path, stream) for stream in container.streams if stream.type == "subtitle"]


def _of_stream(path: str, stream: Stream) -> SubtitleTrack:
    context = stream.codec_context
    codec = context.codec.canonical_name if context is not None else UNKNOWN_CODEC
    language = stream.metadata.get("language", "")
    return SubtitleTrack(
        path=path,
        index=stream.index,
        codec=codec,
        kind="bitmap" if codec in _BITMAP_CODECS else "text",
        title=stream.metadata.get("title", ""),
        language="" if language == "und" else language,
        default=bool(stream.disposition & Disposition.default),
        forced=bool(stream.disposition & Disposition.forced),
    )


def _is_language(word: str) -> bool:
    return bool(_LANGUAGE.fullmatch(word)) and word.lower() not in _NO_LANGUAGE | _FLAGS


def same_language(wanted: str, tag: str) -> bool:
    """Return whether two tags mean the same language, such as ``de``, ``ger`` and ``deu``."""
    one, other = two_letters(wanted), two_letters(tag)
    return bool(one) and one == other


def _idx_languages(file: Path) -> list[str]:
    """Return the language of each stream in a VobSub index, which is text."""
    try:
        found = _IDX_LANGUAGE.findall(file.read_bytes())
    except OSError:
        found = []
    return ["" if tag == b"--" else tag.decode("ascii", "ignore") for tag in found] or [""]
