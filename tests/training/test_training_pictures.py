"""The pictures to train on: the same every time, of even seeds, apart from those held out."""

from __future__ import annotations

import numpy as np
from pytest import MonkeyPatch

from training import held_out, pictures, sketches
from training.pictures import Job, Luma, draw_all, four_in_one, halved, jobs_of, training_set
from training.recipe import DataPlan

PLAN = DataPlan(width=64, height=40, scenes=1, sketches=3, halved=1.0)


def test_sketches_repeat_to_the_byte() -> None:
    first = sketches.draw(6, 96, 64)
    assert first.shape == (64, 96, 3) and first.dtype == np.uint8
    assert np.array_equal(first, sketches.draw(6, 96, 64))
    assert not np.array_equal(first, sketches.draw(8, 96, 64))


def test_a_plan_draws_the_same_set_in_order() -> None:
    drawn = training_set(PLAN, workers=1)
    assert drawn.shape == (5, 40, 64) and drawn.dtype == np.uint8
    assert np.array_equal(drawn[1:4], draw_all(jobs_of(PLAN)[1:], workers=2))
    assert np.array_equal(drawn[4, :20, :32], halved(drawn[:1])[0])


def test_seeds_are_even_and_those_held_out_are_odd(monkeypatch: MonkeyPatch) -> None:
    asked: list[Job] = []

    def draw(jobs: list[Job], *, workers: int | None = None) -> Luma:
        asked.extend(jobs)
        return np.zeros((len(jobs), 96, 160), np.uint8)

    monkeypatch.setattr(held_out, "draw_all", draw)
    sets = held_out.held_out(PLAN, count=4)
    assert {job[1] % 2 for job in asked} == {1}
    assert {job[1] % 2 for job in jobs_of(DataPlan())} == {0}
    assert {name: len(truths) for name, truths in sets.items()} == {
        "scenes": 4, "sketches": 4, "fine": 2,
    }  # fmt: skip


def test_both_halves_of_the_seeds_show_every_kind(monkeypatch: MonkeyPatch) -> None:
    """With as many kinds as there are, by seeds alone even ones would show every other kind."""
    from benchmarks.quality import scenes

    kinds: dict[int, set[str | None]] = {0: set(), 1: set()}

    def make(seed: int, kind: str | None = None) -> int:
        kinds[seed % 2].add(kind)
        return seed

    monkeypatch.setattr(scenes, "make", make)
    monkeypatch.setattr(scenes, "draw", lambda *_: np.zeros((4, 4, 3), np.uint8))
    for seed in range(4 * len(scenes.KINDS)):
        pictures.draw(("scene", seed, 4, 4))
    assert kinds[0] == kinds[1] == set(scenes.KINDS)


def test_halves_are_rounded_averages() -> None:
    blocks = np.array([[[0, 1, 10, 20], [0, 1, 30, 41]]], np.uint8)
    assert halved(blocks).tolist() == [[[1, 25]]]
    four = np.stack([np.full((4, 4), n, np.uint8) for n in range(4)])
    assert four_in_one(four)[0, ::2, ::2].tolist() == [[0, 1], [2, 3]]


def test_a_pictures_luma_is_bt709s() -> None:
    from anime4k_gl.comparing.metrics.pair import BT709

    assert pictures.LUMA == BT709
    assert pictures.luma(np.array([[[255, 0, 0], [255, 255, 255]]])).tolist() == [[54, 255]]
