"""``anime4k-gl export``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..rendering.options import PARAMS, PRESET, SCALE, parse_params
from .options import explained, options

_SCALE_HELP = "How much the picture is scaled before, for targets that cannot ask."


@click.command()
@click.argument("target")
@options(PRESET, explained(SCALE, _SCALE_HELP), PARAMS)
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
    **own: Any,
) -> None:
    """Write a preset as the files of another program, with the steps to install them.

    TARGET is mpv, mpc, touchdesigner, unity, retroarch, magpie, obs, reshade, web or glsl.
    """
    from ..exporters import export as make
    from ..exporters import write_files

    given = {name: value for name, value in own.items() if value is not None}
    files = make(target, preset=preset, scale=scale, params=parse_params(params), **given)
    for path in write_files(files, Path(folder), overwrite=overwrite):
        click.echo(path)
