"""``anime4k-gl play``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..player.settings import PLAY_OPTIONS
from ..rendering.options import parse_params
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
@click.option("--demo", is_flag=True, help="Play the demo clip that comes with the package.")
def play(
    files: Sequence[str],
    params: Sequence[str],
    demo: bool,
    config_path: str | None,
    no_config: bool,
    **given: Any,
) -> int:
    """Play videos upscaled to the window: files, folders, playlists and URLs.

    Keys are mpv's: space pauses, left and right seek, f is full screen, j and # switch subtitles
    and audio, q quits; k compares, t opens the sliders, i shows the time of each pass. The key ?
    lists them all.

    A settings file takes these options under the same names; see the README.
    """
    from .. import player
    from ..player.config_file import load_config
    from ..rendering.scaling import with_scaling

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
    config = load_config(config_path, options=PLAY_OPTIONS, use=not no_config)
    on_the_line = {parameter.name for parameter in given_in(click.get_current_context())}
    given |= {k: v for k, v in config.options.items() if k not in on_the_line}
    return player.play(
        paths,
        params=config.merged_params(parse_params(params)),
        keys=config.keys,
        report=lambda text: say(f"anime4k-gl: {text}", err=True),
        **with_scaling(given),
    )
