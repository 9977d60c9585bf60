"""``#include`` in presets' shaders: what comes of it, and the file and line that errors name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from anime4k_gl import OptionError, ShaderCompileError, UserShaderError, upscale
from anime4k_gl.check import check_file
from anime4k_gl.cli import main
from anime4k_gl.exporters import export
from anime4k_gl.library import (
    files,
    forget,
    package_source,
    pass_shader,
    preset,
    preset_files,
    preset_names,
    preset_shader,
    preset_shaders,
    read_preset_shader,
)
from anime4k_gl.library.expand import DEPTH_LIMIT, INCLUDE_LIMIT, own_paths
from anime4k_gl.usershader import Origin, UserShader, origin_of, parse_user_shader
from anime4k_gl.usershader.source import SourceMap, Stretch

HEADER = "//!HOOK MAIN\n//!BIND HOOKED\n\n"
HALF = "vec4 hook() {\n    return vec4(half_of(1.0));\n}\n"
FUNCTION = "float half_of(float x) {\n    return 0.5 * x;\n}\n"


def put(folder: Path, **texts: str) -> Path:
    """Write files, whose names end in .glsl and have __ for /; return the first one's path."""
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name.replace('__', '/')}.glsl")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        paths[-1].write_bytes(text.encode())
    return paths[0]


def origins(shader: UserShader) -> list[tuple[str, int]]:
    """Return of each line of the whole text the file's stem and the line."""
    lines = range(1, shader.text.count("\n") + 1)
    return [(Path(o.filename).stem, o.line) for o in map(shader.origin, lines)]


def error_of(path: Path) -> UserShaderError:
    with pytest.raises(UserShaderError) as caught:
        read_preset_shader(path)
    return caught.value


def caret_of(error: UserShaderError) -> str:
    """Return what the caret underlines."""
    _, line, caret = str(error).split("\n")
    return line[caret.index("^") : caret.rindex("^") + 1]


# What comes of it.


def test_the_lines_of_a_file_take_the_place_of_the_line_that_includes_it(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'{HEADER}#include "half.glsl"\n\n{HALF}', half=FUNCTION)
    shader = read_preset_shader(path)
    assert shader.text == HEADER + FUNCTION + "\n" + HALF
    assert shader.filename == str(path)
    assert origins(shader) == [
        *(("mine", n) for n in (1, 2, 3)),
        *(("half", n) for n in (1, 2, 3)),
        *(("mine", n) for n in (5, 6, 7, 8)),
    ]
    assert shader.passes[0].body == "\n" + FUNCTION + "\n" + HALF


def test_files_include_others_by_paths_from_their_own_folder(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        mine=f'{HEADER}  #  include "common/a.glsl"\n{HALF}',
        common__a='#include "deep/b.glsl"\nfloat a;\n#include "../c.glsl"\n',
        common__deep__b="float b;\n",
        c=FUNCTION,
    )
    shader = read_preset_shader(path)
    assert shader.text == HEADER + "float b;\nfloat a;\n" + FUNCTION + HALF
    assert origins(shader)[3:6] == [("b", 1), ("a", 2), ("c", 1)]


def test_a_file_may_be_included_more_than_once(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'{HEADER}#include "x.glsl"\n#include "x.glsl"\n{HALF}', x="//x\n1\n")
    shader = read_preset_shader(path)
    assert origins(shader)[3:7] == [("x", 1), ("x", 2), ("x", 1), ("x", 2)]


def test_the_comment_that_opens_an_included_file_is_left_out(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        mine=f'// Mine\n\n{HEADER}#include "half.glsl"\n{HALF}',
        half="// Half of it\n//\n// By nobody.\n\n// of x\n" + FUNCTION,
    )
    shader = read_preset_shader(path)
    assert shader.text == "// Mine\n\n" + HEADER + "// of x\n" + FUNCTION + HALF
    assert origins(shader)[5:7] == [("half", 5), ("half", 6)]


@pytest.mark.parametrize("opening", ["//!PARAM a\n//!TYPE float\n1\n", "// of x\n", "// only\n"])
def test_what_is_no_such_comment_stays(tmp_path: Path, opening: str) -> None:
    path = put(tmp_path, mine='//!DESC x\n\n#include "a.glsl"\n' + HEADER + HALF, a=opening)
    assert opening in read_preset_shader(path).text


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    windows = HEADER.replace("\n", "\r\n")
    path = put(tmp_path, mine=f'{windows}#include "half.glsl"\r\n{HALF}', half=FUNCTION)
    shader = read_preset_shader(path)
    assert shader.text == windows + FUNCTION + HALF
    path = put(tmp_path, mine=f'{HEADER}#include "half.glsl"\n{HALF}',
               half="// Half\r\n\r\n" + FUNCTION.replace("\n", "\r\n"))  # fmt: skip
    shader = read_preset_shader(path)
    assert shader.text == HEADER + FUNCTION.replace("\n", "\r\n") + HALF
    assert origins(shader)[3] == ("half", 3)


def test_files_without_a_last_newline_or_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'\ufeff{HEADER}{HALF}#include "a.glsl"', a="\ufeff// ä\nfloat ü;")
    assert read_preset_shader(path).text == f"\ufeff{HEADER}{HALF}// ä\nfloat ü;\n"


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'#include "a.glsl"\n{HEADER}#include "a.glsl"\n{HALF}', a="")
    shader = read_preset_shader(path)
    assert shader.text == HEADER + HALF
    assert origins(shader)[0] == ("mine", 2)


def test_comments_include_nothing_but_conditions_do(tmp_path: Path) -> None:
    commented = '// #include "a.glsl"\n/*\n#include "a.glsl"\n*/\n// \\\n#include "a.glsl"\n'
    path = put(tmp_path, mine=HEADER + commented + HALF, a="wrong\n")
    assert read_preset_shader(path).text == HEADER + commented + HALF
    path = put(
        tmp_path, mine=f'{HEADER}#ifdef B\n#include "a.glsl" // a\n#endif\n{HALF}', a="//a\n"
    )
    assert "#ifdef B\n//a\n#endif\n" in read_preset_shader(path).text


def test_words_that_begin_alike_are_not_it(tmp_path: Path) -> None:
    path = put(tmp_path, mine=HEADER + "#includes\n#include_next\n" + HALF)
    assert "#includes\n#include_next\n" in read_preset_shader(path).text


# What cannot be followed.


@pytest.mark.parametrize(
    ("argument", "underlined", "message"),
    [
        ("", "#", "expected a path in double quotes after #include, found nothing"),
        ("<a.glsl>", "<a.glsl>", "double quotes after #include, found '<a.glsl>'"),
        ("NAME // b", "NAME // b", "double quotes after #include, found 'NAME // b'"),
        ('""', '""', "double quotes after #include"),
        ('"b.glsl"', "b.glsl", "cannot read the shader '{}/b.glsl': No such file or directory"),
        ('"ü ü.glsl" // b', "ü ü.glsl", "cannot read the shader '{}/ü ü.glsl': No such file"),
        ('"."', ".", "cannot read the shader '{}': Is a directory"),
        ('"/etc/passwd"', "/etc/passwd", "expected a relative path with /"),
        (r'"C:\a.glsl"', r"C:\a.glsl", "expected a relative path with /"),
        ('"C:a.glsl"', "C:a.glsl", "expected a relative path with /"),
        (r'"a\b.glsl"', r"a\b.glsl", "expected a relative path with /"),
        ('"../a.glsl"', "../a.glsl", "expected a path inside {}"),
        ('"a/../../b.glsl"', "a/../../b.glsl", "expected a path inside {}"),
    ],
)
def test_what_cannot_be_included(
    tmp_path: Path, argument: str, underlined: str, message: str
) -> None:
    path = put(tmp_path, mine=f"{HEADER}// é\n  #include {argument}\r\n{HALF}")
    error = error_of(path)
    assert message.format(tmp_path) in error.message
    assert (error.filename, error.line) == (str(path), 5)
    assert "\n" not in error.message
    if underlined != "#":
        assert caret_of(error) == underlined


def test_an_included_files_own_fault_is_at_its_place(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'{HEADER}#include "a.glsl"\n', a='// A\n\nfloat a;\n#include "b"\n')
    error = error_of(path)
    assert (error.filename, error.line) == (str(tmp_path / "a.glsl"), 4)
    assert (error.column, caret_of(error)) == (11, "b")


@pytest.mark.parametrize(
    ("texts", "place", "round_trip"),
    [
        ({"mine": '#include "mine.glsl"\n'}, ("mine", 1), "mine.glsl -> mine.glsl"),
        (
            {
                "mine": '\n#include "a.glsl"\n',
                "a": '#include "b.glsl"\n',
                "b": '1\n#include "a.glsl"',
            },
            ("b", 2),
            "a.glsl -> b.glsl -> a.glsl",
        ),
        (
            {"mine": '#include "x/a.glsl"\n', "x__a": '#include "../mine.glsl"\n'},
            ("a", 1),
            "mine.glsl -> a.glsl -> mine.glsl",
        ),
    ],
)
def test_files_that_include_each_other(
    tmp_path: Path, texts: dict[str, str], place: tuple[str, int], round_trip: str
) -> None:
    error = error_of(put(tmp_path, **texts))
    assert error.message == f"circular #include: {round_trip}; remove one"
    assert (Path(error.filename).stem, error.line) == place


def test_limits(tmp_path: Path) -> None:
    chain = {f"f{n}": f'#include "f{n + 1}.glsl"\n' for n in range(DEPTH_LIMIT)}
    chain[f"f{DEPTH_LIMIT - 1}"] = HEADER + HALF
    assert read_preset_shader(put(tmp_path, **chain)).text == HEADER + HALF
    chain[f"f{DEPTH_LIMIT - 1}"] = f'#include "f{DEPTH_LIMIT}.glsl"\n'
    error = error_of(put(tmp_path, **chain, **{f"f{DEPTH_LIMIT}": HALF}))
    assert f"at most {DEPTH_LIMIT} files deep" in error.message
    assert Path(error.filename).stem == f"f{DEPTH_LIMIT - 1}"
    # Each includes the next one many times: no text, but no end either.
    bomb = {f"b{n}": f'#include "b{n + 1}.glsl"\n' * 40 for n in range(9)}
    error = error_of(put(tmp_path, **bomb, b9=""))
    assert f"{INCLUDE_LIMIT} in all" in error.message


def test_too_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anime4k_gl.library.expand.FILE_LIMIT", 1 << 20)
    path = put(tmp_path, mine=HEADER + '#include "a.glsl"\n' * 9, a=f"// {'a' * 200_000}\n")
    error = error_of(path)
    assert error.message == "#include expands to more than 1 MiB"
    assert error.line == 9


# The file and line that errors name.


def test_errors_of_the_format_name_the_included_file(tmp_path: Path) -> None:
    path = put(tmp_path, mine=f'#include "a.glsl"\n{HEADER}{HALF}',
               a="// A\n\n//!PARAM gain\n//!TYPE flaot\n1.0\n")  # fmt: skip
    error = error_of(path)
    assert (error.filename, error.line, error.column) == (str(tmp_path / "a.glsl"), 4, 9)
    assert caret_of(error) == "flaot"
    path = put(tmp_path, mine=f'#include "a.glsl"\n//!HOKO MAIN\n{HALF}', a="//!DESC a\n\n//x\n")
    error = error_of(path)
    assert (error.filename, error.line) == (str(path), 2)


def test_errors_of_compilers_name_the_included_file(tmp_path: Path) -> None:
    wrong = FUNCTION.replace("0.5 * x", "0.5 * y")
    put(tmp_path, mine=f'{HEADER}#include "half.glsl"\n\n{HALF}', half=f"// Half\n\n{wrong}")
    (tmp_path / "mine.toml").write_text('shaders = ["mine.glsl"]')
    with pytest.raises(ShaderCompileError) as caught:
        upscale(np.zeros((4, 4, 3), np.uint8), preset=str(tmp_path / "mine.toml"))
    assert (caught.value.filename, caught.value.line) == (str(tmp_path / "half.glsl"), 4)
    assert caught.value.source_line == "    return 0.5 * y;"
    # Below it lines count in the file that includes.
    put(tmp_path, mine=f'{HEADER}#include "half.glsl"\n\n{HALF.replace("1.0", "z")}', half=FUNCTION)
    with pytest.raises(ShaderCompileError) as caught:
        upscale(np.zeros((4, 4, 3), np.uint8), preset=str(tmp_path / "mine.toml"))
    assert (caught.value.filename, caught.value.line) == (str(tmp_path / "mine.glsl"), 7)


def test_a_users_preset_runs(tmp_path: Path) -> None:
    put(tmp_path, mine=f'#include "p.glsl"\n{HEADER}#include "half.glsl"\n{HALF}', half=FUNCTION,
        p="//!PARAM gain\n//!TYPE float\n0.5\n")  # fmt: skip
    toml = tmp_path / "mine.toml"
    toml.write_text('shaders = ["mine.glsl"]\n[params]\ngain = 0.25\n')
    (shader,) = preset_shaders(str(toml))
    assert shader.params[0].default == 0.25
    assert origin_of(shader.params[0]) == Origin(str(tmp_path / "p.glsl"), 1)
    assert shader.preset is not None
    assert (shader.preset.name, shader.preset.base) == (str(toml), None)
    result = upscale(np.zeros((4, 4, 3), np.uint8), preset=str(toml))
    assert (result == 128).all()
    assert preset_files(str(toml)) == (
        toml,
        *(tmp_path / f"{n}.glsl" for n in ("mine", "p", "half")),
    )


def test_files_to_watch_are_told_also_of_one_that_is_wrong(tmp_path: Path) -> None:
    path = put(tmp_path, mine='#include "a.glsl"\n#include "gone.glsl"\n', a="")
    assert own_paths(path) == (path, tmp_path / "a.glsl", tmp_path / "gone.glsl")


# What runs as mpv runs it.


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    return put(tmp_path, mine=f'{HEADER} #include "half.glsl"  // it\n{HALF}', half=FUNCTION)


def assert_clear(text: str, path: Path) -> None:
    assert f"{path}:4:2: mpv has no #include; put the file's text here, or name this file" in text
    assert ' 4 |  #include "half.glsl"  // it\n   |  ^^^^^^^^^^^^^^^^^^^^' in text


def test_a_shader_option_says_that_mpv_has_no_include(
    alone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UserShaderError) as caught:
        upscale(np.zeros((4, 4, 3), np.uint8), shaders=[alone])
    assert_clear(str(caught.value), alone)
    picture = tmp_path / "in.png"
    Image.new("RGB", (8, 8)).save(picture)
    for arguments in (
        ["plan", "--source", "64x64", "--shader", str(alone)],
        ["upscale", str(picture), str(tmp_path / "out.png"), "--shader", str(alone)],
        ["play", str(picture), "--shader", str(alone)],
    ):
        with pytest.raises(SystemExit, match="1"):
            main(arguments)
        assert_clear(capsys.readouterr().err, alone)


def test_check_says_that_mpv_has_no_include(alone: Path) -> None:
    (finding, *_) = [f for f in check_file(alone) if f.code == "include"]
    assert (finding.line, finding.column, finding.severity.value) == (4, 2, "error")
    assert "mpv has no #include" in finding.message


def test_what_a_condition_leaves_out_is_left_to_the_compiler(tmp_path: Path) -> None:
    text = HEADER + '#ifdef NEVER\n#include "half.glsl"\n#endif\n' + HALF
    path = put(tmp_path, mine=text.replace("half_of(1.0)", "0.5"))
    result = upscale(np.zeros((4, 4, 3), np.uint8), shaders=[path])
    assert (result == 128).all()


# The package's own shaders.


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("compute", [False, True])
def test_every_line_of_a_preset_is_the_line_of_a_file(name: str, compute: bool) -> None:
    if not (preset(name).compute if compute else preset(name).passes):
        return
    shader = preset_shader(name, compute=compute)
    lines = lru_cache(lambda path: Path(path).read_text("utf-8").split("\n"))
    numbers = {
        param.name: (shader.text.count("\n", 0, param.span.start) + 1) for param in shader.params
    }
    for number, line in enumerate(shader.text.split("\n")[:-1], start=1):
        origin = shader.origin(number)
        written = lines(origin.filename)[origin.line - 1]
        # Directives and numbers are printed in one way.
        assert line.split() == written.split() or float(line) == float(written)
    folder = Path(str(files.shaders_folder()))
    for param in shader.params:
        origin = shader.origin(numbers[param.name])
        path = Path(origin.filename).relative_to(folder).as_posix()
        assert path == f"common/params/{param.name}.glsl" or name == "v0.9"
    for block in shader.blocks:
        assert origin_of(block) == shader.origin(shader.text.count("\n", 0, block.span.start) + 1)


def test_a_parameter_is_declared_once() -> None:
    folder = Path(str(files.shaders_folder()))
    declared: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.glsl")):
        for match in re.finditer(r"//!PARAM (\w+)", path.read_text("utf-8")):
            declared.setdefault(match[1], []).append(path.relative_to(folder).as_posix())
    # v0.9 published another strength of refine.
    assert declared.pop("refine_strength") == ["common/params/refine_strength.glsl",
                                               "v0.9/refine.glsl"]  # fmt: skip
    assert declared == {name: [f"common/params/{name}.glsl"] for name in declared}


def test_what_is_common_is_included_by_several_and_exports_are_whole() -> None:
    folder = Path(str(files.shaders_folder()))
    included: dict[str, int] = {}
    for path in folder.rglob("*.?lsl"):
        for match in re.finditer(r'^ *#include "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
            included[match[1]] = included.get(match[1], 0) + 1
    common = {p.relative_to(folder).as_posix() for p in (folder / "common").rglob("*.?lsl")}
    assert included.keys() == common
    assert {name: n for name, n in included.items() if n < 2} == {}
    for target in ("mpv", "mpc", "glsl", "web"):
        for text in export(target).values():
            assert "#include" not in text


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Nothing is known yet of the package's shaders, nor afterwards."""
    forget()
    yield
    forget()


@pytest.mark.usefixtures("forgotten")
def test_a_pass_of_the_package_that_includes_wrongly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PACKAGE", tmp_path / "package")
    (tmp_path / "package").mkdir()
    # In a checkout the folder stands beside the package.
    put(
        tmp_path / "shaders",
        presets__x="",
        p__a=f'{HEADER}#include "common/gone.glsl"\n',
        p__b='#include "../a.glsl"\n',
        p__c=f'{HEADER}#include "common/d.glsl"\n',
        common__d="d\n",
    )
    for name, line, message in (
        ("p/a", 4, "cannot read shaders/common/gone.glsl: No such file or directory"),
        ("p/b", 1, "expected a path inside shaders/"),
    ):
        with pytest.raises(UserShaderError) as caught:
            pass_shader(name)
        error = caught.value
        assert (error.message, error.line) == (message, line)
        assert error.filename == str(tmp_path / "shaders" / f"{name}.glsl")
    assert package_source("p/c.glsl").text == HEADER + "d\n"
    with pytest.raises(OptionError, match=r"cannot read shaders/p/e.glsl"):
        pass_shader("p/e")
    # As installed it stands in it.
    forget()
    put(tmp_path / "package" / "shaders", p__c=HEADER + "inside\n", presets__x="")
    assert package_source("p/c.glsl").text == HEADER + "inside\n"


def test_the_package_is_where_the_package_says() -> None:
    folder = files.shaders_folder()
    assert (folder / "common" / "luma.glsl").is_file()
    package = resources.files("anime4k_gl")
    assert str(folder) in (str(package / "shaders"), str(Path(str(package)).parent / "shaders"))


# The map.


def test_a_map_by_itself() -> None:
    whole = SourceMap((Stretch(0, "a", 1), Stretch(2, "b", 7), Stretch(4, "a", 4)))
    lines = [whole.origin(n, "c") for n in range(1, 7)]
    assert lines == [("a", 1), ("a", 2), ("b", 7), ("b", 8), ("a", 4), ("a", 5)]
    for start in range(6):
        for count in range(1, 7 - start):
            part = whole.part(start, count, "c")
            assert [part.origin(n, "d") for n in range(1, count + 1)] == lines[start:][:count]
            assert all(stretch.start < count for stretch in part.stretches)
    assert SourceMap().part(4, 2, "c").origin(2, "") == ("c", 6)


def test_blocks_know_where_they_were_read() -> None:
    text = "// a\n//!PARAM a\n//!TYPE int\n1\n" + HEADER + HALF
    shader = parse_user_shader(text, filename="mine")
    assert [origin_of(block) for block in shader.blocks] == [("mine", 2), ("mine", 5)]
    assert shader.passes[0].source_map.origin(5, "") == ("mine", 9)


def test_a_long_map_takes_no_long(tmp_path: Path) -> None:
    """A thousand includes, and as many blocks."""
    text = '#include "p.glsl"\n\n' * INCLUDE_LIMIT
    path = put(tmp_path, mine=text, p="//!HOOK MAIN\n//!DESC a\nvec4 hook() { return vec4(1); }\n")
    shader = read_preset_shader(path)
    assert len(shader.passes) == INCLUDE_LIMIT
    names: set[Any] = {origin_of(block) for block in shader.blocks}
    assert names == {(str(tmp_path / "p.glsl"), 1)}
