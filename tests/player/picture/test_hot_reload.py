"""Hot reload with real files and an offscreen context: a change, an error, and its mend."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anime4k_gl import OptionError, ShaderCompileError, UserShaderError, library
from anime4k_gl.formats import Size
from anime4k_gl.library.files import shaders_folder
from anime4k_gl.player.picture.hot_reload import LOOK_SECONDS, Files, HotReload, Reloaded, Watched
from anime4k_gl.player.picture.profiles import RenderProfile, RenderProfiles
from anime4k_gl.player.picture.renderer_pool import RendererPool
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.shader_forms import Forms

TARGET = Size(16, 12)


def text(value: str = "0.5", header: str = "") -> str:
    return (
        f"// A test\n\n{header}//!HOOK MAIN\n//!BIND HOOKED\n\n"
        f"vec4 hook() {{\n    return vec4({value});\n}}\n"
    )


class Player:
    """A look of one file, drawn offscreen, and the clock of a loop."""

    def __init__(self, context: Any, watched: Watched) -> None:
        forms = watched.read()
        look = RenderProfile(watched.name, RenderOptions.for_shaders(forms, scaler="bilinear"))
        self.pool = RendererPool(context, RenderProfiles((look,), watched.name), scale=2.0)
        self.reload = HotReload([watched], self.try_out)
        self.name, self.now, self.tried = watched.name, 0.0, 0
        self.picture = np.full((6, 8, 3), 255, np.uint8)
        self.draw()

    def try_out(self, watched: Watched, forms: Forms) -> None:
        self.tried += 1
        self.pool.replace(
            RenderProfile(watched.name, RenderOptions.for_shaders(forms, scaler="bilinear"))
        )

    def draw(self) -> int:
        """Return the red of the picture's middle."""
        self.pool.render(self.picture, TARGET, [self.name])
        texture = self.pool.texture
        pixels = np.frombuffer(texture.read(), np.uint8).reshape(TARGET.height, TARGET.width, 4)
        return int(pixels[6, 8, 0])

    def look(self, times: int = 2) -> list[Reloaded]:
        """Let some looks at the files pass."""
        results: list[Reloaded] = []
        for _ in range(times):
            self.now += LOOK_SECONDS
            results += self.reload.tick(self.now)
        return results


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.glsl"
    path.write_text(text("0.2"))
    return path


@pytest.fixture
def player(context: Any, file: Path) -> Iterator[Player]:
    player = Player(context, Watched("mine.glsl", files=(file,)))
    yield player
    player.pool.release()


def save(path: Path, content: str) -> None:
    """Save as editors do: another file in its place, with another time."""
    beside = path.with_suffix(".new")
    beside.write_text(content)
    before = path.stat().st_mtime_ns if path.exists() else 0
    os.utime(beside, ns=(before + 10_000_000, before + 10_000_000))
    os.replace(beside, path)


def test_a_saved_file_runs(player: Player, file: Path) -> None:
    assert player.draw() == 51 and player.look(3) == [] and player.tried == 0
    save(file, text("0.4"))
    assert player.look(1) == []  # is it at rest?
    (result,) = player.look(1)
    assert result.error is None and result.forms is not None
    assert player.draw() == 102
    assert player.look(5) == [] and player.tried == 1


def test_files_are_not_looked_at_all_the_time(player: Player, file: Path) -> None:
    player.reload.tick(100.0)
    save(file, text("0.4"))
    assert player.reload.tick(100.0 + LOOK_SECONDS * 0.9) == []
    assert player.reload.remaining == 100.0 + LOOK_SECONDS
    assert player.reload.tick(100.0 + LOOK_SECONDS) == []
    assert len(player.reload.tick(100.0 + LOOK_SECONDS * 2)) == 1


def test_an_error_of_the_compiler_and_its_mend(player: Player, file: Path) -> None:
    save(file, text("strenght"))
    results = player.look(4)
    assert [type(r.error) for r in results] == [ShaderCompileError]  # told once
    error = player.reload.errors["mine.glsl"]
    assert isinstance(error, UserShaderError)
    assert (error.filename, error.line) == (str(file), 7)
    assert "strenght" in str(error) and error.source_line == "    return vec4(strenght);"
    assert "^" in str(error).splitlines()[-1]
    assert player.draw() == 51  # the last good version
    assert player.look(4) == [] and "mine.glsl" in player.reload.errors
    save(file, text("0.6"))
    (result,) = player.look()
    assert result.error is None and player.reload.errors == {}
    assert player.draw() == 153


def test_an_error_of_the_format_and_another_one(player: Player, file: Path) -> None:
    save(file, text("0.4", "//!HOKO MAIN\n"))
    player.look(4)
    error = player.reload.errors["mine.glsl"]
    assert isinstance(error, UserShaderError) and not isinstance(error, ShaderCompileError)
    assert (error.filename, error.line, error.column) == (str(file), 3, 4)
    assert player.draw() == 51
    save(file, text("nothing"))
    (result,) = player.look()
    assert isinstance(result.error, ShaderCompileError)
    assert player.reload.errors["mine.glsl"] is result.error


def test_a_file_that_is_not_whole_yet_is_read_again(player: Player, file: Path) -> None:
    """Even where its time and size stay: clocks of file systems are coarse."""
    whole = text("0.4")
    save(file, whole.replace("vec4(", "vec4)"))
    stat = file.stat()
    player.look()
    assert player.reload.errors
    file.write_text(whole)
    os.utime(file, ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    (result,) = player.look(1)
    assert result.error is None and player.reload.errors == {}
    assert player.draw() == 102


def test_a_file_that_still_grows_is_not_read(player: Player, file: Path) -> None:
    for number in range(5):
        save(file, text("0.4")[: 20 + number])
        assert player.look(1) == []
    save(file, text("0.4"))
    assert len(player.look()) == 1 and player.tried == 1


def test_a_file_that_is_gone_is_on_its_way_back(player: Player, file: Path) -> None:
    file.unlink()
    assert player.look(4) == [] and player.draw() == 51
    save(file, text("0.8"))
    (result,) = player.look()
    assert result.error is None and player.draw() == 204


def test_a_file_with_other_parameters(player: Player, file: Path) -> None:
    save(file, text("gain", "//!PARAM gain\n//!TYPE float\n0.6\n\n"))
    (result,) = player.look()
    assert result.forms is not None
    assert [p.name for p in result.forms.fragment[0].params] == ["gain"]
    assert player.draw() == 153


def test_a_users_preset_and_the_files_it_names(context: Any, file: Path, tmp_path: Path) -> None:
    preset = tmp_path / "mine.toml"
    preset.write_text('shaders = ["mine.glsl"]')
    player = Player(context, Watched("mine", preset=str(preset)))
    other = tmp_path / "other.glsl"
    other.write_text(text("0.8"))
    save(file, text("0.4"))
    assert [r.error for r in player.look()] == [None] and player.draw() == 102
    save(preset, 'shaders = ["other.glsl"]')
    assert [r.error for r in player.look()] == [None] and player.draw() == 204
    save(other, text("0.6"))  # is watched now
    assert [r.error for r in player.look()] == [None] and player.draw() == 153
    save(file, text("0.4"))  # is no more
    assert player.look() == []
    save(preset, 'shaders = "other.glsl"')
    player.look(3)
    assert isinstance(player.reload.errors["mine"], OptionError)
    save(preset, 'shaders = ["mine.glsl"]')
    assert [r.error for r in player.look()] == [None] and player.draw() == 102
    player.pool.release()


def test_the_files_that_a_presets_shader_includes(context: Any, tmp_path: Path) -> None:
    preset, file = tmp_path / "mine.toml", tmp_path / "mine.glsl"
    level, other = tmp_path / "common" / "level.glsl", tmp_path / "other.glsl"
    preset.write_text('shaders = ["mine.glsl"]')
    file.write_text('#include "common/level.glsl"\n' + text("level"))
    level.parent.mkdir()
    level.write_text("// A level\n\n//!PARAM level\n//!TYPE float\n0.2\n\n")
    player = Player(context, Watched("mine", preset=str(preset)))
    assert player.draw() == 51
    save(level, level.read_text().replace("0.2", "0.4"))
    assert [r.error for r in player.look()] == [None] and player.draw() == 102
    # An error in it, of the format and of the compiler, is at its place.
    save(level, level.read_text().replace("float", "flaot"))
    player.look(3)
    error = player.reload.errors["mine"]
    assert isinstance(error, UserShaderError)
    assert (error.filename, error.line) == (str(level), 4)
    save(level, "//!PARAM level\n//!TYPE float\n0.6\n")
    save(file, file.read_text().replace("vec4 hook", '#include "other.glsl"\nvec4 hook'))
    player.look(3)  # which is not there yet
    error = player.reload.errors["mine"]
    assert isinstance(error, UserShaderError) and "other.glsl" in error.message
    assert (error.filename, error.line) == (str(file), 7)
    save(other, "// Another\n\nfloat other = wrong;\n")
    player.look(3)
    error = player.reload.errors["mine"]
    assert isinstance(error, ShaderCompileError)
    assert (error.filename, error.line) == (str(other), 3)
    assert error.source_line == "float other = wrong;"
    assert player.draw() == 102
    save(other, "float other = 1.0;\n")
    assert [r.error for r in player.look()] == [None] and player.draw() == 153
    player.pool.release()


def test_a_file_of_its_own_includes_nothing(player: Player, file: Path) -> None:
    save(file, '#include "other.glsl"\n' + text("0.4"))
    player.look(3)
    assert "mpv has no #include" in str(player.reload.errors["mine.glsl"])
    assert player.draw() == 51


def test_a_file_of_a_preset_may_include_by_itself_too(context: Any, file: Path) -> None:
    player = Player(context, Watched("mine", files=(file,), of_preset=True))
    save(file, '#include "other.glsl"\n' + text("0.4"))
    player.look(3)
    error = player.reload.errors["mine"]
    assert isinstance(error, UserShaderError) and error.line == 1
    save(file.parent / "other.glsl", "")
    assert [r.error for r in player.look()] == [None] and player.draw() == 102
    player.pool.release()


@pytest.fixture
def shaders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the package's shaders in the place of its own."""
    import shutil

    source = shaders_folder()
    assert isinstance(source, Path)
    shutil.copytree(source, tmp_path / "shaders")
    library.forget()
    monkeypatch.setattr("anime4k_gl.library.files._PACKAGE", tmp_path)
    yield tmp_path / "shaders"
    monkeypatch.undo()
    library.forget()


def test_a_pass_of_a_preset(context: Any, shaders: Path) -> None:
    player = Player(context, Watched("v0.9", "fragment", "v0.9"))
    file = shaders / "v0.9" / "refine.glsl"
    good = file.read_text("utf-8")
    before = player.draw()
    lines = good.split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("vec4 hook()"))
    lines.insert(number + 1, "    wrong here;")
    save(file, "\n".join(lines))
    player.look(3)
    error = player.reload.errors["v0.9"]
    assert isinstance(error, ShaderCompileError)
    # At its place in the pass's own file, though presets run as one text.
    assert (error.filename, error.line) == (str(file), number + 2)
    assert error.source_line == "    wrong here;"
    assert player.draw() == before
    save(file, good.replace("vec4 hook() {", "vec4 hook() {\n    return vec4(0.4);", 1))
    (result,) = player.look()
    assert result.error is None and player.draw() == 102
    save(file, good.replace("//!HOOK", "//!HOKO", 1))
    player.look(3)
    error = player.reload.errors["v0.9"]
    assert isinstance(error, UserShaderError) and error.filename == str(file)
    save(file, good)
    assert [r.error for r in player.look()] == [None] and player.draw() == before
    player.pool.release()


@pytest.mark.parametrize(("backend", "name"), [("fragment", "v0.9"), ("auto", "v1.0-rc")])
def test_what_passes_of_a_preset_share(
    context: Any, shaders: Path, backend: str, name: str
) -> None:
    player = Player(context, Watched(name, backend, name))
    before = player.draw()
    file = shaders / "common" / "kernels.glsl"
    good = file.read_text("utf-8")
    save(file, good.replace("return max(", "return maxx(", 1))
    player.look(3)
    error = player.reload.errors.get(name)
    if name == "v0.9":
        assert isinstance(error, ShaderCompileError)
        assert error.filename == str(file)
        assert error.source_line == "    return maxx(x, max(y, z));"
        assert file.read_text("utf-8").split("\n")[error.line - 1] == error.source_line
    save(file, good)
    player.look()
    assert player.reload.errors == {} and player.draw() == before
    param = shaders / "common" / "params" / "thin_strength.glsl"
    save(param, param.read_text("utf-8").replace("0.16666667", "wide"))
    player.look(3)
    error = player.reload.errors[name]
    assert isinstance(error, UserShaderError)
    assert (error.filename, error.line, error.source_line) == (str(param), 6, "wide")
    player.pool.release()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [("presets/v0.9.toml", "[", "(", "presets/v0.9.toml: not valid TOML"),
     ("presets/v0.9.toml", "passes =", "pases =", "presets/v0.9.toml: passes is missing"),
     ("presets/v0.9.toml", "v0.9/luma", "v0.9/lum", "cannot read shaders/v0.9/lum.glsl")],
)  # fmt: skip
def test_a_preset_that_is_wrong(
    context: Any, shaders: Path, name: str, old: str, new: str, words: str
) -> None:
    player = Player(context, Watched("v0.9", "fragment", "v0.9"))
    good = (shaders / name).read_text("utf-8")
    save(shaders / name, good.replace(old, new, 1))
    player.look(3)
    assert words in str(player.reload.errors["v0.9"])
    save(shaders / name, good)
    assert [r.error for r in player.look()] == [None] and player.reload.errors == {}
    player.pool.release()


def test_files_by_themselves(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    files = Files([one, other])
    other.write_text("2")
    assert files.changed() == set()
    assert files.changed() == {other}
    assert files.changed() == set()
    files.watch([one])
    save(other, "3")
    assert files.changed() == files.changed() == set()
