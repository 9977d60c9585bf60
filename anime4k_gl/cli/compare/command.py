"""The command: its options, and what is printed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...defaults import COMPARED
from ...errors import OptionError
from ...rendering.options import BACKEND, SIZE
from ...terminal import say, say_line
from ..options import options

if TYPE_CHECKING:
    from ...comparing.api import Compared

DEFAULT_REPORT = "comparison.html"


@click.command()
@click.argument("paths", nargs=-1, metavar="PICTURE_OR_CLIP...")
@click.option("--with", "methods", multiple=True, metavar="METHODS",
              help="Presets, scalers and shader files (FILE.glsl), with commas between; may be"
              f" repeated.  [default: {','.join(COMPARED)}]")  # fmt: skip
@click.option("--truth", metavar="FILE|FOLDER",
              help="What the results should be like: a file, or a folder that has one of the same"
              " name for each.")  # fmt: skip
@click.option("--scale", "--factor", "scale", type=float, metavar="FACTOR",
              help="Scale factor.  [default: to the truth's size, else 2]")  # fmt: skip
@options(SIZE)
@click.option("--frames", type=int, metavar="N",
              help="Of a clip, N frames spread evenly.  [default: 3]")  # fmt: skip
@click.option("--at", "times", multiple=True, metavar="TIME",
              help="Of a clip, the frames at these times: seconds or [H:]MM:SS[.mmm], with commas"
              " between.")  # fmt: skip
@click.option("--metrics", "names", metavar="NAMES",
              help="With --truth: metrics with commas between, or all.  [default: the quick"
              " ones]")  # fmt: skip
@options(BACKEND)
@click.option("--timing/--no-timing", default=True, show_default=True,
              help="Measure the milliseconds of each method.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE",
              help=f"The report.  [default: {DEFAULT_REPORT}]")  # fmt: skip
@click.option("--csv", is_flag=True, help="Write FILE.csv beside it: a line a picture and method.")
@click.option("--markdown", is_flag=True, help="Write FILE.md beside it: the tables.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def compare(
    paths: Sequence[str],
    methods: Sequence[str],
    times: Sequence[str],
    frames: int | None,
    names: str | None,
    scale: float | None,
    size: str | None,
    output: str | None,
    csv: bool,
    markdown: bool,
    overwrite: bool,
    quiet: bool,
    **asked: Any,
) -> None:
    """Upscale pictures and frames of clips by several methods, and show them beside each other.

    The report is one HTML file that needs no other: tables, plots, a divider to drag between any
    two results, the places where they differ most, and maps of the differences.

    With --truth the results are measured against it. Without, the numbers say what differs and
    whether a result still means its source; none of them says which is better.
    """
    from ...comparing.api import Comparing
    from ...comparing.report import write_csv, write_html, write_markdown
    from ...comparing.subjects import FrameChoice
    from ...media.failures import check_output
    from ...rendering.output_size import OutputSize

    if not paths:
        raise click.UsageError("name a PICTURE_OR_CLIP")
    if scale is not None and size is not None:
        raise OptionError("--scale and --size both say how large; give one")
    if names is not None and asked["truth"] is None:
        raise OptionError("--metrics goes with --truth; without one there is nothing to measure to")
    report = Path(output or DEFAULT_REPORT)
    files = [report, *(report.with_suffix(s) for s, on in ((".csv", csv), (".md", markdown)) if on)]
    if len(set(files)) < len(files):
        raise OptionError(f"{report}: is to be the HTML report; name it .html")
    for file in files:
        check_output(file, overwrite=overwrite)
    sizes = None
    if scale is not None or size is not None:
        sizes = OutputSize.of(**({"scale": scale} if size is None else {"size": size}))
    with Comparing() as comparing:
        done = comparing.compare(
            paths,
            methods or COMPARED,
            output_size=sizes,
            places=FrameChoice.of(frames, times),
            names=None if names is None else [n.strip() for n in names.split(",")],
            progress=_silent if quiet else _say_progress,
            **asked,
        )
        title = f"Comparison of {os.path.basename(paths[0])}" + (
            f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        )
        write_html(
            report, done.rows, title=title, notes=done.notes, originals=done.originals,
            facts=done.facts, overwrite=overwrite,
        )  # fmt: skip
        if csv:
            write_csv(report.with_suffix(".csv"), done.rows, overwrite=overwrite)
        if markdown:
            write_markdown(
                report.with_suffix(".md"), done.rows, facts=done.facts, overwrite=overwrite
            )
    if not quiet:
        _print(done)
        for file in files:
            say_line(f"{file}: written", err=True)


def _print(done: Compared) -> None:
    """Print the table of methods."""
    from ...bench.report import aligned
    from ...comparing.report.summary import metric_names, number, summarise

    names = metric_names(done.rows)
    head = ["method", "pictures", *names, "ms"]
    lines = [
        [
            summary.method,
            str(summary.count),
            *(number(summary.metrics[n].mean) if n in summary.metrics else "" for n in names),
            number(summary.milliseconds),
        ]
        for summary in summarise(done.rows)
    ]
    say("\n".join(aligned(head, lines)))


def _say_progress(text: str) -> None:
    say_line(f"comparing {text}", err=True)


def _silent(text: str) -> None:
    pass
