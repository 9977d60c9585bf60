"""The letters in scenes: fonts, subtitles, titles, signs, bubbles, in several scripts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import skia

from benchmarks.quality.scenes.curves import Points, box, oval, polygon, ring
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.palette import BLACK, WHITE, Colour, Script, luma, mix
from benchmarks.quality.scenes.pen import Pen

FONTS = {
    "sans": ("DejaVu Sans", "fonts-dejavu-core"),
    "serif": ("DejaVu Serif", "fonts-dejavu-core"),
    "east": ("WenQuanYi Micro Hei", "fonts-wqy-microhei"),
    "gothic": ("VL PGothic", "fonts-vlgothic"),
    "round": ("MotoyaLMaru", "fonts-motoya-l-maruberi"),
}
"""By our name: the family, and Debian's package that has it."""

WESTERN, JAPANESE = ("sans", "serif"), ("gothic", "round", "east")

SUBTITLES = {
    "latin": (
        "I never said goodbye to you.", "Wait! The train is leaving!",
        "So this is where it began...", "Don't look back, whatever happens.",
        "It was raining on that day, too.", "We promised, didn't we?",
        "Where did the others go?", "Captain, the signal is gone.",
    ),
    "japanese": (
        "ずっと待っていたんだ", "もう一度だけ、信じてみる", "あの日の空を覚えてる?",
        "急げ、電車が出るぞ!", "約束したでしょう", "夜が明けるまでここにいよう",
        "どこへ行くの",
    ),
    "cyrillic": (
        "Я никогда не прощался с тобой.", "Подожди! Поезд уходит!",
        "Так вот где всё началось...", "Не оглядывайся, что бы ни случилось.",
    ),
    "korean": (
        "나는 너를 기다리고 있었어", "약속했잖아", "다시 한번 믿어 볼게",
        "기차가 떠나고 있어",
    ),
}
TITLES = {
    "latin": ("THE LAST SUMMER", "Episode 7", "BLUE HORIZON", "To be continued", "Starlight"),
    "japanese": ("第七話 夏の終わり", "星降る夜に", "蒼穹の彼方", "つづく", "記憶の街"),
    "cyrillic": ("ПОСЛЕДНЕЕ ЛЕТО", "Серия 7"),
    "korean": ("마지막 여름", "제7화"),
}
SIGNS = {
    "latin": ("CAFE", "BOOKS", "OPEN", "STATION", "EXIT", "HOTEL", "24H"),
    "japanese": ("喫茶", "書店", "駅前", "薬局", "ラーメン", "酒", "出口", "カラオケ", "止まれ"),
    "cyrillic": ("АПТЕКА", "КНИГИ", "ВЫХОД"),
    "korean": ("카페", "서점", "출구", "약국"),
}
CRIES = ("ドドド", "ゴゴゴ", "バン!", "ザザッ", "BOOM", "ドン!", "キラッ")


def fonts_for(script: str) -> tuple[str, ...]:
    """Return our names of the fonts that have a script's letters."""
    return {"japanese": JAPANESE, "korean": ("east",)}.get(script, WESTERN)


@cache
def _typeface(name: str, bold: bool) -> Any:
    family, package = FONTS[name]
    style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    face = skia.FontMgr().matchFamilyStyle(family, style)
    if face is None:
        raise SystemExit(f"the scenes need the font {family}: install {package}")
    return face


def font(name: str, size: float, *, bold: bool = False) -> Any:
    """Return a font whose letters are placed by parts of a pixel and never hinted.

    Raises SystemExit, naming the package, where the font is missing.
    """
    out = skia.Font(_typeface(name, bold), size)
    out.setSubpixel(True)
    out.setHinting(skia.FontHinting.kNone)
    out.setEdging(skia.Font.Edging.kAntiAlias)
    out.setLinearMetrics(True)
    out.setBaselineSnap(False)
    if bold and name not in WESTERN:
        out.setEmbolden(True)
    return out


def pick_text(dice: Dice, table: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """Return a script and a text in it; Latin and Japanese are the most frequent."""
    script = dice.pick(("latin", "latin", "japanese", "japanese", "cyrillic", "korean"))
    return script, dice.pick(table[script])


def draw_subtitle(pen: Pen, dice: Dice) -> None:
    """Write one or two lines at the lower edge, as a viewer or a film has them."""
    script, text = pick_text(dice, SUBTITLES)
    lines = [text]
    if dice.chance(0.3):
        lines.append(dice.pick([other for other in SUBTITLES[script] if other != text]))
    size = dice.uniform(44, 58)
    face = font(dice.pick(fonts_for(script)), size, bold=dice.chance(0.5))
    colour = dice.pick((WHITE, WHITE, (1.0, 0.92, 0.35)))
    style = dice.pick(("edge", "edge", "box", "shadow"))
    for i, line in enumerate(reversed(lines)):
        wide = face.measureText(line)
        y = 440 - i * size * 1.25
        if style == "box":
            pen.fill(box(-wide / 2 - 16, y - size, wide / 2 + 16, y + size * 0.3), BLACK, 0.7)
        if style == "shadow":
            pen.letters(line, -wide / 2 + 3, y + 3, face, BLACK, role="shadow", alpha=0.7)
            pen.captions = [c for c in pen.captions if c.role != "shadow"]
        pen.letters(line, -wide / 2, y, face, colour, role="subtitle",
                    edge=None if style == "box" else (0.05, 0.05, 0.08),
                    edge_width=size * dice.uniform(0.09, 0.14))


def draw_title(pen: Pen, script: Script, dice: Dice) -> None:
    """Write a title, large, with a rule and a smaller line below."""
    kind, text = pick_text(dice, TITLES)
    name = dice.pick(fonts_for(kind))
    size = dice.uniform(90, 150)
    face = font(name, size, bold=True)
    wide = face.measureText(text)
    if wide > 1300:
        face.setSize(size * 1300 / wide)
        size, wide = face.getSize(), 1300.0
    x, y = dice.pick((-wide / 2, -760.0, 760 - wide)), dice.pick((-40.0, 40.0, 260.0))
    ink = WHITE if luma(script.sky[1]) < 0.6 else script.line(script.accents[0], 0.8)
    edge = script.accents[0] if dice.chance(0.5) else None
    pen.letters(text, x, y, face, ink, role="title", edge=edge, edge_width=size * 0.12)
    pen.fill(box(x, y + size * 0.32, x + wide, y + size * 0.35), ink)
    small = font("sans", size * 0.26)
    below = dice.pick(("directed and drawn by nobody", "since the beginning of the rain",
                       "chapter of the tide"))
    x = min(x, 830 - small.measureText(below))
    pen.letters(below, x + 4, y + size * 0.72, small, ink, role="title")


def draw_sign(
    pen: Pen, script: Script, dice: Dice, x: float, y: float, width: float, height: float
) -> None:
    """Draw a board with letters: down the board where it is taller than wide."""
    board = script.lit(mix(dice.pick((*script.accents, WHITE, (0.8, 0.15, 0.15))), WHITE, 0.05))
    if script.dark and dice.chance(0.7):
        board = mix(board, WHITE, 0.25)
    ink: Colour = WHITE if luma(board) < 0.45 else script.line(board, 0.9)
    left, top = x - width / 2, y - height / 2
    pen.fill(box(left, top, left + width, top + height), board)
    pen.fill(polygon([(left, top + height * 0.5), (left + width, top + height * 0.5), (left + width,
            top + height), (left, top + height)]), script.shade(board, 0.25))
    rim = polygon_line(left, top, width, height)
    pen.ink(rim, max(1.2, min(width, height) * 0.05), script.line(board, 0.7), taper="none")
    kind, text = pick_text(dice, SIGNS)
    if height > width:
        step = min(height * 0.92 / len(text), width * 1.05)
        face = font(dice.pick(fonts_for(kind)), step * 0.82, bold=True)
        for i, letter in enumerate(text):
            wide = face.measureText(letter)
            pen.letters(letter, x - wide / 2, y + (i - len(text) / 2 + 0.84) * step, face, ink,
                        role="letter")
        pen.captions = [c for c in pen.captions if c.role != "letter"]
    else:
        face = font(dice.pick(fonts_for(kind)), 100, bold=True)
        size = min(height * 0.66, 100 * width * 0.86 / face.measureText(text))
        face.setSize(size)
        pen.letters(text, x - face.measureText(text) / 2, y + size * 0.36, face, ink, role="sign")


def polygon_line(left: float, top: float, width: float, height: float) -> Points:
    """Return a rectangle's edge as points to ink, closed."""
    return np.array([(left, top), (left + width, top), (left + width, top + height),
                     (left, top + height), (left, top)])


def draw_bubble(pen: Pen, script: Script, dice: Dice, x: float, y: float, size: float) -> None:
    """Draw a speech bubble with Japanese in columns or Latin in rows."""
    pen.fill(oval(x, y, size * 0.8, size), WHITE)
    edge = ring(x, y, size, 40)
    edge[:, 0] = x + (edge[:, 0] - x) * 0.8
    pen.contour(edge, size * 0.026, script.ink)
    tail = [(x - size * 0.2, y + size * 0.93), (x - size * 0.5, y + size * 1.3), (x + size * 0.05,
            y + size * 0.96)]
    pen.fill(polygon(tail), WHITE)
    pen.ink(np.array(tail), size * 0.026, script.ink, taper="none")
    text = dice.pick(SUBTITLES["japanese"])
    columns = [text[i : i + 5] for i in range(0, len(text), 5)]
    face = font(dice.pick(JAPANESE), size * 0.25)
    for i, column in enumerate(columns):
        for j, letter in enumerate(column):
            px = x + (len(columns) / 2 - i - 1) * size * 0.34
            pen.letters(letter, px + size * 0.04, y - size * 0.5 + j * size * 0.28, face,
                        script.ink, role="letter")
    pen.captions = [c for c in pen.captions if c.role != "letter"]


def draw_cry(pen: Pen, script: Script, dice: Dice, x: float, y: float, size: float) -> None:
    """Write a sound, large, slanted and edged."""
    face = font("gothic", size, bold=True)
    face.setSkewX(-0.25)
    with pen.at(x, y, degrees=dice.uniform(-18, 12)):
        pen.letters(dice.pick(CRIES), -size, 0, face, dice.pick((script.accents[0], WHITE)),
                    role="bubble", edge=script.ink, edge_width=size * 0.16)
