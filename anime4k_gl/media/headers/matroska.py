"""The headers of Matroska and WebM files: languages, editions of chapters, links between files."""

from __future__ import annotations

from typing import BinaryIO

from .ebml import Element, ElementBudget, elements, number, read_head, text
from .matroska_picture import picture_of_track
from .model import ChapterEntry, ContainerHeaders, Edition, PictureHeaders

EBML = 0x1A45DFA3
SEGMENT = 0x18538067
TRACKS = 0x1654AE6B
TRACK_ENTRY = 0xAE
TRACK_TYPE = 0x83
LANGUAGE_BCP47 = 0x22B59D

_SEEK_HEAD, _SEEK, _SEEK_ID, _SEEK_POSITION = 0x114D9B74, 0x4DBB, 0x53AB, 0x53AC
_INFO, _PREVIOUS, _NEXT = 0x1549A966, 0x3CB923, 0x3EB923
_CLUSTER = 0x1F43B675
_CHAPTERS, _EDITION, _ATOM, _DISPLAY = 0x1043A770, 0x45B9, 0xB6, 0x80
_DEFAULT, _ORDERED = 0x45DB, 0x45DD
_START, _END, _HIDDEN, _ENABLED, _OTHER_FILE, _TITLE = 0x91, 0x92, 0x98, 0x4598, 0x6E67, 0x85

KINDS = {1: "video", 2: "audio", 0x11: "subtitle"}
"""The kinds of tracks by their numbers."""

_WANTED = {_INFO, TRACKS, _CHAPTERS}
_MOST_BYTES = 16 << 20  # of one of these
_MOST_TOP = 256  # elements that are passed on the way to the first cluster
_DEEPEST = 16


def read_matroska(file: BinaryIO) -> ContainerHeaders:
    """Return what a file's headers say; what is damaged or missing in them is left out.

    Reads the headers alone, up to the first cluster and where the table of contents leads. Raises
    `OSError`.
    """
    parts = _parts(file)
    budget = ElementBudget()
    tracks, chapters = parts.get(TRACKS, b""), parts.get(_CHAPTERS, b"")
    info = parts.get(_INFO, b"")
    languages, pictures = _tracks(tracks, budget)
    return ContainerHeaders(
        languages=languages,
        pictures=pictures,
        editions=tuple(
            _edition(chapters, element, budget)
            for element in elements(chapters, 0, len(chapters), budget)
            if element.id == _EDITION
        ),
        linked=any(
            element.id in (_PREVIOUS, _NEXT) for element in elements(info, 0, len(info), budget)
        ),
    )


def _parts(file: BinaryIO) -> dict[int, bytes]:
    """Return the contents of the headers by their ids."""
    found: dict[int, bytes] = {}
    file.seek(0)
    head = read_head(file)
    if head is None or head[0] != EBML or head[1] is None:
        return found
    at = head[1] + head[2]
    file.seek(at)
    head = read_head(file)
    if head is None or head[0] != SEGMENT:
        return found
    at = origin = at + head[2]
    places: list[int] = []
    for _ in range(_MOST_TOP):
        file.seek(at)
        head = read_head(file)
        if head is None or head[0] == _CLUSTER:
            break
        element, size, length = head
        if size is None:
            break
        if element == _SEEK_HEAD or element in _WANTED:
            content = _content(file, at + length, size)
            if element == _SEEK_HEAD:
                places += _places(content)
            else:
                found.setdefault(element, content)
        at += length + size
    for place in places[:_MOST_TOP]:
        at = origin + place
        file.seek(at)
        head = read_head(file)
        if head is not None and head[0] in _WANTED - found.keys() and head[1] is not None:
            found[head[0]] = _content(file, at + head[2], head[1])
    return found


def _content(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(min(size, _MOST_BYTES))


def _places(data: bytes) -> list[int]:
    budget, places = ElementBudget(_MOST_TOP), []
    for seek in elements(data, 0, len(data), budget):
        inside = {e.id: e for e in elements(data, seek.start, seek.end, budget)}
        if seek.id == _SEEK and _SEEK_ID in inside and _SEEK_POSITION in inside:
            place = number(data, inside[_SEEK_POSITION])
            if number(data, inside[_SEEK_ID]) in _WANTED and place < 1 << 62:
                places.append(place)
    return places


def _tracks(
    data: bytes, budget: ElementBudget
) -> tuple[dict[tuple[str, int], str], dict[int, PictureHeaders]]:
    """Return the languages of tracks and the pictures of those of video."""
    languages: dict[tuple[str, int], str] = {}
    pictures: dict[int, PictureHeaders] = {}
    counts: dict[str, int] = {}
    for entry in elements(data, 0, len(data), budget):
        if entry.id != TRACK_ENTRY:
            continue
        kind, language = "", ""
        for element in elements(data, entry.start, entry.end, budget):
            if element.id == TRACK_TYPE:
                kind = KINDS.get(number(data, element), "")
            elif element.id == LANGUAGE_BCP47:
                language = text(data, element)
        index = counts[kind] = counts.get(kind, -1) + 1
        if language:
            languages[kind, index] = language
        if kind == "video":
            pictures[index] = picture_of_track(data, entry, budget)
    return languages, pictures


def _edition(data: bytes, edition: Element, budget: ElementBudget) -> Edition:
    entries: list[ChapterEntry] = []
    default = ordered = False
    for element in elements(data, edition.start, edition.end, budget):
        if element.id == _DEFAULT:
            default = bool(number(data, element))
        elif element.id == _ORDERED:
            ordered = bool(number(data, element))
        elif element.id == _ATOM:
            _add_entries(data, element, 0, entries, budget)
    return Edition(tuple(entries), default, ordered)


def _add_entries(
    data: bytes, atom: Element, depth: int, entries: list[ChapterEntry], budget: ElementBudget
) -> None:
    """Append a chapter, and after it those inside it."""
    start: int | None = None
    end: int | None = None
    title, shown, elsewhere = "", True, False
    nested = []
    for element in elements(data, atom.start, atom.end, budget):
        if element.id == _START:
            start = number(data, element)
        elif element.id == _END:
            end = number(data, element)
        elif element.id in (_HIDDEN, _ENABLED):
            shown = shown and bool(number(data, element)) == (element.id == _ENABLED)
        elif element.id == _OTHER_FILE:
            elsewhere = True
        elif element.id == _DISPLAY and not title:
            for part in elements(data, element.start, element.end, budget):
                if part.id == _TITLE:
                    title = text(data, part)
        elif element.id == _ATOM:
            nested.append(element)
    if start is not None and start < 1 << 62:
        kept = end if end is not None and start < end < 1 << 62 else None
        entries.append(ChapterEntry(start, kept, title, depth, shown, elsewhere))
    if depth < _DEEPEST:
        for element in nested:
            _add_entries(data, element, depth + 1, entries, budget)
