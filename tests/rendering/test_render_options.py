"""The options of a picture: one name, one default and one message, wherever they are given."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from support.presets import listed

import anime4k_gl as a4k
from anime4k_gl import OptionError, bench
from anime4k_gl.bench.__main__ import _parser
from anime4k_gl.cli import main
from anime4k_gl.cli.group import COMMANDS, cli
from anime4k_gl.defaults import DEFAULT_PRESET
from anime4k_gl.library import preset_names, preset_shader
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.player.config_file import parse_config
from anime4k_gl.player.settings import PLAY_OPTIONS, Settings
from anime4k_gl.rendering.options import (
    DIALECT,
    PICTURE_OPTIONS,
    SCALE,
    SCALER,
    SCALING_OPTIONS,
    TUNINGS,
    Option,
)
from anime4k_gl.rendering.output_size import OutputSize
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.scaling import with_scaling
from anime4k_gl.scaler_shaders import SCALERS, Tuning

PICTURE = (*PICTURE_OPTIONS, DIALECT, *SCALING_OPTIONS)


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def click_options(name: str) -> dict[str, click.Option]:
    """Return a command's options by their names in Python."""
    return {str(p.name): p for p in command(name).params if isinstance(p, click.Option)}


def defaults(function: Callable[..., Any]) -> dict[str, Any]:
    """Return a function's keywords and their defaults."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


# One name and one default.


@pytest.mark.parametrize("name", ["upscale", "play", "plan", "export"])
def test_the_commands_options_are_the_declared_ones(name: str) -> None:
    declared = {option.parameter: option for option in (*PICTURE, *PLAY_OPTIONS)}
    given = click_options(name)
    shared = set(given) & set(declared)
    wanted = {
        "upscale": {option.parameter for option in PICTURE},
        "play": {option.parameter for option in PLAY_OPTIONS},
        "plan": {option.parameter for option in PICTURE} - {"scale", "size"},
        "export": {"scale", "preset", "params"},
    }[name]
    assert wanted <= shared
    for each in wanted:
        option, found = declared[each], given[each]
        assert found.opts[0] == f"--{option.name}"
        assert (found.default or None) == (option.default or None)
        assert found.multiple == option.multiple
        assert found.help


@pytest.mark.parametrize(
    "function",
    [
        a4k.upscale,
        a4k.ArrayUpscaler.__init__,
        a4k.transcode,
        a4k.Upscaler.__init__,
        RenderOptions.of,
    ],
)
def test_python_has_the_same_names_and_defaults(function: Callable[..., Any]) -> None:
    found = defaults(function)
    sizes = function in (a4k.upscale, a4k.ArrayUpscaler.__init__, a4k.transcode)
    for option in (*PICTURE_OPTIONS, DIALECT):
        if option.parameter in ("scale", "size") and not sizes:
            continue
        assert (found[option.parameter] or None) == (option.default or None), option.name
    assert found["scaling"] is None  # which is `ScalingOptions()`
    names = {option.parameter for option in (*PICTURE_OPTIONS, DIALECT)} | {"scaling"}
    assert names - set(found) == (set() if sizes else {"scale", "size"})


def test_the_fields_of_scaling_are_the_commands_options() -> None:
    options = {option.parameter: option.default for option in SCALING_OPTIONS}
    expected: dict[str, Any] = {}
    for field in dataclasses.fields(ScalingOptions):
        if field.name not in ("scaler", *TUNINGS.values()):
            expected[field.name] = field.default
    for scaler in TUNINGS:
        for field in dataclasses.fields(Tuning):
            expected[f"{scaler}_{field.name}"] = field.default
    assert options == expected
    plain = with_scaling({option.parameter: option.default for option in PICTURE})["scaling"]
    assert plain == ScalingOptions() == RenderOptions.of().scaling == RenderOptions().scaling


def test_every_setting_of_the_player_is_an_attribute_with_the_options_default() -> None:
    settings = Settings.from_options()
    picture = {option.parameter for option in PICTURE} - {"scale", "size"}
    own = [option for option in PLAY_OPTIONS if option.parameter not in picture]
    assert {option.parameter for option in own} | {"render", "auto", "keys"} == {
        field.name for field in dataclasses.fields(Settings)
    }
    for option in own:
        assert getattr(settings, option.parameter) == option.checked(option.default), option.name
    assert settings.render == RenderOptions.of()
    with pytest.raises(TypeError, match="nonsense"):
        Settings.from_options(nonsense=1)


def test_the_settings_file_has_every_option_under_the_commands_name() -> None:
    given = click_options("play")
    for option in PLAY_OPTIONS:
        if not option.in_file:
            assert option.name in ("param", "start")
            continue
        values = {"flag": True, "integer": 1, "number": 1.0, "text": "x", "path": "/x"}
        value = option.default or (option.choices or (values[option.kind],))[0]
        usable = {
            "dialect": "vo_gpu", "size": "8x", "dscaler": "mitchell", "aspect": "16:9",
            "geometry": "640x360",
        }  # fmt: skip
        value = usable.get(option.name, value)
        text = f"{option.name} = {json.dumps(value)}"
        read = parse_config(text, Path("c.toml"), options=PLAY_OPTIONS).options
        assert set(read) == {option.parameter} <= set(given)
    with pytest.raises(OptionError, match=r"c\.toml:1: unknown setting 'start'"):
        parse_config("start = 3", Path("c.toml"), options=PLAY_OPTIONS)


def test_what_a_flag_turns_off_is_off_in_the_file_too() -> None:
    inverted = [option for option in PLAY_OPTIONS if option.inverted]
    names = ["no-shaders", "no-bar", "no-audio", "no-subs"]
    assert [option.name for option in inverted] == names
    for option in inverted:
        for value in (True, False):
            text = f"{option.name} = {json.dumps(value)}"
            read = parse_config(text, Path("c.toml"), options=PLAY_OPTIONS).options
            assert read == {option.parameter: not value}
    off = command("play").make_context("play", ["x", *(f"--{name}" for name in names)])
    assert [off.params[option.parameter] for option in inverted] == [False] * len(names)


def test_bench_and_export_have_the_same_defaults() -> None:
    assert _parser("bench").get_default("scaler") == SCALER.default == bench.Options((), ()).scaler
    assert defaults(a4k.export)["scale"] == SCALE.default == OutputSize().scale
    assert defaults(a4k.export)["preset"] == RenderOptions.of().preset == preset_names()[0]


def test_bicubic_is_another_name_of_the_default_scaler() -> None:
    assert SCALER.default in SCALERS
    assert RenderOptions.of(scaler="bicubic") == RenderOptions.of()
    image = np.random.default_rng(1).integers(0, 256, (12, 16, 3), np.uint8)
    assert np.array_equal(a4k.upscale(image, scaler="bicubic"), a4k.upscale(image))


# One message.


def option_of(parameter: str) -> Option:
    return next(option for option in PLAY_OPTIONS if option.parameter == parameter)


_TRUE = (
    "nearest, bilinear, catmull_rom, mitchell, spline36, lanczos, ewa_lanczos, ewa_lanczossharp,"
    " bicubic"
)
BAD: dict[str, list[tuple[Any, str]]] = {
    "scale": [
        (0.0, "the scale must be a finite number above 0, not 0.0"),
        (float("nan"), "the scale must be a finite number above 0, not nan"),
    ],
    "size": [("12by7", "a size must be WxH in pixels, such as 1920x1080, not '12by7'")],
    "preset": [("x", f"unknown preset 'x'; valid are: {listed()}, auto")],
    "scaler": [("x", f"unknown scaler 'x'; valid are: {_TRUE}, none")],
    "backend": [("x", "unknown backend 'x'; valid are: auto, fragment, compute")],
    "dialect": [("x", "unknown dialect 'x'; valid are: vo_gpu, libplacebo")],
    "cscaler": [
        ("x", f"unknown cscaler 'x'; valid are: {_TRUE}"),
        ("none", f"unknown cscaler 'none'; valid are: {_TRUE}"),
    ],
    "dscaler": [
        ("x", f"unknown dscaler 'x'; valid are: {_TRUE}"),
        ("none", f"unknown dscaler 'none'; valid are: {_TRUE}"),
    ],
    "hwdec": [
        ("x", "unknown hwdec 'x'; valid are: auto, cuda, vaapi, d3d11va, videotoolbox, none")
    ],
    "start": [(-1.0, "start must be from 0 to 1000000000 seconds, not -1")],
    "speed": [(9.0, "speed must be from 0.25 to 4 times, not 9")],
    "volume": [
        (131.0, "volume must be from 0 to 130 percent, not 131"),
        (float("nan"), "volume must be from 0 to 130 percent, not nan"),
    ],
    "audio_track": [(0, "audio-track must be 1 or more, not 0")],
    "subtitle_track": [(-2, "sub-track must be 1 or more, not -2")],
    "audio_delay": [(2e6, "audio-delay must be from -1000000 to 1000000 seconds, not 2000000")],
    "subtitle_delay": [(-2e6, "sub-delay must be from -1000000 to 1000000 seconds, not -2000000")],
    "aspect": [
        ("x", "--aspect 'x': must be a width over a height, such as 16:9 or 1.7778"),
    ],
    "video_zoom": [(9.0, "video-zoom must be from -5 to 5 powers of two, not 9")],
    "video_pan_x": [(9.0, "video-pan-x must be from -3 to 3 widths, not 9")],
    "video_pan_y": [(-9.0, "video-pan-y must be from -3 to 3 heights, not -9")],
    "panscan": [(2.0, "panscan must be from 0 to 1 of the bars, not 2")],
    "geometry": [
        ("axb", "geometry must be like 1280x720, 50%, +20-40, 60%x60%+0+0 or 50%:50%, not 'axb'"),
    ],
    "image_duration": [(-1.0, "image-duration must be from 0 to 1000000 seconds, not -1")],
    "subtitle_codepage": [
        (
            "klingon",
            "unknown sub-codepage 'klingon'; give auto or an encoding's name, such as cp1251,"
            " koi8-r, iso8859-2, gb18030, big5, shift-jis, euc-kr",
        ),
    ],
    "subtitle_scale": [(99.0, "sub-scale must be from 0.1 to 10 times, not 99")],
    "subtitle_position": [(999.0, "sub-pos must be from 0 to 150 percent, not 999")],
}
TUNED: dict[str, list[tuple[Any, str]]] = {
    "scaler_param1": [
        (float("inf"), "scaler 'catmull_rom': param1 and param2 must be finite numbers, not inf")
    ],
    "scaler_radius": [(3.0, "scaler 'catmull_rom' has no radius to set; only the lanczos ones do")],
    "scaler_antiring": [(2.0, "scaler 'catmull_rom': antiring must be 0 to 1, not 2.0")],
    "cscaler_param2": [
        (0.5, "scaler 'bilinear' has no param1 or param2; only catmull_rom and mitchell do")
    ],
    "dscaler_radius": [(2.0, "dscaler tuning needs a dscaler; name one")],
}
CHECKED = [(name, *each) for name, cases in BAD.items() for each in cases]
ALL = [*CHECKED, *((name, *each) for name, cases in TUNED.items() for each in cases)]


def test_every_option_that_can_be_wrong_is_tried() -> None:
    unbounded = {"subtitle_files", "subtitle_languages", "screenshot_folder", "tone_map"}
    checked = {option.parameter for option in PLAY_OPTIONS if option.check is not None}
    of_a_list = {"governor", "held", "deinterlace", "subtitle_override"}
    assert checked - unbounded - of_a_list == set(BAD)
    tunings = {o.parameter for o in SCALING_OPTIONS if o.kind == "number"}
    assert set(TUNED) <= tunings


OTHERS = {("upscale", "start"), ("upscale", "audio_delay"), ("upscale", "aspect")}
"""Options of a command that have the name of the player's in Python, and are not the same."""


@pytest.mark.parametrize(("name", "value", "message"), ALL)
def test_a_bad_value_on_the_command_line(
    name: str, value: Any, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = f"--{option_of(name).name}={value}"
    for words in (["play", "film.mkv", "--no-config"], ["upscale", "gone.png", "out.png"]):
        if name not in click_options(words[0]) or (words[0], name) in OTHERS:
            continue
        with pytest.raises(SystemExit) as ended:
            main([*words, given])
        assert ended.value.code == 1
        assert capsys.readouterr().err == f"anime4k-gl: {message}\n"


@pytest.mark.parametrize(
    ("name", "value", "message"), [case for case in CHECKED if option_of(case[0]).in_file]
)
def test_a_bad_value_in_the_settings_file(name: str, value: Any, message: str) -> None:
    option = option_of(name)
    text = str(value) if isinstance(value, float) else json.dumps(value)
    with pytest.raises(OptionError) as caught:
        parse_config(f"\n{option.name} = {text}", Path("c.toml"), options=PLAY_OPTIONS)
    assert str(caught.value) == f"c.toml:2: {message}"


@pytest.mark.parametrize(("name", "value", "message"), CHECKED)
def test_a_bad_value_in_python(name: str, value: Any, message: str) -> None:
    scaling = name in ("cscaler", "dscaler")
    given = {"scaling": ScalingOptions(**{name: value})} if scaling else {name: value}
    with pytest.raises(OptionError) as caught:
        Settings.from_options(**given)
    assert str(caught.value) == message
    if name in defaults(RenderOptions.of) or scaling:
        with pytest.raises(OptionError) as caught:
            a4k.upscale(np.zeros((4, 4, 3), np.uint8), **given)
        assert str(caught.value) == message.removesuffix(", auto")  # which knows no rate


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("--scale=x", "Invalid value for '--scale': 'x' is not a valid float."),
        ("--audio-track=x", "Invalid value for '--audio-track': 'x' is not a valid integer."),
        ("--governor=x", "Invalid value for '--governor': 'x' is not one of 'on', 'off', 'fresh'."),
        ("--held=x", "Invalid value for '--held': 'x' is not one of 'exact', 'tolerant', 'off'."),
    ],
)
def test_what_is_of_the_wrong_kind_is_wrong_usage(
    given: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["play", "film.mkv", given])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"Error: {message}"


def test_parameters_are_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["play", "film.mkv"], ["upscale", "a.png", "b.png"], ["plan", "--source=8x8"],
                  ["export", "mpv", "-o", "x"]):  # fmt: skip
        with pytest.raises(SystemExit):
            main([*words, "--param", "thin"])
        message = "a parameter must be NAME=VALUE, not 'thin'"
        assert capsys.readouterr().err == f"anime4k-gl: {message}\n"


# The value itself.


def test_options_are_a_value() -> None:
    params = {"thin_strength": 0.5}
    options = RenderOptions.of(params=params)
    params["thin_strength"] = 1.0
    assert dict(options.params) == {"thin_strength": 0.5}
    with pytest.raises(TypeError):
        options.params["thin_strength"] = 1.0  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.dialect = None  # type: ignore[misc]
    same = RenderOptions.of(params={"thin_strength": 0.5})
    assert options == same and hash(options) == hash(same) and options.key() == same.key()
    assert options != RenderOptions.of() and options.key() != RenderOptions.of().key()


def test_shaders_know_the_preset_they_are_of(tmp_path: Path) -> None:
    file = tmp_path / "mine.glsl"
    file.write_text(preset_shader("v0.9").text)
    soft, own = tmp_path / "soft.toml", tmp_path / "own.toml"
    soft.write_text('preset = "v1.0-rc"\n[params]\nthin_strength = 0.05\n')
    own.write_text('shaders = ["mine.glsl"]\n')

    def origin(**given: Any) -> tuple[str, str | None] | None:
        found = RenderOptions.of(**given).forms.origin
        return None if found is None else (found.name, found.base)

    assert origin() == (DEFAULT_PRESET, DEFAULT_PRESET)
    assert origin(preset="none") == ("none", "none")
    assert origin(preset=str(soft)) == (str(soft), "v1.0-rc")
    assert origin(preset=str(own)) == (str(own), None)
    assert origin(shaders=[file]) is None  # whatever its text is like
    assert RenderOptions.of().scaler_alone().preset == "none"


# The command.


def test_commands_say_in_the_list_what_their_own_help_begins_with() -> None:
    for name, sentence in COMMANDS.items():
        assert " ".join(str(command(name).help).split("\n\n")[0].split()) == sentence


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"preset": None}, "preset must be a name, 'none' for no preset, not None"),
        ({"shaders": "a.glsl"}, "shaders must be a list of paths or parsed shaders"),
        ({"params": ["thin_strength"]}, r"params must be a dict of values by name, not \['thin_"),
        ({"scaling": "linear"}, "scaling must be a ScalingOptions, not 'linear'"),
    ],
)
def test_options_of_another_type_are_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        RenderOptions.of(**options)
