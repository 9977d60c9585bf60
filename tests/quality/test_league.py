"""The league: its plan, what it keeps, its statistics and tables, on scenes of 128 pixels."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import pytest

from anime4k_gl.comparing import metrics
from anime4k_gl.comparing.methods import parse_methods
from anime4k_gl.comparing.report import Row
from anime4k_gl.errors import OptionError
from benchmarks.quality import scenes
from benchmarks.quality.league import documents, statistics, tables
from benchmarks.quality.league.kept import Kept
from benchmarks.quality.league.likeness import Likeness
from benchmarks.quality.league.plan import (
    Keys,
    Pair,
    Plan,
    method_digest,
    parse_chains,
    parse_pairs,
    scene_of,
    seeds_of,
)
from benchmarks.quality.league.running import League

PAIR = Pair(36, 72)
SHADER = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos) * %s; }\n"


def plan(*methods: str) -> Plan:
    """Return two scenes, small."""
    return Plan(
        seeds_of(2, "odd"), (PAIR,), ("area:gamma",), methods,
        metrics.BASIC,
    )  # fmt: skip


def row(picture: str, method: str, psnr: float, ssim: float = 0.9, chain: str = "a") -> Row:
    """Return a measurement."""
    return Row(picture, method, {"psnr_luma": psnr, "ssim_luma": ssim}, None, "card", chain)


def test_odd_and_even_seeds_show_all_kinds_and_share_none() -> None:
    """What was tuned on one half is reported on the other."""
    count = len(scenes.KINDS)
    odd, even = seeds_of(count, "odd"), seeds_of(count, "even")
    assert not {*odd} & {*even} and all(seed % 2 for seed in odd)
    for seeds in (odd, even):
        assert {scene_of(seed).kind for seed in seeds} == {*scenes.KINDS}


def test_sizes_and_degradations_are_read_or_refused() -> None:
    """In one line that says what is accepted."""
    assert parse_pairs("1080:2160, 720:1440")[0].size == (3840, 2160)
    assert parse_chains(["area:gamma", "area:gamma"]) == ("area:gamma",)
    for text in ("1080", "2:1", "a:b", ""):
        with pytest.raises(OptionError, match="sizes"):
            parse_pairs(text)
    with pytest.raises(OptionError, match="foo"):
        parse_chains(["foo"])


def test_a_key_follows_from_all_that_a_measurement_follows_from(tmp_path: Path) -> None:
    """Another shader text, size, metric or driver is measured anew; the same is not."""
    file = tmp_path / "mine.glsl"
    file.write_text(SHADER % "0.9")
    first = parse_methods([str(file)])[0]
    file.write_text(SHADER % "0.8")
    other, same = parse_methods([str(file)])[0], parse_methods(["lanczos"])[0]
    assert method_digest(first) != method_digest(other)
    keys = Keys("driver")
    names = ("psnr_luma",)
    found = {
        keys.of(1, PAIR, "area:gamma", first, names), keys.of(1, PAIR, "area:gamma", other, names),
        keys.of(1, PAIR, "area:gamma", same, names), keys.of(3, PAIR, "area:gamma", same, names),
        keys.of(1, PAIR, "area:gamma", same, ("erqa",)),
        keys.of(1, Pair(36, 80), "area:gamma", same, names),
        keys.of(1, PAIR, "area:linear", same, names),
        Keys("another").of(1, PAIR, "area:gamma", same, names),
    }  # fmt: skip
    assert len(found) == 8
    again = parse_methods(["lanczos"])[0]
    assert keys.of(1, PAIR, "area:gamma", again, names) in found


def test_what_is_kept_comes_back_and_damage_is_no_measurement(tmp_path: Path) -> None:
    """With nan, which a frame without captions has."""
    kept = Kept(tmp_path)
    assert kept.get("ab12") is None
    kept.put("ab12", {"psnr_luma": 30.25, "captions": math.nan})
    found = kept.get("ab12")
    assert found is not None and found["psnr_luma"] == 30.25 and math.isnan(found["captions"])
    (tmp_path / "ab" / "ab12.json").write_text('{"psnr')
    assert kept.get("ab12") is None


@pytest.mark.parametrize("opencv", [True, False])
def test_likeness_is_what_the_metrics_say(opencv: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """To what a table shows, with OpenCV's filter and without."""
    if not opencv:
        monkeypatch.setitem(__import__("sys").modules, "cv2", None)
    chance = np.random.default_rng(1)
    truth = np.kron(chance.integers(0, 256, (12, 14, 3)), np.ones((6, 6, 1))).astype(np.uint8)
    noise = chance.integers(-20, 21, truth.shape)
    result = (truth + noise).clip(0, 255).astype(np.uint8)
    said = metrics.measure(result, truth, metrics.BASIC)
    assert Likeness(truth).measure(result) == pytest.approx(said, abs=2e-5)
    assert Likeness(truth).measure(truth)["psnr_luma"] == math.inf


def test_means_are_over_scenes_with_students_interval() -> None:
    """A scene under two degradations is one scene; 12.706 is Student's quantile of two values."""
    rows = [row("a", "x", 30), row("a", "x", 32, chain="b"), row("b", "x", 33)]
    found = statistics.mean(rows, "x", "psnr_luma")
    assert found is not None and (found.value, found.count) == (32, 2)
    assert found.interval == pytest.approx(12.706, abs=1e-3)
    assert math.isnan(statistics.Mean.of([1.0, math.nan]).interval)  # type: ignore[union-attr]


def test_a_gain_is_scene_by_scene() -> None:
    """Scenes differ more than methods: what counts is each scene's difference."""
    rows = [row("a", "x", 31), row("b", "x", 41), row("a", "y", 30), row("b", "y", 40)]
    found = statistics.gain(rows, "x", "y", "psnr_luma")
    assert found is not None and (found.value, found.interval) == (1, 0)


def test_who_does_not_win_is_told() -> None:
    """By a decibel over the version before, and at all over every scaler."""
    rows = [row("a", "v1.1", 31.5, 0.95), row("a", "v1.0-rc", 30.4), row("a", "lanczos", 31)]
    assert statistics.complaints(rows, ["lanczos"]) == []
    rows += [row("a", "bicubic", 31.6, 0.95)]
    psnr, ssim = statistics.complaints(rows, ["lanczos", "bicubic"])
    assert "bicubic" in psnr and "-0.1000 dB" in psnr and "ssim_luma" in ssim
    rows[1] = row("a", "v1.0-rc", 30.6)
    assert "at least 1" in statistics.complaints(rows, ["lanczos"])[0]
    assert "not both measured" in statistics.complaints(rows, ["nearest"])[-1]


def test_the_tables_rank_and_documents_take_them(tmp_path: Path) -> None:
    """The best first; what stood between the markers goes."""
    rows = {PAIR: [row("a", "low", 30), row("a", "high", 31.25), row("b", "high", 31.25)]}
    whole = tables.whole(rows, {PAIR: {"high": 1.5}}, ["A note."])
    lines = whole.splitlines()
    assert lines[0] == "A note."
    assert "### 36p to 72p" in lines
    assert "| `high` | 2 | 31.25 ± 0.00 | 0.9000 ± 0.0000 | 1.5 |" in lines
    assert "| `low` | 1 | 30.00 | 0.9000 |  |" in lines
    assert lines.index("| `low` | 1 | 30.00 | 0.9000 |  |") == len(lines) - 1
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/quality.md"):
        text = f"Before\n{documents.BEGIN}\nold\n{documents.END}\nafter\n"
        (tmp_path / name).write_text(text)
    for _ in range(2):
        documents.write(rows, {}, ["A note."], tmp_path)
    found = (tmp_path / "README.md").read_text()
    assert "old" not in found and found.count("`high`") == 1
    assert found.startswith("Before\n") and found.endswith("after\n")
    with pytest.raises(OptionError, match="has no"):
        documents.between("nothing", "text", "README.md")


def test_a_new_method_only_adds_its_column_and_the_table_is_the_same(tmp_path: Path) -> None:
    """Byte for byte, from what is kept and measured anew elsewhere."""
    first = League(plan("lanczos"), tmp_path / "one", "driver").run(workers=1)
    assert (first.measured, first.missing) == (2, 0)
    both = League(plan("lanczos", "bicubic"), tmp_path / "one", "driver").run(workers=1)
    assert both.measured == 2
    anew = League(plan("lanczos", "bicubic"), tmp_path / "two", "driver").run(workers=1)
    assert anew.measured == 4
    written = [tables.whole(found.rows, {}, []) for found in (both, anew)]
    assert written[0] == written[1]
    assert "| `lanczos` | 2 |" in written[0]


def test_time_that_runs_out_leaves_what_is_there(tmp_path: Path) -> None:
    """Nothing is begun, and that is counted."""
    found = League(plan("lanczos"), tmp_path, "driver").run(workers=1, deadline=time.time() - 1)
    assert (found.measured, found.missing) == (0, 2)
    assert found.rows == {PAIR: []}
