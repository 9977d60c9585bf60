"""The model behind the Tune panel: values, undo, saving, exporting. No window, no OpenGL."""

from __future__ import annotations

from pathlib import Path

import pytest

from anime4k_gl import OptionError, export, parse_user_shader
from anime4k_gl.library import preset_shader, preset_shaders
from anime4k_gl.player.picture.parameters import Parameters
from anime4k_gl.player.picture.profiles import RenderProfile
from anime4k_gl.player.picture.selected import Selected
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.usershader import UserShader, read_user_shader

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


def profile(
    name: str, *shaders: UserShader, params: dict[str, float] | None = None
) -> RenderProfile:
    return RenderProfile(name, RenderOptions.for_shaders(shaders, params=params))


V1 = profile("v1.0-rc", preset_shader("v1.0-rc"))
OLD = profile("v0.9", preset_shader("v0.9"), params={"refine_strength": 0.75})
PLAIN = profile("scaler alone")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's preset folder."""
    monkeypatch.setattr("anime4k_gl.userdirs.config_folder", lambda: tmp_path / "config")
    return tmp_path / "config" / "presets"


def model() -> Parameters:
    return Parameters([PLAIN, V1, OLD], Selected("v1.0-rc", "v0.9", "v1.0-rc"))


def alone(profile: RenderProfile) -> Parameters:
    return Parameters([profile], Selected(profile.name, profile.name, profile.name))


def sides(parameters: Parameters) -> tuple[str, str]:
    return parameters.selected.after, parameters.selected.before


def value(parameters: Parameters, key: str, look: str | None = None) -> float:
    return next(t.value for t in parameters.tunables(look) if t.key == key)


def test_values_begin_with_what_was_given() -> None:
    parameters = model()
    assert value(parameters, "thin_strength") == pytest.approx(1 / 6)
    assert parameters.values() == {} and not parameters.dirty()
    assert parameters.values("v0.9") == {"refine_strength": 0.75} and not parameters.dirty("v0.9")
    assert parameters.tunables("scaler alone") == []


def test_setting_is_told_once_and_undone_step_by_step() -> None:
    parameters = model()
    parameters.set("thin_strength", 0.5)
    parameters.set("refine_strength", 2.0, "v0.9")
    assert parameters.take_changes() == {
        "v1.0-rc": {"thin_strength": 0.5},
        "v0.9": {"refine_strength": 2.0},
    }
    assert parameters.take_changes() == {}
    assert parameters.dirty() and parameters.dirty("v0.9")
    parameters.undo()
    assert parameters.values("v0.9") == {"refine_strength": 0.75}
    assert parameters.take_changes() == {"v0.9": {"refine_strength": 0.75}}
    parameters.undo()
    assert parameters.values() == {} and not parameters.dirty() and not parameters.can_undo
    parameters.undo()
    parameters.redo()
    parameters.redo()
    assert parameters.values("v0.9") == {"refine_strength": 2.0} and not parameters.can_redo
    parameters.undo()
    parameters.set("fxaa_span", 4.0)  # a new step: what was undone is gone
    assert not parameters.can_redo


def test_a_drag_is_one_step() -> None:
    parameters = model()
    for step in range(10):
        parameters.set("thin_strength", step / 10, dragging=True)
    parameters.end_drag()
    for step in range(10):
        parameters.set("thin_strength", 1 - step / 10, dragging=True)
    parameters.set("refine_strength", 1.5, dragging=True)  # another one, without an end before it
    parameters.undo()
    assert parameters.values() == {"thin_strength": pytest.approx(0.1)}
    parameters.undo()
    assert parameters.values() == {"thin_strength": pytest.approx(0.9)}
    parameters.undo()
    assert parameters.values() == {} and not parameters.can_undo


def test_what_changes_nothing_is_no_step() -> None:
    parameters = model()
    parameters.set("thin_strength", parameters.tunables()[0].param.default)
    parameters.reset()
    parameters.play("v1.0-rc")
    assert not parameters.can_undo and parameters.take_changes() == {}


def test_reset_of_one_and_of_all() -> None:
    parameters = model()
    parameters.set("thin_strength", 0.5)
    parameters.set("fxaa_span", 4.0)
    parameters.reset("fxaa_span")
    assert parameters.values() == {"thin_strength": 0.5}
    parameters.set("fxaa_span", 4.0)
    parameters.reset()
    assert parameters.values() == {}
    parameters.undo()
    assert parameters.values() == {"thin_strength": 0.5, "fxaa_span": 4.0}


def test_the_choice_of_looks_is_undone_too() -> None:
    parameters = model()
    parameters.play("v0.9")  # which it was compared with: the two change places
    parameters.compare_with("scaler alone")
    assert sides(parameters) == ("v0.9", "scaler alone")
    parameters.compare_with("v0.9")  # which plays
    parameters.undo()
    assert sides(parameters) == ("v0.9", "v1.0-rc")
    parameters.undo()
    assert sides(parameters) == ("v1.0-rc", "v0.9")
    with pytest.raises(OptionError, match="unknown profile 'v2'"):
        parameters.play("v2")


@pytest.mark.parametrize(
    ("key", "given", "error"),
    [("thin", 0.5, "unknown parameter 'thin'"), ("thin_strength", 2.0, "takes 0.0 to 1.0"),
     ("thin_strength", "much", "takes a number")],
)  # fmt: skip
def test_wrong_values_change_nothing(key: str, given: float | str, error: str) -> None:
    parameters = model()
    with pytest.raises(OptionError, match=error):
        parameters.set(key, given)
    assert not parameters.can_undo and parameters.values() == {}


def test_kinds_of_parameters_of_a_file() -> None:
    one = parse_user_shader(FILE, filename="/a/one.glsl")
    other = parse_user_shader(FILE.replace("0.5", "0.25", 1), filename="/a/other.glsl")
    parameters = alone(profile("both", one, other, one, params={"gain": 1.0, "one/on": 0}))
    keys = [t.key for t in parameters.tunables()]
    assert keys == [f"{stem}/{n}" for stem in ("one", "other") for n in ("gain", "on", "kind")]
    assert [t.is_switch for t in parameters.tunables()][:3] == [False, True, False]
    assert parameters.values() == {"one/gain": 1.0, "one/on": 0, "other/gain": 1.0}
    parameters.set("other/kind", "hard")
    assert parameters.values()["other/kind"] == 1


def test_a_look_that_was_read_anew_keeps_what_it_can() -> None:
    parameters = alone(profile("one", parse_user_shader(FILE, filename="one.glsl")))
    parameters.set("gain", 1.5)
    parameters.set("on", 0)
    parameters.take_changes()
    narrower = FILE.replace("//!MAXIMUM 2", "//!MAXIMUM 1", 1)
    shaders = (parse_user_shader(narrower, filename="one.glsl"),)
    parameters.replace_profile(profile("one", *shaders))
    assert parameters.values() == {"on": 0}
    assert parameters.take_changes() == {"one": {"on": 0}}
    parameters.undo()
    assert value(parameters, "gain") in (0.5, 1.5)


def test_a_saved_preset_runs_as_it_was_tuned(folder: Path) -> None:
    parameters = model()
    parameters.set("thin_strength", 0.375)
    path = parameters.save(" Soft lines ")
    assert path == folder / "Soft lines.toml" and not parameters.failed and not parameters.dirty()
    for name in ("Soft lines", str(path)):
        shader = preset_shader(name)
        assert {p.name: p.default for p in shader.params} == {
            p.name: 0.375 if p.name == "thin_strength" else p.default for p in V1.fragment[0].params
        }
        assert shader.passes == V1.fragment[0].passes
    # Saved, tuned on, and saved again: what the first had stays.
    again = alone(profile("mine", *preset_shaders("Soft lines")))
    assert again.values() == {} and value(again, "thin_strength") == 0.375
    again.set("fxaa_span", 2.0)
    assert again.save("More") is not None
    defaults = {p.name: p.default for p in preset_shader("More").params}
    assert (defaults["thin_strength"], defaults["fxaa_span"]) == (0.375, 2.0)


def test_a_saved_preset_of_shader_files(tmp_path: Path) -> None:
    file = tmp_path / "mine.glsl"
    file.write_text(FILE)
    parameters = alone(profile("mine.glsl", read_user_shader(file)))
    parameters.set("gain", 1.25)
    parameters.set("kind", "hard")
    assert parameters.save("mine") is not None
    (shader,) = preset_shaders("mine")
    assert [p.default for p in shader.params] == [1.25, 1, 1]
    loose = alone(profile("text", parse_user_shader(FILE)))
    assert loose.save("text") is None and "not files" in loose.message


@pytest.mark.parametrize(
    ("name", "error"),
    [("", "a preset name may have"), ("a/b", "a preset name may have"),
     (".x", "a preset name may have"),
     ("v0.9", "a preset of the package"), ("none", "a preset of the package"),
     ("x.toml", "must not end in .toml"), ("there", "already exists")],
)  # fmt: skip
def test_names_that_cannot_be_saved(name: str, error: str) -> None:
    parameters = model()
    parameters.save("there")
    assert parameters.save(name) is None
    assert error in parameters.message and parameters.failed
    assert parameters.save("there", overwrite=True) is not None and not parameters.failed


def test_saving_where_nothing_can_be_written(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file")
    parameters = model()
    assert parameters.save("mine") is None
    assert "cannot write preset" in parameters.message and "\n" not in parameters.message


def test_export_has_the_values_that_were_tuned(tmp_path: Path) -> None:
    parameters = model()
    parameters.set("thin_strength", 0.375)
    paths = parameters.export("mpv", str(tmp_path / "out"))
    expected = export("mpv", preset="v1.0-rc", params={"thin_strength": 0.375})
    out = tmp_path / "out"
    assert {p.relative_to(out).as_posix(): p.read_text("utf-8") for p in paths} == expected
    assert "mpv" in parameters.message and not parameters.failed
    assert parameters.export("mpv", str(tmp_path / "out")) == [] and parameters.failed
    assert parameters.export("mpv", " ") == [] and "needs a folder" in parameters.message
    assert parameters.export("vlc", str(tmp_path / "v")) == [] and "unknown" in parameters.message
    assert parameters.export("mpv", str(tmp_path / "p"), "scaler alone") == [] and parameters.failed
