"""The decoding of subtitle text files in any encoding."""

from __future__ import annotations

import codecs
import re

from .tracks import base_language

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Windows' encodings by the language in the file's name.
_BY_LANGUAGE = {
    "ar": "cp1256", "cs": "cp1250", "el": "cp1253", "he": "cp1255", "hu": "cp1250", "ja": "cp932",
    "jpn": "cp932", "ko": "cp949", "kor": "cp949", "pl": "cp1250", "ru": "cp1251",
    "rus": "cp1251", "th": "cp874", "tr": "cp1254", "uk": "cp1251", "zh": "gb18030",
    "chi": "gb18030", "zho": "gb18030",
}  # fmt: skip

_KANA = re.compile("[\u3041-\u30fa]")


def decode_text(data: bytes, language: str = "") -> str:
    """Return the text of a file, with its encoding detected from the content.

    A byte order mark decides, then validity as UTF-8; otherwise it is Windows' encoding for the
    given language, or Shift-JIS if that gives kana, or Windows' Western encoding.

    Parameters
    ----------
    data : the file's bytes
    language : a tag such as ``ja``, if the file's name has one
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = _BY_LANGUAGE.get(base_language(language))
    if named is not None:
        return data.decode(named, "replace")
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        text = ""
    # In Shift-JIS nearly all bytes are kanji; Japanese text always has kana.
    foreign = sum(character > "\x7f" for character in text)
    if foreign and len(_KANA.findall(text)) > foreign / 4:
        return text
    return data.decode("cp1252", "replace")
