"""The command's outermost part: it runs, prints errors as one line, and ends with an exit code.

Exit codes: 0 done, 1 failed (with a message), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from ..dependencies import missing
from ..errors import Anime4KError
from .group import cli


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    try:
        code = cli.main(args=arguments, prog_name="anime4k-gl", standalone_mode=False)
    except Anime4KError as error:
        _fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted")
    except BrokenPipeError:  # the reader of our output has gone
        sys.stderr.close()
        sys.exit(1)
    except MemoryError:
        _fail("out of memory; choose a smaller size")
    except Exception as error:  # a fault of ours: one line, and how to see more
        problem = missing(error) if isinstance(error, ImportError) else None
        if problem is not None:
            _fail(str(problem))
        if os.environ.get("ANIME4K_GL_TRACEBACK"):
            raise
        kind = type(error).__name__
        where = "set ANIME4K_GL_TRACEBACK=1 to see where, and please report it"
        _fail(f"internal error ({kind}: {error}); {where}")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"anime4k-gl: {message}", err=True)
    sys.exit(1)
