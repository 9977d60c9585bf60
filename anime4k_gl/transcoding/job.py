"""A transcoding job and its result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..errors import CancelledError
from ..formats import Size
from ..library import NO_PRESET
from ..media.opening import MediaInput
from ..media.target import MediaTarget
from ..media.timing.excerpt import WHOLE, Excerpt
from ..media.video.framing import AS_IT_IS, Framing
from ..media.video.video_source import VideoSource
from ..plan import make_plan
from ..rendering.held import EXACT
from ..rendering.output_size import OutputSize
from ..rendering.render_options import RenderOptions
from .parts import Decisions

Progress = Callable[[int, int | None], None]
"""Called with the frames done and the frames there are, None where that is not known."""


class Cancel(Protocol):
    """What ends work early: a `threading.Event`, or anything else of its kind."""

    def is_set(self) -> bool:
        """Return whether the work is to end."""


Decided = Callable[[Decisions], None]
"""Called once, with what will be done, before anything is written."""

DEFAULT_CODEC = "libx264"
DEFAULT_CRF = 16.0
DEFAULT_QUALITY = 95


@dataclass(frozen=True)
class Transcoded:
    """What a transcode did.

    Attributes
    ----------
    source_size, target_size : in pixels
    frames : frames written; 1 for a picture
    notes : what the user should know of: something that could not be kept, or was rounded
    seconds : of a video, the time each stage took, by name; stages run at the same time
    held : frames whose picture was the one before, so that its result served again
    with_losses : whether frames of the source are missing or damaged, as a note then says
    decisions : what was decided about each part of the source before the work
    """

    source_size: Size
    target_size: Size
    frames: int
    notes: tuple[str, ...] = field(default=())
    seconds: Mapping[str, float] = field(default_factory=dict)
    with_losses: bool = False
    decisions: Decisions | None = None
    held: int = 0

    @property
    def limit(self) -> str:
        """The stage that the others waited for, by what was measured; empty where none was."""
        seconds = defaultdict(float, self.seconds)
        if not seconds["render"]:
            return ""
        if seconds["render, queue full"] > seconds["render, queue empty"]:
            return "encoding"
        return "decoding" if 2 * seconds["decode, queue empty"] > seconds["render"] else "drawing"


@dataclass(frozen=True, slots=True)
class Job:
    """What pictures and videos share.

    Attributes
    ----------
    source, target : the files or pipes
    render : how pictures are made
    output_size : how large
    overwrite : whether to replace an existing file
    progress : called after every frame
    excerpt : the part of a video to take, and when its sound comes
    decided : called once, before anything is written
    recipe : how the output is made, to be written into it; empty for nothing
    framing : of a video, its fields, crop and aspect
    resumable : whether a run that is stopped may leave what the same one goes on with
    held : how pictures are found that need not be drawn again, see `rendering.held`
    cancel : ends the work where it is set; None: nothing does
    """

    source: MediaInput
    target: MediaTarget
    render: RenderOptions
    output_size: OutputSize
    overwrite: bool
    progress: Progress
    excerpt: Excerpt = WHOLE
    decided: Decided = lambda decisions: None
    recipe: str = ""
    framing: Framing = AS_IT_IS
    resumable: bool = True
    held: str = EXACT
    cancel: Cancel | None = None

    def check_cancelled(self) -> None:
        """Raise `CancelledError` if the work is to end."""
        if self.cancel is not None and self.cancel.is_set():
            raise CancelledError(f"{self.source.name}: cancelled")

    def open_video(self, *, hwdec: str, on_device: bool = False) -> VideoSource:
        """Open the source as a video. Raises `OptionError` and `MediaError`.

        Parameters
        ----------
        hwdec, on_device : as for `VideoSource`
        """
        source = VideoSource(
            self.source,
            hwdec=hwdec,
            on_device=on_device,
            excerpt=self.excerpt,
            deinterlace=self.framing.fields,
            check=self.check_cancelled,
            listen=True,
        )
        try:
            self.framing.apply(source, lambda size: self.sizes(size)[0])
        except BaseException:
            source.close()
            raise
        return source

    def sizes(self, source: Size) -> tuple[Size, Size]:
        """Return (target, native) for a source size."""
        return self.output_size.resolve(source, scaler=self.render.scaler)

    def idle_notes(self, source: Size, target: Size, native: Size) -> list[str]:
        """Return a sentence where no pass of the preset runs at these sizes, or nothing.

        As where ``v1.1`` is to double a picture that is not made larger.
        """
        origin = self.render.forms.origin
        if origin is None or origin.base in (None, NO_PRESET):
            return []
        plan = make_plan(
            self.render.shaders,
            source=source, target=target, native=native, scaler=self.render.scaler,
        )  # fmt: skip
        if any(not run.builtin for run in plan.runs):
            return []
        return [f"preset {origin.name} changes nothing from {native} to {target}; others may"]
