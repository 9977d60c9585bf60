"""Frame preparation: a frame rendered ahead of its time, and the quality there is time for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import Anime4KError, GLError, OptionError, UserShaderError
from ...formats import Size
from ..geometry import turned
from ..hud.model import Profile
from ..notices import Notifier, Report
from ..picture.profiles import SCALER_ALONE
from ..picture.render_time import RenderTime
from ..picture.renderer_pool import RendererPool
from ..picture.selection import Selection
from ..playback.frame_queue import TimedFrame
from ..playback.playback import Playback
from ..viewport import Magnification, Viewport, rendered_size
from ..window.resize_settler import SizeSettler

if TYPE_CHECKING:
    from ..picture.auto_preset import AutoPreset

TIGHT = 0.5
"""Where rendering takes this share of a frame's time, the levels below are compiled beforehand:
done when they are needed, that takes many frames' time."""

REHEARSALS = 2
"""How often a frame is rendered to know how long that takes: once may be held up by something
else."""


class FramePreparation:
    """Renders frames, tells the governor how long that takes, and falls back where it fails.

    Parameters
    ----------
    pool, selection : the renderers, and what they are to render
    viewport : where in the window frames are seen
    profile : the profiler's figures, which are filled in
    notifier, report : take what went wrong
    now : a monotonic time (s)
    auto : chooses the preset for each file; None where one was named

    Attributes
    ----------
    time : how long rendering takes
    rendered, held : frames since the file began, and those of them that showed the picture before
    complete : whether the selected profiles are rendered already, as from the first frame on;
        before, the scaler alone
    """

    def __init__(
        self,
        pool: RendererPool,
        selection: Selection,
        viewport: Viewport,
        profile: Profile,
        *,
        notifier: Notifier,
        report: Report,
        now: Callable[[], float],
        auto: AutoPreset | None = None,
    ) -> None:
        self._auto = auto
        self._pool, self._selection, self._profile = pool, selection, profile
        self._viewport = viewport
        self._notifier, self._report, self._now = notifier, report, now
        self._settler = SizeSettler[tuple[Size, Magnification]]()
        self._good: str | None = None  # the profile that was rendered last
        self._dropped = 0
        self._excused = False  # frames dropped while what a new size or format takes was made
        self.rendered = self.held = 0
        self.time = RenderTime()
        self.complete = False

    def begin(self) -> None:
        """Forget the last file's frames and times, for the file that is begun."""
        self._pool.forget_picture()
        self._good, self._dropped = None, 0
        self.rendered = self.held = 0
        self.time.reset()
        self._settler.reset()
        self._selection.forget_costs()

    @property
    def settles_in(self) -> float | None:
        """Seconds until the window's latest size counts; None where none is pending."""
        return self._settler.remaining(self._now())

    def has_rendered(self, frame: TimedFrame | None) -> bool:
        """Whether the textures show this frame."""
        rendered = self._pool.rendered
        return frame is not None and rendered is not None and rendered.picture is frame.frame

    def render(self, playback: Playback, frame: TimedFrame, window: Size) -> bool:
        """Render where the frame, the profile or the size is another; return whether it was.

        Parameters
        ----------
        window : the framebuffer's size

        Raises
        ------
        GLError, OptionError, UserShaderError : it cannot be rendered, nor could the profile of
            before
        """
        selection = self._selection
        names = selection.visible if self.complete else (SCALER_ALONE,)
        target = self._target(frame, window)
        if not self.complete:
            target = min(target, frame.frame.size, key=lambda size: size.pixels)
        if self._pool.holds(frame.frame, target, names, selection.view):
            return False
        start = self._now()
        try:
            rendered = self._pool.render(frame.frame, target, names, selection.view)
        except (GLError, OptionError, UserShaderError) as error:
            self._fall_back(error)
            return False
        took = self._now() - start
        self.rendered += 1
        self.held += rendered.held
        self._good = selection.selected.after if self.complete else None
        if rendered.repeated:
            self.time.measured(took)
            self._judge(playback, frame, took)
        elif not rendered.held:
            self._excused = True
        self._profile.frames.append(1000 * took)
        return True

    def _target(self, frame: TimedFrame, window: Size) -> Size:
        """Return the size at which to render a frame, of which the window has held still."""
        picture = frame.frame
        window, magnification = self._settler.update(
            (window, self._viewport.magnification), self._now()
        )
        size = rendered_size(self._viewport.place(picture, window, magnification).size, window)
        return self._pool.target(picture.size, turned(size, picture.rotation))

    def prepare(self, playback: Playback, frame: TimedFrame, window: Size) -> None:
        """Get ready to play, with a file's first frame on the screen, and time still.

        The very first is seen before the profile's passes are compiled, which takes far longer
        than the scaler alone; and which passes there is time for is found out now, since doing it
        while playing would drop frames. Preset ``auto`` is chosen then, too.

        Raises
        ------
        GLError, OptionError, UserShaderError : as `render`
        """
        begins, self.complete = not self.complete, True
        if self._auto is not None:
            rate = float(playback.source.frame_rate or 0) * playback.speed
            self._auto.choose(frame.frame, self._target(frame, window), rate)
        if begins or self._auto is not None:
            self.render(playback, frame, window)
        self._rehearse(playback, frame, window)
        self.rendered = 1  # however often it was tried

    def _rehearse(self, playback: Playback, frame: TimedFrame, window: Size) -> None:
        selection, budget = self._selection, (frame.end - frame.time) / playback.speed
        if playback.paused or not selection.governor.enabled:
            return
        selection.recall(float(playback.source.frame_rate or 0) * playback.speed)
        while True:
            took = []
            for _ in range(1 + REHEARSALS):  # the first may compile
                self._pool.forget_picture()
                start = self._now()
                self.render(playback, frame, window)
                took.append(self._now() - start)
            best = min(took[1:])
            if not selection.note_rehearsed(seconds=best, budget=budget):
                break
        self.time.reset()
        self.time.measured(best)
        if best > TIGHT * budget:
            for _ in selection.each_level_below():
                self.render(playback, frame, window)
            self.render(playback, frame, window)
        if selection.governor.text:
            self._notifier.show_error(selection.governor.told)

    def _judge(self, playback: Playback, frame: TimedFrame, took: float) -> None:
        """Tell the governor of a frame that was rendered while playing."""
        dropped, self._dropped = playback.dropped - self._dropped, playback.dropped
        if self._excused:
            dropped, self._excused = 0, False
        if playback.paused or playback.seeking:
            return
        budget = (frame.end - frame.time) / playback.speed
        self._profile.budget = 1000 * budget
        change = self._selection.note_rendered(
            seconds=took, budget=budget, dropped=dropped,
            rate=float(playback.source.frame_rate or 0) * playback.speed,
        )  # fmt: skip
        if change:
            self._notifier.show_error(change)

    def _fall_back(self, error: Anime4KError) -> None:
        """Go back to the profile that was rendered last; raise where there is none."""
        selection = self._selection
        comparing, playing = selection.comparison.on, selection.selected.after
        if self._good is None or (self._good == playing and not comparing):
            raise error
        self._report(str(error))
        self._notifier.show_error(str(error))
        if comparing:  # the other of the two may be at fault
            selection.stop_comparing()
        if self._good != playing:
            selection.select(selection.selected.playing(self._good))
