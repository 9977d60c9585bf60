"""``anime4k-gl export``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from ..exporters.registry import TARGETS
from ..rendering.options import PARAMS, PRESET, SCALE, parse_params
from ..terminal import say_line
from .options import explained, options

_SCALE_HELP = "Factor the picture was scaled by, for targets that cannot read it."


def _own_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that only some targets have; those that are not given are None."""
    for target in reversed(TARGETS.values()):  # the last one added is shown first
        for option in reversed(target.options):
            text = f"{target.name}: {option.help}."
            name = f"--{option.name.replace('_', '-')}"
            if option.choices:
                text += f"  [default: {option.default}]"
                command = click.option(name, metavar="|".join(option.choices), help=text)(command)
            else:
                command = click.option(name, is_flag=True, default=None, help=text)(command)
    return command


def _help() -> str:
    width = max(map(len, TARGETS))
    listed = "\n".join(f"{t.name:{width}}  {t.desc}" for t in TARGETS.values())
    return (
        "Export a preset as files for another program, with the steps to install them.\n\n"
        f"TARGET is one of:\n\n\b\n{listed}"
    )


@click.command(help=_help())
@click.argument("target")
@options(PRESET, explained(SCALE, _SCALE_HELP), PARAMS)
@click.option(
    "-o", "--output", "folder", metavar="FOLDER", required=True, help="Folder to write to."
)
@click.option("--overwrite", is_flag=True, help="Replace existing files.")
@_own_options
def export(
    target: str,
    preset: str,
    scale: float,
    params: Sequence[str],
    folder: str,
    overwrite: bool,
    **own: Any,
) -> None:
    """Export a preset as files for another program."""
    from ..exporters import export as make
    from ..exporters import write_files

    given = {name: value for name, value in own.items() if value is not None}
    files = make(target, preset=preset, scale=scale, params=parse_params(params), **given)
    for path in write_files(files, Path(folder), overwrite=overwrite):
        say_line(str(path))
