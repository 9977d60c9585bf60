"""``anime4k-gl bench``."""

from __future__ import annotations

from collections.abc import Sequence

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: Sequence[str]) -> int:
    """Measure GPU times of presets, sizes and backends, against the reference preset."""
    # Its options are read by a parser of its own: it also runs where click is not installed.
    from ..bench.__main__ import main as run

    return run(arguments, prog="anime4k-gl bench")
