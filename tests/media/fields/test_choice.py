"""What is done for what was found and asked for, in a line; only what is sure to be better."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from support.paths import ROOT

from anime4k_gl.errors import OptionError
from anime4k_gl.media.fields.choice import DEINTERLACE, FieldChoice
from anime4k_gl.media.fields.scan import Material, Scan
from anime4k_gl.media.fields.stage import NOTHING, FieldWork
from anime4k_gl.rendering.options import DEINTERLACE as OPTION

PAL, NTSC = Fraction(25), Fraction(30000, 1001)
WHOLE = Scan(Material.WHOLE)
TFF = Scan(Material.INTERLACED, 1, True, 1.0, 1, flags_tell=True)
UNFLAGGED = Scan(Material.INTERLACED, 1, True)
PULLDOWN = Scan(Material.PULLDOWN, 1, True)
SHIFTED = Scan(Material.SHIFTED, -1, True)
MIXED = Scan(Material.MIXED, 1, True)
FLAGGED = Scan(Material.UNKNOWN, flagged=1.0, flagged_order=-1)
SOFT = Scan(Material.WHOLE, uneven=True)

AUTO, FILM = FieldChoice(), FieldChoice("auto", True)


def test_the_command_and_python_offer_the_same() -> None:
    assert OPTION.choices == DEINTERLACE and OPTION.default == AUTO.deinterlace


@pytest.mark.parametrize(
    ("scan", "work", "words"),
    [
        (WHOLE, NOTHING, ""),
        (Scan(), NOTHING, ""),
        (replace(WHOLE, flagged=1.0), NOTHING, "flagged as interlaced, but its frames are whole"),
        (TFF, FieldWork("flagged"), "interlaced, top field first: deinterlaced; it has 50 moments"),
        (UNFLAGGED, FieldWork("all", 1), "though not flagged so: deinterlaced"),
        (replace(TFF, flagged_order=-1), FieldWork("flagged", 1),
         "flagged as bottom field first, but what moves in it says top field first"),
        (FLAGGED, FieldWork("flagged"), "bottom field first, and nothing moves that could tell"),
        (replace(MIXED, flags_tell=True), FieldWork("flagged", 1), "some of its frames"),
        (MIXED, FieldWork("flagged", 1, match=True), "what combs still was deinterlaced"),
        (PULLDOWN, FieldWork("flagged", 1, match=True), "--detelecine restores the film's 24"),
        (SHIFTED, FieldWork("flagged", -1, match=True), "made of two pictures each"),
        (SOFT, FieldWork(even=True), "shown evenly, 23.976 a second"),
        (replace(TFF, uneven=True), FieldWork("flagged", even=True), "deinterlaced"),
    ],
)  # fmt: skip
def test_auto(scan: Scan, work: FieldWork, words: str) -> None:
    decided = AUTO.decide(scan, PAL, "yuv420p")
    assert decided.work == work
    assert words in " | ".join(decided.notes)
    assert bool(decided.notes) == bool(words)


@pytest.mark.parametrize(
    ("scan", "rate", "work", "words"),
    [
        (PULLDOWN, NTSC, FieldWork("flagged", 1, match=True, decimate=True), "23.976 frames a"),
        (Scan(), NTSC, FieldWork("flagged", match=True, decimate=True), "23.976 frames a second"),
        (MIXED, NTSC, FieldWork("flagged", 1, match=True, decimate=True), "film restored"),
        (MIXED, PAL, FieldWork("flagged", 1, match=True), "25 frames a second hold no 3:2"),
        (WHOLE, NTSC, NOTHING, "found no 3:2 pulldown"),
        (TFF, NTSC, FieldWork("flagged"), "found no 3:2 pulldown | interlaced, top field first"),
        (SOFT, NTSC, FieldWork(even=True), "soft telecine"),
    ],
)
def test_detelecine(scan: Scan, rate: Fraction, work: FieldWork, words: str) -> None:
    for choice in (FILM, FieldChoice("on", True)):
        decided = choice.decide(scan, rate, "yuv420p")
        assert decided.work == work
        assert words in " | ".join(decided.notes)


@pytest.mark.parametrize("name", ["on", "bob"])
def test_all_frames(name: str) -> None:
    double = name == "bob"
    for scan, order in ((TFF, 1), (SHIFTED, -1), (FLAGGED, -1), (Scan(), 0)):
        decided = FieldChoice(name).decide(scan, PAL, "yuv420p")
        assert decided.work == FieldWork("all", order, double=double)
        assert ("50 frames a second" in decided.notes[-1]) == double
    notes = FieldChoice(name).decide(WHOLE, PAL, "yuv420p").notes
    assert "takes half of their lines" in notes[0]


@pytest.mark.parametrize(
    ("scan", "words"),
    [(WHOLE, ""), (Scan(), ""), (replace(WHOLE, flagged=1.0), ""), (SOFT, ""),
     (TFF, "interlaced, top field first, and --deinterlace off"), (PULLDOWN, "telecined"),
     (SHIFTED, "two pictures"), (MIXED, "in part"), (FLAGGED, "flagged as interlaced")],
)  # fmt: skip
def test_off_changes_nothing_and_says_what_that_means(scan: Scan, words: str) -> None:
    decided = FieldChoice("off").decide(scan, PAL, "yuv420p")
    assert decided.work == NOTHING
    told = " | ".join(decided.notes)
    assert words in told and bool(told) == bool(words)
    assert not words or ("interlaced" in told and "upscaled as one picture" in told)


def test_layouts_that_filters_do_not_take() -> None:
    deep = FILM.decide(PULLDOWN, NTSC, "yuv422p10le")
    assert deep.work == FieldWork("all", 1)
    assert "yuv422p10le cannot be put together from fields" in deep.notes[0]
    gray = AUTO.decide(TFF, PAL, "gray10le")
    assert gray.work == NOTHING
    assert "gray10le cannot be deinterlaced" in gray.notes[0]


def test_choices_that_do_not_exist_or_fit() -> None:
    with pytest.raises(OptionError, match="deinterlace"):
        FieldChoice.of("yes", False)
    for name in ("off", "bob"):
        with pytest.raises(OptionError, match=f"--deinterlace {name} does not"):
            FieldChoice.of(name, True)
    assert FieldChoice.of("on", True) == FieldChoice("on", True)


def words_of(work: FieldWork) -> str:
    """Say what is done in the words of the documentation."""
    if work.decimate:
        return "film"
    if work.match:
        return "put together"
    said = ["doubled"] if work.double else ["deinterlaced"] if work.filters else []
    said += ["shown evenly"] if work.even else []
    return ", ".join(said) or "stay"


def test_the_documents_table_is_what_is_done() -> None:
    scans = (
        WHOLE, replace(WHOLE, flagged=1.0, flagged_order=1), TFF, FLAGGED, Scan(), PULLDOWN,
        SHIFTED, MIXED, SOFT,
    )  # fmt: skip
    text = (ROOT / "docs/fields.md").read_text("utf-8")
    table = text.split("|---|---|---|---|---|\n")[1].split("\n\n")[0].splitlines()
    choices = (AUTO, FieldChoice("on"), FieldChoice("bob"), FILM)
    assert len(table) == len(scans)
    for line, scan in zip(table, scans, strict=True):
        done = [words_of(choice.decide(scan, NTSC, "yuv420p").work) for choice in choices]
        assert [cell.strip() for cell in line.split("|")[2:-1]] == done, line
    assert {scan.material for scan in scans} == set(Material)
