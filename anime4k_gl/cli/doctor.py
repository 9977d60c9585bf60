"""``anime4k-gl doctor``."""

from __future__ import annotations

import click

from ..terminal import say, say_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def doctor(as_json: bool) -> int:
    """Show what this machine can do, run every preset once, and say how to fix problems."""
    from ..doctor import examine

    report = examine()
    if as_json:
        say_json(report.to_json())
    else:
        say(report.to_text())
    return 0 if report.healthy else 1
