"""A video upscaled in segments: what is there is kept, what is missing is made, all is joined."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ...errors import Anime4KError
from ...media.carrying.words import LATE_STREAMS
from ...media.target import UNCODED
from ..job import Transcoded
from ..videos.frame_steps import FrameSteps
from ..videos.opened_video import DrawingOutcome, OpenedVideo
from . import cuts as cutting
from .cuts import Cuts
from .identity import check_unchanged, job_of
from .joining import join
from .packet_file import Account
from .reading import Entry, OtherFramesError, Reader, go_to
from .segment_sink import SegmentSink, reading_facts
from .threads import settled_threads
from .work_folder import WorkFolder


def is_for_segments(opened: OpenedVideo) -> bool:
    """Whether a video can be made in segments: it is a file that becomes a file.

    What a file refers to may change without a sign: such a one is made in one piece.
    """
    job, source = opened.job, opened.source
    is_file = source.input.path is not None and not source.input.is_pipe
    is_file = is_file and not source.input.allow_references
    to_file = job.target.path is not None and not job.target.is_pipe
    return is_file and to_file and job.resumable and job.target.container != UNCODED


def is_segmented(opened: OpenedVideo) -> bool:
    """Whether a video is made in segments: it can be, and is long enough."""
    seconds = opened.source.duration
    return is_for_segments(opened) and (seconds is None or seconds > cutting.LEAST_SECONDS)


def transcode_in_segments(
    opened: OpenedVideo, share: Callable[[SegmentedRun], None] | None = None
) -> Transcoded:
    """Upscale an opened video in segments, going on with those that are there.

    Parameters
    ----------
    share : has others make the segments that are not there, before the rest is made here

    Raises
    ------
    KeyboardInterrupt : with a message that says how far it is
    MediaError : what failed, and how far it is
    """
    with SegmentedRun(opened) as run:
        try:
            if share is not None:
                share(run)
            run.make_missing()
            return run.join()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"interrupted; {run.kept()}") from None
        except Anime4KError as error:
            if run.is_kept():
                error.args = (f"{error}; {run.kept()}",)
            raise


class SegmentedRun:
    """The work on one target. A context manager; leaving it lets go of the work folder.

    Attributes
    ----------
    folder : with the segments
    identity : what decides the frames of the job
    encoding : of the video, with its threads
    least : seconds of a segment
    notes : what is to be told, a sentence each
    """

    def __init__(self, opened: OpenedVideo) -> None:
        self._opened, self._job = opened, opened.job
        self.least = cutting.LEAST_SECONDS
        encoding = opened.description.encoding
        self.identity = job_of(self._job, encoding, opened.options.hwdec, self.least)
        assert self._job.target.path is not None
        self.folder = WorkFolder(self._job.target.path, self.identity)
        threads = self.folder.recall("threads", settled_threads(encoding))
        self.encoding = replace(encoding, threads=threads)
        self._session = secrets.token_hex(8)
        self._accounts = self._chained()
        self._outcome = DrawingOutcome(self.frames_done(), FrameSteps(), [])
        self.notes = list(self.folder.notes)
        if self._outcome.frames:
            self.notes.append(
                f"went on after {self._time_done()} that an earlier run has made"
                f" ({self._outcome.frames} frames)"
            )

    def __enter__(self) -> SegmentedRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.folder.close()

    @property
    def accounts(self) -> dict[int, Account]:
        """The segments that are there, by number."""
        return dict(self._accounts)

    def is_kept(self) -> bool:
        """Whether there are segments to go on after."""
        return self.folder.path.is_dir() and bool(self.folder.segments())

    def kept(self) -> str:
        """Return what is done, and what to do about the rest, as the end of a message."""
        if not self.is_kept():
            return "nothing was written"
        self._accounts = self._chained()
        total = self._opened.source.duration
        of = f" of {_clock(total)}" if total else ""
        return f"{self._time_done()}{of} is done; the same command goes on there"

    def refresh(self) -> None:
        """Look at the segments again, which others have made."""
        self._accounts = self._chained()

    def keep_only(self, cuts: list[Fraction]) -> None:
        """Remove the segments that are not between these cuts."""
        for number, account in list(self._accounts.items()):
            begin = None if number == 0 else str(cuts[number - 1]) if number <= len(cuts) else ""
            end = str(cuts[number]) if number < len(cuts) else None
            if (account.more["begin"], account.more["end"]) != (begin, end):
                self.folder.segment(number).unlink(missing_ok=True)
        self._accounts = self._chained()

    def make_missing(self) -> None:
        """Make all segments that are not there, and those that do not fit them.

        Raises
        ------
        MediaError : the source or the disk fails
        """
        decode_all = fresh = False
        while (gap := self._gap()) is not None:
            if fresh:
                self._opened.reopen()
            fresh = True
            try:
                self._make(*gap, decode_all=decode_all)
                decode_all = False
            except OtherFramesError:
                if decode_all:  # even so: what is there cannot be gone on with
                    for number in self._accounts:
                        self.folder.segment(number).unlink(missing_ok=True)
                    self.notes.append(
                        "started over: the source is not decoded as it was by an earlier run"
                    )
                decode_all = not decode_all
            self._accounts = self._chained()

    def join(self) -> Transcoded:
        """Write the target of the segments, and remove them. Raises `MediaError`."""
        opened, job = self._opened, self._job
        accounts = [self._accounts[number] for number in sorted(self._accounts)]
        end = accounts[-1].more["part_end"]
        # Of its frames nothing is asked any more, nor whether they are interlaced.
        unseen = replace(job, framing=replace(job.framing, fields=None))
        with unseen.open_video(hwdec="none") as source:
            told = join(
                self.folder, accounts, replace(opened.description, encoding=self.encoding),
                source, None if end is None else Fraction(end),
            )  # fmt: skip
            assert job.source.path is not None
            check_unchanged(job.source.path, self.identity["source"])
            if end is None and source.presentation is not None:
                source.presentation.reached_end()
            if source.late_streams:
                self.notes.append(LATE_STREAMS)
            clock_notes = source.clock_notes
        self.folder.remove()
        losses = _last_told(accounts, "losses")
        self.notes += _last_told(accounts, "notes")
        told = [*losses, *opened.decided.decisions.notes, *self.notes, *clock_notes, *told]
        return Transcoded(
            opened.source.size,
            opened.decided.picture.target,
            sum(account.more["frames"] for account in accounts),
            tuple(dict.fromkeys(told)),
            opened.times.seconds(),
            bool(losses),
            opened.decided.decisions,
            opened.held.held,
        )

    def _make(self, first: int, stop: int | None, *, decode_all: bool) -> None:
        """Make segments from `first` on, up to `stop`; None for the end of the video."""
        opened, accounts = self._opened, self._accounts
        known = [Fraction(accounts[n].more["end"]) for n in range(first)]
        cuts = Cuts(self._job.excerpt.start, self.least, known)
        entry = None if first == 0 else self._entry(first)
        end = None if stop is None else Fraction(accounts[stop].more["begin"])
        if entry is not None and not decode_all:
            go_to(opened.source, entry)
        reader = Reader(opened.source, self.encoding, cuts, entry, end)
        self._outcome.frames = self.frames_done()
        sink = SegmentSink(
            self.folder,
            self.encoding,
            opened.decided.plan.container,
            cuts,
            first,
            None if entry is None else entry.begin,
            before=lambda: reader.digest,
            more=self._reading,
        )
        try:
            opened.encode(reader.frames(), sink, self._outcome)
            sink.finish(end)
        finally:
            sink.discard()

    def _reading(self) -> dict[str, Any]:
        source = self._opened.source
        return reading_facts(source, self.identity["source"], self._outcome, self._session)

    def _entry(self, first: int) -> Entry:
        account = self._accounts[first - 1]
        begin, before = account.more["end"], account.more["begin"]
        return Entry(
            first,
            Fraction(begin),
            None if before is None else Fraction(before),
            Fraction(account.more["part_start"]),
            account.more["skim"],
            account.more["digest"],
        )

    def _gap(self) -> tuple[int, int | None] | None:
        """Return the first segment to be made, and the next that is there; None if all are."""
        number = 0
        while number in self._accounts:
            if self._accounts[number].more["end"] is None:
                return None
            number += 1
        return number, min((other for other in self._accounts if other > number), default=None)

    def _chained(self) -> dict[int, Account]:
        """Return the segments that fit each other; those that do not fit the one before go."""
        found = self.folder.segments()
        kept: dict[int, Account] = {}
        for number, account in found.items():
            before, more = kept.get(number - 1), account.more
            fits = before is None or (
                before.more["end"] == more["begin"]
                and more["before"] in (None, before.more["digest"])
            )
            if fits and not any(other.more["end"] is None for other in kept.values()):
                kept[number] = account
            else:
                self.folder.segment(number).unlink(missing_ok=True)
        return kept

    def frames_done(self) -> int:
        """Return how many frames the segments have that are there."""
        return sum(account.more["frames"] for account in self._accounts.values())

    def _time_done(self) -> str:
        start, total = self._job.excerpt.start, self._opened.source.duration
        seconds = 0.0
        for account in self._accounts.values():
            begin, end = account.more["begin"], account.more["end"]
            first = start if begin is None else Fraction(begin)
            last = float(start) + (total or 0.0) if end is None else float(Fraction(end))
            seconds += max(0.0, last - float(first))
        return _clock(seconds)


def _last_told(accounts: list[Account], what: str) -> list[str]:
    """Return the sentences of a kind that each reading told last: they count from its begin."""
    told: dict[str, list[str]] = {}
    for account in accounts:
        if account.more[what]:
            told[account.more["reading"]] = account.more[what]
    return [line for lines in told.values() for line in lines]


def _clock(seconds: float) -> str:
    """Return a time as minutes and seconds, or with hours."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
