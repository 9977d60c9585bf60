"""A font that has the characters of a text: Pillow's own, or one of the system's.

Pillow's has little more than ASCII. File names and titles may be in any script, most of all in
Japanese; for those a font is looked for by the names of files in the folders that systems keep
fonts in, which needs no program or library, and takes place only when such a text comes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

# Beginnings of file names, in lower case and without spaces and hyphens. First fonts with Japanese
# letters, most of which have Chinese and Korean ones too, then those with many other scripts.
_WANTED = (
    "notosanscjk", "notosansjp", "sourcehansans", "ipaexg", "ipagp", "ipag", "takaopgothic",
    "vlpgothic", "vlgothic", "yugothm", "yugothr", "meiryo", "msgothic", "ヒラギノ角ゴシックw4",
    "hiraginosans", "notoserifcjk", "droidsansfallback", "wqymicrohei", "wqyzenhei", "arialunicode",
    "unifont", "notosansregular", "dejavusans", "segoeui", "freesans", "liberationsansregular",
    "arial",
)  # fmt: skip

_WANTED_MONO = (
    "dejavusansmono", "notosansmonoregular", "liberationmonoregular", "ubuntumono", "consola",
    "menlo", "sfnsmono", "cour", "freemono", "notosansmonocjk",
)  # fmt: skip

_SUFFIXES = (".ttf", ".otf", ".ttc")

_NO_CHARACTER = "\U0010ffff"  # what no font has: it is drawn as what stands for a missing one

_SIZE = 24  # in pixels, at which characters are looked at


def font_for(text: str, font_px: int) -> Any:
    """Return a font with all characters of a text; Pillow's own where none is known to have them.

    Parameters
    ----------
    text : what is to be drawn
    font_px : the font's height in pixels
    """
    missing = frozenset(char for char in set(text) if not char.isascii() and not _default_has(char))
    path = _system_font(missing) if missing else None
    return _opened(path, font_px)


def mono_font(font_px: int) -> Any:
    """Return a font whose letters are all as wide, of the system's; None where it has none."""
    path = _system_mono()
    return None if path is None else _opened(path, font_px)


def find(missing: Iterable[str], folders: Iterable[Path]) -> Path | None:
    """Return the first wanted font below some folders that has all the characters, or most."""
    from PIL import ImageFont

    chars = frozenset(missing)
    best: tuple[int, Path | None] = (0, None)
    for path in sorted(_fonts(folders), key=_rank):
        try:
            font = ImageFont.truetype(path, _SIZE)
        except OSError:  # not a font after all
            continue
        count = sum(_has(font, char) for char in chars)
        if count == len(chars):
            return path
        best = max(best, (count, path), key=lambda entry: entry[0])
    return best[1]


def font_folders() -> list[Path]:
    """Return the folders in which the system and the user keep fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return [windows / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    data = os.environ.get("XDG_DATA_HOME", str(home / ".local" / "share"))
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path(data) / "fonts",
        home / ".fonts",
    ]


@lru_cache(maxsize=64)
def _system_font(missing: frozenset[str]) -> Path | None:
    return find(missing, font_folders())


@lru_cache(maxsize=1)
def _system_mono() -> Path | None:
    """Return the first font of one width that opens."""
    from PIL import ImageFont

    found = _fonts(font_folders(), _WANTED_MONO)
    for path in sorted(found, key=lambda path: _rank(path, _WANTED_MONO)):
        try:
            ImageFont.truetype(path, _SIZE)
        except OSError:
            continue
        return path
    return None


@lru_cache(maxsize=32)
def _opened(path: Path | None, font_px: int) -> Any:
    from PIL import ImageFont

    if path is None:
        return ImageFont.load_default(size=font_px)
    return ImageFont.truetype(path, font_px)


@lru_cache(maxsize=4096)
def _default_has(char: str) -> bool:
    return _has(_opened(None, _SIZE), char)


def _has(font: Any, char: str) -> bool:
    """Whether a font draws a character otherwise than one that it does not have."""
    if char.isspace() or not char.isprintable():
        return True
    shape, none = font.getmask(char), font.getmask(_NO_CHARACTER)
    return bool(shape.size != none.size or bytes(shape) != bytes(none))


def _fonts(folders: Iterable[Path], wanted: Sequence[str] = _WANTED) -> Iterator[Path]:
    for folder in folders:
        for root, _, names in os.walk(folder):
            yield from (
                Path(root) / name
                for name in names
                if name.lower().endswith(_SUFFIXES) and _place(name, wanted) < len(wanted)
            )


def _place(name: str, wanted: Sequence[str]) -> int:
    """Return how far down the list of wanted fonts a file is."""
    plain = name.lower().replace(" ", "").replace("-", "").replace("_", "")
    return next((i for i, start in enumerate(wanted) if plain.startswith(start)), len(wanted))


def _rank(path: Path, wanted: Sequence[str] = _WANTED) -> tuple[int, bool, str]:
    """Return a sort key: the wanted ones first, of a family the regular ones."""
    odd = any(word in path.stem.lower() for word in ("bold", "italic", "oblique", "black", "light"))
    return _place(path.name, wanted), odd, str(path)
