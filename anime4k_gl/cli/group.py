"""The commands by name; each is imported when it runs or shows its own help."""

from __future__ import annotations

from importlib import import_module

import click

from ..terminal import say

COMMANDS = {
    "bench": "Measure GPU times of presets, sizes and backends, against the reference preset.",
    "check": "Check mpv user shaders for what players refuse, skip or read differently than meant.",
    "compare": "Upscale pictures and frames of clips by several methods, and show them beside each"
    " other.",
    "convert": "Convert a small convolutional network to an mpv user shader, which draws what it"
    " does.",
    "desktop": "Add the player to the menus and to Open with of file managers, on Linux and BSD.",
    "doctor": "Show what this machine can do, run every preset once, and say how to fix problems.",
    "export": "Export a preset as files for another program, with the steps to install them.",
    "plan": "Show which passes would run, at what size and in which textures, and why others"
    " would not.",
    "play": "Play videos upscaled to the window: files, folders, playlists and URLs.",
    "presets": "List the presets, their passes and parameters, and the scalers.",
    "probe": "Show what FILE holds, what is wrong with it, and what upscale would do with each"
    " part.",
    "upscale": "Upscale pictures and videos: IN to OUT, or any number of them to a folder.",
}
"""The first sentence of each command's help: the list of commands loads none of them."""


class LazyGroup(click.Group):
    """A group whose commands are modules beside this one, each with a function of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{cmd_name}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ..version import version

        say(f"anime4k-gl, version {version()}")
        context.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True,
              callback=_print_version, help="Show the version and exit.")  # fmt: skip
def cli() -> None:
    """Anime4K upscaling on the GPU: play, upscale, inspect."""
