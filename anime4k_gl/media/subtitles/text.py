"""The decoding of subtitle text in any encoding.

A byte order mark decides, then a pattern of zeros (UTF-16, UTF-32), then validity as UTF-8, which
nothing else has by chance; a few bad bytes do not spoil it. What is left is guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...errors import OptionError
from .encodings import guess_encoding
from .text_choice import AUTO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# Names of encodings that Python does not know, and those in whose place people mean a larger one.
_ALIASES = {
    "utf8broken": "utf-8", "windows874": "cp874", "iso885911": "cp874", "windows932": "cp932",
    "xsjis": "cp932", "sjis": "cp932", "shiftjis": "cp932", "windows936": "gb18030",
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "euccn": "gb18030",
    "windows949": "cp949", "euckr": "cp949", "big5": "big5hkscs", "cp950": "big5hkscs",
    "windows950": "big5hkscs",
}  # fmt: skip

_SHOWN = {
    "big5hkscs": "Big5", "cp932": "Shift-JIS", "cp949": "EUC-KR", "euc_jis_2004": "EUC-JP",
    "euc_jp": "EUC-JP", "gb18030": "GB18030", "iso2022_jp_ext": "ISO-2022-JP",
    "iso2022_kr": "ISO-2022-KR", "shift_jis_2004": "Shift-JIS", "johab": "Johab",
}  # fmt: skip

_NO_CODEPAGES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_ext"), (b"\x1b(", "iso2022_jp_ext"))

_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")  # Chinese of the days of 7 bits

_CLOCK = re.compile(rb"^[\s\d:.,;-]*(-->.*)?$")
_DIALOGUE = re.compile(rb"^(Dialogue|Comment):(?:[^,]*,){9}")
_MARKUP = re.compile(rb"(?<![\x80-\xff])\{[^}\x80-\xff]*\}|<[^<>\x80-\xff]*>|\[\d+\]\[\d+\]")

_ZEROS = 0.1
"""The share of zeros where UTF-16 has them: in each line of a subtitle file there is ASCII."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, and how it was read.

    Attributes
    ----------
    text : without a byte order mark
    encoding : for people to read; empty for UTF-8
    remark : what people should know; empty where all is well
    """

    text: str
    encoding: str = ""
    remark: str = ""


def check_codepage(name: str | None) -> str:
    """Return the code page of a name: ``auto``, Python's name, or that after a ``+``.

    Raises `OptionError` where no encoding of text has the name.
    """
    given = (name or AUTO).strip()
    if given.lower() == AUTO:
        return AUTO
    force, wanted = ("+", given[1:]) if given.startswith("+") else ("", given)
    known = _ALIASES.get(re.sub(r"[^a-z0-9]", "", wanted.lower()), wanted)
    try:
        found = codecs.lookup(known).name
        b"?".decode(known, "replace")  # which refuses what is no encoding of text, such as base64
    except (LookupError, UnicodeError, ValueError):
        found = ""
    if not found or found in _NO_CODEPAGES:
        raise OptionError(
            f"unknown sub-codepage {given!r}; give {AUTO} or an encoding's name, such as cp1251,"
            " koi8-r, iso8859-2, gb18030, big5, shift-jis, euc-kr"
        )
    return force + found


def decode_text(
    data: bytes, language: str = "", *, codepage: str = AUTO, wanted: Sequence[str] = ()
) -> DecodedText:
    """Return the text of a file.

    Parameters
    ----------
    data : the file's bytes
    language : a tag such as ``ja``, if the file says one: by its name, or a track's tag
    codepage : as `check_codepage` returns it; without ``+`` it is for what is not Unicode
    wanted : tags of the languages that the user prefers

    A language is a hint, no more. Raises `DependencyError` where chardet is missing and needed.
    """
    if codepage.startswith("+"):
        return _decoded(data, codepage[1:])
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            return _mixed(data) if encoding == "utf-8" else _decoded(data, encoding)
    wide = _wide(data)
    if wide is not None:
        return _decoded(data, wide)
    if codepage != AUTO and not _SEQUENCE.search(data):
        return _decoded(data, codepage)  # its text may be all ASCII: ISO-2022-JP, UTF-7
    for escape, encoding in _ESCAPES:
        if escape in data and not _NOT_ASCII.search(data):
            return _decoded(data, encoding)
    if _HZ.search(data) and not _NOT_ASCII.search(data):
        return _decoded(data, "hz")
    if is_mostly_utf8(data):
        return _mixed(data, language, wanted)
    if codepage != AUTO:
        return _decoded(data, codepage)
    guess = guess_encoding(list(spoken_lines(data)), language, wanted)
    found = _decoded(data, guess.encoding)
    if not guess.sure and not found.remark:
        remark = f"encoding uncertain, read as {found.encoding}; --sub-codepage chooses another"
        return DecodedText(found.text, found.encoding, remark)
    return found


def is_mostly_utf8(data: bytes) -> bool:
    """Return whether text is UTF-8, perhaps with a few bad bytes."""
    sequences = _SEQUENCE.findall(data)
    bad = len(_NOT_ASCII.findall(data)) - sum(map(len, sequences))
    return bad <= len(sequences)


def spoken_lines(data: bytes) -> Iterator[bytes]:
    """Yield what is said in a file of subtitles, without times, numbers, styles and mark-up."""
    lines = data.splitlines()
    script = any(_DIALOGUE.match(line) for line in lines)
    for line in lines:
        if script:
            dialogue = _DIALOGUE.match(line)
            if dialogue is None:
                continue
            line = line[dialogue.end() :]
        line = _MARKUP.sub(b" ", line).replace(b"\\N", b" ").strip()
        if line and not _CLOCK.match(line):
            yield line


def _wide(data: bytes) -> str | None:
    """Return the encoding of units of 2 or 4 bytes that the zeros in a text point to."""
    sample = data[:8192]
    if b"\0" not in sample:
        return None
    zeros = [sample[place::4].count(0) / max(1, len(sample) // 4) for place in range(4)]
    if min(zeros[2:]) > 0.9 and zeros[0] < 0.5:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < 0.5:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > _ZEROS and even < odd / 4:
        return "utf-16-le"
    if even > _ZEROS and odd < even / 4:
        return "utf-16-be"
    return None


def _decoded(data: bytes, encoding: str) -> DecodedText:
    try:
        text, remark = data.decode(encoding), ""
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        line = data.count(b"\n", 0, error.start) + 1
        remark = f"line {line} and what follows has bytes that {_name(encoding)} has not"
    if encoding == "cp1258":  # which has Vietnamese's tones as characters of their own
        text = unicodedata.normalize("NFC", text)
    name = _name(encoding)
    return DecodedText(text.removeprefix("\ufeff"), "" if name == "UTF-8" else name, remark)


def _name(encoding: str) -> str:
    known = _SHOWN.get(encoding)
    if known is not None:
        return known
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return encoding.upper().replace("ISO8859", "ISO-8859").replace("_", "-")


def _mixed(data: bytes, language: str = "", wanted: Sequence[str] = ()) -> DecodedText:
    """Return the text of UTF-8 in which some bytes are something else.

    Whole lines of other text are in an encoding of their own. Single bytes are Windows' Western
    signs among Latin letters, such as apostrophes; among others nobody knows.
    """
    try:
        return DecodedText(data.decode())
    except UnicodeDecodeError as error:
        first = data.count(b"\n", 0, error.start) + 1
    lines = data.splitlines(keepends=True)
    foreign = [line for line in lines if _is_foreign(line)]
    encoding = ""
    if foreign:
        encoding = guess_encoding(list(spoken_lines(b"".join(foreign))), language, wanted).encoding
    letters = [c for c in data.decode("utf-8", "ignore") if c > "\x7f" and c.isalpha()]
    latin = all(c < "\u0250" for c in letters)
    parts, bad = [], 0
    for line in lines:
        if encoding and _is_foreign(line):
            bad += len(_NOT_ASCII.findall(line))
            parts.append(line.decode(encoding, "replace"))
            continue
        text = line.decode("utf-8", "surrogateescape")
        odd = [c for c in text if "\udc80" <= c <= "\udcff"]
        bad += len(odd)
        for c in set(odd):
            byte = bytes([ord(c) - 0xDC00])
            text = text.replace(c, byte.decode("cp1252", "replace") if latin else "\ufffd")
        parts.append(text)
    amount = "1 byte is" if bad == 1 else f"{bad} bytes are"
    read = f"read as {_name(encoding or 'cp1252')}" if encoding or latin else "shown as \ufffd"
    remark = f"{amount} not UTF-8, the first in line {first}; {read}"
    return DecodedText("".join(parts), "UTF-8 with others", remark)


def _is_foreign(line: bytes) -> bool:
    return len(_NOT_ASCII.findall(line)) > 1 and not _SEQUENCE.search(line)
