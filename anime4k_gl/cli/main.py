"""The command's outermost part: it runs, prints errors as one line, and ends with an exit code.

Exit codes: 0 done, 1 failed (with a message), 2 wrong usage, 3 done with losses (with a note).
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import click

from ..dependencies import missing
from ..errors import Anime4KError, Anime4KWarning, UserShaderError
from ..terminal import one_line, say, say_line
from .group import cli


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    try:
        with _signals_as_ctrl_c(), _warnings_as_notes():
            code = cli.main(args=arguments, prog_name="anime4k-gl", standalone_mode=False)
    except Anime4KError as error:
        # A shader's error has an excerpt of it below.
        _fail(str(error) if isinstance(error, UserShaderError) else one_line(str(error)))
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue(), err=True, end="")
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
            sys.excepthook = _show_traceback
            raise
        kind = type(error).__name__
        where = "set ANIME4K_GL_TRACEBACK=1 to see where, and please report it"
        _fail(one_line(f"internal error ({kind}: {error}); {where}"))
    sys.exit(code if isinstance(code, int) else 0)


@contextlib.contextmanager
def _signals_as_ctrl_c() -> Iterator[None]:
    """End the block on SIGTERM and SIGHUP as Ctrl-C does: what was begun is cleaned up.

    A signal that is ignored, as by nohup, stays so; a second one does not disturb the cleaning.
    """
    ending = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK")]
    before: dict[int, Any] = {}
    ended = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ended
        ended = True
        for each in before:
            # Not SIG_IGN yet: Python prints an error for a signal that has come already.
            signal.signal(each, lambda *_: None)
        raise KeyboardInterrupt

    try:
        for number in ending:
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                with contextlib.suppress(ValueError):  # not in the main thread
                    before[number] = signal.signal(number, end)
        yield
    finally:
        for number, handler in before.items():
            # Python's own end takes functions away, and a signal would end it halfway.
            signal.signal(number, signal.SIG_IGN if ended else handler)


@contextlib.contextmanager
def _warnings_as_notes() -> Iterator[None]:
    """Print the package's own warnings as notes; other packages' stay as they are."""
    others = warnings.showwarning

    def show(message: Any, category: type[Warning], *place: Any, **more: Any) -> None:
        if issubclass(category, Anime4KWarning):
            say_line(f"note: {message}", err=True)
        else:
            others(message, category, *place, **more)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = others


def _show_traceback(_: object, error: BaseException, __: object) -> None:
    say("".join(traceback.format_exception(error)), err=True, end="")


def _fail(message: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may have gone, as after SIGHUP
        say(f"anime4k-gl: {message}", err=True)
    sys.exit(1)
