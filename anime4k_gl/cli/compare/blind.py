"""The judging of blind pairs: the page is opened, and the results are printed."""

from __future__ import annotations

import os
import secrets
import sys
import webbrowser
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from ...errors import OptionError
from ...terminal import say, say_line

if TYPE_CHECKING:
    from ...comparing.api import Compared
    from ...comparing.blind.record import ChoiceRecord
    from ...comparing.report import MetricFacts

_SEEDS = 1 << 31


def judge(
    done: Compared,
    record: ChoiceRecord,
    *,
    seed: int | None,
    most: int | None,
    browser: bool,
) -> None:
    """Ask which of two results looks better until all are judged, and print what follows.

    Parameters
    ----------
    done : the results to judge
    record : where choices are kept; what is in it is not asked again
    seed : of the order; None for the record's, or one of chance
    most : pairs to ask, at most; None for all
    browser : whether to open the page

    Raises
    ------
    OptionError : the results differ nowhere
    MediaError : a choice cannot be recorded
    """
    from ...comparing import metrics
    from ...comparing.blind.server import BlindServer
    from ...comparing.blind.session import BlindSession
    from ...comparing.blind.trials import make_trials

    if seed is None:
        seed = record.seed if record.seed is not None else secrets.randbelow(_SEEDS)
    measure = partial(metrics.measure, names=done.metrics) if done.metrics else None
    trials = make_trials(done.rows, done.originals, seed=seed, measure=measure, most=most)
    if not trials:
        raise OptionError("the results differ nowhere enough to be judged; compare other methods")
    session = BlindSession(trials, record, seed)
    if session.complete:
        print_results(record)
        return
    try:
        with BlindServer(session, results=lambda: _results(record)) as server:
            say_line(f"judge the pairs at {server.url}; Ctrl-C ends, and the same command goes on",
                     err=True)  # fmt: skip
            if browser and _has_screen():
                webbrowser.open(server.url)
            server.wait()
    except KeyboardInterrupt:
        say("", err=True)
    print_results(record)


def print_results(record: ChoiceRecord) -> None:
    """Print what a record says so far."""
    say(_results(record))
    say_line(f"{record.path}: {len(record.judged)} choices", err=True)


def _results(record: ChoiceRecord) -> str:
    from ...comparing.blind.results import to_text

    return to_text(record.choices, _facts())


def _facts() -> Mapping[str, MetricFacts]:
    from ...comparing import faith, metrics

    return {**faith.FACTS, **metrics.ALL}


def _has_screen() -> bool:
    """Whether a browser of its own can open: one in this terminal would take it away."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
