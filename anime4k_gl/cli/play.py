"""``anime4k-gl play``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from ..errors import Anime4KError
from ..player.settings import PLAY_OPTIONS
from ..rendering.options import parse_params, without_plain_scaling
from ..terminal import say
from .demo import demo_clip
from .options import given_in, options


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@options(*PLAY_OPTIONS)
@click.option(
    "--config",
    "config_path",
    metavar="FILE",
    help="Settings file to read instead of the usual one.",
)
@click.option("--no-config", is_flag=True, help="Ignore the settings file.")
@click.option(
    "--notify",
    is_flag=True,
    help="Show why nothing plays as a desktop notification, too: for starters without a terminal.",
)
@click.option("--demo", is_flag=True, help="Play the demo clip that comes with the package.")
def play(
    files: Sequence[str],
    params: Sequence[str],
    demo: bool,
    config_path: str | None,
    no_config: bool,
    notify: bool,
    **given: Any,
) -> int:
    """Play videos upscaled to the window: files, folders, playlists and URLs.

    Keys are mpv's: space pauses, left and right seek, f is full screen, j and # switch subtitles
    and audio, q quits; k compares, t opens the sliders, i shows the time of each pass. The key ?
    lists them all.

    A settings file takes these options under the same names; see the README.
    """
    if given["audio_device"] == "help":
        from ..player.audio.output_device import device_names

        for name in device_names():
            say(name)
        return 0
    paths = list(files)
    if demo:
        paths.insert(0, str(demo_clip()))
    if not paths:
        raise click.UsageError("name a FILE to play, or give --demo")
    said: list[str] = []

    def report(text: str) -> None:
        said.append(text)
        say(f"anime4k-gl: {text}", err=True)

    try:
        code = _play(paths, params, config_path, no_config, report, given)
    except Anime4KError as error:
        if notify:
            _notify(str(error))
        raise
    if code and said and notify:
        _notify(said[-1])
    return code


def _notify(text: str) -> None:
    from ..player.desktop.notification import show_failure

    show_failure(text)


def _play(
    paths: Sequence[str],
    params: Sequence[str],
    config_path: str | None,
    no_config: bool,
    report: Callable[[str], None],
    given: dict[str, Any],
) -> int:
    from .. import player
    from ..player.config_file import load_config

    config = load_config(config_path, options=PLAY_OPTIONS, use=not no_config)
    on_the_line = {parameter.name for parameter in given_in(click.get_current_context())}
    given |= {k: v for k, v in config.options.items() if k not in on_the_line}
    return player.play(
        paths,
        params=config.merged_params(parse_params(params)),
        keys=config.keys,
        report=report,
        **_together(given),
    )


def _together(given: dict[str, Any]) -> dict[str, Any]:
    """Return values with those about scaling as Python takes them, if there are any."""
    plain = without_plain_scaling(given)
    if plain is not None:
        return plain
    from ..rendering.scaling import with_scaling

    return with_scaling(given)
