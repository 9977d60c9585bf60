"""Blind pairs: the statistics, the record, and that nothing tells which side is which."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.paths import ROOT

from anime4k_gl.comparing.blind.preferences import (
    Choice,
    agreements,
    binomial_p,
    by_pair,
    ranking,
    wilson,
)
from anime4k_gl.comparing.blind.record import ChoiceRecord, Judged
from anime4k_gl.comparing.blind.results import to_text
from anime4k_gl.comparing.blind.server import BlindServer
from anime4k_gl.comparing.blind.session import BlindSession, bmp
from anime4k_gl.comparing.blind.trials import Trial, make_trials
from anime4k_gl.comparing.report import Originals, Row
from anime4k_gl.comparing.report.model import PlainMetric
from anime4k_gl.errors import MediaError, OptionError


def choices(first: int, second: int, ties: int = 0, names: str = "ab") -> list[Choice]:
    one, two = names
    return (
        [Choice(one, two, "left")] * (first // 2)
        + [Choice(two, one, "right")] * (first - first // 2)
        + [Choice(one, two, "right")] * second
        + [Choice(two, one, "none")] * ties
    )


@pytest.mark.parametrize(
    ("wins", "count", "low", "high"),
    [(8, 10, 0.49016, 0.94331), (0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (0, 0, 0.0, 1.0),
     (50, 100, 0.40383, 0.59617)],
)  # fmt: skip
def test_wilsons_interval(wins: int, count: int, low: float, high: float) -> None:
    assert wilson(wins, count) == pytest.approx((low, high), abs=1e-5)


@pytest.mark.parametrize(
    ("wins", "count", "p"),
    [(8, 10, 0.109375), (2, 10, 0.109375), (5, 10, 1.0), (9, 10, 0.021484375), (0, 0, 1.0),
     (61, 100, 0.035200200217704955), (1800, 2000, 0.0)],
)  # fmt: skip
def test_the_exact_binomial_test(wins: int, count: int, p: float) -> None:
    assert binomial_p(wins, count) == pytest.approx(p, abs=1e-12)


def test_pairs_count_whichever_side_a_method_was_on() -> None:
    (pair,) = by_pair(choices(8, 2, ties=3))
    assert (pair.first, pair.second, pair.wins, pair.losses, pair.ties) == ("a", "b", 8, 2, 3)
    assert pair.share == 0.8 and pair.p == 0.109375
    (tied,) = by_pair(choices(0, 0, ties=2))
    assert tied.share is None and (tied.low, tied.high, tied.p) == (0, 1, 1)


def test_the_ranking_is_bradleys_and_terrys() -> None:
    # Two methods: the odds of 3 to 1 are 400 log10 3 points.
    first, second = ranking(choices(30, 10), prior=0)
    assert (first.method, second.method) == ("a", "b")
    assert first.points - second.points == pytest.approx(400 * math.log10(3), abs=0.01)
    assert first.points + second.points == pytest.approx(0, abs=1e-6)
    assert first.low < first.points < first.high and first.low > 0
    # A draw is half a win each.
    even = ranking(choices(0, 0, ties=4), prior=0)
    assert [r.points for r in even] == pytest.approx([0, 0])
    # Three whose odds fit together: a over b 2 to 1, b over c 2 to 1, a over c 4 to 1.
    three = choices(20, 10) + choices(20, 10, names="bc") + choices(24, 6, names="ac")
    points = {r.method: r.points for r in ranking(three, prior=0)}
    assert points["a"] - points["b"] == pytest.approx(400 * math.log10(2), abs=0.01)
    assert points["a"] - points["c"] == pytest.approx(400 * math.log10(4), abs=0.01)
    assert ranking(three) == ranking(three), "the same seed gives the same intervals"


def test_a_method_that_never_lost_has_a_finite_rank() -> None:
    first, second = ranking(choices(10, 0))
    assert first.method == "a" and 0 < first.points - second.points < 1000
    assert all(math.isfinite(v) for r in (first, second) for v in (r.low, r.high))
    assert ranking([]) == []


def test_metrics_agree_as_often_as_they_prefer_what_was_preferred() -> None:
    def choice(which: str, left: float, right: float) -> Choice:
        return Choice("a", "b", which, ({"m": left, "halo": left}, {"m": right, "halo": right}))

    made = [choice("left", 2, 1), choice("right", 1, 2), choice("left", 1, 2), choice("none", 1, 2),
            choice("left", 3, 3), choice("right", math.nan, 2),
            choice("left", math.inf, 1)]  # fmt: skip
    found = {a.metric: a for a in agreements(made, {"halo": PlainMetric("halo", "", "lower")})}
    assert (found["m"].agrees, found["m"].count, found["m"].tau) == (3, 4, 0.5)
    assert (found["halo"].agrees, found["halo"].count) == (1, 4)


def rows() -> list[Row]:
    chance = np.random.default_rng(1)
    base = chance.integers(0, 255, (200, 300, 3), np.uint8)
    return [
        Row("p", name, {"db": float(i), "change": 1.0}, image=np.roll(base, i, axis=1))
        for i, name in enumerate(("fine", "good", "poor"))
    ]


def test_trials_depend_on_the_seed_alone() -> None:
    made = [make_trials(rows(), [], seed=seed) for seed in (1, 1, 2)]
    orders = [[(t.key, t.left) for t in trials] for trials in made]
    assert orders[0] == orders[1] != orders[2]
    assert {key for key, _ in orders[0]} == {key for key, _ in orders[2]}
    assert len(orders[0]) == 3
    sides = [t.left < t.right for seed in range(40) for t in make_trials(rows(), [], seed=seed)]
    assert 40 < sum(sides) < 80, "either method is on the left as often"
    for trial in made[0]:
        by_name = {row.method: row.image for row in rows()}
        for name, pixels in zip((trial.left, trial.right), trial.pixels, strict=True):
            assert (pixels == trial.box.of(by_name[name])).all()  # type: ignore[arg-type]
        assert trial.metrics[0] == {"db": float(["fine", "good", "poor"].index(trial.left))}
    assert len(make_trials(rows(), [], seed=1, most=2)) == 2
    same = [Row("p", name, image=rows()[0].image) for name in "ab"]
    assert make_trials(same, [], seed=1) == []


def test_crops_are_measured_against_the_truths_crop() -> None:
    truth = rows()[0].image
    made = make_trials(
        rows(), [Originals("p", truth=truth)], seed=1,
        measure=lambda a, b: {"same": float((a == b).all())},
    )  # fmt: skip
    for trial in made:
        assert [side["same"] for side in trial.metrics] == [
            float(name == "fine") for name in (trial.left, trial.right)
        ]


def session(path: Path, seed: int = 3) -> tuple[BlindSession, ChoiceRecord, list[Trial]]:
    record = ChoiceRecord(path)
    trials = make_trials(rows(), [], seed=seed)
    return BlindSession(trials, record, seed), record, trials


def test_a_session_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    path = tmp_path / "choices.jsonl"
    first, record, trials = session(path)
    asked = first.question()
    assert (asked["number"], asked["count"], asked["back"]) == (1, 3, False)
    first.choose(asked["question"], "left")
    first.choose(asked["question"], "right")  # a second press, too late
    assert [c.winner for c in record.choices] == [trials[0].left]
    again, record, _ = session(path)
    asked = again.question()
    assert (asked["number"], asked["count"], record.seed) == (2, 3, 3)
    again.choose(asked["question"], "none")
    again.back()
    asked = again.question()
    assert asked["number"] == 2 and len(record.judged) == 1
    assert len(ChoiceRecord(path).judged) == 1
    with pytest.raises(OptionError, match="choice"):
        again.choose(asked["question"], "both")


def test_what_the_page_is_told_does_not_tell_the_sides(tmp_path: Path) -> None:
    one, _, trials = session(tmp_path / "one")
    asked = one.question()
    left, right = one.picture(asked["left"]), one.picture(asked["right"])
    assert left is not None and right is not None
    assert len(left) == len(right) and left != right and left[:54] == right[:54]
    text = json.dumps(asked)
    assert not any(name in text for name in ("fine", "good", "poor", trials[0].key))
    repeated = one.question()
    assert not {repeated["left"], repeated["right"]} & {asked["left"], asked["right"]}
    assert one.picture(asked["left"]) is None


def test_bmp_holds_the_pixels(tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 255, (3, 5, 3), np.uint8)
    file = tmp_path / "p.bmp"
    file.write_bytes(bmp(pixels))
    assert (np.asarray(Image.open(file)) == pixels).all()


def test_a_record_survives_a_killed_writer_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "choices.jsonl"
    record = ChoiceRecord(path)
    values = ({"m": math.inf}, {"m": 1.0})
    judged = Judged("k", 7, Choice("a", "b", "left", values))
    record.add(judged, picture="p", box=(0, 0, 1, 1), seconds=1)
    with path.open("ab") as file:
        file.write(b'{"format": 1, "cho')
    again = ChoiceRecord(path)
    assert again.judged == [judged] and "its last line is not complete" in again.notes[0]
    again.add(judged, picture="p", box=(0, 0, 1, 1), seconds=1)
    assert ChoiceRecord(path).judged == [judged, judged] and not ChoiceRecord(path).notes
    other = tmp_path / "other"
    for text in ("hello\nworld\n", "hello", '{"format": 9, "choice": "left"}\n', "[1]"):
        other.write_text(text)
        with pytest.raises(MediaError, match=r"other:1: not a record|other: written by a later"):
            ChoiceRecord(other)
    with pytest.raises(MediaError):
        ChoiceRecord(tmp_path)


def test_results_say_it_in_tables() -> None:
    text = to_text(choices(9, 1, ties=1), {})
    assert "a / b" in text and "60 to 98" in text and "0.021" in text and "11 choices" in text
    assert to_text([], {}) == "Nothing has been judged yet."


def test_the_server_answers_its_page_alone(tmp_path: Path) -> None:
    held, record, _ = session(tmp_path / "c")

    def ask(url: str, sent: Any = None, **headers: str) -> Any:
        data = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(url, data, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    with BlindServer(held, results=lambda: "the results") as server:
        page = ask(server.url).decode()
        assert "Which one looks better?" in page and "fine" not in page
        base = server.url.removesuffix(f"{server.secret}/")
        for url, headers in (
            (base, {}),
            (base + "wrong/", {}),
            (server.url, {"Host": "evil.example"}),
            (server.url + "question", {"Origin": "http://evil.example"}),
        ):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                ask(url, **headers)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(server.url + "none.bmp")
        asked = json.loads(ask(server.url + "question", {}))
        assert ask(f"{server.url}{asked['left']}.bmp")[:2] == b"BM"
        ask(server.url + "choice", {"question": asked["question"], "choice": "right"})
        assert len(record.judged) == 1
        assert json.loads(ask(server.url + "finish", {})) == {"results": "the results"}
        server.wait()


@pytest.mark.slow
def test_the_command_asks_and_reports(tmp_path: Path) -> None:
    """From the command to the page's requests to the record, twice: the second goes on."""
    picture, record = tmp_path / "p.png", tmp_path / "c.jsonl"
    chance = np.random.default_rng(5)
    Image.fromarray(chance.integers(0, 255, (32, 40, 3), np.uint8)).save(picture)
    command = [sys.executable, "-m", "anime4k_gl", "compare", "--blind", "--no-browser"]
    asked = [str(picture), "--with", "nearest,bilinear,lanczos", "--record", str(record)]
    for choices_made, ends in ((1, "finish"), (2, "question")):
        with subprocess.Popen(
            [*command, *asked], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as run:  # fmt: skip
            assert run.stderr is not None and run.stdout is not None
            lines = iter(run.stderr.readline, "")
            url = next(found[0] for line in lines if (found := re.search(r"http:\S+/", line)))

            def ask(path: str, url: str = url, **sent: str) -> dict[str, Any]:
                data = json.dumps(sent).encode()
                with urllib.request.urlopen(url + path, data, timeout=20) as answer:
                    found: dict[str, Any] = json.loads(answer.read())
                return found

            question = ask("question")
            assert question["count"] == 3
            for _ in range(choices_made):
                question = ask("choice", question=question["question"], choice="left")
            assert question["done"] == (ends == "question")
            if ends == "finish":
                ask("finish")
            out = run.stdout.read()
            run.stderr.read()
        assert run.returncode == 0 and "ranking" in out
    assert len(ChoiceRecord(record).judged) == 3
    seeds = {judged.seed for judged in ChoiceRecord(record).judged}
    assert len(seeds) == 1, "the order is the one it was begun with"
    done = subprocess.run([*command, *asked[-2:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "3 choices; intervals" in done.stdout
