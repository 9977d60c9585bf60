"""The choices of cases that stand for others leave nothing out."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from support.choice.covering import pairwise, presets_and, representative_presets

from anime4k_gl.library import preset_names

NAMES = ["v1.0-rc", "v1.0-rc-fast", "v1.0-rc-reference", "v1.1", "hybrid-s", "hybrid-m"]


@pytest.mark.parametrize("sizes", [(3,), (2, 3), (4, 2, 5), (2, 2, 2, 2)])
def test_each_pair_of_values_occurs(sizes: tuple[int, ...]) -> None:
    choices = [[f"{at}.{value}" for value in range(size)] for at, size in enumerate(sizes)]
    found = {frozenset(pair) for row in pairwise(*choices) for pair in combinations(row, 2)}
    assert found == {frozenset(pair) for a, b in combinations(choices, 2) for pair in product(a, b)}


def test_three_choices_take_no_more_than_the_largest_two() -> None:
    assert len(pairwise(range(5), range(4), range(2))) == 20


def test_a_family_has_one_representative() -> None:
    assert representative_presets(NAMES) == ["v1.0-rc", "v1.0-rc-fast", "v1.1", "hybrid-s"]
    assert set(representative_presets()) <= set(preset_names())


def test_every_preset_is_met_and_representatives_by_all() -> None:
    pairs = presets_and(["a", "b"], NAMES)
    assert {preset for _, preset in pairs} == set(NAMES)
    assert {pair for pair in pairs if pair[1] == "v1.1"} == {("a", "v1.1"), ("b", "v1.1")}
    assert [pair for pair in pairs if pair[1] == "hybrid-m"] == [("b", "hybrid-m")]
