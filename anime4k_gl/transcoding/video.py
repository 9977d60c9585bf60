"""A video file, upscaled: decoding, drawing, reading back and encoding overlap."""

from __future__ import annotations

from dataclasses import replace

from ..errors import OptionError
from ..frame import Frame
from ..media.carrying.words import LATE_STREAMS
from ..media.target import UNCODED
from ..media.writing.video_writer import BlankFrame, VideoWriter
from .cluster.connection import check_address
from .cluster.run import make_on_cluster
from .job import Job, Transcoded
from .segments.run import is_for_segments, is_segmented, transcode_in_segments
from .videos.frame_steps import FrameSteps
from .videos.opened_video import DrawingOutcome, OpenedVideo, VideoOptions


def transcode_video(job: Job, options: VideoOptions) -> Transcoded:
    """Upscale a video file, see `transcode`."""
    cluster = options.cluster
    if cluster is not None:
        check_address(cluster)
    with OpenedVideo(job, options) as opened:
        if is_segmented(opened):
            if cluster is None:
                return transcode_in_segments(opened)
            return transcode_in_segments(opened, lambda run: make_on_cluster(run, opened, cluster))
        if cluster is not None and not is_for_segments(opened):
            raise OptionError(
                "--cluster: needs a video file and a file to write, which all workers see; not a"
                " pipe, nor Y4M"
            )
        done = _at_once(opened)
    if cluster is None:
        return done
    return replace(
        done, notes=(*done.notes, "too short for segments: made here, not by the cluster")
    )


class _Direct:
    """Frames that are encoded into the target at once."""

    def __init__(self, writer: VideoWriter) -> None:
        self.blank, self._writer = writer.blank, writer

    def write(self, _segment: int, picture: BlankFrame, frame: Frame) -> None:
        assert frame.pts is not None
        self._writer.write(picture, frame.pts, frame.duration)


def _at_once(opened: OpenedVideo) -> Transcoded:
    source, job = opened.source, opened.job
    outcome = DrawingOutcome(0, FrameSteps(), [])
    with VideoWriter.described(opened.description, source) as writer:
        frames = ((0, frame) for frame in source.frames(on_packet=writer.copy))
        opened.encode(frames, _Direct(writer), outcome)
    notes = list(opened.decided.decisions.notes)
    steps = outcome.steps
    if job.target.container == UNCODED and steps.vary:
        notes.append(
            "Y4M holds no times: its frames all last alike, and the source's"
            f" {steps.least:.3f} to {steps.most:.3f} s"
        )
    # The source and the writer have more to tell once they have seen every packet.
    if source.device_failure is not None:
        notes.append(source.device_failure)
    if source.grumbles is not None:
        notes.append(source.grumbles)
    if source.late_streams:
        notes.append(LATE_STREAMS)
    notes += source.fields.late_notes
    told = (*outcome.losses, *notes, *source.clock_notes, *writer.notes)
    return Transcoded(
        source.size,
        opened.decided.picture.target,
        outcome.frames,
        tuple(dict.fromkeys(told)),
        opened.times.seconds(),
        bool(outcome.losses),
        opened.decided.decisions,
        opened.held.held,
    )
