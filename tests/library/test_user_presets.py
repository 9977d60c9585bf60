"""Users' own presets: found by name or path, and wrong ones told in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.presets import listed

from anime4k_gl import OptionError, export, upscale
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.library import preset, preset_files, preset_shader, preset_shaders
from anime4k_gl.library.user_presets import read_preset, write_preset
from anime4k_gl.plan import Dialect
from anime4k_gl.player.config_file import config_file
from anime4k_gl.rendering.render_options import choose_dialect
from anime4k_gl.rendering.shader_forms import Forms
from anime4k_gl.userdirs import preset_folder
from anime4k_gl.usershader import PresetOrigin, parse_user_shader

SHADER = "//!PARAM gain\n//!TYPE float\n//!MAXIMUM 1\n0.5\n\n//!HOOK MAIN\n//!BIND HOOKED\n" \
    "vec4 hook() { return vec4(gain * HOOKED_tex(HOOKED_pos).rgb, 1.0); }\n"  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("anime4k_gl.userdirs.config_folder", lambda: tmp_path / "config")
    presets = tmp_path / "config" / "presets"
    presets.mkdir(parents=True)
    return presets


def picture() -> np.ndarray:
    return np.arange(12 * 16 * 3, dtype=np.uint8).reshape(12, 16, 3)


def test_a_preset_of_values_is_the_preset_with_those_values(folder: Path) -> None:
    (folder / "mine.toml").write_text('preset = "v1.0-rc"\n[params]\nthin_strength = 0.75\n')
    expected = upscale(picture(), preset="v1.0-rc", params={"thin_strength": 0.75})
    assert np.array_equal(upscale(picture(), preset="mine"), expected)
    assert np.array_equal(upscale(picture(), preset=str(folder / "mine.toml")), expected)
    plain = upscale(picture(), preset="v1.0-rc")
    assert not np.array_equal(plain, expected)
    # What is given beside it counts.
    given = upscale(picture(), preset="mine", params={"thin_strength": 1 / 6})
    assert np.array_equal(given, plain)
    assert preset_shader("mine", compute=True).params[0].default == 0.75
    assert Forms.of("compute", "mine").compute is not None
    files = export("mpv", preset="mine")
    assert files == export("mpv", preset="v1.0-rc", params={"thin_strength": 0.75})


def test_a_shader_says_which_preset_it_is_of(folder: Path) -> None:
    (folder / "mine.toml").write_text('preset = "v1.0-rc"\n[params]\nthin_strength = 0.75\n')
    path = str(folder / "mine.toml")
    for name, base in (("v1.0-rc", "v1.0-rc"), ("mine", "v1.0-rc"), (path, "v1.0-rc")):
        for compute in (False, True):
            assert preset_shader(name, compute=compute).preset == PresetOrigin(name, base)
        (shader,) = preset_shaders(name)
        assert shader.preset == PresetOrigin(name, base)
        less = preset_shader(name, without=("fxaa",))
        assert less.preset == PresetOrigin(name, base, ("fxaa",))
    assert parse_user_shader(SHADER).preset is None


def test_a_preset_of_shader_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "half.glsl").write_text(SHADER)
    (folder / "mine.toml").write_text(
        'title = "Half"\nshaders = ["../../half.glsl"]\n[params]\ngain = 0.25\n'
    )
    assert preset("mine").title == "Half"
    (shader,) = preset_shaders("mine")
    assert shader.params[0].default == 0.25
    assert choose_dialect(None, (), "mine") is Dialect.VO_GPU
    assert choose_dialect(None, (), "v0.9") is None
    quarter = upscale(picture(), preset="mine", backend="compute")
    by_hand = upscale(picture(), shaders=[tmp_path / "half.glsl"], params={"gain": 0.25})
    assert np.array_equal(quarter, by_hand)
    with pytest.raises(OptionError, match="consists of shader files"):
        export("mpv", preset="mine")
    assert preset_files("mine") == (folder / "mine.toml", (tmp_path / "half.glsl"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("preset = ", "not valid TOML"),
        ('title = "x"', "expected either a preset or shaders"),
        ('preset = "v0.9"\nshaders = ["a.glsl"]', "expected either a preset or shaders"),
        ('preset = "v3"', f"preset 'v3'; valid are: {DEFAULT_PRESET}, "),
        ('preset = "none"', "preset 'none'; valid are"),
        ('preset = "v0.9"\npasses = []', "unknown key 'passes'; valid are: title"),
        ("preset = 1", "preset must be the name of a preset"),
        ("shaders = []", "shaders must be a list of files"),
        ('preset = "v0.9"\nparams = 3', "params must be numbers"),
        ('preset = "v0.9"\n[params]\nthin_strength = true', "params must be numbers"),
        ('preset = "v0.9"\n[params]\nthin = 1', "parameter 'thin'; valid are: refine_strength"),
        ('preset = "v0.9"\n[params]\nthin_strength = 7', "takes 0.0 to 1.0, not 7"),
        ('shaders = ["nothing.glsl"]', "nothing.glsl"),
    ],
)
def test_wrong_files(folder: Path, text: str, error: str) -> None:
    (folder / "mine.toml").write_text(text)
    with pytest.raises(OptionError) as caught:
        preset("mine")
    assert error in str(caught.value) and "\n" not in str(caught.value)
    assert "mine.toml" in str(caught.value) or "nothing.glsl" in str(caught.value)


def test_names_that_are_no_preset(folder: Path) -> None:
    (folder / "mine.toml").write_text('preset = "v0.9"')
    with pytest.raises(OptionError, match=f"unknown preset 'you'; valid are: {listed()}, mine$"):
        preset("you")
    with pytest.raises(OptionError, match=r"cannot read preset .*you.toml: No such file"):
        preset(str(folder / "you.toml"))


def test_what_is_written_is_read_as_it_was(folder: Path) -> None:
    odd = 'quotes " and \\ and \x7f, tab \t, line\nend, \u2603'
    params = {"thin_strength": 1e-7, "a/b": 3, "kind": "soft"}
    write_preset(folder / "w.toml", title=odd, base="v0.9", params=params)
    read = read_preset(folder / "w.toml")
    assert (read.title, dict(read.params), read.base) == (odd, params, "v0.9")
    assert [p.name for p in folder.iterdir()] == ["w.toml"]


def test_the_folder_is_beside_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert preset_folder() == config_file().parent / "presets"
