"""Templates of outputs' names."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import Any

import pytest
from support.paths import ROOT

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from anime4k_gl.transcoding.shelf.naming import FIELDS, Template


def filled(template: str, source: str = "/shelf/Show/ep 1.m2ts", **more: Any) -> PurePath:
    values: dict[str, Any] = {
        "suffix": ".mkv", "preset": "v1.0-rc", "scale": 2.0, "number": 7,
        "size": lambda: Size(3840, 2160),
    }  # fmt: skip
    return Template(template).fill(Path(source), **{**values, **more})


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{stem}{suffix}", "ep 1.mkv"),
        ("{name}.4k.mkv", "ep 1.m2ts.4k.mkv"),
        ("{parent} {stem} {width}x{height}.mp4", "Show ep 1 3840x2160.mp4"),
        ("{preset}/{number:03} {stem}@{scale}x{suffix}", "v1.0-rc/007 ep 1@2x.mkv"),
        ("{stem} big", "ep 1 big.mkv"),  # without an extension it gets the right one
        ("{{{stem}}}{suffix}", "{ep 1}.mkv"),
    ],
)
def test_fields(template: str, name: str) -> None:
    assert filled(template) == PurePath(name)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{title}.mkv", "unknown field of name '{title}.mkv' 'title'; valid are: name, stem"),
        ("{stem.__class__}.mkv", "unknown field"),
        ("{}.mkv", "unknown field"),
        ("{stem", "a brace that is meant is written twice"),
        ("{stem!r}.mkv", "no conversions"),
        ("{stem:03d}.mkv", "Unknown format code"),
        ("/tmp/{name}", "below the folder of outputs"),
        ("../{name}", "below the folder of outputs"),
        ("{name}/", "below the folder of outputs"),
    ],
)
def test_what_cannot_be_a_name(template: str, message: str) -> None:
    with pytest.raises(OptionError, match=re.escape(message)):
        filled(template)


@pytest.mark.skipif(os.name == "nt", reason="such names exist on POSIX alone")
def test_values_never_lead_elsewhere() -> None:
    assert filled("{preset}{suffix}", preset="a/../b") == PurePath("a_.._b.mkv")
    assert filled("{stem}{suffix}", source="/a\\b.mkv") == PurePath("a_b.mkv")


def test_the_size_is_found_out_only_where_it_is_named() -> None:
    def asked() -> Size:
        raise AssertionError

    assert filled("{stem}{suffix}", size=asked) == PurePath("ep 1.mkv")


def test_the_documents_name_the_fields() -> None:
    text = (ROOT / "docs" / "shelf.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `\{(\w+)\}` \| (.+?) \|$", text, re.MULTILINE))
    assert rows == {
        name: meaning.replace("--shader", "`--shader`") for name, meaning in FIELDS.items()
    }
