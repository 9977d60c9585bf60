"""The model behind the Tune panel: values, undo, saving, exporting. No window, no OpenGL."""

from __future__ import annotations

from pathlib import Path

import pytest

from anime4k_gl import OptionError, export, parse_user_shader
from anime4k_gl.library import preset_shader, preset_shaders
from anime4k_gl.player.picture.parameters import TunedLook, Tuning
from anime4k_gl.usershader import read_user_shader

FILE = """//!PARAM gain
//!DESC How much
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
0.5

//!PARAM on
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 1
1

//!PARAM kind
//!TYPE ENUM int
soft
hard

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return gain * HOOKED_tex(HOOKED_pos); }
"""
V1 = TunedLook("v1.0-rc", (preset_shader("v1.0-rc"),), preset="v1.0-rc")
OLD = TunedLook("v0.9", (preset_shader("v0.9"),), {"refine_strength": 0.75}, preset="v0.9")
PLAIN = TunedLook("scaler alone")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's preset folder."""
    monkeypatch.setattr("anime4k_gl.userdirs.config_folder", lambda: tmp_path / "config")
    return tmp_path / "config" / "presets"


def model() -> Tuning:
    return Tuning([PLAIN, V1, OLD], a="v1.0-rc", b="v0.9")


def value(tuning: Tuning, key: str, look: str | None = None) -> float:
    return next(t.value for t in tuning.tunables(look) if t.key == key)


def test_values_begin_with_what_was_given() -> None:
    tuning = model()
    assert value(tuning, "thin_strength") == pytest.approx(1 / 6)
    assert tuning.values() == {} and not tuning.dirty()
    assert tuning.values("v0.9") == {"refine_strength": 0.75} and not tuning.dirty("v0.9")
    assert tuning.tunables("scaler alone") == []


def test_setting_is_told_once_and_undone_step_by_step() -> None:
    tuning = model()
    tuning.set("thin_strength", 0.5)
    tuning.set("refine_strength", 2.0, "v0.9")
    assert tuning.take_changes() == {
        "v1.0-rc": {"thin_strength": 0.5},
        "v0.9": {"refine_strength": 2.0},
    }
    assert tuning.take_changes() == {}
    assert tuning.dirty() and tuning.dirty("v0.9")
    tuning.undo()
    assert tuning.values("v0.9") == {"refine_strength": 0.75}
    assert tuning.take_changes() == {"v0.9": {"refine_strength": 0.75}}
    tuning.undo()
    assert tuning.values() == {} and not tuning.dirty() and not tuning.can_undo
    tuning.undo()
    tuning.redo()
    tuning.redo()
    assert tuning.values("v0.9") == {"refine_strength": 2.0} and not tuning.can_redo
    tuning.undo()
    tuning.set("fxaa_span", 4.0)  # a new step: what was undone is gone
    assert not tuning.can_redo


def test_a_drag_is_one_step() -> None:
    tuning = model()
    for step in range(10):
        tuning.set("thin_strength", step / 10, dragging=True)
    tuning.end_drag()
    for step in range(10):
        tuning.set("thin_strength", 1 - step / 10, dragging=True)
    tuning.set("refine_strength", 1.5, dragging=True)  # another one, without an end before it
    tuning.undo()
    assert tuning.values() == {"thin_strength": pytest.approx(0.1)}
    tuning.undo()
    assert tuning.values() == {"thin_strength": pytest.approx(0.9)}
    tuning.undo()
    assert tuning.values() == {} and not tuning.can_undo


def test_what_changes_nothing_is_no_step() -> None:
    tuning = model()
    tuning.set("thin_strength", tuning.tunables()[0].param.default)
    tuning.reset()
    tuning.choose(a="v1.0-rc")
    assert not tuning.can_undo and tuning.take_changes() == {}


def test_reset_of_one_and_of_all() -> None:
    tuning = model()
    tuning.set("thin_strength", 0.5)
    tuning.set("fxaa_span", 4.0)
    tuning.reset("fxaa_span")
    assert tuning.values() == {"thin_strength": 0.5}
    tuning.set("fxaa_span", 4.0)
    tuning.reset()
    assert tuning.values() == {}
    tuning.undo()
    assert tuning.values() == {"thin_strength": 0.5, "fxaa_span": 4.0}


def test_the_choice_of_looks_is_undone_too() -> None:
    tuning = model()
    tuning.choose(a="v0.9")
    tuning.choose(b="scaler alone")
    assert (tuning.a, tuning.b) == ("v0.9", "scaler alone")
    tuning.undo()
    assert (tuning.a, tuning.b) == ("v0.9", "v0.9")
    tuning.undo()
    assert (tuning.a, tuning.b) == ("v1.0-rc", "v0.9")
    with pytest.raises(OptionError, match="unknown look 'v2'"):
        tuning.choose(a="v2")


@pytest.mark.parametrize(
    ("key", "given", "error"),
    [("thin", 0.5, "unknown parameter 'thin'"), ("thin_strength", 2.0, "takes 0.0 to 1.0"),
     ("thin_strength", "much", "takes a number")],
)  # fmt: skip
def test_wrong_values_change_nothing(key: str, given: float | str, error: str) -> None:
    tuning = model()
    with pytest.raises(OptionError, match=error):
        tuning.set(key, given)
    assert not tuning.can_undo and tuning.values() == {}


def test_kinds_of_parameters_of_a_file() -> None:
    one = parse_user_shader(FILE, filename="/a/one.glsl")
    other = parse_user_shader(FILE.replace("0.5", "0.25", 1), filename="/a/other.glsl")
    tuning = Tuning([TunedLook("both", (one, other, one), {"gain": 1.0, "one/on": 0})], a="both")
    keys = [t.key for t in tuning.tunables()]
    assert keys == [f"{stem}/{n}" for stem in ("one", "other") for n in ("gain", "on", "kind")]
    assert [t.is_switch for t in tuning.tunables()][:3] == [False, True, False]
    assert tuning.values() == {"one/gain": 1.0, "one/on": 0, "other/gain": 1.0}
    tuning.set("other/kind", "hard")
    assert tuning.values()["other/kind"] == 1


def test_a_look_that_was_read_anew_keeps_what_it_can() -> None:
    tuning = Tuning([TunedLook("one", (parse_user_shader(FILE, filename="one.glsl"),))], a="one")
    tuning.set("gain", 1.5)
    tuning.set("on", 0)
    tuning.take_changes()
    narrower = FILE.replace("//!MAXIMUM 2", "//!MAXIMUM 1", 1)
    tuning.replace_look(TunedLook("one", (parse_user_shader(narrower, filename="one.glsl"),)))
    assert tuning.values() == {"on": 0}
    assert tuning.take_changes() == {"one": {"on": 0}}
    tuning.undo()
    assert value(tuning, "gain") in (0.5, 1.5)


def test_a_saved_preset_runs_as_it_was_tuned(folder: Path) -> None:
    tuning = model()
    tuning.set("thin_strength", 0.375)
    path = tuning.save(" Soft lines ")
    assert path == folder / "Soft lines.toml" and not tuning.failed and not tuning.dirty()
    for name in ("Soft lines", str(path)):
        shader = preset_shader(name)
        assert {p.name: p.default for p in shader.params} == {
            p.name: 0.375 if p.name == "thin_strength" else p.default for p in V1.shaders[0].params
        }
        assert shader.passes == V1.shaders[0].passes
    # Saved, tuned on, and saved again: what the first had stays.
    again = Tuning([TunedLook("mine", preset_shaders("Soft lines"), preset="Soft lines")], a="mine")
    assert again.values() == {} and value(again, "thin_strength") == 0.375
    again.set("fxaa_span", 2.0)
    assert again.save("More") is not None
    defaults = {p.name: p.default for p in preset_shader("More").params}
    assert (defaults["thin_strength"], defaults["fxaa_span"]) == (0.375, 2.0)


def test_a_saved_preset_of_shader_files(tmp_path: Path) -> None:
    file = tmp_path / "mine.glsl"
    file.write_text(FILE)
    tuning = Tuning([TunedLook("mine.glsl", (read_user_shader(file),))], a="mine.glsl")
    tuning.set("gain", 1.25)
    tuning.set("kind", "hard")
    assert tuning.save("mine") is not None
    (shader,) = preset_shaders("mine")
    assert [p.default for p in shader.params] == [1.25, 1, 1]
    loose = Tuning([TunedLook("text", (parse_user_shader(FILE),))], a="text")
    assert loose.save("text") is None and "no files" in loose.message


@pytest.mark.parametrize(
    ("name", "error"),
    [("", "a preset's name"), ("a/b", "a preset's name"), (".x", "a preset's name"),
     ("v0.9", "a preset of the package"), ("none", "a preset of the package"),
     ("x.toml", "without .toml"), ("there", "is there already")],
)  # fmt: skip
def test_names_that_cannot_be_saved(name: str, error: str) -> None:
    tuning = model()
    tuning.save("there")
    assert tuning.save(name) is None
    assert error in tuning.message and tuning.failed
    assert tuning.save("there", overwrite=True) is not None and not tuning.failed


def test_saving_where_nothing_can_be_written(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file")
    tuning = model()
    assert tuning.save("mine") is None
    assert "cannot write preset" in tuning.message and "\n" not in tuning.message


def test_export_has_the_values_that_were_tuned(tmp_path: Path) -> None:
    tuning = model()
    tuning.set("thin_strength", 0.375)
    paths = tuning.export("mpv", str(tmp_path / "out"))
    expected = export("mpv", preset="v1.0-rc", params={"thin_strength": 0.375})
    out = tmp_path / "out"
    assert {p.relative_to(out).as_posix(): p.read_text("utf-8") for p in paths} == expected
    assert "mpv" in tuning.message and not tuning.failed
    assert tuning.export("mpv", str(tmp_path / "out")) == [] and tuning.failed
    assert tuning.export("mpv", " ") == [] and "needs a folder" in tuning.message
    assert tuning.export("vlc", str(tmp_path / "v")) == [] and "unknown" in tuning.message
    assert tuning.export("mpv", str(tmp_path / "p"), "scaler alone") == [] and tuning.failed
