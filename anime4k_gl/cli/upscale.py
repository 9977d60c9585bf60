"""``anime4k-gl upscale``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import Anime4KError, OptionError
from ..rendering.options import (
    ALLOW_REFERENCES,
    ASPECT,
    DEINTERLACE,
    DETELECINE,
    DIALECT,
    HELD,
    HWDEC,
    PICTURE_OPTIONS,
    SCALING_OPTIONS,
    parse_params,
)
from ..terminal import say_line
from .options import given_in, options
from .progress import SHOWN

DONE_WITH_LOSSES = 3
"""The exit code where a result was written, and parts of the source are not in it."""


@click.command()
@click.argument("paths", nargs=-1, metavar="IN... [OUT]")
@click.option("-d", "--output-dir", metavar="DIR",
              help="Write there what becomes of each IN: files, folders or globs.")  # fmt: skip
@click.option("--name", default="{stem}{suffix}", show_default=True, metavar="TEMPLATE",
              help="With --output-dir, the names of outputs; fields are above.")  # fmt: skip
@click.option("-r", "--recursive", is_flag=True, help="With --output-dir, folders in folders too.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N",
              help="With --output-dir, so many files at once.")  # fmt: skip
@click.option("--queue", metavar="FILE",
              help="With --output-dir, a list of inputs that may be edited meanwhile.")  # fmt: skip
@click.option("--json-log", metavar="FILE",
              help="With --output-dir, write what happens as JSON, a line each.")  # fmt: skip
@click.option("--preview", is_flag=True,
              help="Upscale 3 s of the middle, and say what time and size to expect.")  # fmt: skip
@options(*PICTURE_OPTIONS, DIALECT, *SCALING_OPTIONS)
@click.option(
    "--codec",
    default="libx264",
    show_default=True,
    help="Video encoder: any that FFmpeg has here, or h265, av1, vp9, prores; auto: the best that"
    " a device has and a trial shows to work, else x264.",
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
@options(ASPECT)
@click.option("--quality", type=click.IntRange(1, 100), default=95, show_default=True,
              help="Quality of JPEG, WebP and AVIF pictures.")  # fmt: skip
@click.option("-f", "--format", metavar="FORMAT",
              help="Of OUT: matroska, mp4, y4m, png ...  [default: by its extension]")  # fmt: skip
@options(HWDEC, HELD, ALLOW_REFERENCES)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Have the workers of a dask scheduler there make a video; local: one for each GPU.",
)
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
@click.option("--progress", "shown", type=click.Choice(SHOWN), default="auto",
              show_default=True, help="How it is shown; auto: a bar on a terminal.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def upscale(
    paths: Sequence[str],
    params: Sequence[str],
    encoder_options: Sequence[str],
    quiet: bool,
    shown: str,
    preview: bool,
    redo: bool,
    video: str | None,
    **given: Any,
) -> int:
    """Upscale pictures and videos: IN to OUT, or any number of them to a folder.

    A name of - is standard input, and standard output.

    A video keeps its sound, subtitles, attachments, chapters, timestamps and colour tags; a
    picture its depth, alpha, profile and metadata; an animation (GIF, APNG, WebP, AVIF) its
    times, loops and alpha, also to and from a video. What cannot be kept is said.

    With --output-dir each IN is a file, a folder or a glob, and a table at the end says what came
    of each file. What is there already, made of the same source with the same preset, options and
    version, is skipped, so that the same command goes on where it was ended; what was made with
    others is made anew. Fields of --name are {stem}, {suffix}, {name}, {parent}, {preset},
    {scale}, {width}, {height} and {number}. The queue has an IN a line; what is done becomes a
    comment there.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with losses: frames of the video are
    missing or damaged, as a note says. Of many files: 1 if any failed, else 3 if any has losses.

    With --redo, IN is a screenshot that the player took: OUT becomes the upscaled picture of that
    moment, drawn from the video with the same shaders, parameters and size. Of what a screenshot
    names, nothing outside its folder is opened; --video and --shader name files elsewhere.
    """
    from ..rendering.scaling import with_scaling
    from ..transcoding import transcode
    from .progress import DecisionLines, ProgressLine

    of_shelf = {name: given.pop(name) for name in _OF_SHELVES}
    if redo:
        _redo(*_pair(paths), quiet, {**given, "video": video})
        return 0
    if video is not None:
        raise OptionError("--video goes with --redo; IN is the video otherwise")
    asked = {
        "params": parse_params(params), "encoder_options": _parsed(encoder_options),
        **with_scaling(given),
    }  # fmt: skip
    if of_shelf["output_dir"] is not None:
        from .many.shelf import upscale_many

        if not paths and of_shelf["queue"] is None:
            raise click.UsageError("name an IN, or a --queue of them")
        overwrite = asked.pop("overwrite")
        if preview:
            from .many.preview import preview_many

            del of_shelf["jobs"], of_shelf["json_log"]
            return preview_many(
                paths, asked, **of_shelf, overwrite=overwrite, quiet=quiet, shown=shown
            )
        return upscale_many(paths, asked, **of_shelf, overwrite=overwrite, quiet=quiet, shown=shown)
    _check_no_shelf()
    source, target = _pair(paths)
    if preview:
        from .many.preview import preview_one

        overwrite = asked.pop("overwrite")
        preview_one(source, target, asked, overwrite=overwrite, quiet=quiet, shown=shown)
        return 0
    decided = DecisionLines(source)
    with ProgressLine(Path(source).name, quiet=quiet, shown=shown) as line:
        try:
            done = transcode(
                source,
                target,
                progress=line.update if quiet else decided.before(line.update),
                decided=decided.keep,
                **asked,
            )
        except KeyboardInterrupt as stop:
            raise Anime4KError(str(stop) or "interrupted; nothing was written") from None
    if not quiet or done.with_losses:
        for note in done.notes:
            if note not in decided.said:
                say_line(f"note: {note}", err=True)
    if not quiet:
        frames = f", {done.frames} frames" if done.frames > 1 else ""
        frames += f" ({done.held} held, drawn once)" if done.held else ""
        took = f" in {line.seconds:.1f} s" + (f", limited by {done.limit}" if done.limit else "")
        say_line(f"{target}: {done.source_size} to {done.target_size}{frames}{took}", err=True)
    return DONE_WITH_LOSSES if done.with_losses else 0


_OF_SHELVES = ("output_dir", "name", "recursive", "jobs", "queue", "json_log")


def _pair(paths: Sequence[str]) -> tuple[str, str]:
    """Return IN and OUT; say how it is meant where there is another number of names."""
    if len(paths) == 2:
        source, target = paths
        if os.path.isdir(source):
            raise OptionError(
                f"{source}: is a folder; name a file in it, or a folder with --output-dir"
            )
        if os.path.isdir(target):
            raise OptionError(f"{target}: is a folder; say it with --output-dir {target}")
        return source, target
    if len(paths) < 2:
        raise click.UsageError("name IN and OUT, or IN and --output-dir")
    where = f"--output-dir {paths[-1]}" if os.path.isdir(paths[-1]) else "--output-dir DIR"
    raise click.UsageError(f"{len(paths)} names: for more than one IN, say where to with {where}")


def _check_no_shelf() -> None:
    """Raise `click.UsageError` for an option that goes with --output-dir."""
    for option in given_in(click.get_current_context()):
        if option.name in _OF_SHELVES:
            raise click.UsageError(f"{option.opts[-1]} goes with --output-dir")


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
    {"paths", "redo", "quiet", "shown", "overwrite", "hwdec", "quality", "video", "shaders"}
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
