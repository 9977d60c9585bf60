"""``anime4k-gl upscale``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import Anime4KError, OptionError
from ..rendering.options import (
    ALLOW_REFERENCES,
    DEINTERLACE,
    DETELECINE,
    DIALECT,
    HWDEC,
    PICTURE_OPTIONS,
    SCALING_OPTIONS,
    parse_params,
)
from ..terminal import say_line
from .options import given_in, options

DONE_WITH_LOSSES = 3
"""The exit code where a result was written, and parts of the source are not in it."""


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@options(*PICTURE_OPTIONS, DIALECT, *SCALING_OPTIONS)
@click.option(
    "--codec",
    default="libx264",
    show_default=True,
    help="Video encoder: any that FFmpeg has here, or h265, av1, vp9, prores.",
)
@click.option("--crf", type=float, help="Video quality; lower is better.  [default: 16 for x264]")
@click.option("--codec-preset", metavar="NAME", help="The encoder's speed preset.")
@click.option("--tune", metavar="NAME", help="What the encoder tunes for, such as animation.")
@click.option(
    "--encoder-option",
    "encoder_options",
    metavar="KEY=VALUE",
    multiple=True,
    help="Another option of the encoder, by FFmpeg's name. May be repeated.",
)
@click.option("--pix-fmt", metavar="NAME", help="Pixel format.  [default: the source's]")
@click.option(
    "--audio",
    metavar="WHICH",
    help="Sound to keep: languages, numbers from 1, all or none, by commas.  [default: all]",
)
@click.option("--subs", metavar="WHICH", help="Subtitles to keep, in the same words.")
@click.option(
    "--attachments", metavar="WHICH", help="Attached files and covers to keep, in the same words."
)
@click.option("--data", metavar="WHICH", help="Data streams to keep, in the same words.")
@click.option(
    "--audio-codec",
    type=click.Choice(("copy", "aac", "opus", "flac")),
    default="copy",
    show_default=True,
    help="Encode the sound anew.",
)
@click.option("--audio-bitrate", metavar="RATE", help="Of aac and opus, such as 192k.")
@click.option(
    "--strict-streams",
    is_flag=True,
    help="Refuse what OUT cannot hold as it is, instead of converting it.",
)
@click.option("--from", "start", metavar="TIME", help="Begin there: seconds or [H:]MM:SS[.mmm].")
@click.option("--to", "end", metavar="TIME", help="End before there, in the same words.")
@click.option("--frames", type=int, metavar="N", help="End after N frames.")
@click.option("--audio-delay", type=float, default=0.0, metavar="SECONDS",
              help="Sound comes that much later; earlier if negative.")  # fmt: skip
@options(DEINTERLACE, DETELECINE)
@click.option(
    "--crop",
    metavar="W:H:X:Y",
    help="Take this part of each frame, in pixels as coded; W:H: that in the middle.",
)
@click.option(
    "--aspect",
    metavar="RATIO",
    help="Aspect of the picture as shown, such as 16:9.  [default: the file's]",
)
@click.option("--quality", type=click.IntRange(1, 100), default=95, show_default=True,
              help="Quality of JPEG, WebP and AVIF pictures.")  # fmt: skip
@click.option("-f", "--format", metavar="FORMAT",
              help="Of OUT: matroska, mp4, y4m, png ...  [default: by its extension]")  # fmt: skip
@options(HWDEC, ALLOW_REFERENCES)
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists.")
@click.option(
    "--strict",
    is_flag=True,
    help="Fail where a video is damaged or ends early.  [default: keep what decodes, exit with 3]",
)
@click.option("--keep-partial", is_flag=True, hidden=True, expose_value=False)  # as it is anyway
@click.option(
    "--redo",
    is_flag=True,
    help="IN is a screenshot from the player: render its picture again from the video.",
)
@click.option(
    "--video",
    metavar="FILE",
    help="With --redo, the video the screenshot was taken of.  [default: of its name, beside IN]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def upscale(
    source: str,
    target: str,
    params: Sequence[str],
    encoder_options: Sequence[str],
    quiet: bool,
    redo: bool,
    video: str | None,
    **given: Any,
) -> int:
    """Upscale the picture or video IN to OUT.

    A name of - is standard input, and standard output.

    A video keeps its sound, subtitles, attachments, chapters, timestamps and colour tags; a
    picture its depth, alpha, profile and metadata; an animation (GIF, APNG, WebP, AVIF) its
    times, loops and alpha, also to and from a video. What cannot be kept is said.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with losses: frames of the video are
    missing or damaged, as a note says.

    With --redo, IN is a screenshot that the player took: OUT becomes the upscaled picture of that
    moment, drawn from the video with the same shaders, parameters and size. Of what a screenshot
    names, nothing outside its folder is opened; --video and --shader name files elsewhere.
    """
    from ..rendering.scaling import with_scaling
    from ..transcoding import transcode
    from .progress import DecisionLines, ProgressLine

    if redo:
        _redo(source, target, quiet, {**given, "video": video})
        return 0
    if video is not None:
        raise OptionError("--video goes with --redo; IN is the video otherwise")
    decided = DecisionLines(source)
    with ProgressLine(Path(source).name, quiet=quiet) as line:
        try:
            done = transcode(
                source,
                target,
                params=parse_params(params),
                encoder_options=_parsed(encoder_options),
                progress=line.update if quiet else decided.before(line.update),
                decided=decided.keep,
                **with_scaling(given),
            )
        except KeyboardInterrupt:
            raise Anime4KError("interrupted; nothing was written") from None
    if not quiet or done.with_losses:
        for note in done.notes:
            if note not in decided.said:
                say_line(f"note: {note}", err=True)
    if not quiet:
        frames = f", {done.frames} frames" if done.frames > 1 else ""
        took = f" in {line.seconds:.1f} s"
        say_line(f"{target}: {done.source_size} to {done.target_size}{frames}{took}", err=True)
    return DONE_WITH_LOSSES if done.with_losses else 0


def _parsed(given: Sequence[str]) -> dict[str, str]:
    """Return an encoder's options from KEY=VALUE; raise `OptionError` for anything else."""
    parsed = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise OptionError(f"--encoder-option {text!r}: must be KEY=VALUE")
        parsed[key] = value
    return parsed


_REDO_OPTIONS = frozenset(
    {"source", "target", "redo", "quiet", "overwrite", "hwdec", "quality", "video", "shaders"}
)


def _redo(source: str, target: str, quiet: bool, given: Mapping[str, Any]) -> None:
    """Do `upscale --redo`, which takes from the screenshot what other options would say."""
    for option in given_in(click.get_current_context()):
        if option.name not in _REDO_OPTIONS:
            raise OptionError(
                f"{option.opts[0]}: not with --redo, which takes it from the screenshot;"
                " leave it out"
            )
    from ..screenshots.redo import redo

    chosen = {name: given[name] for name in ("overwrite", "hwdec", "quality", "video", "shaders")}
    done = redo(source, target, **chosen)
    if not quiet:
        for note in done.notes:
            say_line(f"note: {note}", err=True)
        say_line(f"{target}: {done.source_size} to {done.target_size}", err=True)
