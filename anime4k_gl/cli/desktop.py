"""``anime4k-gl desktop``."""

from __future__ import annotations

import click

from ..terminal import say


@click.command()
@click.option("--install", "wanted", flag_value="install", help="Add the player, or renew it.")
@click.option("--remove", "wanted", flag_value="remove", help="Remove it again.")
def desktop(wanted: str | None) -> int:
    """Add the player to the menus and to Open with of file managers, on Linux and BSD.

    For this user alone. Nothing is opened with it by default: file managers let you choose that.
    """
    from ..player.desktop import entry

    if wanted is None:
        raise click.UsageError("give --install or --remove")
    files = entry.install() if wanted == "install" else entry.remove()
    done = "installed" if wanted == "install" else "removed"
    for file in files:
        say(f"{done} {file}")
    if not files:
        say("nothing is installed")
    return 0
