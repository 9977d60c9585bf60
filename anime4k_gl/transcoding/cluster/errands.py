"""The errands of workers: what they are told to do, and how they do it, on their machines."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from ...errors import Anime4KError, MediaError
from ...gl.context import Capabilities
from ...gl.offscreen import OffscreenThread
from ...media.pyav import av
from ...version import version
from ..request import job_for, video_options_for
from ..segments.cuts import Cuts
from ..segments.identity import job_of, source_of
from ..segments.reading import Entry, Reader, go_to
from ..segments.segment_sink import SegmentSink, reading_facts
from ..segments.work_folder import SegmentFiles
from ..videos.frame_steps import FrameSteps
from ..videos.opened_video import DrawingOutcome, OpenedVideo

_REPORT_SECONDS = 0.5

Report = Callable[[int], None]
"""Called now and then with the frames done."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Some segments to be made, in words that any machine understands.

    Attributes
    ----------
    request : what `transcode` was asked for
    identity : what decides the frames of the job, as the work folder has it
    folder : the work folder
    threads : of the encoder
    least : seconds of a segment
    cuts : where all segments begin but the first, in seconds as fractions
    first, stop : the number of the first segment to be made, and that of the first that is not
    part : what is 0 in the part
    skim : whether the file has to be read from its start for its clock
    halt : the name of a file in the folder that ends all work once it is there
    """

    request: Mapping[str, Any]
    identity: Mapping[str, Any]
    folder: str
    threads: int
    least: str
    cuts: tuple[str, ...]
    first: int
    stop: int
    part: str
    skim: bool
    halt: str


def describe(folder: str, source: str) -> dict[str, Any]:
    """Return what has to be the same on a worker: versions, and the files as it sees them."""
    try:
        seen: Any = source_of(Path(source))
    except MediaError as error:
        seen = str(error)
    offscreen = OffscreenThread()
    try:
        renderer = offscreen.call(lambda context: Capabilities.from_context(context).renderer)
    finally:
        offscreen.close()
    return {
        "versions": versions(),
        "folder": SegmentFiles(Path(folder)).path.is_dir(),
        "source": seen,
        "renderer": renderer,
    }


def versions() -> dict[str, str]:
    """Return the versions that decide what frames are, by name."""
    libraries = ".".join(str(numbers[0]) for numbers in av.library_versions.values())
    return {"anime4k_gl": version(), "PyAV": str(av.__version__), "FFmpeg": libraries}


def make(errand: Errand, report: Report) -> int:
    """Make an errand's segments that are not there yet; return how many frames they have.

    Raises
    ------
    MediaError : it cannot be done here, or not any more
    """
    files = SegmentFiles(Path(errand.folder))
    files.check()
    there = files.segments()
    frames, first = 0, errand.first
    while first < errand.stop and first in there:
        frames += there[first].more["frames"]
        first += 1
    if first == errand.stop:
        return frames
    return frames + _make(errand, files, first, _Reporting(errand, report, frames))


def _make(errand: Errand, files: SegmentFiles, first: int, reporting: _Reporting) -> int:
    request = {**errand.request, "progress": reporting.done}
    job = job_for(request)
    options = video_options_for(request, job.target)
    with OpenedVideo(job, options) as opened:
        least = Fraction(errand.least)
        encoding = opened.description.encoding
        own = job_of(job, encoding, options.hwdec, least)
        other = [name for name, value in errand.identity.items() if own.get(name) != value]
        if other:
            raise MediaError(f"this worker would make other frames: its {', '.join(other)} differ")
        encoding = replace(encoding, threads=errand.threads)
        times = [Fraction(time) for time in errand.cuts]
        cuts = Cuts(job.excerpt.start, least, times)
        entry = None
        if first:
            before = times[first - 2] if first > 1 else None
            part = Fraction(errand.part)
            entry = Entry(first, times[first - 1], before, part, errand.skim, None)
            go_to(opened.source, entry)
        end = times[errand.stop - 1] if errand.stop <= len(times) else None
        reader = Reader(opened.source, encoding, cuts, entry, end)
        outcome, name = DrawingOutcome(0, FrameSteps(), []), str(first)
        source_told = errand.identity["source"]
        sink = SegmentSink(
            files,
            encoding,
            opened.decided.plan.container,
            cuts,
            first,
            None if entry is None else entry.begin,
            before=lambda: reader.digest,
            more=lambda: reading_facts(opened.source, source_told, outcome, name),
        )
        try:
            opened.encode(reader.frames(), sink, outcome)
            sink.finish(end)
        finally:
            sink.discard()
        return outcome.frames


class _Reporting:
    """Tells of progress not too often, and ends the work where nobody wants it any more."""

    def __init__(self, errand: Errand, report: Report, before: int) -> None:
        self._halt = Path(errand.folder) / errand.halt
        self._folder = Path(errand.folder)
        self._report, self._before = report, before
        self._last = time.monotonic()

    def done(self, frames: int, _total: int | None) -> None:
        now = time.monotonic()
        if now - self._last < _REPORT_SECONDS:
            return
        self._last = now
        if self._halt.exists() or not self._folder.is_dir():
            raise Anime4KError("not wanted any more")
        self._report(self._before + frames)
