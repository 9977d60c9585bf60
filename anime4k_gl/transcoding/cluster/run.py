"""The missing segments of a run, shared out among the workers of a cluster."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from ...errors import Anime4KError, MediaError, OptionError
from ..segments.cuts import Cuts
from ..segments.reading import find_cuts
from ..segments.run import SegmentedRun
from ..videos.opened_video import OpenedVideo
from .connection import connected
from .errands import Errand, describe, make, versions

_RETRIES = 3
_POLL_SECONDS = 0.2
_MOST_TOGETHER = 4  # segments of an errand: opening the file and warming up take a second or two
_ERRANDS_A_WORKER = 3  # at least, so that none waits long for the last one


def make_on_cluster(run: SegmentedRun, opened: OpenedVideo, address: str) -> None:
    """Have a cluster make all segments of a run that are not there.

    Raises
    ------
    OptionError : the part ends after a number of frames, which nobody knows without decoding
    MediaError : no cluster, no fit worker, or an errand that failed time and again
    """
    if opened.job.excerpt.frames is not None:
        raise OptionError("--cluster: not with --frames; say where the part ends with --to")
    with connected(address) as client:
        run.notes += check_workers(client, run, opened)
        cuts, part, skim = _cuts(run, opened)
        _Sharing(client, run, opened, address).make(cuts, part, skim)
    opened.reopen()
    run.refresh()


def check_workers(client: Any, run: SegmentedRun, opened: OpenedVideo) -> list[str]:
    """See to it that all workers would make the same frames; return what is to be told.

    Raises
    ------
    MediaError : a worker has another version, or does not see the files
    """
    folder, source = run.folder.path, opened.job.source.path
    assert source is not None
    found = client.run(describe, str(folder.absolute()), str(source.absolute()), on_error="return")
    own = versions()
    renderers = set()
    for worker, told in sorted(found.items()):
        if isinstance(told, BaseException):
            why = str(told) or type(told).__name__
            raise MediaError(
                f"worker {worker}: {why}; it needs anime4k_gl {own['anime4k_gl']} and a graphics"
                " driver"
            )
        for name, number in told["versions"].items():
            if number != own[name]:
                raise MediaError(
                    f"worker {worker}: has {name} {number}, not {own[name]} as here; install the"
                    " same there"
                )
        if not told["folder"]:
            raise MediaError(
                f"worker {worker}: does not see {folder}; write to storage that all workers share,"
                " under the same path"
            )
        if told["source"] != run.identity["source"]:
            raise MediaError(
                f"worker {worker}: does not see {source} as it is here; read from storage that all"
                " workers share, under the same path"
            )
        renderers.add(told["renderer"])
    if len(renderers) > 1:
        return [
            "the workers draw with different devices, whose results may differ in the last bit: "
            + ", ".join(sorted(renderers))
        ]
    return []


def _cuts(run: SegmentedRun, opened: OpenedVideo) -> tuple[list[Fraction], Fraction, bool]:
    """Return all cuts, what is 0 in the part, and whether the clock needs the file's start."""
    source, excerpt = opened.source, opened.job.excerpt
    assert source.presentation is not None
    part = source.presentation.start
    cuts = Cuts(excerpt.start, run.least)
    skim = find_cuts(source, cuts)
    return [cut for cut in cuts.found() if excerpt.end is None or cut < excerpt.end], part, skim


class _Sharing:
    """One cluster's work on one run."""

    def __init__(self, client: Any, run: SegmentedRun, opened: OpenedVideo, address: str) -> None:
        self._client, self._run, self._opened, self._address = client, run, opened, address
        self._topic = f"anime4k-gl-{secrets.token_hex(8)}"
        self._lock = threading.Lock()
        self._frames: dict[int, int] = {}

    def make(self, cuts: list[Fraction], part: Fraction, skim: bool) -> None:
        """Have all missing segments made."""
        run = self._run
        run.keep_only(cuts)
        missing = [n for n in range(len(cuts) + 1) if n not in run.accounts]
        before = run.frames_done()
        self._client.subscribe_topic(self._topic, self._heard)
        futures = [
            self._client.submit(
                _run_errand,
                self._errand(first, stop, cuts, part, skim),
                self._topic,
                key=f"{self._topic}-{first}",
                pure=False,
                retries=_RETRIES,
            )
            for first, stop in _runs(missing, self._together(len(missing)))
        ]
        try:
            self._wait(futures, before)
        except BaseException:
            run.folder.halt(self._topic)
            raise
        finally:
            if self._client.status == "running":
                self._client.cancel(futures)
                self._client.unsubscribe_topic(self._topic)

    def _wait(self, futures: list[Any], before: int) -> None:
        pending = list(futures)
        total = self._opened.source.frame_count
        while pending:
            time.sleep(_POLL_SECONDS)
            for future in pending:
                if future.status not in ("pending", "finished"):
                    raise self._failure(future)
            pending = [future for future in pending if future.status == "pending"]
            if self._client.status != "running":
                raise MediaError(f"--cluster {self._address}: the scheduler is gone")
            with self._lock:
                frames = before + sum(self._frames.values())
            if frames > before:
                self._opened.job.progress(frames, total)

    def _failure(self, future: Any) -> MediaError:
        """Return the error for an errand that did not come to its end."""
        error = future.exception() if future.status == "error" else None
        if error is None:
            return MediaError(f"--cluster {self._address}: the scheduler is gone")
        kind = type(error).__name__
        if kind == "KilledWorker":
            return MediaError(
                f"--cluster {self._address}: several workers were lost, one after the other, over"
                " the same segments; see their logs"
            )
        if isinstance(error, Anime4KError):
            return MediaError(f"a worker failed: {error}")
        return MediaError(f"a worker failed ({kind}: {' '.join(str(error).split())})")

    def _heard(self, event: Any) -> None:
        _, told = event
        with self._lock:
            self._frames[int(told["first"])] = int(told["frames"])

    def _errand(
        self, first: int, stop: int, cuts: list[Fraction], part: Fraction, skim: bool
    ) -> Errand:
        run = self._run
        return Errand(
            request=self._opened.options.request,
            identity=run.identity,
            folder=str(run.folder.path.absolute()),
            threads=run.encoding.threads,
            least=str(run.least),
            cuts=tuple(map(str, cuts)),
            first=first,
            stop=stop,
            part=str(part),
            skim=skim,
            halt=run.folder.halt_name(self._topic),
        )

    def _together(self, missing: int) -> int:
        workers = max(1, len(self._client.nthreads()))
        return max(1, min(_MOST_TOGETHER, missing // (workers * _ERRANDS_A_WORKER)))


def _run_errand(errand: Errand, topic: str) -> int:
    """Make an errand's segments, and tell the client how far it is; runs on a worker."""
    import distributed

    worker = distributed.get_worker()

    def report(frames: int) -> None:
        worker.log_event(topic, {"first": errand.first, "frames": frames})

    frames = make(errand, report)
    report(frames)
    return frames


def _runs(numbers: list[int], most: int) -> Iterable[tuple[int, int]]:
    """Yield (first, stop) of consecutive numbers, at most so many together."""
    start = 0
    for place, number in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if following != number + 1 or place + 1 - start == most:
            yield numbers[start], number + 1
            start = place + 1
