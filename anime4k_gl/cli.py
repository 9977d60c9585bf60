"""The ``anime4k-gl`` command. Parses options, calls the library, prints errors as one line.

Exit codes: 0 done, 1 failed (with a message), 2 wrong usage. Heavy modules are imported inside the
commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from .dependencies import missing
from .errors import Anime4KError, OptionError

if TYPE_CHECKING:
    from .player.config import Option as Setting

DEMO_CLIP = "demo.mkv"

F = TypeVar("F", bound=Callable[..., Any])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    try:
        code = cli.main(args=arguments, prog_name="anime4k-gl", standalone_mode=False)
    except Anime4KError as error:
        _fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted")
    except BrokenPipeError:  # the reader of our output has gone
        sys.stderr.close()
        sys.exit(1)
    except MemoryError:
        _fail("out of memory; choose a smaller size")
    except Exception as error:  # a fault of ours: one line, and how to see more
        if os.environ.get("ANIME4K_GL_TRACEBACK"):
            raise
        problem = missing(error) if isinstance(error, ImportError) else None
        if problem is not None:
            _fail(str(problem))
        kind = type(error).__name__
        where = "ANIME4K_GL_TRACEBACK=1 shows where, please report it"
        _fail(f"internal error ({kind}: {error}); {where}")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"anime4k-gl: {message}", err=True)
    sys.exit(1)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from . import __version__

        click.echo(f"anime4k-gl, version {__version__}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True,
              callback=_print_version, help="Show the version and exit.")  # fmt: skip
def cli() -> None:
    """Anime4K v1.0 RC upscaling on the GPU: play, upscale, inspect."""


def _picture_options(command: F) -> F:
    """Add the options that say how a picture is made."""
    options = (
        click.option("--scale", type=float, default=2.0, show_default=True,
                     help="Factor for both sides; with --scaler none, the factor of before."),
        click.option("--size", metavar="WxH", help="Output size; 1920x or x1080 keep the aspect."),
        click.option("--preset", default="v1.0-rc", show_default=True,
                     help="Which shaders; see the command presets."),
        click.option("--scaler", default="catmull_rom", show_default=True,
                     help="How the picture is scaled; none: it has the output's size already."),
        click.option("--shader", "shaders", multiple=True, metavar="FILE",
                     help="An mpv user shader in place of the preset; may be repeated."),
        click.option("--param", "params", multiple=True, metavar="NAME=VALUE",
                     help="Set a shader's parameter; may be repeated."),
        click.option("--backend", default="auto", show_default=True,
                     help="fragment, compute, or auto for the faster one here."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _hwdec_option(default: str) -> Callable[[F], F]:
    """Return what adds the option that says which device decodes."""
    return click.option("--hwdec", metavar="NAME", default=default, show_default=True,
                        help="Decode on a device: auto, cuda, vaapi, d3d11va, videotoolbox; or"
                        " none, in software.")  # fmt: skip


_SCALING = ("cscaler", "dscaler", "linear_upscaling", "sigmoid_upscaling", "linear_downscaling",
            "correct_downscaling")  # fmt: skip
_TUNING = ("param1", "param2", "radius", "antiring")


def _rule_options(command: F) -> F:
    """Add the options that say by whose rules shaders run and pictures are scaled."""
    options = (
        click.option("--dialect", help="vo_gpu or libplacebo: by whose rules --shader files run."
                     "  [default: vo_gpu]"),
        click.option("--cscaler", default="bilinear", show_default=True, help="mpv's cscale."),
        click.option("--dscaler", help="mpv's dscale.  [default: as --scaler]"),
        click.option("--linear-upscaling", is_flag=True, help="Upscale in linear light."),
        click.option("--sigmoid-upscaling", is_flag=True, help="Upscale in sigmoidised light."),
        click.option("--linear-downscaling", is_flag=True, help="Downscale in linear light."),
        click.option("--correct-downscaling/--no-correct-downscaling", default=True,
                     show_default=True, help="Anti-alias when downscaling."),
    )  # fmt: skip
    tunings = [
        click.option(f"--{scaler}-{name}", type=float, default=0.0 if name == "antiring" else None,
                     help=f"mpv's {player}-{name}.")
        for scaler, player in (("scaler", "scale"), ("cscaler", "cscale"), ("dscaler", "dscale"))
        for name in _TUNING
    ]  # fmt: skip
    for option in reversed([*options, *tunings]):
        command = option(command)
    return command


def _with_scaling(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with those about scaling put together."""
    from .options import resolve_scaling
    from .scalers import Tuning

    chosen = {name: options.pop(name) for name in _SCALING}
    for scaler, name in (("scaler", "tuning"), ("cscaler", "ctuning"), ("dscaler", "dtuning")):
        chosen[name] = Tuning(**{key: options.pop(f"{scaler}_{key}") for key in _TUNING})
    return options | {"scaling": resolve_scaling(scaler=options["scaler"], **chosen)}


def _params(pairs: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise OptionError(f"a parameter is given as NAME=VALUE, not {pair!r}")
        values[name.strip()] = value.strip()
    return values


@cli.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@_picture_options
@_rule_options
@click.option("--codec", default="libx264", show_default=True, help="Video encoder.")
@click.option("--crf", type=float, help="Video quality, lower is better.  [default: 16 for x264]")
@click.option("--codec-preset", metavar="NAME", help="The encoder's speed preset.")
@click.option("--pix-fmt", metavar="NAME", help="Pixel format.  [default: as the source's]")
@click.option("--quality", type=click.IntRange(1, 100), default=95, show_default=True,
              help="Quality of JPEG, WebP and AVIF pictures.")  # fmt: skip
@_hwdec_option("none")
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists.")
@click.option("--keep-partial", is_flag=True, help="Keep what decodes of a truncated video.")
@click.option(
    "--redo",
    is_flag=True,
    help="IN is a screenshot of the player: draw its picture anew from its video.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def upscale(
    source: str, target: str, params: Sequence[str], quiet: bool, redo: bool, **options: Any
) -> None:
    """Upscale the picture or video IN to OUT.

    A video keeps its sound, subtitles, attachments, chapters, timestamps and colour tags; a
    picture its depth, alpha, profile and metadata.

    With --redo, IN is a screenshot that the player took: OUT becomes the upscaled picture of that
    moment, drawn from the video with the same shaders, parameters and size.
    """
    from .progress import ProgressLine
    from .transcoding import transcode

    if redo:
        _redo(source, target, quiet, options)
        return
    options = _with_scaling(options)
    with ProgressLine(Path(source).name, quiet=quiet) as line:
        try:
            done = transcode(
                source, target, params=_params(params), progress=line.update, **options
            )
        except KeyboardInterrupt:
            raise Anime4KError("interrupted; nothing was written") from None
    if not quiet:
        for note in done.notes:
            click.echo(f"note: {note}", err=True)
        frames = f", {done.frames} frames" if done.frames > 1 else ""
        took = f" in {line.seconds:.1f} s"
        click.echo(f"{target}: {done.source_size} to {done.target_size}{frames}{took}", err=True)


_REDO_OPTIONS = frozenset({"source", "target", "redo", "quiet", "overwrite", "hwdec", "quality"})


def _redo(source: str, target: str, quiet: bool, options: Mapping[str, Any]) -> None:
    """Do `upscale --redo`, which takes from the screenshot what other options would say."""
    context = click.get_current_context()
    for option in context.command.params:
        given = context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
        if given and option.name not in _REDO_OPTIONS:
            raise OptionError(
                f"with --redo the screenshot says how its picture is made; leave out"
                f" {option.opts[0]}"
            )
    from .redo import redo

    chosen = {name: options[name] for name in ("overwrite", "hwdec", "quality")}
    done = redo(source, target, **chosen)
    if not quiet:
        for note in done.notes:
            click.echo(f"note: {note}", err=True)
        click.echo(f"{target}: {done.source_size} to {done.target_size}", err=True)


def _playing_options(command: F) -> F:
    """Add the options that say how files are played; named as mpv's where mpv has them."""
    options = (
        click.option("--no-shaders", is_flag=True, help="The scaler alone; c toggles."),
        click.option("--fullscreen", is_flag=True, help="Start in full screen."),
        click.option("--start", type=float, metavar="SECONDS", help="Begin there."),
        click.option("--speed", type=float, default=1.0, show_default=True, help="0.25 to 4."),
        click.option("--no-audio", is_flag=True, help="No sound."),
        click.option("--volume", type=float, default=100.0, show_default=True, help="0 to 130 %."),
        click.option("--mute", "muted", is_flag=True, help="Start without sound; m toggles."),
        click.option("--audio-track", type=int, metavar="N", help="Which sound track, from 1."),
        click.option("--audio-delay", type=float, default=0.0, metavar="SECONDS",
                     help="Sound later; negative: sooner."),
        click.option("--no-subs", is_flag=True, help="Start without subtitles; v toggles."),
        click.option("--sub-track", "subtitle_track", type=int, metavar="N",
                     help="Which subtitles, from 1."),
        click.option("--sub-file", "subtitle_files", multiple=True, metavar="FILE",
                     help="Subtitles from another file; may be repeated."),
        click.option("--sub-lang", "subtitle_languages", multiple=True, metavar="LANG",
                     help="Which language is preferred; may be repeated."),
        click.option("--sub-delay", "subtitle_delay", type=float, default=0.0, metavar="SECONDS",
                     help="Subtitles later; negative: sooner."),
        click.option("--loop-file", is_flag=True, help="Begin each file anew at its end."),
        click.option("--loop-playlist", is_flag=True, help="Begin anew after the last file."),
        click.option("--keep-open", is_flag=True, help="Stay on the last frame."),
        click.option("--save-position", is_flag=True,
                     help="Go on with each file from where it was left, as Q does for one."),
        click.option("--screenshot-folder", metavar="FOLDER", help="Where screenshots go.  [here]"),
        click.option("--governor", type=click.Choice(["on", "off"]), default="on",
                     show_default=True,
                     help="Leave out passes where frames would be dropped, or never."),
        click.option("--display-sync/--no-display-sync", default=True, show_default=True,
                     help="Fit frames to the screen's refreshes."),
        click.option("--tone-map/--no-tone-map", default=True, show_default=True,
                     help="Take HDR and wide gamuts to SDR."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@_picture_options
@_rule_options
@_hwdec_option("auto")
@_playing_options
@click.option("--config", "config_path", metavar="FILE", help="Another settings file.")
@click.option("--no-config", is_flag=True, help="No settings file.")
@click.option("--demo", is_flag=True, help="Play the clip that comes with the package.")
def play(
    files: Sequence[str],
    params: Sequence[str],
    demo: bool,
    config_path: str | None,
    no_config: bool,
    **options: Any,
) -> int:
    """Play videos in a window, upscaled to it: files, folders, lists and URLs.

    Keys are mpv's: space pauses, left and right seek, f is full screen, j and # choose subtitles
    and sound, q quits; k compares, t tunes, i tells what each pass takes. The key ? lists them all.

    A settings file has these options under the same names, see the README.
    """
    from .player import play as run
    from .player.config import load_config

    paths = list(files)
    if demo:
        paths.insert(0, str(demo_clip()))
    if not paths:
        raise click.UsageError("name a FILE to play, or give --demo")
    context = click.get_current_context()
    config = load_config(config_path, options=_settings_of(context), use=not no_config)
    for name, value in config.options.items():
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            options[name] = value
    options["governor"] = options["governor"] == "on"
    options["sound"] = not options.pop("no_audio")
    options["subtitles"] = not options.pop("no_subs")
    return run(
        paths,
        params=config.merged_params(_params(params)),
        keys=config.keys,
        report=lambda text: click.echo(f"anime4k-gl: {text}", err=True),
        **_with_scaling(options),
    )


_NO_SETTINGS = frozenset({"files", "params", "demo", "config_path", "no_config", "start"})
_PATHS = frozenset({"shaders", "subtitle_files", "screenshot_folder"})


def _settings_of(context: click.Context) -> list[Setting]:
    """Return the options of a command as its settings file has them."""
    from .player.config import Option

    settings = []
    for option in context.command.params:
        if (
            option.name is None
            or option.name in _NO_SETTINGS
            or not isinstance(option, click.Option)
        ):
            continue
        kind: Any = {"float": "number", "integer": "integer"}.get(option.type.name, "text")
        if option.is_flag or isinstance(option.default, bool):
            kind = "flag"
        if option.name in _PATHS:
            kind = "path"
        choices = tuple(option.type.choices) if isinstance(option.type, click.Choice) else ()
        settings.append(
            Option(option.opts[0].lstrip("-"), kind, option.name, option.multiple, choices)
        )
    return settings


def demo_clip() -> Path:
    """Return the path of the demo clip that comes with the package."""
    return Path(__file__).parent / "assets" / DEMO_CLIP


@cli.command()
@click.argument("target")
@click.option(
    "--preset", default="v1.0-rc", show_default=True, help="Which shaders; see the command presets."
)
@click.option(
    "--scale",
    type=float,
    default=2.0,
    show_default=True,
    help="How much the picture is scaled before, for targets that cannot ask.",
)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a shader's parameter; may be repeated.",
)
@click.option("-o", "--output", "folder", metavar="FOLDER", required=True, help="Where to write.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@click.option("--flavor", help="mpv: vo_gpu or gpu-next.  [default: vo_gpu]")
@click.option(
    "--only-upscaling",
    is_flag=True,
    default=None,
    help="mpv: leave pictures alone that are not upscaled.",
)
@click.option("--api", help="mpc: d3d9 or d3d11.  [default: d3d9]")
@click.option("--es", is_flag=True, default=None, help="glsl: OpenGL ES 3.0 instead of 3.3.")
def export(
    target: str,
    preset: str,
    scale: float,
    params: Sequence[str],
    folder: str,
    overwrite: bool,
    **options: Any,
) -> None:
    """Write a preset as the files of another program, with the steps to install them.

    TARGET is mpv, mpc, touchdesigner, unity, retroarch, magpie, obs, reshade, web or glsl.
    """
    from .exporters import export as make
    from .exporters import write_files

    given = {name: value for name, value in options.items() if value is not None}
    files = make(target, preset=preset, scale=scale, params=_params(params), **given)
    for path in write_files(files, Path(folder), overwrite=overwrite):
        click.echo(path)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def presets(as_json: bool) -> None:
    """List the presets, their passes and parameters, and the scalers."""
    from .library import DEFAULT_PRESET, preset, preset_names, preset_shader
    from .scalers import ALIASES, SCALERS
    from .userpresets import user_preset_names

    chosen = [(preset(name), preset_shader(name)) for name in preset_names()]
    own = user_preset_names()
    if as_json:
        records = [
            {
                "name": p.name,
                "title": p.title,
                "default": p.name == DEFAULT_PRESET,
                "passes": list(p.passes),
                "compute": list(p.compute),
                "params": [
                    {"name": q.name, "type": q.type.value, "default": q.default,
                     "minimum": q.minimum, "maximum": q.maximum, "desc": q.desc}
                    for q in shader.params
                ],
            }
            for p, shader in chosen
        ]  # fmt: skip
        listed = {"presets": records, "own": own, "scalers": list(SCALERS), "aliases": ALIASES}
        click.echo(json.dumps(listed, indent=2))
        return
    for p, shader in chosen:
        default = " (default)" if p.name == DEFAULT_PRESET else ""
        click.echo(f"{p.name}{default}: {p.title}")
        click.echo(f"    {len(p.passes)} passes: {', '.join(p.passes)}")
        if p.compute:
            click.echo(f"    or {len(p.compute)} compute passes: {', '.join(p.compute)}")
        for q in shader.params:
            click.echo(f"    --param {q.name}={q.default:g}  {q.minimum:g} to {q.maximum:g}."
                       f" {q.desc}")  # fmt: skip
        click.echo()
    for name in own:
        click.echo(f"{name}: {_own_title(name)}")
    click.echo("none: the scaler alone\n\nscalers:")
    for scaler in SCALERS.values():
        click.echo(f"    {scaler.name}: {scaler.desc}")
    click.echo("    none: IN already has the output's size")


def _own_title(name: str) -> str:
    """Return what a user's preset is, or what is wrong with it."""
    from .library import preset

    try:
        return preset(name).title
    except Anime4KError as error:
        return f"cannot be used: {error}"


@cli.command()
@click.option("--source", required=True, metavar="WxH", help="Source size.")
@click.option("--target", metavar="WxH", help="Target size.  [default: twice the source]")
@click.option("--preset", default="v1.0-rc", show_default=True, help="Which shaders.")
@click.option("--scaler", default="catmull_rom", show_default=True, help="How it is scaled.")
@click.option("--shader", "shaders", multiple=True, metavar="FILE",
              help="An mpv user shader in place of the preset; may be repeated.")  # fmt: skip
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@click.option(
    "--backend",
    default="auto",
    show_default=True,
    help="auto (as on a graphics card with OpenGL 4.3), fragment or compute.",
)
@_rule_options
@click.option("--pix-fmt", metavar="NAME", help="The source's planes, yuv420p for example.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def plan(
    source: str,
    target: str | None,
    preset: str,
    scaler: str,
    shaders: Sequence[str],
    params: Sequence[str],
    backend: str,
    pix_fmt: str | None,
    as_json: bool,
    dialect: str | None,
    **scaling: Any,
) -> None:
    """Show which passes would run, at what size, in which textures, and which would not and why.

    Needs no GPU.
    """
    from .backends import Forms
    from .colour import guess
    from .formats import PIXEL_LAYOUTS, Size
    from .options import choose_dialect, parse_size, scaled
    from .plan import make_plan, to_json, to_table

    source_size = parse_size(source, Size(16, 9))
    target_size = parse_size(target, source_size) if target else scaled(source_size, 2.0)
    layout = None
    if pix_fmt is not None:
        layout = PIXEL_LAYOUTS.get(pix_fmt)
        if layout is None:
            raise OptionError.unknown("pixel format", pix_fmt, PIXEL_LAYOUTS)
    run = Forms.of(backend, preset, shaders).by_graphics_card()
    result = make_plan(
        run.shaders,
        source=source_size,
        target=target_size,
        scaler=scaler,
        params=_params(params),
        layout=layout,
        colour=guess(layout, source_size) if layout else None,
        compute_scaling=run.compute_scaling,
        dialect=choose_dialect(dialect, shaders, preset),
        scaling=_with_scaling(scaling | {"scaler": scaler})["scaling"],
    )
    click.echo(json.dumps(to_json(result), indent=2) if as_json else to_table(result))


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(files: Sequence[str], as_json: bool) -> int:
    """Say what players would refuse, skip or read otherwise than meant in mpv user shaders.

    Each finding names its place and the players it concerns. The exit code is 1 where there are
    errors; warnings alone leave it 0, and a file without findings prints nothing. Needs no GPU.
    """
    from .check import Severity, check_file

    findings = [finding for name in files for finding in check_file(name)]
    if as_json:
        click.echo(json.dumps([finding.to_json() for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
    return int(any(finding.severity is Severity.ERROR for finding in findings))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def doctor(as_json: bool) -> int:
    """Say what this machine can do, run every preset once, and how to mend what is wrong."""
    from .doctor import examine

    report = examine()
    click.echo(json.dumps(report.to_json(), indent=2) if as_json else report.to_text())
    return 0 if report.healthy else 1


@cli.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: Sequence[str]) -> int:
    """Measure how long the GPU takes: presets, sizes, backends, beside the reference preset."""
    # Its options are read by a parser of its own: it also runs where click is not installed.
    from .bench.__main__ import main as run

    return run(arguments, prog="anime4k-gl bench")
