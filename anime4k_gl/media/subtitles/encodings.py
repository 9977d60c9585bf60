"""The detection of the encoding of subtitle text that is not UTF-8.

chardet's models of letter pairs rate the candidates. Of the detectors that are kept it alone did
well on a few lines of dialogue in 32 languages: 95 of 100 right as it comes, where cchardet had 89
and charset-normalizer 64. What it got wrong is put right here: encodings that subtitles are not
written in are left out, one bad byte does not rule an encoding out, text that nobody writes (two
scripts in a word, a capital after a small letter, signs among letters) counts against it, and the
language that a file's name or the user says counts for its encodings.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...dependencies import require
from ..languages import two_letters

# By Python's names; of those that fit equally well the first is taken.
_CANDIDATES = (
    "cp1252", "cp1251", "cp1250", "cp932", "gb18030", "big5hkscs", "cp949", "cp1253", "cp1254",
    "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8-u", "koi8-r", "iso8859-1",
    "iso8859-15", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9",
    "iso8859-13", "euc_jis_2004", "shift_jis_2004", "euc_kr", "tis-620", "cp866", "cp852", "johab",
)  # fmt: skip

# Windows' encodings have all that these have, at the same places.
_SUPERSETS = {
    "iso8859-1": "cp1252", "iso8859-8": "cp1255", "iso8859-9": "cp1254", "tis-620": "cp874",
    "euc_kr": "cp949",
}  # fmt: skip

_LATIN = ("cp1252", "iso8859-1", "iso8859-15")
_CENTRAL = ("cp1250", "iso8859-2", "cp852")
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866")
_BALTIC = ("cp1257", "iso8859-13")
_OF_LANGUAGES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("ru", "uk", "be", "bg", "mk", "kk", "mn", "tg", "ky"): _CYRILLIC,
    ("sr", "bs"): (*_CYRILLIC, *_CENTRAL),
    ("pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq"): _CENTRAL,
    ("el",): ("cp1253", "iso8859-7"),
    ("tr", "az", "ku"): ("cp1254", "iso8859-9"),
    ("ar", "fa", "ur"): ("cp1256", "iso8859-6"),
    ("he", "yi"): ("cp1255", "iso8859-8"),
    ("th",): ("cp874", "tis-620"),
    ("vi",): ("cp1258",),
    ("lt", "lv"): _BALTIC,
    ("et",): (*_BALTIC, *_LATIN),
    ("zh",): ("gb18030", "big5hkscs"),
    ("ja",): ("cp932", "euc_jis_2004", "shift_jis_2004"),
    ("ko",): ("cp949", "euc_kr", "johab"),
    ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is", "ca", "ga"): _LATIN,
}
# Words in tags and in file names that say which characters Chinese is written in.
_CHINESE = (
    (frozenset({"hant", "tw", "hk", "mo", "cht", "tc"}), "big5hkscs"),
    (frozenset({"hans", "cn", "sg", "chs", "sc"}), "gb18030"),
)
_EASTERN = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949"})

_FOR_NAMED, _FOR_WANTED = 2.0, 1.3
"""By how much the file's language counts for its encodings, and one that the user prefers."""

_OF_ALL = {
    "cp1252": 1.15,
    "iso8859-1": 1.15,
    "iso8859-15": 1.15,
    "cp852": 0.8,
    "cp866": 0.8,
    "johab": 0.5,
}
"""By how much more often, or less, an encoding is met than others of the same letters."""

_MOST_BYTES = 100_000
"""How much text is looked at (bytes): that of a long film."""

_MOST_CHARACTERS = 2000
"""How much of it is read for what nobody writes."""

_GOOD_LINES = 0.6
"""The share of lines that an encoding must be able to decode."""

_SURE, _CLEARLY = 0.2, 1.25
"""Less confidence than this, and less than so many times the next one's, should be told."""


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """An encoding that a text is probably in.

    Attributes
    ----------
    encoding : Python's name
    sure : whether there was enough to tell it by
    """

    encoding: str
    sure: bool


def guess_encoding(
    lines: Sequence[bytes], language: str = "", wanted: Sequence[str] = ()
) -> EncodingGuess:
    """Return the encoding of lines of text that are not UTF-8.

    Parameters
    ----------
    lines : the text without times and mark-up
    language : a tag such as ``ja``, if the file says one
    wanted : tags of languages that the user prefers

    Raises `DependencyError` where chardet is missing.
    """
    lines = _sample(lines)
    ratings = _ratings(lines)
    named = _encodings_of(language)
    preferred = {encoding for tag in wanted for encoding in _encodings_of(tag)} - named
    data = b"\n".join(lines)
    rated: list[tuple[float, int, str]] = []
    most = max(ratings.values(), default=0.0)
    for encoding in named & _EASTERN:
        # These fit by chance far less often than chardet takes a word or two for another's.
        if _share(lines, encoding, _IDEOGRAPHS) == 1:
            ratings[encoding] = max(ratings.get(encoding, 0.0), 0.6 * most)
    for order, encoding in enumerate(_CANDIDATES):
        if (rating := ratings.get(encoding, 0.0)) < most / 4:
            continue  # nothing below makes up for that
        weight = _FOR_NAMED if encoding in named else _FOR_WANTED if encoding in preferred else 1.0
        weight *= _OF_ALL.get(encoding, 1.0)
        rated.append((round(rating * weight * _plausibility(data, encoding), 4), -order, encoding))
    if not rated:
        return EncodingGuess(next(iter(_in_order(named)), "cp1252"), False)
    rated.sort(reverse=True)
    best, _, encoding = rated[0]
    text = data.decode(encoding, "replace")
    others = (rating for rating, _, other in rated[1:] if data.decode(other, "replace") != text)
    sure = best >= _SURE or best > _CLEARLY * max(others, default=0.0)
    return EncodingGuess(_SUPERSETS.get(encoding, encoding), sure)


def _encodings_of(tag: str) -> set[str]:
    language = two_letters(tag)
    for words, encoding in _CHINESE:
        if words & set(tag.lower().replace("_", "-").split("-")):
            return {encoding}
    return {e for tags, found in _OF_LANGUAGES.items() if language in tags for e in found}


def _in_order(encodings: set[str]) -> Iterator[str]:
    return (encoding for encoding in _CANDIDATES if encoding in encodings)


def _sample(lines: Sequence[bytes]) -> list[bytes]:
    """Return lines evenly from all of a long text."""
    size = sum(map(len, lines))
    return list(lines[:: -(-size // _MOST_BYTES)]) if size > _MOST_BYTES else list(lines)


def _ratings(lines: Sequence[bytes]) -> dict[str, float]:
    """Return by encoding what chardet thinks of it, from 0 to 1."""
    require("chardet")
    import chardet

    def rated(data: bytes, encodings: Sequence[str]) -> dict[str, float]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it would have said to other encodings
            found = chardet.detect_all(
                data, ignore_threshold=True, compat_names=False, include_encodings=encodings
            )
        return {each["encoding"]: each["confidence"] for each in found if each["encoding"]}

    ratings = rated(b"\n".join(lines), _CANDIDATES)
    for encoding in _CANDIDATES:
        # It takes no encoding in which a single byte is wrong.
        if encoding not in ratings:
            good = [line for line in lines if _decodes(line, encoding)]
            share = len(good) / max(1, len(lines))
            if _GOOD_LINES <= share < 1:
                one = rated(b"\n".join(good), [encoding])
                ratings[encoding] = one.get(encoding, 0.0) * share**2
    for encoding in _OF_LANGUAGES[("ja",)]:
        # Of a line or two it does not know Japanese, which is plain: a third of it is kana.
        if _share(lines, encoding, _JAPANESE) == 1 and _share(lines, encoding, _KANA) > _OFTEN:
            ratings[encoding] = max(ratings.get(encoding, 0.0), _OFTEN)
    return ratings


def _share(lines: Sequence[bytes], encoding: str, kind: re.Pattern[str]) -> float:
    """Return the share of a kind of characters in what is not ASCII, 0 where it does not decode."""
    try:
        text = b"".join(lines).decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = [c for c in text if c > "\x7f"]
    return sum(bool(kind.match(c)) for c in foreign) / max(1, len(foreign))


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_SCRIPTS = (
    (0x0041, 0x024F, "Latin"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"),
    (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x06FF, "Arabic"), (0x0E00, 0x0E7F, "Thai"),
    (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"),
)  # fmt: skip
_EAST = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uff66-\uff9f]")
_JAPANESE = re.compile("[\u2010-\u266f\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_IDEOGRAPHS = re.compile(f"{_JAPANESE.pattern[:-1]}\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_OFTEN = 0.3
_BESIDE_LETTERS = frozenset("«»„“”‚‘’‹›–—…·•♪♫♥°º¿¡")


def _plausibility(data: bytes, encoding: str) -> float:
    """Return how much text in an encoding looks like what people write, from 0 to 1."""
    text = data.decode(encoding, "replace")
    seen = wrong = 0
    for one, other in pairwise(text[:_MOST_CHARACTERS]):
        if one > "\x7f" or other > "\x7f":
            seen += 1
            wrong += _odd(one, other)
    return (1 - wrong / seen) ** 4 if seen else 1.0


def _odd(one: str, other: str) -> bool:
    """Return whether nobody writes two characters side by side."""
    if any("\x80" <= c < "\xa0" or unicodedata.category(c) in ("Co", "Cn") for c in (one, other)):
        return True
    if one.isalpha() and other.isalpha():
        if _EAST.match(one) or _EAST.match(other):
            return "a" <= one <= "z" or "a" <= other <= "z"
        scripts = {_script(one), _script(other)} - {""}
        return len(scripts) > 1 or (one.islower() and other.isupper())
    if one.isalpha() or other.isalpha():
        sign = other if one.isalpha() else one
        return sign > "\x7f" and sign not in _BESIDE_LETTERS and _is_sign(sign)
    return False


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sm", "Sc", "Sk", "No", "Po", "Cf")


def _script(letter: str) -> str:
    code = ord(letter)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "")
