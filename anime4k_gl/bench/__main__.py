"""The command ``python -m anime4k_gl.bench``, the same as ``anime4k-gl bench``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..defaults import DEFAULT_SCALER
from ..errors import Anime4KError, OptionError
from ..rendering.options import FORMS
from ..terminal import say, say_json
from .sizes import GPU_SIZES, SOFTWARE_SIZES, SizePair, default_sizes, parse_sizes


class _Parser(argparse.ArgumentParser):
    """Whose messages repeat what was given."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            say(message, err=file is not sys.stdout, end="")


def main(
    arguments: Sequence[str] | None = None, *, prog: str = "python -m anime4k_gl.bench"
) -> int:
    """Run the benchmark that the arguments describe and print it; return the exit code.

    Raises
    ------
    Anime4KError : it cannot be run
    """
    parsed = _parser(prog).parse_args(arguments)
    # After the options: help texts come at once.
    from ..gl.context import Capabilities, create_headless_context
    from ..library import preset_names
    from ..rendering.shader_forms import offered
    from .plot import save_plots
    from .report import to_json, to_table
    from .run import Options, measure

    context = create_headless_context()
    capabilities = Capabilities.from_context(context)
    sizes = _sizes(parsed) or default_sizes(software=capabilities.software)
    named = tuple(name for name in preset_names() if offered(name, "auto", capabilities))
    options = Options(
        presets=tuple(parsed.preset or named),
        shaders=tuple(parsed.shader or ()),
        sizes=sizes,
        backends=tuple(parsed.backend or FORMS),
        scaler=parsed.scaler,
        rounds=parsed.rounds,
        seconds=parsed.seconds,
        passes=parsed.passes,
        clock=parsed.clock,
    )

    def progress(text: str) -> None:
        if not parsed.quiet:
            say(text, err=True)

    for name in () if parsed.preset else preset_names():
        if name not in named:
            progress(f"without {name}, of compute shaders alone; --preset {name} measures it")
    results = measure(context, options, progress=progress)
    record = to_json(results)
    if parsed.save:
        Path(parsed.save).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    if parsed.json:
        say_json(record)
    else:
        say(to_table(results))
    if parsed.plot:
        save_plots(record, parsed.plot)
    return 0


def _sizes(parsed: argparse.Namespace) -> tuple[SizePair, ...]:
    if parsed.source or parsed.target:
        if not (parsed.source and parsed.target) or parsed.sizes:
            raise OptionError("give --source and --target together, or --sizes")
        return parse_sizes(f"{parsed.source}:{parsed.target}")
    return parse_sizes(parsed.sizes) if parsed.sizes else ()


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=prog, allow_abbrev=False, description="Measure how long the GPU takes for a frame."
    )
    add = parser.add_argument
    add(
        "--preset",
        action="append",
        metavar="NAME",
        help="may be repeated; default: all but those"
        " of compute shaders alone, where these are missing or slow",
    )
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
        say(f"anime4k-gl: {error}", err=True)
        sys.exit(1)
