"""The report and the page of blind pairs in a real browser: they can be used, and look right."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.window.chromium import Chromium

from anime4k_gl.comparing.blind.record import ChoiceRecord
from anime4k_gl.comparing.blind.server import BlindServer
from anime4k_gl.comparing.blind.session import BlindSession
from anime4k_gl.comparing.blind.trials import make_trials
from anime4k_gl.comparing.report import Originals, Row, write_html


@pytest.fixture(scope="module")
def browser(needs_chromium: None) -> Iterator[Chromium]:
    with Chromium(size=(1200, 900)) as opened:
        yield opened


def flat(red: int, green: int) -> np.ndarray:
    return np.full((300, 400, 3), (red, green, 0), np.uint8)


def settled(browser: Chromium, expression: str, wanted: Any) -> None:
    """Wait until an expression has a value."""
    until = time.monotonic() + 20
    while (found := browser.run(expression)) != wanted:
        assert time.monotonic() < until, f"{expression} is {found!r}, not {wanted!r}"
        time.sleep(0.02)


def colour_at(browser: Chromium) -> Callable[[float, float], tuple[int, ...]]:
    """Return what tells the colour at a share of the stage's width and height."""
    shot = Image.open(io.BytesIO(browser.screenshot())).convert("RGB")
    box = browser.run("{const b = document.getElementById('stage').getBoundingClientRect();"
                      " [b.left, b.top, b.width, b.height]}")  # fmt: skip

    def at(x: float, y: float) -> tuple[int, ...]:
        found = shot.getpixel((int(box[0] + x * box[2]), int(box[1] + y * box[3])))
        assert isinstance(found, tuple)
        return found

    return at


def test_the_report_can_be_used(browser: Chromium, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    rows = [
        Row("one", "green", {"db": 30.0}, 1.0, image=flat(0, 200)),
        Row("one", "red", {"db": 20.0}, 2.0, image=flat(200, 0)),
        Row("one", "dark", {"db": 25.0}, None, image=flat(40, 40)),
        *(Row("two", name, {"db": 1.0}, 1.0, image=flat(9, 9)) for name in ("green", "red")),
    ]
    truth = [Originals("one", truth=flat(10, 200), source=flat(0, 100)[::2, ::2])]
    write_html(report, rows, originals=truth)
    browser.open(report.as_uri())

    head = "document.querySelectorAll('#summary th button')"
    names = "[...document.querySelectorAll('#summary tbody th')].map((cell) => cell.textContent)"
    browser.run(f"{head}[2].click()")
    assert browser.run(names) == ["dark", "green", "red"]
    browser.run(f"{head}[2].click()")
    assert browser.run(names) == ["red", "green", "dark"]
    assert browser.run("document.querySelectorAll('#summary th[aria-sort=ascending]').length") == 1
    browser.run(f"{head}[3].click(); {head}[3].click()")
    assert browser.run(names)[-1] == "dark", "what has no time is last either way"

    value = "[document.getElementById('left').value, document.getElementById('right').value]"
    assert browser.run(value) == ["red", "green"]
    browser.run("document.getElementById('viewer').scrollIntoView({block: 'center',"
                " behavior: 'instant'})")  # fmt: skip
    browser.run("Promise.all(['under', 'over'].map((id) => document.getElementById(id).decode()))")
    at = colour_at(browser)
    assert at(0.25, 0.3) == (200, 0, 0) and at(0.75, 0.3) == (0, 200, 0)
    box = browser.run("{const b = document.getElementById('stage').getBoundingClientRect();"
                      " [b.left, b.top, b.width, b.height]}")  # fmt: skip
    middle = box[1] + box[3] / 2
    browser.drag((box[0] + box[2] / 2, middle), (box[0] + box[2] * 0.8, middle))
    now = "document.getElementById('divider').getAttribute('aria-valuenow')"
    assert browser.run(now) == "80"
    at = colour_at(browser)
    assert at(0.7, 0.3) == (200, 0, 0) and at(0.9, 0.3) == (0, 200, 0)
    browser.run("document.getElementById('divider').focus({preventScroll: true})")
    browser.press("ArrowLeft")
    browser.press("Home")
    assert browser.run(now) == "0"
    browser.run("document.getElementById('viewer').focus({preventScroll: true})")
    browser.press("x")
    assert browser.run(value) == ["green", "red"]
    browser.press("d")
    settled(browser, "document.getElementById('difference').width", 400)
    browser.press("3")
    assert browser.run(value) == ["green", "green"]
    shown = "['flip', 'other'].map((n) => document.getElementById('viewer').classList.contains(n))"
    browser.press(" ")
    assert browser.run(shown) == [True, True]
    browser.press(" ")
    assert browser.run(shown) == [True, False]
    settled(browser, "document.querySelectorAll('#maps canvas').length", 3)
    assert browser.run("document.querySelectorAll('#crops .crop').length") == 3
    assert browser.run("getComputedStyle(document.querySelector('#crops img')).imageRendering"
                       ) == "pixelated"  # fmt: skip
    browser.press("n")
    assert (
        browser.run("document.getElementById('crops').textContent") == "The results are the same."
    )
    assert browser.said == []


def test_blind_pairs_can_be_judged(browser: Chromium, tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    base = chance.integers(0, 255, (200, 300, 3), np.uint8)
    rows = [Row("p", name, image=np.roll(base, i, axis=1)) for i, name in enumerate("abc")]
    record = ChoiceRecord(tmp_path / "c.jsonl")
    trials = make_trials(rows, [], seed=4)
    session = BlindSession(trials, record, 4)
    progress = "document.getElementById('progress').textContent"
    ready = "document.getElementById('stage').classList.contains('waiting')"
    with BlindServer(session, results=lambda: "THE RESULTS") as server:
        browser.open(server.url)
        settled(browser, progress, "1 of 3")
        settled(browser, ready, False)
        for key, number in (("ArrowLeft", 2), ("ArrowRight", 3), ("Backspace", 2)):
            browser.press(key)
            settled(browser, progress, f"{number} of 3")
            settled(browser, ready, False)
        shown = "getComputedStyle(document.getElementById('{}')).display"
        browser.press(" ")
        assert browser.run(shown.format("two")) == "none" != browser.run(shown.format("one"))
        browser.press(" ")
        assert browser.run(shown.format("one")) == "none" != browser.run(shown.format("two"))
        browser.press("s")
        assert browser.run(shown.format("one")) == browser.run(shown.format("two")) != "none"
        browser.press("ArrowDown")
        settled(browser, progress, "3 of 3")
        settled(browser, ready, False)
        browser.press("ArrowRight")
        settled(browser, "document.getElementById('results').textContent", "THE RESULTS")
        server.wait()
    assert [c.choice for c in record.choices] == ["left", "none", "right"]
    assert [c.left for c in record.choices] == [trial.left for trial in trials]
    assert browser.said == []
