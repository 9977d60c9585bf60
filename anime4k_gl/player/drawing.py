"""From a frame that was chosen to what the window shows: when to upscale, when to draw anew.

Upscaling is done ahead of a frame's time, composing at it; both only where something is another
than before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from ..errors import Anime4KError, GLError, OptionError, UserShaderError
from ..formats import Size
from ..gl.context import Capabilities
from .clock import FrameRate, Lead
from .frames import TimedFrame
from .geometry import Rect, display_size, letterbox, turned
from .looks import SCALER_ALONE, looks_of
from .osd import Line
from .overlay import MESSAGE_SECONDS
from .panels import Panels
from .playback import Playback
from .screen import Scene, Screen
from .session import Report, Session
from .settings import Settings
from .settle import SizeSettler
from .stats import Stats, stats_page, status_line
from .subtitle_images import SubtitleImage
from .timeline import Timeline
from .upscaling import Upscaling
from .viewing import Viewing
from .window import Window

TIGHT = 0.5
"""Where drawing takes this share of a frame's time, the levels below are compiled beforehand: done
when they are needed, that takes many frames' time."""

STATS_SECONDS = 0.25
"""How often the numbers on the screen change: more often they cannot be read."""

PAGE_SECONDS = 5.0
"""How long the stats page stays that was not asked to stay."""

REHEARSALS = 2
"""How often a frame is drawn to know how long that takes: once may be held up by something else."""


class Drawing:
    """Draws one window. A context manager.

    Parameters
    ----------
    window : where to; the caller closes it after this
    settings : what the player was asked for
    report : takes messages, a line each
    now : a monotonic time (s)

    Attributes
    ----------
    viewing : which looks are seen
    panels : over the picture
    upscaling, lead, rate : the renderers, how long they take, and how many frames are shown
    drawn : the frame in the upscaled textures
    place : the picture's rectangle in the window
    stale : whether the window has to be drawn again
    complete : whether looks are drawn already, as from the first frame on; before, the scaler alone
    """

    def __init__(
        self, window: Window, settings: Settings, *, report: Report, now: Callable[[], float]
    ) -> None:
        self.window, self._settings, self._report, self._now = window, settings, report, now
        self._settler = SizeSettler()
        self.lead, self.rate = Lead(), FrameRate()
        self._page_shown = self._help_shown = False
        self._page_until = 0.0
        self.complete = False
        context = window.context
        self._capabilities = Capabilities.from_context(context)
        looks = looks_of(
            settings.shaders,
            preset_name=settings.preset,
            scaler=settings.scaler,
            params=settings.params,
            dialect=settings.dialect,
            scaling=settings.scaling,
        )
        with ExitStack() as undo:
            self.upscaling = Upscaling(context, looks, scale=settings.scale, effect=settings.effect)
            undo.callback(self.upscaling.release)
            self.upscaling.tone_map = settings.tone_map
            self._screen = undo.enter_context(Screen(window))
            self._resources = undo.pop_all()
        self.viewing = Viewing(self.upscaling, settings, self, now)
        self.panels = Panels(self._screen, self.viewing, settings)
        self.begin()

    def __enter__(self) -> Drawing:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._resources.close()

    def begin(self, session: Session | None = None) -> None:
        """Forget the last file, for the one that is begun."""
        self._session = session
        if session is not None and self._settings.tone_map is not None:
            # By how bright the file says it gets.
            self.upscaling.tone_map = session.playback.source.hdr.tone_map
        self.drawn: TimedFrame | None = None
        self.stale = True
        self.place = Rect(0, 0, 1, 1)
        self._good: str | None = None  # the look that was drawn last
        self._dropped = 0
        self._stats: Stats | None = None
        self._stats_at = float("-inf")
        self.rate = FrameRate()
        self.lead.reset()
        self._settler.reset()
        self.viewing.forget_costs()

    # What is said over the picture.

    def show_message(self, text: str) -> None:
        """Show a line of text for a few seconds."""
        self._screen.overlay.show_message(text, self._now())
        self.stale = True

    def say(self, text: str) -> None:
        """Show a line of text for a moment, in answer to a key."""
        self._screen.overlay.show_message(text, self._now(), MESSAGE_SECONDS)
        self.stale = True

    def show_status(self) -> None:
        """Show where we are for a moment."""
        self._screen.overlay.show_status(self._now())
        self._refresh_stats()

    def toggle_page(self) -> None:
        """Show the stats page, or no more."""
        self._page_shown, self._page_until = not self._page_seen, 0.0
        self._refresh_stats()

    def show_page(self) -> None:
        """Show the stats page for a while; hide it where it is seen."""
        seen, self._page_shown = self._page_seen, False
        self._page_until = 0.0 if seen else self._now() + PAGE_SECONDS
        self._refresh_stats()

    @property
    def help_shown(self) -> bool:
        """Whether the list of keys is seen."""
        return self._help_shown

    def toggle_help(self) -> None:
        """Show the list of keys, or no more."""
        self._help_shown, self.stale = not self._help_shown, True

    def toggle_panels(self) -> None:
        """Show the panels for tuning and profiling, or no more."""
        try:
            self.panels.toggle()
        except OptionError as error:
            self.show_message(str(error))
        self.stale = True

    # What the loop does.

    def draw(self, playback: Playback, frame: TimedFrame) -> None:
        """Upscale where the frame, the look or the size it is seen at is another than before.

        Raises
        ------
        GLError, OptionError, UserShaderError : it cannot be drawn, nor could the look of before
        """
        viewing = self.viewing
        looks = viewing.looks if self.complete else (SCALER_ALONE,)
        if viewing.compare.tick(self._now()):
            self.stale = True
        settled = self._settler.update(self.window.framebuffer_size, self._now())
        wanted = turned(_fit(playback, frame, settled).size, playback.source.rotation)
        target = self.upscaling.target(frame.frame.size, wanted)
        if self.upscaling.holds(frame.frame, target, looks, viewing.view):
            self.drawn = frame
            return
        start = self._now()
        try:
            drawn = self.upscaling.draw(frame.frame, target, looks, viewing.view)
        except (GLError, OptionError, UserShaderError) as error:
            self._give_look_up(error)
            return
        took = self._now() - start
        self._good = self.upscaling.look if self.complete else None
        if drawn.repeated:
            self.lead.measured(took)
            self._judge(playback, frame, took)
        self.panels.measured(took)
        self.drawn, self.stale = frame, True

    def prepare(self, playback: Playback, frame: TimedFrame) -> None:
        """Get ready to play, with a file's first frame on the screen, and time still.

        The very first is seen before the look's passes are compiled, which takes far longer than
        the scaler alone; and which passes there is time for is found out now, since while playing
        frames would be dropped meanwhile.

        Raises
        ------
        GLError, OptionError, UserShaderError : as `draw`
        """
        if not self.complete:
            self.complete = self.stale = True
            self.draw(playback, frame)
        self._rehearse(playback, frame)

    def _rehearse(self, playback: Playback, frame: TimedFrame) -> None:
        viewing, budget = self.viewing, (frame.end - frame.time) / playback.speed
        if playback.paused or not viewing.governor.enabled:
            return
        while True:
            took = []
            for _ in range(1 + REHEARSALS):  # the first may compile
                self.upscaling.forget_drawn()
                start = self._now()
                self.draw(playback, frame)
                took.append(self._now() - start)
            best = min(took[1:])
            if not viewing.rehearsed(draw=best, budget=budget):
                break
        self.lead.reset()
        self.lead.measured(best)
        if best > TIGHT * budget:
            for _ in viewing.each_level_below():
                self.draw(playback, frame)
            self.draw(playback, frame)
        if viewing.governor.text:
            self.say(viewing.governor.text)

    def must_compose(self) -> bool:
        """Whether what the window shows has to be drawn again though no frame comes."""
        now = self._now()
        if self._page_until and now >= self._page_until:
            self._page_until, self.stale = 0.0, True
        if self._page_seen and now - self._stats_at >= STATS_SECONDS:
            self.stale = True
        subtitles = self._session.subtitles if self._session is not None else None
        return (
            self.stale
            or self._screen.overlay.stale(now)
            or self.panels.stale
            or (subtitles is not None and subtitles.stale)
        )

    def compose(self, frame: TimedFrame | None) -> None:
        """Draw the whole window anew, without showing it yet.

        Parameters
        ----------
        frame : the one in the textures; None for nothing but texts
        """
        session, now = self._session, self._now()
        assert session is not None
        images: tuple[SubtitleImage, ...] = ()
        source = session.playback.source
        if frame is not None:
            self.place = _fit(session.playback, frame, self.window.framebuffer_size)
            if session.subtitles is not None:
                images = session.subtitles.images(frame.time, self.place.size, source.size)
        page, status = self._numbers(now)
        scene = Scene(
            drawn=self.upscaling.drawn if frame is not None else None,
            place=self.place,
            rotation=source.rotation,
            compare=self.viewing.compare,
            subtitles=images,
            page=[*self.panels.plain_errors, *page],
            help=self._settings.bindings.page() if self._help_shown else (),
            status=status,
            timeline=Timeline.of(session.playback) if status else None,
        )
        self._screen.compose(scene, now)
        self.stale = False

    def read(self) -> Any:
        """Compose, and return the window's pixels: (H, W, 4) uint8 or uint16, row 0 on top."""
        assert self._session is not None
        self.compose(self._session.playback.current)
        pixels = self._screen.read()
        self.window.swap()
        return pixels

    def follow_panels(self) -> None:
        """Apply what was changed in the panels, and read shader files that were saved anew."""
        try:
            if self.viewing.follow_panels():
                self.stale = True
        except Anime4KError as error:
            self.show_message(str(error))
        message = self.panels.watch(self._now())
        if message:
            self._report(message)
            self.show_message(message.splitlines()[0])

    @property
    def waits(self) -> Sequence[float | None]:
        """Seconds until something will have to be drawn without a frame or an event; None: never.

        0 where that is now.
        """
        now = self._now()
        return (
            0.0 if self.panels.stale else None,
            self._settler.remaining(now),
            self._screen.overlay.remaining(now),
            self.viewing.compare.remaining(now),
        )

    def stats(self, session: Session) -> Stats:
        """Return the state of a file that plays."""
        texture = self.upscaling.texture
        return Stats.of(
            session,
            output_size=Size(*texture.size) if texture else session.playback.source.size,
            window_size=self.window.framebuffer_size,
            renderer=self._capabilities.renderer,
            software=self._capabilities.software,
            scaler=self._settings.scaler,
            fps=self.rate.fps,
            viewing=self.viewing,
            upscaling=self.upscaling,
        )

    # Parts.

    @property
    def _page_seen(self) -> bool:
        return self._page_shown or self._now() < self._page_until

    def _numbers(self, now: float) -> tuple[list[Line], str]:
        """Return the stats page and the status line, as far as they are to be seen."""
        page = self._page_seen
        shown = page or self._screen.overlay.status_shown(now) or self.panels.model.shown
        if not shown or self._session is None:
            return [], ""
        if self._stats is None or now - self._stats_at >= STATS_SECONDS:
            self._stats, self._stats_at = self.stats(self._session), now
            self.panels.show(self._stats)
        return stats_page(self._stats) if page else [], status_line(self._stats)

    def _refresh_stats(self) -> None:
        self._stats, self.stale = None, True

    def _judge(self, playback: Playback, frame: TimedFrame, took: float) -> None:
        """Let the governor know of a frame that was drawn while playing."""
        dropped, self._dropped = playback.dropped - self._dropped, playback.dropped
        if playback.paused or playback.seeking:
            return
        budget = (frame.end - frame.time) / playback.speed
        self.panels.model.profile.budget = 1000 * budget
        self.viewing.drawn(draw=took, budget=budget, dropped=dropped)

    def _give_look_up(self, error: Anime4KError) -> None:
        """Go back to the look that was drawn last; raise where there is none."""
        viewing, comparing = self.viewing, self.viewing.compare.on
        if self._good is None or (self._good == self.upscaling.look and not comparing):
            raise error
        self._report(str(error))
        self.show_message(f"{' | '.join(viewing.looks)}: {str(error).splitlines()[0]}")
        if comparing:  # the other of the two may be at fault
            viewing.toggle_compare(viewing.compare.mode)
        if self._good != self.upscaling.look:
            viewing.choose(self._good)


def _fit(playback: Playback, frame: TimedFrame, window: Size) -> Rect:
    """Return where a frame's picture goes in a window."""
    source = playback.source
    picture = display_size(frame.frame.size, source.sample_aspect_ratio, source.rotation)
    return letterbox(picture, window)
