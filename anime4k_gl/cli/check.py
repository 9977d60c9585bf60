"""``anime4k-gl check``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..terminal import say, say_json


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(files: Sequence[str], as_json: bool) -> int:
    """Check mpv user shaders for what players refuse, skip or read differently than meant.

    Each finding names its place and the players concerned. The exit code is 1 where there are
    errors; warnings alone leave it 0, and a file without findings prints nothing. Needs no GPU.
    """
    from ..check import Severity, check_file

    findings = [finding for name in files for finding in check_file(name)]
    if as_json:
        say_json([finding.to_json() for finding in findings])
    else:
        for finding in findings:
            say(str(finding))
    return int(any(finding.severity is Severity.ERROR for finding in findings))
