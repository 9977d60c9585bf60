"""``python -m anime4k_gl`` and the ``anime4k-gl`` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .dependencies import missing, require
from .terminal import say


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code; the command itself is built on click."""
    try:
        require("click")
        from .cli import main as run
    except ImportError as error:
        say(f"anime4k-gl: {missing(error) or error}", err=True)
        sys.exit(1)
    run(arguments)


if __name__ == "__main__":
    main()
