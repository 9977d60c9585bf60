"""The command `python -m benchmarks.quality`: the league of methods on drawn scenes.

python -m benchmarks.quality --scenes 200 --minutes 7 -o league
python -m benchmarks.quality --scenes 24 --seeds even --shader mine.glsl -o league   # to tune
python -m benchmarks.quality --scenes 200 --kept benchmarks/quality/kept --renderer NAME --docs
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from anime4k_gl.comparing.methods import Method
from anime4k_gl.comparing.report import write_csv, write_html
from anime4k_gl.comparing.report.files import write_text
from anime4k_gl.defaults import DEFAULT_BACKEND
from anime4k_gl.errors import Anime4KError, OptionError
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.offscreen import OFFSCREEN
from anime4k_gl.library import NO_PRESET, preset_names
from anime4k_gl.rendering.shader_forms import offered
from anime4k_gl.scaler_shaders import SCALERS
from anime4k_gl.version import version
from benchmarks.quality import metrics, scenes
from benchmarks.quality.league import documents, mpv, tables, timing
from benchmarks.quality.league.kept import Kept, Times
from benchmarks.quality.league.plan import (
    FIRST,
    Plan,
    parse_chains,
    parse_pairs,
    seeds_of,
)
from benchmarks.quality.league.running import League, Outcome
from benchmarks.quality.league.statistics import complaints

SIZES = "1080:2160,720:1440,540:1080"
PLAIN = ("psnr_luma", "ssim_luma")
VECTOR = tuple(name for name in metrics.BASIC if name not in PLAIN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the league; return the exit status."""
    options = parser().parse_args(arguments)
    try:
        return _league(options)
    except Anime4KError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2


def _league(options: argparse.Namespace) -> int:
    began = time.time()
    deadline = None if options.minutes is None else began + 60 * options.minutes
    plan = plan_of(options)
    folder: Path = options.output
    kept = Kept(options.kept or folder / "kept")
    first, *others = options.renderer or [OFFSCREEN.call(_renderer)]
    renderer: str = first
    league = League(plan, folder, renderer, kept, others)
    if options.renderer:
        outcome = league.kept()
        if not any(outcome.rows.values()):
            raise OptionError(f"nothing that was measured on {renderer!r} is kept, or fits")
    else:
        if options.timing:
            kept.put_times(renderer, timing.measure(plan))
        outcome = league.run(
            workers=options.workers,
            deadline=deadline,
            progress=lambda text: print(text, file=sys.stderr, flush=True),
        )
    times = kept.times(renderer)
    notes = _notes(
        plan, options.seeds, renderer, outcome, timed=bool(times), read=bool(options.renderer)
    )
    for other in dict.fromkeys(league.drawn_by.values()):
        names = ", ".join(f"`{name}`" for name, by in league.drawn_by.items() if by == other)
        notes[0] += f" The pictures of {names} are of {other}."
    _write(folder, outcome, times, notes)
    print(tables.whole(outcome.rows, times, notes))
    print(f"{folder}: in {time.time() - began:.0f} s, {outcome.measured} measured anew")
    if options.docs:
        documents.write(outcome.rows, times, notes, outcome.originals)
    return _verdict(outcome, plan.methods) if options.check else 0


def _verdict(outcome: Outcome, methods: Sequence[Method]) -> int:
    scalers = [method.name for method in methods if method.options.preset == NO_PRESET]
    found = [
        f"{tables.title(pair)}: {sentence}"
        for pair, rows in outcome.rows.items()
        for sentence in complaints(tables.undegraded(rows), scalers)
    ]
    for sentence in found:
        print(f"FAILED: {sentence}")
    return 1 if found else 0


def plan_of(options: argparse.Namespace) -> Plan:
    """Return the plan of a command line; raises `OptionError` for what there is not."""
    further = tuple(filter(None, options.metrics.split(",")))
    for name in further:
        if name not in metrics.ALL:
            raise OptionError.unknown("metric", name, metrics.ALL)
    if options.mpv and mpv.line() is None:
        raise OptionError("--mpv needs mpv and xvfb-run; install them (Debian: mpv xvfb)")
    return Plan(
        seeds_of(options.scenes, options.seeds),
        parse_pairs(options.sizes),
        parse_chains(options.degradations.split(",")),
        (options.methods or ",".join((*_presets(options), *SCALERS)), *options.shader),
        PLAIN,
        options.degraded,
        options.vector,
        (*VECTOR, *further),
        options.pictures,
        options.backend,
        options.mpv,
    )


def _presets(options: argparse.Namespace) -> list[str]:
    """Return the presets that are measured where none is named, or read of what is kept."""
    if options.renderer:
        return list(preset_names())
    capabilities = OFFSCREEN.call(Capabilities.from_context)
    return [name for name in preset_names() if offered(name, options.backend, capabilities)]


def _renderer(context: Any) -> str:
    return Capabilities.from_context(context).renderer


def _notes(
    plan: Plan, which: str, renderer: str, outcome: Outcome, *, timed: bool, read: bool
) -> list[str]:
    count = len({row.picture for rows in outcome.rows.values() for row in rows})
    header = (
        f"{count} scenes of {which} seeds (scenes version {scenes.VERSION}), sources by"
        f" `{plan.chains[0]}`; anime4k-gl {version()} on {renderer}. ± is the 95 % interval of the"
        " mean over scenes."
    )
    notes = [header]
    if timed:
        notes.append(
            f"Milliseconds are {renderer}'s, medians with nothing else running, scaling included."
        )
    if plan.with_mpv and (said := mpv.line()):
        notes.append(f"mpv's own scalers are those of {said.partition(' Copyright')[0]}.")
    if outcome.missing and not read:
        notes.append(
            f"{outcome.missing} of the measurements that were planned are missing, "
            f"of {len(plan.seeds)} scenes."
        )
    return notes


def _write(
    folder: Path,
    outcome: Outcome,
    times: Times,
    notes: Sequence[str],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "league.md", tables.whole(outcome.rows, times, notes), overwrite=True)
    for pair, rows in outcome.rows.items():
        if not rows:
            continue
        name = f"{pair.source}-{pair.result}"
        write_csv(folder / f"{name}.csv", rows, overwrite=True)
        own = times.get(pair.name, {}).get("fragment", {})
        timed = [replace(row, milliseconds=own.get(row.method)) for row in rows]
        write_html(
            folder / f"{name}.html", timed, overwrite=True,
            title=f"League, {tables.title(pair)}", notes=notes,
            originals=outcome.originals[pair], facts=metrics.ALL,
        )  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    made = argparse.ArgumentParser("python -m benchmarks.quality", description=__doc__)
    add = made.add_argument
    # fmt: off
    add("--scenes", type=int, default=24, metavar="N", help="scenes; 24")
    add("--seeds", choices=tuple(FIRST), default="odd", help="odd report, even tune; odd")
    add("--sizes", default=SIZES, help=f"heights of source and result; {SIZES}")
    add("--degradations", default="area:gamma", help="names, small or standard; area:gamma")
    add("--degraded", type=int, default=24, metavar="N",
        help="scenes that have those after the first, at the smallest size; 24")
    add("--methods", help="presets, scalers, files, see compare --with; all, but none of compute"
        " shaders alone on a software driver")
    add("--shader", action="append", default=[], metavar="FILE", help="one more; again for more")
    add("--mpv", action="store_true", help="mpv's own scalers, too, where mpv is installed")
    add("--backend", default=DEFAULT_BACKEND, help="of the presets; auto")
    add("--vector", type=int, default=4, metavar="N",
        help="scenes whose vectors are asked, at the smallest size; 4")
    add("--metrics", default="", metavar="NAMES", help="further ones, for those scenes")
    add("--pictures", type=int, default=3, metavar="N", help="scenes shown in the HTML; 3")
    add("--workers", type=int, metavar="W", help="processes; as many as cores")
    add("--minutes", type=float, metavar="M", help="begin nothing after that; what is there counts")
    add("--no-timing", dest="timing", action="store_false", help="no milliseconds")
    add("--kept", type=Path, metavar="DIR", help="of what was measured before; DIR/kept")
    add("--renderer", action="append", metavar="NAME",
        help="measure nothing: show what is kept of that driver; again for what only another has")
    add("--docs", action="store_true", help="write the tables in docs/quality.md and README.md")
    add("--check", action="store_true", help="exit with 1 where v1.1 does not win")
    add("-o", "--output", type=Path, default=Path("league"), metavar="DIR", help="league")
    # fmt: on
    return made
