"""The metric of captions: how many of their letters tesseract reads.

A caption counts where it can be read in the truth. Letters are cut out, brought to one height and
read as one line, in the language that their script is of. Tesseract and its languages are Debian's
tesseract-ocr, tesseract-ocr-jpn, tesseract-ocr-kor and tesseract-ocr-rus.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from benchmarks.quality.scenes import Caption

Picture = npt.NDArray[Any]

ROLES = ("subtitle", "title", "sign")
"""The captions that are read: those of one line, upright."""
LEGIBLE = 0.8
"""The rate from which a caption of the truth counts as one that can be read."""
LANGUAGES = {"HIRAGANA": "jpn", "KATAKANA": "jpn", "CJK": "jpn", "HANGUL": "kor", "CYRILLIC": "rus"}
"""Tesseract's languages, by the first word of a letter's Unicode name; others are English."""

_HEIGHT = 56
"""Pixels of a caption's box when it is read: what tesseract takes best."""
_AROUND = 0.25
"""How much of its height is cut out around a box."""
_UNITS = 1000.0
"""A frame's height in the units of scenes, see `scenes.known`."""


@dataclass(frozen=True)
class Legible:
    """A caption that can be read in the truth, and the treatment in which it is read best there."""

    caption: Caption
    treatment: str


def legible(truth: Picture, captions: Sequence[Caption]) -> list[Legible]:
    """Return the captions that can be read in the truth; (H, W, 3), uint8."""
    found = []
    for caption in captions:
        if caption.role not in ROLES:
            continue
        for treatment in _TREATMENTS:
            if _rate(truth, Legible(caption, treatment)) >= LEGIBLE:
                found.append(Legible(caption, treatment))
                break
    return found


def captions_read(result: Picture, captions: Sequence[Legible]) -> float:
    """Return the letters of captions that are read right, in %; nan without any caption.

    That is one less the edit distance to what is written, a letter of it; spaces and whether
    letters are large or small do not count.
    """
    if not captions:
        return math.nan
    letters = [len(_bare(entry.caption.text)) for entry in captions]
    rates = [_rate(result, entry) for entry in captions]
    return 100 * float(np.average(rates, weights=letters))


def recognition_rate(read: str, written: str) -> float:
    """Return how much of what is written was read, 0 to 1, spaces and case aside."""
    read, written = _bare(read), _bare(written)
    if not written:
        return math.nan
    return max(0.0, 1 - edit_distance(read, written) / len(written))


def edit_distance(first: str, second: str) -> int:
    """Return the fewest letters to change, add or leave out to make one text of another."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def language(text: str) -> str:
    """Return tesseract's name of the language that a text's script is of."""
    for letter in text:
        word = unicodedata.name(letter, "").split(" ")[0]
        if word in LANGUAGES:
            return LANGUAGES[word]
    return "eng"


def _rate(picture: Picture, entry: Legible) -> float:
    cut = _cut(picture, entry.caption)
    if cut is None:
        return 0.0
    text = entry.caption.text
    return recognition_rate(_read(_TREATMENTS[entry.treatment](cut), text), text)


def _bright(cut: Image.Image) -> Image.Image:
    """Return the brightest as black on white: light letters with a dark edge, before a picture."""
    return cut.point([255 - min(255, max(0, (v - 150) * 3)) for v in range(256)])


_TREATMENTS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "plain": ImageOps.autocontrast,
    "bright": _bright,
}


def _cut(picture: Picture, caption: Caption) -> Image.Image | None:
    """Return a caption's part of a picture, grey, as tall as it is read; None off the picture."""
    height, width = picture.shape[:2]
    scale = max(height / _UNITS, width / (_UNITS * 16 / 9))
    left, top, right, bottom = (v * scale for v in caption.box)
    around = (bottom - top) * _AROUND
    box = (
        left + width / 2 - around, top + height / 2 - around,
        right + width / 2 + around, bottom + height / 2 + around,
    )  # fmt: skip
    if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height or bottom - top < 4:
        return None
    grey = Image.fromarray(picture).convert("L")
    tall = round(_HEIGHT * (1 + 2 * _AROUND))
    wide = max(1, round((box[2] - box[0]) / (box[3] - box[1]) * tall))
    return grey.resize((wide, tall), Image.Resampling.BICUBIC, box)


def _read(cut: Image.Image, text: str) -> str:
    pytesseract = _tesseract()
    wanted = language(text)
    try:
        read: str = pytesseract.image_to_string(cut, lang=wanted, config="--psm 7")
    except pytesseract.TesseractNotFoundError:
        raise SystemExit("captions are read by tesseract: install tesseract-ocr") from None
    except pytesseract.TesseractError as error:
        if "load" in str(error.message):
            raise SystemExit(
                f"tesseract does not know this language: install tesseract-ocr-{wanted}"
            ) from None
        raise
    return read


@cache
def _tesseract() -> Any:
    try:
        import pytesseract
    except ImportError:
        raise SystemExit("captions are read through pytesseract: install pytesseract") from None
    # Its threads cost more than they bring on a line of letters.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return pytesseract


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
