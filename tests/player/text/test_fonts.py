"""Text in scripts that Pillow's own font has not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from anime4k_gl.formats import Size
from anime4k_gl.player.text import fonts
from anime4k_gl.player.text.layout import draw_text

CYRILLIC = "Привет"
LIMIT = Size(800, 200)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a font that has Cyrillic letters, and with files that are no use."""
    pygame = pytest.importorskip("pygame")
    free = Path(pygame.__file__).with_name("freesansbold.ttf")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    shutil.copy(free, tmp_path / "deep" / "er" / "FreeSans-Bold.ttf")
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"not a font at all")
    shutil.copy(free, tmp_path / "Unheard-of.ttf")
    return tmp_path


def test_what_pillows_own_font_has() -> None:
    own = ImageFont.load_default(size=24).getname()
    for text in ("v1.0-rc | scaler alone: x 8", "“so”", ""):
        assert fonts.font_for(text, 24).getname() == own
    for missing in "あпé":  # even that
        assert not fonts._default_has(missing)
    assert fonts._default_has("\u3000")


def test_a_font_is_found_by_its_name_and_by_what_it_has(folder: Path) -> None:
    found = fonts.find(CYRILLIC, [folder / "none", folder])
    assert found == folder / "deep" / "er" / "FreeSans-Bold.ttf"
    assert fonts.find("あ", [folder]) is None
    assert fonts.find("аあ", [folder]) == found  # most of it
    names = ["NotoSansCJK-Bold.ttc", "DejaVuSans.ttf", "NotoSansCJK-Regular.ttc", "IPAexGothic.ttf"]
    ranked = sorted(map(Path, names), key=fonts._rank)
    assert [path.name for path in ranked] == [names[2], names[0], names[3], names[1]]


def test_text_is_drawn_in_a_font_that_has_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(text: str) -> int:
        return len(
            {tuple(column) for column in draw_text([text], font_px=20, limit=LIMIT)[..., 0].T}
        )

    monkeypatch.setattr(fonts, "font_folders", list)
    fonts._system_font.cache_clear()
    boxes = drawn("пппжжж"), drawn("ппппппп")
    monkeypatch.setattr(fonts, "font_folders", lambda: [folder])
    fonts._system_font.cache_clear()
    letters = drawn("пппжжж"), drawn("ппппппп")
    fonts._system_font.cache_clear()
    assert boxes[0] == boxes[1]  # all the same: what stands for a missing character
    assert letters[0] > letters[1]
    assert np.any(draw_text(["あ"], font_px=20, limit=LIMIT)[..., 0])  # something, in any case
