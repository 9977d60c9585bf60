"""``python -m anime4k_gl.bench``, which is ``anime4k-gl bench``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ..defaults import DEFAULT_SCALER
from ..errors import Anime4KError, OptionError
from ..rendering.options import FORMS
from .sizes import GPU_SIZES, SOFTWARE_SIZES, SizePair, default_sizes, parse_sizes


def main(
    arguments: Sequence[str] | None = None, *, prog: str = "python -m anime4k_gl.bench"
) -> int:
    """Measure what the arguments ask for and print it; return the exit code.

    Raises
    ------
    Anime4KError : it could not be done
    """
    given = _parser(prog).parse_args(arguments)
    # After the options: help texts come at once.
    from ..gl.context import Capabilities, create_headless_context
    from ..library import preset_names
    from .plot import save_plots
    from .report import to_json, to_table
    from .run import Options, measure

    context = create_headless_context()
    sizes = _sizes(given) or default_sizes(software=Capabilities.of(context).software)
    options = Options(
        presets=tuple(given.preset or preset_names()),
        shaders=tuple(given.shader or ()),
        sizes=sizes,
        backends=tuple(given.backend or FORMS),
        scaler=given.scaler,
        rounds=given.rounds,
        seconds=given.seconds,
        passes=given.passes,
        clock=given.clock,
    )

    def progress(text: str) -> None:
        if not given.quiet:
            print(text, file=sys.stderr, flush=True)

    results = measure(context, options, progress=progress)
    record = to_json(results)
    if given.save:
        Path(given.save).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    print(json.dumps(record, indent=2) if given.json else to_table(results), flush=True)
    if given.plot:
        save_plots(record, given.plot)
    return 0


def _sizes(given: argparse.Namespace) -> tuple[SizePair, ...]:
    if given.source or given.target:
        if not (given.source and given.target) or given.sizes:
            raise OptionError("give --source and --target together, or --sizes")
        return parse_sizes(f"{given.source}:{given.target}")
    return parse_sizes(given.sizes) if given.sizes else ()


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog, allow_abbrev=False, description="Measure how long the GPU takes for a frame."
    )
    add = parser.add_argument
    add("--preset", action="append", metavar="NAME", help="may be repeated; default: all of them")
    add("--shader", action="append", metavar="FILE", help="also measure an mpv user shader")
    add(
        "--sizes",
        metavar="LIST",
        help="SOURCE:TARGET,...; 1080p is 1920x1080. Default:"
        f" {GPU_SIZES}, on a software rasteriser {SOFTWARE_SIZES}",
    )
    add("--source", metavar="WxH", help="one source size, with --target")
    add("--target", metavar="WxH", help="one target size, with --source")
    add(
        "--scaler",
        default=DEFAULT_SCALER,
        metavar="NAME",
        help="default: %(default)s; none: the picture is scaled before, unmeasured",
    )
    add("--backend", action="append", choices=FORMS, help="may be repeated; default: both")
    add("--rounds", type=_positive, default=3, metavar="N", help="default: %(default)s")
    add(
        "--seconds",
        type=float,
        default=0.3,
        metavar="S",
        help="how long each variant is measured in a round; default: %(default)s",
    )
    add("--passes", action="store_true", help="also time the passes one by one")
    add(
        "--clock",
        choices=("auto", "gpu", "wall"),
        default="auto",
        help="the GPU's timer, or waiting for each frame; auto: waiting on software rasterisers",
    )
    add("--json", action="store_true", help="print as JSON")
    add("--save", metavar="FILE", help="also write the JSON to a file")
    add("--plot", metavar="STEM", help="also draw STEM.png and STEM.svg")
    add("-q", "--quiet", action="store_true", help="do not say what is being measured")
    return parser  # fmt: skip


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Anime4KError as error:
        sys.exit(f"anime4k-gl: {error}")
