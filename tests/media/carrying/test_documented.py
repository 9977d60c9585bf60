"""docs/metadata.md says what the table in the code says, which other tests hold to the files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.paths import ROOT

from anime4k_gl.media.carrying.holdings import (
    ASPECT_IN_CODEC,
    HOLDINGS,
    LIGHT_IN_CODEC,
    SITING_IN_CODEC,
    Holding,
)
from anime4k_gl.media.pyav import Disposition
from anime4k_gl.media.writing.stream_choice import StreamChoice
from anime4k_gl.media.writing.stream_facts import StreamFacts
from anime4k_gl.media.writing.stream_plan import plan_streams

DOCUMENT = ROOT / "docs" / "metadata.md"

COLUMNS = {
    "MKV": "matroska", "WebM": "webm", "MP4": "mp4", "M4V": "ipod", "MOV": "mov", "TS": "mpegts",
    "AVI": "avi", "FLV": "flv", "OGG": "ogg", "NUT": "nut", "ASF": "asf",
}  # fmt: skip


class _HoldsAll:
    def holds(self, container: str, stream: StreamFacts) -> bool:
        return True

    def holds_encoder(self, container: str, encoder: str) -> bool:
        return True


def _yes(name: str, otherwise: str = "named") -> Callable[[str, Holding], str]:
    return lambda _, holding: "carried" if getattr(holding, name) else otherwise


def _stereo(_: str, holding: Holding) -> str:
    count = len(holding.stereo)
    return "by codec" if not count else f"{count} modes"


def _languages(_: str, holding: Holding) -> str:
    return {"tags": "carried", "letters": "3 letters", "none": "named"}[holding.languages]


def _flags(_: str, holding: Holding) -> str:
    count = len([flag for flag in Disposition if flag & holding.dispositions])
    return f"{count} flags" if count > 1 else ("default" if count else "named")


def _tags(_: str, holding: Holding) -> str:
    if holding.tags is None:
        return "carried"
    return f"{len(holding.tags)} names" if holding.tags else "named"


def _cover(container: str, _: Holding) -> str:
    cover = StreamFacts(3, "video", "mjpeg", cover=True)
    plan = plan_streams(
        [cover], container, choice=StreamChoice(), carrier=_HoldsAll(), target="x"
    )  # fmt: skip
    return {"attach": "attached", "copy": "carried", "leave out": "named"}[plan.decisions[0].action]


ROWS: dict[str, Callable[[str, Holding], str]] = {
    "the shape of pixels": _yes("aspect", "by codec"),
    "turned, mirrored": _yes("orientation"),
    "two pictures in one (3D)": _stereo,
    "pictures of a sphere": _yes("sphere"),
    "HDR10: mastering display, light levels": _yes("light", "by codec"),
    "where chroma lies": _yes("siting", "by codec"),
    "chapters": _yes("chapters"),
    "time code": _yes("timecode"),
    "languages (`pt-BR`)": _languages,
    "titles of streams": _yes("titles"),
    "other tags of streams": _yes("stream_tags"),
    "flags of streams": _flags,
    "tags of the file": _tags,
    "cover": _cover,
}


def table() -> list[str]:
    """Return the lines of the document's table."""
    lines = ["|".join(["", " ", *(f" {name} " for name in COLUMNS), ""])]
    lines.append("|".join(["", *["---"] * (len(COLUMNS) + 1), ""]))
    for label, word in ROWS.items():
        cells = [word(container, HOLDINGS[container]) for container in COLUMNS.values()]
        lines.append("|".join(["", f" {label} ", *(f" {cell} " for cell in cells), ""]))
    return lines


def test_the_table_is_the_codes() -> None:
    written = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("|")]
    assert written[: len(table())] == table(), "\n".join(["write this:", *table()])


@pytest.mark.parametrize("container", COLUMNS.values())
def test_names_are_listed(container: str) -> None:
    """The flags and tags that the table only counts."""
    text = " ".join(DOCUMENT.read_text("utf-8").split())
    holding = HOLDINGS[container]
    flags = [str(flag.name) for flag in Disposition if flag & holding.dispositions]
    if len(flags) > 1:
        assert ", ".join(flags) in text
    if holding.tags:
        assert ", ".join(sorted(holding.tags)) in text


def test_codecs_are_listed() -> None:
    text = DOCUMENT.read_text("utf-8")
    for encoder in SITING_IN_CODEC | LIGHT_IN_CODEC:
        assert f"`{encoder}`" in text
    assert len(ASPECT_IN_CODEC) == 4 and "H.264, HEVC, MPEG-4 and JPEG" in text
    assert HOLDINGS["m2ts"] == HOLDINGS["mpegts"] and HOLDINGS["ogv"] == HOLDINGS["ogg"]
    assert HOLDINGS["mpeg"] == HOLDINGS["vob"] == Holding()
