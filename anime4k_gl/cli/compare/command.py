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
from ..options import given_in, options
from .blind import judge, print_results

if TYPE_CHECKING:
    from ...comparing.api import Compared
    from ...rendering.output_size import OutputSize

DEFAULT_REPORT = "comparison.html"
DEFAULT_RECORD = "comparison.jsonl"


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
@click.option("--csv", is_flag=True, help="Write it as FILE.csv too: a line a picture and method.")
@click.option("--markdown", is_flag=True, help="Write its tables as FILE.md too.")
@click.option("--blind", is_flag=True,
              help="Judge pairs of results in unknown order, in the browser.")  # fmt: skip
@click.option("--record", "record_file", metavar="FILE",
              help="With --blind, where choices are kept, as JSON lines."
              f"  [default: {DEFAULT_RECORD}]")  # fmt: skip
@click.option("--pairs", type=click.IntRange(1), metavar="N",
              help="With --blind, ask N pairs at most.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="With --blind, what decides the order.  [default: chance]")  # fmt: skip
@click.option("--browser/--no-browser", default=True,
              help="With --blind, open the page; its address is printed.")  # fmt: skip
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
    blind: bool,
    record_file: str | None,
    pairs: int | None,
    seed: int | None,
    browser: bool,
    overwrite: bool,
    quiet: bool,
    timing: bool,
    **asked: Any,
) -> None:
    """Upscale pictures and frames of clips by several methods, and show them beside each other.

    The report is one HTML file that needs no other: tables, plots, a divider to drag between any
    two results, the places where they differ most, and maps of the differences.

    With --truth the results are measured against it. Without, the numbers say what differs and
    whether a result still means its source; none of them says which is better.

    With --blind two results of a crop are shown in unknown order, over and over: which one looks
    better? Choices are kept in a file, so that the same command goes on where it was ended. At the
    end it says which methods are preferred, how sure that is, and which metrics agree. Without a
    PICTURE_OR_CLIP it prints what the file says so far. A report is written with -o alone.
    """
    from ...comparing.api import Comparing
    from ...comparing.blind.record import ChoiceRecord
    from ...comparing.subjects import FrameChoice
    from ...media.failures import check_output

    if not blind:
        _check_no_judging()
    record = ChoiceRecord(record_file or DEFAULT_RECORD) if blind else None
    if not paths:
        if record is None or not record.path.exists():
            raise click.UsageError("name a PICTURE_OR_CLIP")
        print_results(record)
        return
    if scale is not None and size is not None:
        raise OptionError("--scale and --size both say how large; give one")
    if names is not None and asked["truth"] is None:
        raise OptionError("--metrics goes with --truth; without one there is nothing to measure to")
    files = _files(output, csv=csv, markdown=markdown, blind=blind)
    for file in files:
        check_output(file, overwrite=overwrite)
    if record is not None:
        check_output(record.path, overwrite=True)
        for note in record.notes:
            say_line(f"note: {note}", err=True)
    chosen = None if names is None else [name.strip() for name in names.split(",")]
    with Comparing() as comparing:
        done = comparing.compare(
            paths,
            methods or COMPARED,
            output_size=_output_size(scale, size),
            places=FrameChoice.of(frames, times),
            names=chosen,
            timing=timing and not (blind and not files),
            progress=_silent if quiet else _say_progress,
            **asked,
        )
        for warning in done.warnings:
            say_line(f"note: {warning}", err=True)
        if record is not None:
            judge(done, record, seed=seed, most=pairs, browser=browser)
        if files:
            _write(done, files, f"Comparison of {_named(paths)}", overwrite=overwrite)
    if not quiet:
        if not blind:
            _print(done)
        for file in files:
            say_line(f"{file}: written", err=True)


def _check_no_judging() -> None:
    """Raise `click.UsageError` for an option that goes with --blind."""
    for option in given_in(click.get_current_context()):
        if option.name in ("record_file", "pairs", "seed", "browser"):
            raise click.UsageError(f"{option.opts[0]} goes with --blind")


def _files(output: str | None, *, csv: bool, markdown: bool, blind: bool) -> list[Path]:
    """Return the files to write, the report first; none where pairs are judged alone."""
    if blind and output is None and not (csv or markdown):
        return []
    report = Path(output or DEFAULT_REPORT)
    if report.suffix.lower() in (".csv", ".md"):
        raise OptionError(f"{report}: is to be the HTML report; name it .html")
    more = ((".csv", csv), (".md", markdown))
    return [report, *(report.with_suffix(suffix) for suffix, wanted in more if wanted)]


def _output_size(scale: float | None, size: str | None) -> OutputSize | None:
    from ...rendering.output_size import OutputSize

    if size is not None:
        return OutputSize.of(size=size)
    return None if scale is None else OutputSize.of(scale)


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return os.path.basename(paths[0]) + more


def _write(done: Compared, files: Sequence[Path], title: str, *, overwrite: bool) -> None:
    from ...comparing.report import write_csv, write_html, write_markdown

    for file in files:
        if file.suffix == ".csv":
            write_csv(file, done.rows, overwrite=overwrite)
        elif file.suffix == ".md":
            write_markdown(file, done.rows, facts=done.facts, overwrite=overwrite)
        else:
            write_html(
                file, done.rows, title=title, notes=[*done.notes, *done.warnings],
                originals=done.originals, facts=done.facts, overwrite=overwrite,
            )  # fmt: skip


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
