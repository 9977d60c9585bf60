"""The encodings of subtitle text: which one it is, in every language, and how it is read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from support.clips.dialogues import DIALOGUES, decoded, encoded, srt

from anime4k_gl.errors import OptionError
from anime4k_gl.media.opening import MediaInput
from anime4k_gl.media.subtitles.decoder import EventDecoder, TextEvent
from anime4k_gl.media.subtitles.recoding import PacketRecoder
from anime4k_gl.media.subtitles.source import open_source
from anime4k_gl.media.subtitles.text import check_codepage, decode_text, is_mostly_utf8
from anime4k_gl.media.subtitles.tracks import external_tracks_of

CASES = [
    (language, encoding, lines)
    for language, (encodings, lines) in DIALOGUES.items()
    for encoding in encodings.split()
]
CEDILLAS = str.maketrans("\u0218\u0219\u021a\u021b", "\u015e\u015f\u0162\u0163")


def read(lines: tuple[str, ...], encoding: str, **more: str) -> bool:
    """Return whether lines in an encoding are read as what they say."""
    data = encoded(srt(lines), encoding)
    # Romanian's commas look like cedillas, and have their places in other encodings.
    text = decode_text(data, **more).text
    return text.translate(CEDILLAS) == decoded(data, encoding).translate(CEDILLAS)


def test_long_texts_are_read_in_every_encoding() -> None:
    wrong = [(lang, encoding) for lang, encoding, lines in CASES if not read(lines, encoding)]
    assert wrong == []


def test_three_lines_are_enough_but_for_one_in_a_hundred() -> None:
    cases = [
        (lang, encoding, lines[first : first + 3])
        for lang, encoding, lines in CASES
        for first in (0, 3, 6, 9)
    ]
    wrong = [(lang, encoding) for lang, encoding, lines in cases if not read(lines, encoding)]
    assert len(wrong) <= len(cases) / 100, wrong


def test_a_language_is_a_hint_and_no_more() -> None:
    assert decode_text("漢字".encode("cp932"), "ja").text == "漢字"
    assert decode_text("漢字".encode("euc-jp"), "jpn").text == "漢字"
    assert decode_text("简体中文".encode("gb18030"), "zh-Hans").text == "简体中文"
    assert decode_text("Привет".encode("cp1251"), "rus").text == "Привет"
    assert decode_text("Kdo ví?".encode("cp1250"), wanted=["cs"]).text == "Kdo ví?"
    assert decode_text("電影".encode("big5"), "zh-TW").text == "電影"
    assert decode_text("电影".encode("gb18030"), "chs").text == "电影"
    assert read(DIALOGUES["ru"][1], "koi8-r", language="ja")
    assert read(DIALOGUES["ja"][1], "euc-jp", language="pl")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16-LE"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32-LE"),
        ("utf-32-le", "UTF-32-LE"),
        ("utf-32-be", "UTF-32-BE"),
    ],
)
@pytest.mark.parametrize("language", ["ru", "zh", "ja", "en", "th"])
def test_unicode_in_all_its_forms(encoding: str, name: str, language: str) -> None:
    text = srt(DIALOGUES[language][1][:3])
    found = decode_text(text.encode(encoding))
    assert (found.text, found.encoding, found.remark) == (text, name, "")


def test_a_bad_byte_does_not_spoil_utf8() -> None:
    data = "Он сказал: «нет».\nВсё хорошо.".encode()
    found = decode_text(data[:-3] + data[-2:])
    assert found.text.startswith("Он сказал: «нет».\nВсё хорош")
    assert found.remark == "1 byte is not UTF-8, the first in line 2; shown as \ufffd"
    good = "Où ça ?\nLà-bas, au café.\nDéjà ?\n"
    found = decode_text(good.encode() + b"It\x92s d\xe9j\xe0 vu, na\xefve")
    assert found.text == f"{good}It’s déjà vu, naïve"
    assert "read as Windows-1252" in found.remark
    found = decode_text("Как дела?\n".encode() * 9 + "Всё будет хорошо.".encode("cp1251"))
    assert found.text.endswith("Как дела?\nВсё будет хорошо.")
    assert "read as Windows-1251" in found.remark


def test_nothing_else_looks_like_utf8() -> None:
    for language, encoding, lines in CASES:
        data = encoded("\n".join(lines), encoding)
        assert data.isascii() or not is_mostly_utf8(data), (language, encoding)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("zh", "gb18030"),
        ("zt", "big5"),
        ("ja", "euc-jp"),
        ("ja", "cp932"),
        ("ko", "cp949"),
        ("el", "cp1253"),
        ("th", "cp874"),
        ("ru", "cp1251"),
    ],
)
def test_a_bad_byte_does_not_hide_an_encoding(language: str, encoding: str) -> None:
    lines = DIALOGUES[language][1]
    data = bytearray(encoded(srt(lines), encoding))
    place = data.index(encoded(lines[5], encoding))
    data[place + 1] = 0xFF
    found = decode_text(bytes(data))
    assert lines[0] in found.text and lines[-1] in found.text
    assert found.remark == "" or "has bytes that" in found.remark


def test_a_code_page_is_for_what_is_not_unicode_and_with_a_plus_for_all() -> None:
    text = srt(DIALOGUES["ru"][1][:3])
    koi, utf = text.encode("koi8-r"), text.encode()
    assert decode_text(koi, codepage=check_codepage("KOI8-R")).text == text
    assert decode_text(koi, codepage=check_codepage("windows-1251")).text == koi.decode("cp1251")
    assert decode_text(utf, codepage=check_codepage("cp1251")).text == text
    forced = check_codepage("+koi8-r")
    assert decode_text(utf, codepage=forced).text == utf.decode("koi8-r")
    assert decode_text("日本".encode("iso2022-jp"), codepage="iso2022_jp").text == "日本"


@pytest.mark.parametrize(
    ("language", "encoding"), [("ja", "iso2022-jp"), ("ko", "iso2022-kr"), ("zh", "hz")]
)
def test_text_of_seven_bits(language: str, encoding: str) -> None:
    assert read(DIALOGUES[language][1][:3], encoding)


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "idna", "+"])
def test_an_unknown_code_page_is_refused(name: str) -> None:
    with pytest.raises(OptionError, match=r"unknown sub-codepage '.*'; give auto or an encoding"):
        check_codepage(name)


def test_common_names_of_code_pages() -> None:
    names = ["auto", "latin2", "Shift_JIS", "gb2312", "GBK", "Big5", "EUC-KR", "windows-874"]
    assert [check_codepage(name) for name in names] == [
        "auto", "iso8859-2", "cp932", "gb18030", "gb18030", "big5hkscs", "cp949", "cp874",
    ]  # fmt: skip


def test_scripts_are_told_by_what_is_said() -> None:
    """Not by their English head, nor by tags."""
    lines = DIALOGUES["pl"][1][:4]
    head = "[Script Info]\nTitle: Test\n[V4+ Styles]\nStyle: Default,Arial,20\n[Events]\n"
    said = "\n".join(
        f"Dialogue: 0,0:00:0{n}.00,0:00:0{n + 1}.00,Default,,0,0,0,,{{\\i1}}{line}\\N"
        for n, line in enumerate(lines)
    )
    for encoding in ("cp1250", "iso8859-2"):
        assert decode_text((head + said).encode(encoding)).text == head + said
    frames = "\n".join(f"{{{25 * n}}}{{{25 * n + 24}}}{{y:i}}{x}" for n, x in enumerate(lines))
    assert decode_text(frames.encode("cp1250")).text == frames


FILES = {
    "a.srt": "1\n00:00:01,000 --> 00:00:03,000\n{0}\n\n2\n00:00:04,000 --> 00:00:05,000\n{1}\n",
    "a.vtt": "WEBVTT\n\n00:01.000 --> 00:03.000\n{0}\n\n00:04.000 --> 00:05.000\n{1}\n",
    "a.sub": "{{25}}{{75}}{0}\n{{100}}{{125}}{1}\n",
    "b.sub": "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n"
    "00:00:01.00,00:00:03.00\n{0}\n\n00:00:04.00,00:00:05.00\n{1}\n\n",
    "a.mpl": "[10][30]{0}\n[40][50]{1}\n",
    "b.txt": "[10][30]{0}\n[40][50]{1}\n",
    "c.txt": "00:00:01:{0}\n00:00:03:\n00:00:04:{1}\n00:00:05:\n",
    "a.smi": '<SAMI><HEAD><STYLE TYPE="text/css"><!-- P {{ color: red; }} --></STYLE></HEAD>\n'
    "<BODY>"
    "<SYNC Start=1000><P Class=A>{0}\n<SYNC Start=3000><P Class=A>&nbsp;\n"
    "<SYNC Start=4000><P Class=A>{1}\n</BODY></SAMI>\n",
    "a.rt": '<window duration="9">\n<time begin="1"/>{0}\n<time begin="4"/>{1}\n</window>\n',
    "a.jss": "#TIMERES 30\n0:00:01.00 0:00:03.00 D {0}\n0:00:04.00 0:00:05.00 D {1}\n",
    "a.pjs": '10,30,"{0}"\n40,50,"{1}"\n',
    "a.aqt": "-->> 000025\n{0}\n\n-->> 000075\n\n\n-->> 000100\n{1}\n",
}
"""Files of two lines, as the programs write them that each format comes from."""


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_is_read_in_its_encoding(tmp_path: Path, name: str) -> None:
    said = DIALOGUES["ru"][1][1], DIALOGUES["ru"][1][2]
    path = tmp_path / name
    path.write_bytes(FILES[name].format(*said).encode("koi8-r"))
    (track,) = external_tracks_of(path)
    messages: list[str] = []
    with closing(open_source(track, path)) as source:
        assert source.encoding == "KOI8-R" and source.container is not None
        decoder = EventDecoder(source, track, messages.append)
        packets = [packet for packet in source.container.demux() if packet.size]
        events = [event for packet in packets for event in decoder.decode(packet)]
    lines = [event.line.decode() for event in events if isinstance(event, TextEvent)]
    assert [text in line for text, line in zip(said, lines, strict=True)] == [True, True]
    assert [event.start for event in events] == pytest.approx([1, 4], abs=0.2)
    assert messages == []


def test_a_track_of_a_stream_is_told_by_what_was_heard_so_far() -> None:
    """Nothing is read ahead of a pipe: the first line may be wrong, the others are not."""
    lines = DIALOGUES["hr"][1]
    recoder = PacketRecoder(Pipe(), 1, "ass")
    texts = [recoder.recode(f"{n},0,Default,,0,0,0,,{x}".encode("cp1250")).decode()
             for n, x in enumerate(lines)]  # fmt: skip
    assert [text.endswith(line) for text, line in zip(texts, lines, strict=True)][3:] == [True] * 9
    assert recoder.encoding == "Windows-1250"


def test_words_of_mp4_keep_their_length_and_boxes() -> None:
    recoder = PacketRecoder(Pipe(), 1, "mov_text", "ru")
    text, box = "Привет, как дела?".encode("cp1251"), b"\0\0\0\x0cstyl\0\0"
    made = recoder.recode(len(text).to_bytes(2, "big") + text + box)
    said = "Привет, как дела?".encode()
    assert made == len(said).to_bytes(2, "big") + said + box
    wide = b"\xfe\xff" + "Привет".encode("utf-16-be")
    assert recoder.recode(len(wide).to_bytes(2, "big") + wide)[2:].decode() == "Привет"


class Pipe(MediaInput):
    """One of which nothing can be read ahead."""

    def __init__(self) -> None:
        self.url, self.is_pipe, self._descriptor = None, True, None
