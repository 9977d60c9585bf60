"""The command `python -m benchmarks.quality`: the league of methods on drawn scenes.

python -m benchmarks.quality --scenes 200 --minutes 7 -o league
python -m benchmarks.quality --scenes 24 --seeds even --shader mine.glsl -o league   # to tune
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from anime4k_gl.comparing.drawing import MethodDrawing
from anime4k_gl.comparing.methods import Method
from anime4k_gl.comparing.report import write_csv, write_html
from anime4k_gl.comparing.report.files import write_text
from anime4k_gl.comparing.subjects import Subject
from anime4k_gl.defaults import DEFAULT_BACKEND
from anime4k_gl.errors import Anime4KError
from anime4k_gl.formats import Size
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.offscreen import OFFSCREEN
from anime4k_gl.library import NO_PRESET
from anime4k_gl.version import version
from benchmarks.quality import degradations, metrics, scenes
from benchmarks.quality.league import documents, tables
from benchmarks.quality.league.plan import (
    FIRST,
    Pair,
    Plan,
    parse_chains,
    parse_pairs,
    scene_of,
    seeds_of,
)
from benchmarks.quality.league.running import League, Outcome
from benchmarks.quality.league.statistics import complaints

METHODS = (
    "v1.1,v1.0-rc,v1.0-rc-fast,v0.9,bilinear,bicubic,catmull_rom,mitchell,spline36,lanczos,"
    "ewa_lanczos,ewa_lanczossharp"
)
SIZES = "1080:2160,720:1440,540:1080"
PLAIN = ("psnr_luma", "ssim_luma")
VECTOR = tuple(name for name in metrics.BASIC if name not in PLAIN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the league; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _league(options)
    except Anime4KError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2


def _league(options: argparse.Namespace) -> int:
    began = time.time()
    deadline = None if options.minutes is None else began + 60 * options.minutes
    plan = Plan(
        seeds_of(options.scenes, options.seeds),
        parse_pairs(options.sizes),
        parse_chains(options.degradations.split(",")),
        (options.methods, *options.shader),
        PLAIN,
        options.vector,
        tuple(dict.fromkeys((*VECTOR, *filter(None, options.metrics.split(","))))),
        options.pictures,
        options.backend,
    )
    for name in plan.vector_names:
        if name not in metrics.ALL:
            raise Anime4KError(f"there is no metric {name!r}")
    folder: Path = options.output
    times = _times(plan) if options.timing else {}
    renderer = OFFSCREEN.call(lambda context: Capabilities.from_context(context).renderer)
    league = League(plan, folder, renderer, options.kept)
    outcome = league.run(
        workers=options.workers,
        deadline=deadline,
        progress=lambda text: print(text, file=sys.stderr, flush=True),
    )
    notes = _notes(plan, options.seeds, renderer, outcome, bool(times))
    _write(folder, outcome, times, notes)
    print(tables.whole(outcome.rows, times, notes))
    print(f"{folder}: in {time.time() - began:.0f} s, {outcome.measured} measured anew")
    if options.docs:
        documents.write(outcome.rows, times, notes)
    return _verdict(outcome, plan.methods) if options.check else 0


def _verdict(outcome: Outcome, methods: Sequence[Method]) -> int:
    scalers = [method.name for method in methods if method.options.preset == NO_PRESET]
    found = [
        f"{tables.title(pair)}: {sentence}"
        for pair, rows in outcome.rows.items()
        for sentence in complaints(rows, scalers)
    ]
    for sentence in found:
        print(f"FAILED: {sentence}")
    return 1 if found else 0


def _times(plan: Plan) -> dict[Pair, dict[str, float]]:
    """Return milliseconds, with nothing else running: medians, see `MethodDrawing`."""
    scene, chain = scene_of(plan.seeds[0]), degradations.parse(plan.chains[0])
    found: dict[Pair, dict[str, float]] = {}
    with MethodDrawing(plan.methods) as painter:
        for pair in plan.pairs:
            source = chain.apply(scene, source_size=pair.source_size, seed=plan.seeds[0])
            drawn = painter.draw(Subject("timing", source), Size(*pair.size))
            found[pair] = {name: ms for name, (_, ms) in drawn.items() if ms is not None}
    return found


def _notes(plan: Plan, which: str, renderer: str, outcome: Outcome, timed: bool) -> list[str]:
    count = len({row.picture for rows in outcome.rows.values() for row in rows})
    header = (
        f"{count} scenes of {which} seeds (scenes version {scenes.VERSION}), "
        f"sources by {', '.join(f'`{chain}`' for chain in plan.chains)}; "
        f"anime4k-gl {version()} on {renderer}. ± is the 95 % interval of the mean over scenes."
    )
    notes = [header]
    if timed:
        notes.append(
            "Milliseconds are medians of one run, before the pool began, scaling included."
        )
    if outcome.missing:
        notes.append(
            f"Time ran out: {outcome.missing} of the measurements that were planned are missing, "
            f"of {len(plan.seeds)} scenes. The same command goes on from here."
        )
    return notes


def _write(
    folder: Path,
    outcome: Outcome,
    times: dict[Pair, dict[str, float]],
    notes: Sequence[str],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "league.md", tables.whole(outcome.rows, times, notes), overwrite=True)
    for pair, rows in outcome.rows.items():
        if not rows:
            continue
        name = f"{pair.source}-{pair.result}"
        write_csv(folder / f"{name}.csv", rows, overwrite=True)
        timed = [replace(row, milliseconds=times.get(pair, {}).get(row.method)) for row in rows]
        write_html(
            folder / f"{name}.html", timed, overwrite=True,
            title=f"League, {tables.title(pair)}", notes=notes,
            originals=outcome.originals[pair], facts=metrics.ALL,
        )  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.quality", description=__doc__)
    add = parser.add_argument
    add("--scenes", type=int, default=24, metavar="N", help="scenes; 24")
    add("--seeds", choices=tuple(FIRST), default="odd", help="odd report, even tune; odd")
    add("--sizes", default=SIZES, help=f"heights of source and result; {SIZES}")
    add("--degradations", default="area:gamma", help="names, small or standard; area:gamma")
    add("--methods", default=METHODS, help="presets, scalers, files; see compare --with")
    add("--shader", action="append", default=[], metavar="FILE", help="one more; again for more")
    add("--backend", default=DEFAULT_BACKEND, help="of the presets; auto")
    add("--vector", type=int, default=4, metavar="N", help="scenes whose vectors are asked; 4")
    add("--metrics", default="", metavar="NAMES", help="further ones, for those scenes")
    add("--pictures", type=int, default=3, metavar="N", help="scenes shown in the HTML; 3")
    add("--workers", type=int, metavar="W", help="processes; as many as cores")
    add("--minutes", type=float, metavar="M", help="begin nothing after that; what is there counts")
    add("--no-timing", dest="timing", action="store_false", help="no milliseconds")
    add("--kept", type=Path, metavar="DIR", help="of what was measured before; DIR/kept")
    add("--docs", action="store_true", help="write the tables in docs/quality.md and README.md")
    add("--check", action="store_true", help="exit with 1 where v1.1 does not win")
    add("-o", "--output", type=Path, default=Path("league"), metavar="DIR", help="league")
    return parser
