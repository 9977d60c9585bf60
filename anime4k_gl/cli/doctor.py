"""``anime4k-gl doctor``."""

from __future__ import annotations

from contextlib import suppress

import click

from ..errors import GLError
from ..terminal import say, say_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--rehearse",
    is_flag=True,
    help="Measure the presets anew, for preset auto.",
)
def doctor(as_json: bool, rehearse: bool) -> int:
    """Show what this machine can do, run every preset once, and say how to fix problems."""
    from ..doctor import examine, rehearse_presets

    if rehearse:
        with suppress(GLError):  # which is among what is examined
            rehearse_presets(lambda text: say(f"anime4k-gl: {text}", err=True))
    report = examine()
    if as_json:
        say_json(report.to_json())
    else:
        say(report.to_text())
    return 0 if report.healthy else 1
