"""Drawings by others, and our fonts: what is missing is named, what is there is drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality import others
from benchmarks.quality.others import comicgen, dicebear, packages
from benchmarks.quality.scenes import lettering

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120">'


def package(folder: Path) -> Path:
    """Write a package of one person with a red face behind and a blue pose before it."""
    root = folder / f"{comicgen.PACKAGE}-{comicgen.VERSION}" / "package" / "svg" / "dee"
    for part, shape in (
        ("emotion/calm", '<circle cx="50" cy="30" r="30" fill="#f00"/>'),
        ("pose/still", '<rect x="20" y="30" width="60" height="90" fill="#00f"/>'),
    ):
        (root / "side" / part).parent.mkdir(parents=True)
        (root / "side" / f"{part}.svg").write_text(f"{HEAD}{shape}</svg>", "utf-8")
    (root / "index.svg").write_text("{{#emotion}}{{/emotion}} {{#pose}}{{/pose}}", "utf-8")
    return folder


def test_a_figure_is_drawn_at_any_size_in_its_order(tmp_path: Path) -> None:
    (drawing,) = others.drawings(package(tmp_path), ("comicgen",))
    assert drawing.name == "dee-still-calm"
    assert [file.parent.name for file in drawing.files] == ["emotion", "pose"]
    small, large = (others.draw(drawing, 16 * n, 9 * n).astype(int) for n in (8, 16))
    assert small.shape == (72, 128, 3)
    for colour in ((255, 0, 0), (0, 0, 255)):
        shares = [(np.abs(picture - colour).max(-1) < 8).mean() for picture in (small, large)]
        assert shares[0] > 0.01
        assert shares[1] == pytest.approx(shares[0], rel=0.2)


def test_without_npm_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"are fetched by npm: install it \(Debian: npm\)"):
        others.drawings(tmp_path)


@pytest.mark.parametrize(
    ("licence", "design", "refused"),
    [
        ("MIT", None, ""),
        ("Apache-2.0", None, "heads 1.0.0 is under Apache-2.0, not MIT or CC0-1.0: it is not used"),
        ("MIT", "CC0 1.0", ""),
        ("MIT", "CC BY 4.0", "the drawings of heads 1.0.0 are under CC BY 4.0, not CC0 1.0"),
    ],
)
def test_other_licences_are_refused(
    tmp_path: Path, licence: str, design: str | None, refused: str
) -> None:
    about = {"name": "heads", "version": "1.0.0", "license": licence}
    (tmp_path / "package.json").write_text(json.dumps(about), "utf-8")
    (tmp_path / "LICENSE").write_text(f"# Design\nLicense: {design} (a link)\n# Code\nMIT License")
    wanted = dicebear.DESIGN if design else None
    if not refused:
        packages.check_licence(tmp_path, wanted)
        return
    with pytest.raises(SystemExit, match=refused):
        packages.check_licence(tmp_path, wanted)


def test_what_has_been_put_together_is_drawn_without_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for style in dicebear.STYLES:
        folder = tmp_path / f"dicebear-{dicebear.VERSION}" / f"{style}.drawn"
        folder.mkdir(parents=True)
        (folder / "000.svg").write_text(f'{HEAD}<path d="M0 0h100v120H0z" fill="#0f0"/></svg>')
    monkeypatch.setenv("PATH", "")
    found = others.drawings(tmp_path, ("dicebear",))
    assert {drawing.name for drawing in found} == {"lorelei-000", "notionists-000"}
    green = np.abs(others.draw(found[0], 160, 90).astype(int) - (0, 255, 0)).max(-1) < 8
    assert green.mean() > 0.3


def test_a_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lettering.FONTS, "none", ("No Such Family", "fonts-none"))
    with pytest.raises(SystemExit, match="need the font No Such Family: install fonts-none"):
        lettering.font("none", 12)


@pytest.mark.parametrize("table", [lettering.SUBTITLES, lettering.TITLES, lettering.SIGNS])
def test_every_text_has_its_letters(table: dict[str, tuple[str, ...]]) -> None:
    """No font draws boxes in place of letters."""
    for script, texts in table.items():
        for name in lettering.fonts_for(script):
            face = lettering.font(name, 20)
            for text in texts:
                assert 0 not in face.textToGlyphs(text), f"{name} lacks letters of {text}"
