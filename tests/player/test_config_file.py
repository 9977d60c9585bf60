"""The settings file: what it says, and how it is told what it says wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from anime4k_gl.cli import main
from anime4k_gl.errors import OptionError
from anime4k_gl.player.config_file import Config, config_file, load_config, parse_config
from anime4k_gl.player.input.bindings import key_name
from anime4k_gl.rendering.options import Option

OPTIONS = (
    Option("scale", "number"),
    Option("scaler"),
    Option("size"),
    Option("shader", "path", target="shaders", multiple=True),
    Option("backend", choices=("auto", "fragment", "compute")),
    Option("no-shaders", "flag"),
    Option("volume", "integer"),
    Option("linear-upscaling", "flag"),
)


def parse(text: str, path: Path = Path("c.toml")) -> Config:
    return parse_config(text, path, options=OPTIONS)


def fault(text: str) -> str:
    with pytest.raises(OptionError) as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    config = parse(
        """
        # dashes or underscores
        scale = 3
        no-shaders = true
        linear_upscaling = false
        shader = ["a.glsl", "/x/b.glsl", "~/c.glsl"]
        backend = "compute"

        [param]
        thin_strength = 0.3
        mode = 2
        name = "text"

        [keys]
        "Ctrl+s" = "screenshot"
        q = "none"
        Q = "quit"
        "Shift+CTRL+Left" = "seek 30"
        """,
        path,
    )
    assert config.options == {
        "scale": 3,
        "no_shaders": True,
        "linear_upscaling": False,
        "shaders": (
            str(tmp_path / "a.glsl"),
            os.path.join(os.path.abspath(os.sep), "x", "b.glsl"),
            str(Path.home() / "c.glsl"),
        ),
        "backend": "compute",
    }
    assert config.params == {"thin_strength": 0.3, "mode": 2, "name": "text"}
    assert config.keys == {
        "Ctrl+s": "screenshot", "q": "none", "Q": "quit", "Ctrl+Shift+left": "seek 30",
    }  # fmt: skip
    assert config.path == path
    assert parse('shader = "one.glsl"').options == {"shaders": ("one.glsl",)}


def test_the_command_line_comes_before_the_file_and_that_before_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('scaler = "lanczos"\nvolume = 50\n[param]\na = 1\nb = 2')
    given = {}
    monkeypatch.setattr("anime4k_gl.player.play", lambda paths, **options: given.update(options))
    with pytest.raises(SystemExit):
        main(["play", "film.mkv", "--config", str(path), "--volume", "10", "--param", "b=3"])
    assert (given["scaler"], given["scale"], given["volume"]) == ("lanczos", 2.0, 10)
    assert given["params"] == {"a": 1, "b": "3"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n\nscalr = "x"', "c.toml:3: unknown setting 'scalr'; did you mean 'scaler'?"),
        (
            "frobnicate = 1",
            "c.toml:1: unknown setting 'frobnicate'; valid are: backend, linear-upscaling,"
            " no-shaders, scale, scaler, shader, size, volume",
        ),
        ("no_shader = true", "c.toml:1: unknown setting 'no_shader'; did you mean 'no-shaders'?"),
        ('\nscale = "two"', "c.toml:2: 'scale' takes a number, not \"two\""),
        ("scale = true", "c.toml:1: 'scale' takes a number, not true"),
        ("volume = 1.5", "c.toml:1: 'volume' takes a whole number, not 1.5"),
        ("no-shaders = 1", "c.toml:1: 'no-shaders' takes true or false, not 1"),
        ("scaler = 3", "c.toml:1: 'scaler' takes text in quotes, \"like this\", not 3"),
        ("size = [1, 2]", "c.toml:1: 'size' takes text in quotes, \"like this\", not a list"),
        (
            'shader = ["a", 2]',
            "c.toml:1: 'shader' takes a file name in quotes, or a list of those, not 2",
        ),
        (
            'scale = 1\nbackend = "computer"',
            "c.toml:2: unknown backend 'computer'; did you mean 'compute'?",
        ),
        ("\n[key]\nq = 1", "c.toml:2: unknown table 'key'; did you mean 'keys'?"),
        ("[window]\nq = 1", "c.toml:1: unknown table 'window'; valid are: keys, param"),
        ("keys = 3", "c.toml:1: 'keys' must be a table: put [keys] on a line of its own"),
        (
            'scale = 1\n[keys]\ns = "screnshot"',
            "c.toml:3: unknown command 'screnshot'; did you mean 'screenshot'?",
        ),
        ('[keys]\n"x" = "paus"', "c.toml:2: unknown command 'paus'; did you mean 'pause'?"),
        (
            '[keys]\n"x" = "seek far"',
            "c.toml:2: command 'seek': seconds must be a number of seconds, not 'far'",
        ),
        (
            '[keys]\n"x" = "pause now"',
            "c.toml:2: command 'pause' has too many arguments: 'now'",
        ),
        (
            '[keys]\n"x" = "seek"',
            "c.toml:2: command 'seek': seconds is missing: a number of seconds",
        ),
        ("[keys]\nx = 5", "c.toml:2: 'x' takes a command in quotes, not 5"),
        (
            '[keys]\n"Hyper+x" = "quit"',
            "c.toml:2: unknown modifier 'Hyper' in 'Hyper+x'; valid are: Ctrl, Alt, Shift, Meta",
        ),
        ("[param]\n\nthin = [1]", "c.toml:3: 'thin' takes a number or text, not a list"),
        ("param.thin = false", "c.toml:1: 'thin' takes a number or text, not false"),
        ("keys = { x = 5 }", "c.toml:1: 'x' takes a command in quotes, not 5"),
        # A name that stands in a table of its own is not the one at fault.
        ("scale = 'x'\n[param]\nscale = 1", "c.toml:1: 'scale' takes a number, not \"x\""),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    assert fault(text) == message


@pytest.mark.parametrize(
    ("text", "line"),
    [("scale = 1\nscaler = lanczos\n", 2), ("a = 1\na = 2", 2), ("\n\n[keys", 3), ('x = "', 1)],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    assert fault(text).startswith(f"c.toml:{line}: not valid TOML: ")


def test_long_values_and_deep_lists_are_one_short_line() -> None:
    assert len(fault('scale = "' + "x" * 5000 + '"')) < 120
    fault("scale = " + "[" * 20_000)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("s", "s"), ("S", "S"), ("Ctrl+S", "Ctrl+Shift+s"), ("SPACE", "space"), ("+", "+"),
        ("Ctrl++", "Ctrl++"), ("alt+ctrl+Left", "Ctrl+Alt+left"), (" F5 ", "f5"), ("?", "?"),
        ("shift + tab", "Shift+tab"), ("Shift+s", "S"), ("Wheel-Up", "wheel-up"),
    ],
)  # fmt: skip
def test_a_key_has_one_name(written: str, text: str) -> None:
    assert key_name(written) == text
    assert key_name(text) == text


@pytest.mark.parametrize("written", ["", "  ", "Ctrl+", "+a", "a+b"])
def test_what_is_no_key(written: str) -> None:
    with pytest.raises(OptionError):
        key_name(written)


def load(path: Path | None, use: bool = True) -> Config:
    return load_config(path, options=OPTIONS, use=use)


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="XDG is Linux's")
def test_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_file() == tmp_path / "anime4k-gl" / "config.toml"
    assert load(None) == Config()
    config_file().parent.mkdir()
    config_file().write_text("scale = 4.0")
    assert load(None).options == {"scale": 4.0}
    assert load(None, use=False) == Config()


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"none\.toml: no such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(OptionError):
        load(tmp_path)
    path = tmp_path / "c.toml"
    path.write_bytes(b"scale = 2 # \xff")
    with pytest.raises(OptionError, match="not UTF-8"):
        load(path)
    path.write_bytes(b"\xef\xbb\xbfscale = 2\r\n")
    assert load(path).options == {"scale": 2}
