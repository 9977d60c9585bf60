"""The league: its plan, what it keeps, its statistics and tables, on scenes of 128 pixels."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from anime4k_gl.comparing import metrics
from anime4k_gl.comparing.methods import parse_methods
from anime4k_gl.comparing.report import Originals, Row
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import Size
from benchmarks.quality import scenes
from benchmarks.quality.league import command, crops, documents, mpv, statistics, tables, timing
from benchmarks.quality.league.kept import Kept
from benchmarks.quality.league.likeness import NAMES, Likeness
from benchmarks.quality.league.plan import (
    Pair,
    Plan,
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
    """Another shader text or driver is measured anew; the same is not."""
    file = tmp_path / "mine.glsl"
    file.write_text(SHADER % "0.9")
    first = plan(str(file), "lanczos").keys("driver")
    again = plan(str(file), "lanczos").keys("driver")
    file.write_text(SHADER % "0.8")
    changed = plan(str(file), "lanczos").keys("driver")
    assert first == again and [*first] == ["mine.glsl", "lanczos"]
    assert first["mine.glsl"] != changed["mine.glsl"] and first["lanczos"] == changed["lanczos"]
    assert not {*first.values()} & {*plan(str(file), "lanczos").keys("another").values()}


def test_what_takes_long_is_asked_of_the_first_scenes_at_the_smallest_size() -> None:
    """The further degradations too; all scenes have the first one, at every size."""
    chains = ("area:gamma", "area:linear")
    whole = Plan(
        seeds_of(3, "odd"), (Pair(48, 96), PAIR), chains, ("lanczos",), ("psnr_luma",), 1, 2,
        ("texture",),
    )  # fmt: skip
    first, second, third = ([*whole.cases(seed)] for seed in whole.seeds)
    assert [(case.pair.result, case.chain, len(case.names)) for case in first] == [
        (96, "area:gamma", 1), (72, "area:gamma", 2), (72, "area:linear", 1),
    ]  # fmt: skip
    assert [len(case.names) for case in second] == [1, 2]
    assert [len(case.names) for case in third] == [1, 1]


def test_what_is_kept_comes_back_and_damage_is_no_measurement(tmp_path: Path) -> None:
    """With nan, which a frame without captions has; of other metrics, sizes and keys nothing."""
    kept = Kept(tmp_path)
    names = ("psnr_luma", "captions")
    assert kept.get("x", "ab12", "36:72 a", 3, names) is None
    for seed in (3, 1):
        said = {"psnr_luma": 30.25, "captions": math.nan}
        kept.put("x", "ab12", "36:72 a", seed, said)
    kept.save()
    again = Kept(tmp_path)
    found = again.get("x", "ab12", "36:72 a", 3, names)
    assert found is not None and found["psnr_luma"] == 30.25 and math.isnan(found["captions"])
    assert again.get("x", "ab12", "36:72 a", 3, ("erqa",)) is None
    assert again.get("x", "ab12", "36:72 b", 3, names) is None
    assert again.get("x", "cd34", "36:72 a", 3, names) is None
    (tmp_path / "x-ab12.json").write_text('{"psnr')
    assert Kept(tmp_path).get("x", "ab12", "36:72 a", 3, names) is None
    assert again.times("driver") == {}
    for ms in (1.0, 2.0):
        again.put_times("driver", {"36:72": {"fragment": {"x": ms}}})
    again.put_times("other", {})
    assert again.times("driver") == {"36:72": {"fragment": {"x": 2.0}}}


def test_what_another_driver_drew_counts_where_the_first_has_nothing(tmp_path: Path) -> None:
    """And is said; what the first has is taken from it."""
    kept, whole = Kept(tmp_path), plan("lanczos", "bilinear", "nearest")
    for driver, methods in (("first", ("lanczos",)), ("second", ("lanczos", "bilinear"))):
        for name in methods:
            said = dict.fromkeys(whole.names, 1.0 if driver == "first" else 2.0)
            for seed in whole.seeds:
                kept.put(name, whole.keys(driver)[name], f"{PAIR.name} area:gamma", seed, said)
    league = League(whole, tmp_path, "first", kept, ["second"])
    assert league.drawn_by == {"bilinear": "second"}
    found = {r.method: r.metrics[whole.names[0]] for r in league.kept().rows[PAIR]}
    assert found == {"lanczos": 1.0, "bilinear": 2.0}


def test_presets_are_timed_in_the_forms_that_they_have() -> None:
    """`hybrid-xl` has no fragment passes, scalers no compute shaders."""
    methods = parse_methods(["v0.9,hybrid-xl", "v1.1", "lanczos"])
    drawn = [m.name for m in methods if not m.options.forms.compute_only]
    assert drawn == ["v0.9", "v1.1", "lanczos"]
    assert timing.in_fragments(methods[2]).options.forms.compute is None
    assert [m.name for m in timing.with_compute(methods)] == ["hybrid-xl", "v1.1"]


def test_what_a_software_driver_compiles_for_minutes_is_measured_where_it_is_named() -> None:
    """`hybrid-xl` is compute shaders alone; kept measurements of it are read on any driver."""
    for arguments, there in (([], False), (["--methods", "hybrid-xl"], True),
                             (["--renderer", "a card"], True)):  # fmt: skip
        texts = command.plan_of(command.parser().parse_args(arguments)).texts
        assert ("hybrid-xl" in ",".join(texts).split(",")) is there


@pytest.mark.parametrize("opencv", [True, False])
def test_likeness_is_what_the_metrics_say(opencv: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """To what a table shows, with OpenCV's filter and without."""
    if not opencv:
        monkeypatch.setitem(__import__("sys").modules, "cv2", None)
    chance = np.random.default_rng(1)
    truth = np.kron(chance.integers(0, 256, (30, 31, 3)), np.ones((6, 6, 1))).astype(np.uint8)
    noise = chance.integers(-20, 21, truth.shape)
    result = (truth + noise).clip(0, 255).astype(np.uint8)
    said = metrics.measure(result, truth, NAMES)
    assert Likeness(truth, NAMES).measure(result) == pytest.approx(said, abs=2e-5)
    assert Likeness(truth).measure(truth) == {"psnr_luma": math.inf, "ssim_luma": 1}
    with pytest.raises(ValueError, match="176"):
        Likeness(truth[:100], NAMES)


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
    times = {"36:72": {"fragment": {"high": 1.5, "low": 1}, "compute": {"high": 0.5}}}
    whole = tables.whole(rows, times, ["A note."])
    lines = whole.splitlines()
    assert lines[0] == "A note."
    assert "### 36p to 72p" in lines
    assert "| `high` | 2 | 31.25 ± 0.00 | 0.9000 ± 0.0000 | 1.5 | 0.5 |" in lines
    assert "Of the scenes that `low` drew:" in lines
    assert lines[-1] == "| `low` | 1 | 30.00 | 0.9000 |" and "| `high` | 1 |" in lines[-2]
    rows = {PAIR: [*rows[PAIR], row("b", "low", 31)]}
    assert "Of the scenes" not in tables.whole(rows, times, [])
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/quality.md"):
        text = f"Before\n{documents.BEGIN}\nold\n{documents.END}\nafter\n"
        (tmp_path / name).write_text(text)
    for _ in range(2):
        documents.write(rows, times, ["A note."], {PAIR: []}, tmp_path)
    found = (tmp_path / "README.md").read_text()
    assert "old" not in found and found.count("`high`") == 1
    assert "](docs/quality-front.svg)" in found and "crops" not in found
    drawing = (tmp_path / "docs" / documents.FRONT).read_text()
    assert ">high, compute</text>" in drawing
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"') and "#0067a5" in drawing
    assert found.startswith("Before\n") and found.endswith("after\n")
    with pytest.raises(OptionError, match="has no"):
        documents.between("nothing", "text", "README.md")


def test_the_table_by_degradation_is_of_the_same_scenes() -> None:
    """The ranking is of the degradation that all have; the other has fewer scenes."""
    rows = [row("a", "x", 30), row("a", "x", 20, chain="b"), row("b", "x", 34)]
    rows += [row("a", "x", 25, chain="c"), row("b", "x", 12, chain="c")]
    whole = tables.whole({PAIR: rows}, {}, [])
    assert "| `x` | 2 | 32.00 " in whole and "| `c` | 1 | **25.00** |" in whole
    assert "| `a` | 1 | **30.00** |" in whole and "| `b` | 1 | **20.00** |" in whole


def test_crops_show_where_methods_differ_most(tmp_path: Path) -> None:
    """Beside the truth and the source, each twice as large."""
    truth = np.zeros((120, 160, 3), np.uint8)
    spot = truth.copy()
    spot[100:110, 130:140] = 255
    rows = [
        replace(row("a", name, 30), image=spot if name == "v1.1" else truth)
        for name in ("lanczos", "v1.0-rc", "v1.1")
    ]
    path = tmp_path / "crops.png"
    assert not crops.save(path, rows[1:], [Originals("a", "a", truth, truth[::2, ::2])])
    assert crops.save(path, rows, [Originals("a", "a", truth, truth[::2, ::2])])
    with Image.open(path) as opened:
        seen = np.asarray(opened)[24:]
    assert seen.shape == (224, 5 * 228 - 4, 3)
    assert [(seen[:, n * 228 : n * 228 + 224] == 255).any() for n in range(5)] == [
        False, False, False, True, False,
    ]  # fmt: skip


def test_a_new_method_only_adds_its_column_and_the_table_is_the_same(tmp_path: Path) -> None:
    """Byte for byte, from what is kept and measured anew elsewhere."""
    first = League(plan("lanczos"), tmp_path, "driver", Kept(tmp_path / "one")).run(workers=1)
    assert (first.measured, first.missing) == (2, 0)
    whole = plan("lanczos", "bicubic")
    both = League(whole, tmp_path, "driver", Kept(tmp_path / "one")).run(workers=1)
    assert both.measured == 2
    anew = League(whole, tmp_path, "driver", Kept(tmp_path / "two")).run(workers=1)
    assert anew.measured == 4
    read = League(whole, tmp_path, "driver", Kept(tmp_path / "two")).kept()
    written = [tables.whole(found.rows, {}, []) for found in (both, anew, read)]
    assert len({*written}) == 1
    assert "| `lanczos` | 2 |" in written[0]
    assert League(whole, tmp_path, "another", Kept(tmp_path / "two")).kept().missing == 4
    more = replace(whole, vector=1, vector_names=("texture",))
    found = League(more, tmp_path, "driver", Kept(tmp_path / "two")).kept()
    assert found.missing == 2 and found.rows == read.rows


def test_time_that_runs_out_leaves_what_is_there(tmp_path: Path) -> None:
    """Nothing is begun, and that is counted."""
    league = League(plan("lanczos"), tmp_path, "driver", Kept(tmp_path))
    found = league.run(workers=1, deadline=time.time() - 1)
    assert (found.measured, found.missing) == (0, 2)
    assert found.rows == {PAIR: []}


def test_a_picture_that_mpv_does_not_give_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line; the others are measured, and mpv's picture is a method as any other."""

    def draw(source: Any, target: Size, methods: Sequence[str]) -> dict[str, Any]:
        if methods == ["mpv"]:
            raise mpv.MpvError("no picture")
        return {methods[0]: np.zeros((target.height, target.width, 3), np.uint8)}

    monkeypatch.setattr(mpv, "draw", draw)
    monkeypatch.setattr(mpv, "line", lambda: "mpv 0.35")
    whole = replace(plan("lanczos"), seeds=(1,), with_mpv=True)
    found = League(whole, tmp_path, "driver", Kept(tmp_path)).run(workers=1)
    assert [row.method for row in found.rows[PAIR]] == [
        "lanczos", "mpv-spline36", "mpv-ewa_lanczossharp",
    ]  # fmt: skip
    assert found.missing == 1
    said = capsys.readouterr().err
    assert "36:72, mpv: no picture; it is left out" in said and said.count("\n") == 1
