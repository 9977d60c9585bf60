"""Preset ``auto`` on paper: what it chooses by sizes and times, and what a rehearsal tries."""

from __future__ import annotations

import pytest

from anime4k_gl import OptionError, presets
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.errors import GLError
from anime4k_gl.formats import Size
from anime4k_gl.library import preset, preset_names, ranked_presets
from anime4k_gl.player.settings import Settings
from anime4k_gl.rendering.choosing.asked import asks_for_auto
from anime4k_gl.rendering.choosing.choice import (
    budget,
    choose,
    unmeasured,
    without_measuring,
)
from anime4k_gl.rendering.choosing.rehearsal import HOPELESS, LEAST_FRAMES, rehearse

RANKED = ("none", "soft", "sharp", "best")


def test_every_preset_has_a_rank_or_another_has_its_picture() -> None:
    same = {"v0.9", "v1.0-rc-reference"}
    assert {name for name in preset_names() if preset(name).rank is None} == same, (
        "give a new preset a rank in its TOML: the better its picture, the higher"
    )
    ranks = [preset(name).rank for name in ranked_presets()[1:]]
    assert len(ranks) == len(set(ranks))
    order = [name for name in ranked_presets() if name.startswith(("none", "v1."))]
    assert order == ["none", "v1.0-rc-fast", "v1.0-rc", "v1.1"]


def test_auto_is_no_preset_but_where_a_file_is_at_hand() -> None:
    assert "auto" not in presets()
    with pytest.raises(OptionError, match="'auto' is what play, upscale and transcode choose"):
        preset("auto")
    assert asks_for_auto({"preset": "auto"})
    assert not asks_for_auto({"preset": "auto", "shaders": ["mine.glsl"]})
    assert not asks_for_auto({"preset": "none", "params": {"x": 1}}) and not asks_for_auto({})
    with pytest.raises(OptionError, match="parameter 'thin': parameters are of one preset"):
        asks_for_auto({"preset": "auto", "params": {"thin": 1}})
    with pytest.raises(OptionError, match=r"valid are: .*, none, auto$"):
        asks_for_auto({"preset": "atuo"})
    assert Settings.from_options(preset="auto").auto
    assert not Settings.from_options().auto


@pytest.mark.parametrize(
    ("times", "budget_ms", "sentence"),
    [
        (
            {"none": 1, "soft": 2, "sharp": 3, "best": 14.06}, 15,
            "preset auto: best, the best picture: a frame takes 14.1 ms of the 15.0 that it has for"
            " it",
        ),
        (
            {"none": 1, "soft": 2, "sharp": 9, "best": 140.6}, 15,
            "preset auto: sharp, a frame takes 9.00 ms of the 15.0 that it has for it, and best"
            " would take 141",
        ),
        # A better one may cost less.
        (
            {"none": 1, "soft": 20, "sharp": 30, "best": 2}, 15,
            "preset auto: best, the best picture: a frame takes 2.00 ms of the 15.0 that it has for"
            " it",
        ),
        (
            {"none": 1, "soft": 2}, 15,
            "preset auto: soft, a frame takes 2.00 ms of the 15.0 that it has for it; there was no"
            " time to try what ranks above it",
        ),
        (
            {"none": 30, "soft": 21, "gone": 1}, 15,
            "preset auto: soft, the fastest: a frame takes 21.0 ms, and has 15.0 for it",
        ),
    ],
)  # fmt: skip
def test_the_best_in_time(times: dict[str, float], budget_ms: float, sentence: str) -> None:
    assert choose(RANKED, times, budget_ms).sentence == sentence


def test_the_time_of_a_frame() -> None:
    assert budget(60) == pytest.approx(10)
    assert budget(0) == budget(24) == pytest.approx(25)


def test_what_is_hardly_enlarged_is_scaled_alone() -> None:
    for target in (Size(640, 360), Size(700, 390), Size(320, 180)):
        choice = without_measuring(Size(640, 360), target)
        assert choice is not None and choice.preset == "none" and f"{target}" in choice.reason
    assert without_measuring(Size(640, 360), Size(768, 360)) is None
    assert unmeasured("no driver").sentence == (
        f"preset auto: {DEFAULT_PRESET}, the default: nothing could be measured here (no driver)"
    )


class Machine:
    """A clock, and presets that take their time by it; the first frame of each takes far longer."""

    def __init__(self, milliseconds: dict[str, float]) -> None:
        self.milliseconds, self.now, self.drawn = milliseconds, 0.0, list[str]()

    def draw(self, name: str) -> None:
        if name not in self.milliseconds:
            raise GLError(f"{name} needs another GPU")
        self.now += 0.2 if name not in self.drawn else self.milliseconds[name] / 1000
        self.drawn.append(name)

    def time(self) -> float:
        return self.now


def test_a_rehearsal_measures_each_without_its_first_frame() -> None:
    machine = Machine({"none": 1.0, "soft": 2.5, "best": 7.0})
    found = rehearse(RANKED, {}, machine.draw, budget_ms=25, now=machine.time)
    assert found.times == pytest.approx(machine.milliseconds)
    assert found.failures == {"sharp": "sharp needs another GPU"}
    assert machine.now < 2.0


def test_it_tries_only_what_is_not_known() -> None:
    machine = Machine(dict.fromkeys(RANKED, 3.0))
    found = rehearse(RANKED, {"none": 1, "sharp": 2}, machine.draw, budget_ms=25, now=machine.time)
    assert set(machine.drawn) == {"soft", "best"}
    assert found.times == pytest.approx({"none": 1, "sharp": 2, "soft": 3, "best": 3})


def test_it_ends_in_time_and_where_there_is_no_hope() -> None:
    machine = Machine(dict.fromkeys(RANKED, 400.0))
    found = rehearse(RANKED, {}, machine.draw, budget_ms=300, now=machine.time)
    assert list(found.times) == ["none", "soft"] and machine.now < 3.0
    machine = Machine({"none": 5.0, "soft": HOPELESS * 10 + 1, "sharp": 1.0, "best": 1.0})
    found = rehearse(RANKED, {}, machine.draw, budget_ms=10, now=machine.time)
    assert list(found.times) == ["none", "soft"]
    assert machine.drawn.count("soft") >= 1 + LEAST_FRAMES
    assert choose(RANKED, found.times, 10).preset == "none"
