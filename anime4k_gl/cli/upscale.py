"""``anime4k-gl upscale``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import Anime4KError, OptionError
from ..rendering.options import (
    ALLOW_REFERENCES,
    DIALECT,
    HWDEC,
    PICTURE_OPTIONS,
    SCALING_OPTIONS,
    parse_params,
)
from .options import given_in, options


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@options(*PICTURE_OPTIONS, DIALECT, *SCALING_OPTIONS)
@click.option("--codec", default="libx264", show_default=True, help="Video encoder.")
@click.option("--crf", type=float, help="Video quality, lower is better.  [default: 16 for x264]")
@click.option("--codec-preset", metavar="NAME", help="The encoder's speed preset.")
@click.option("--pix-fmt", metavar="NAME", help="Pixel format.  [default: as the source's]")
@click.option("--quality", type=click.IntRange(1, 100), default=95, show_default=True,
              help="Quality of JPEG, WebP and AVIF pictures.")  # fmt: skip
@click.option("-f", "--format", metavar="FORMAT",
              help="Of OUT: matroska, mp4, y4m, png ...  [default: by its extension]")  # fmt: skip
@options(HWDEC, ALLOW_REFERENCES)
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists.")
@click.option("--keep-partial", is_flag=True, help="Keep what decodes of a truncated video.")
@click.option(
    "--redo",
    is_flag=True,
    help="IN is a screenshot of the player: draw its picture anew from its video.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def upscale(
    source: str, target: str, params: Sequence[str], quiet: bool, redo: bool, **given: Any
) -> None:
    """Upscale the picture or video IN to OUT; - is standard input and output.

    A video keeps its sound, subtitles, attachments, chapters, timestamps and colour tags; a
    picture its depth, alpha, profile and metadata.

    With --redo, IN is a screenshot that the player took: OUT becomes the upscaled picture of that
    moment, drawn from the video with the same shaders, parameters and size.
    """
    from ..rendering.scaling import with_scaling
    from ..transcoding import transcode
    from .progress import ProgressLine

    if redo:
        _redo(source, target, quiet, given)
        return
    with ProgressLine(Path(source).name, quiet=quiet) as line:
        try:
            done = transcode(
                source,
                target,
                params=parse_params(params),
                progress=line.update,
                **with_scaling(given),
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


def _redo(source: str, target: str, quiet: bool, given: Mapping[str, Any]) -> None:
    """Do `upscale --redo`, which takes from the screenshot what other options would say."""
    for option in given_in(click.get_current_context()):
        if option.name not in _REDO_OPTIONS:
            raise OptionError(
                f"with --redo the screenshot says how its picture is made; leave out"
                f" {option.opts[0]}"
            )
    from ..screenshots.redo import redo

    chosen = {name: given[name] for name in ("overwrite", "hwdec", "quality")}
    done = redo(source, target, **chosen)
    if not quiet:
        for note in done.notes:
            click.echo(f"note: {note}", err=True)
        click.echo(f"{target}: {done.source_size} to {done.target_size}", err=True)
