"""The display: the window's picture composed of the rendered frame, texts and panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ...errors import Anime4KError, OptionError
from ...formats import Size
from ...frame import Frame
from ...gl.context import Capabilities
from ..bar.mouse_bar import MouseBar
from ..bar.previews import previews_of
from ..bar.state import BarState
from ..bar.timeline import Timeline
from ..geometry import Rect, turned, visible_part
from ..notices import Report
from ..picture.renderer_pool import RendererPool
from ..picture.selection import Selection
from ..playback.frame_queue import TimedFrame
from ..playback.playback import Playback
from ..rest import import_rest
from ..session.session import PlaybackSession
from ..status.frame_rate import FrameRate
from ..status.stats import Stats
from ..text.layout import Line
from ..viewport import Viewport
from ..window.glfw_window import Window
from .compositor import Compositor
from .frame_preparation import FramePreparation
from .notices import Notices
from .panels import Panels
from .scene import Scene

if TYPE_CHECKING:
    from ..picture.auto_preset import AutoPreset
    from ..subtitles.bitmaps import SubtitleImage

SUBTITLE_STEP_SECONDS = 0.08
"""How often subtitles are looked at while one frame stays (s)."""


class Display:
    """Composes one window, where something is another than before. A context manager.

    Parameters
    ----------
    window : where to; the caller closes it after this
    pool, selection : the renderers, and what they are to render
    viewport : where in the window frames are seen
    scale, scaler : by how much the video is scaled, and by what; for exports and for statistics
    key_list : returns the list of keys, a block of lines each heading
    report : takes messages, a line each
    now : a monotonic time (s)
    auto : chooses the preset for each file; None where one was named
    with_bar : whether there is a bar for the mouse

    Attributes
    ----------
    preparation : renders frames
    notices : the texts over the picture
    panels : for tuning and profiling
    bar : for the mouse
    list_place : returns the file's index in the list of files, and how many there are
    rate : how many frames are shown
    place : the whole picture's rectangle, which may reach beyond the window
    stale : whether the window has to be composed again
    """

    def __init__(
        self,
        window: Window,
        pool: RendererPool,
        selection: Selection,
        viewport: Viewport,
        *,
        scale: float,
        scaler: str,
        key_list: Callable[[], Sequence[Sequence[Line]]],
        report: Report,
        now: Callable[[], float],
        auto: AutoPreset | None = None,
        with_bar: bool = True,
    ) -> None:
        self._window, self._pool, self._selection = window, pool, selection
        self._viewport = viewport
        self._scaler, self._report, self._now = scaler, report, now
        self._capabilities = Capabilities.from_context(window.context)
        self._session: PlaybackSession | None = None
        self.notices = Notices(now, self._stats, key_list)
        self.bar = MouseBar(now, self._bar_state, enabled=with_bar)
        self.list_place: Callable[[], tuple[int, int]] = lambda: (0, 1)
        with ExitStack() as undo:
            self._compositor = undo.enter_context(Compositor(window))
            self._resources = undo.pop_all()
        self.panels = Panels(self._compositor, selection, scale=scale)
        self.preparation = FramePreparation(
            pool, selection, viewport, self.panels.model.profile,
            notifier=self.notices, report=report, now=now, auto=auto,
        )  # fmt: skip
        self.stale = True
        self.place = Rect(0, 0, 1, 1)
        self.rate = FrameRate()
        self._composed_at = 0.0  # media time of the subtitles seen

    def __enter__(self) -> Display:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Free everything. May be called twice."""
        self.bar.begin(None)
        self._resources.close()

    def begin(self, session: PlaybackSession) -> None:
        """Forget the last file, for the one that is begun."""
        self._session = session
        self.stale = True
        self.place = Rect(0, 0, 1, 1)
        self.rate = FrameRate()
        self.notices.begin()
        self.bar.begin(previews_of(session, self._window.wake))
        self.preparation.begin()

    def toggle_panels(self) -> None:
        """Show the panels for tuning and profiling, or hide them."""
        try:
            self.panels.toggle()
        except OptionError as error:
            self.notices.show_error(str(error))
        self.stale = True

    # What the loop does.

    def render(self, playback: Playback, frame: TimedFrame) -> None:
        """Render a frame where that is needed; see `FramePreparation.render`."""
        if self.preparation.render(playback, frame, self._window.framebuffer_size):
            self.stale = True

    def prepare(self, playback: Playback, frame: TimedFrame) -> None:
        """Get ready to play, with a file's first frame; see `FramePreparation.prepare`."""
        import_rest()
        self.panels.watch()
        self.preparation.prepare(playback, frame, self._window.framebuffer_size)
        self.stale = True

    @property
    def outdated(self) -> bool:
        """Whether the window shows something else than it should, as far as is known."""
        return self.stale or self.notices.stale or self._pool.rendered is None

    @property
    def keeps_pointer(self) -> bool:
        """Whether there is something to point at, so that the pointer stays."""
        return self._selection.comparison.on or self.panels.model.shown or self.bar.shown

    def must_compose(self) -> bool:
        """Whether the window has to be composed again though no frame comes."""
        subtitles = self._session.subtitles if self._session is not None else None
        return (
            self.stale
            or self.notices.must_compose()
            or self.panels.stale
            or self.bar.must_compose()
            or (subtitles is not None and (subtitles.stale or self._is_outlasted()))
        )

    def _is_outlasted(self) -> bool:
        """Whether a frame stays for so long that subtitles come and go over it."""
        session = self._session
        shown = None if session is None else session.playback.current
        if session is None or shown is None:
            return False
        moment = session.playback.moment_of(shown)
        return moment != shown.time and abs(moment - self._composed_at) > SUBTITLE_STEP_SECONDS

    def compose(self, frame: TimedFrame | None) -> None:
        """Redraw the whole window, without showing it yet.

        Parameters
        ----------
        frame : the one in the textures; None for nothing but texts
        """
        session, notices = self._session, self.notices
        assert session is not None
        images: tuple[SubtitleImage, ...] = ()
        if frame is not None:
            window = self._window.framebuffer_size
            self.place = self._viewport.place(frame.frame, window)
            seen = visible_part(self.place, window)
            if session.subtitles is not None:
                room = Rect(-seen.x, -seen.y, *window)
                moment = self._composed_at = session.playback.moment_of(frame)
                images = session.subtitles.images(moment, seen.size, frame.frame.size, room)
        bar = self.bar.view(self._window.framebuffer_size, self._window.content_scale)
        stats = notices.stats(wanted=self.panels.model.shown)
        if stats is not None:
            self.panels.show(stats)
        scene = Scene(
            rendered=self._pool.rendered if frame is not None else None,
            place=self.place,
            rotation=frame.frame.rotation if frame is not None else 0,
            comparison=self._selection.comparison,
            subtitles=images,
            page=[*self.panels.plain_errors, *notices.page(stats)],
            help=notices.help(),
            message=notices.message(stats, with_status=bar is None),
            timeline=(
                Timeline.from_playback(session.playback)
                if notices.status_shown and bar is None
                else None
            ),
            bar=bar,
        )
        self._compositor.compose(scene, self._now())
        self.stale = notices.stale = False

    def read(self) -> Any:
        """Compose, and return the window's pixels: (H, W, 4) uint8 or uint16, row 0 on top."""
        assert self._session is not None
        self.compose(self._session.playback.current)
        pixels = self._compositor.read()
        self._window.swap()
        return pixels

    @property
    def shown_size(self) -> Size | None:
        """The size of the frame that is seen, upright and in square pixels; None for none."""
        rendered = self._pool.rendered
        picture = rendered.picture if rendered is not None else None
        return self._viewport.shown_size(picture) if isinstance(picture, Frame) else None

    def placed(self) -> tuple[Rect, Size]:
        """Return the picture's rectangle as it is seen, and the framebuffer's size."""
        return self.place, self._window.framebuffer_size

    def output_size(self, frame: Frame) -> Size:
        """Return the size at which a frame would be rendered to be seen whole in the window."""
        fitted = self._viewport.fitted(frame, self._window.framebuffer_size)
        return self._pool.target(frame.size, turned(fitted.size, frame.rotation))

    def apply_changes(self) -> None:
        """Apply what was changed in the panels, and read shader files that were saved since."""
        try:
            if self._selection.apply():
                self.stale = True
        except Anime4KError as error:
            self.notices.show_error(str(error))
        message = self.panels.reload(self._now())
        if message:
            self._report(message)
            self.stale = True  # what the panels say of it is another
            if not self.panels.model.errors:  # else they stand over the picture already
                self.notices.show_error(message)

    @property
    def waits(self) -> Sequence[float | None]:
        """Seconds until the window has to be composed without a frame or an event; None: never.

        0 where that is now.
        """
        return (
            0.0 if self.panels.stale else None,
            self.preparation.settles_in,
            self.notices.remaining,
            self.bar.remaining,
        )

    def stats(self, session: PlaybackSession) -> Stats:
        """Return the statistics of a file that plays."""
        texture = self._pool.texture
        return Stats.from_session(
            session,
            output_size=Size(*texture.size) if texture else session.playback.source.size,
            window_size=self._window.framebuffer_size,
            renderer=self._capabilities.renderer,
            software=self._capabilities.software,
            scaler=self._scaler,
            fps=self.rate.fps,
            selection=self._selection,
            pool=self._pool,
            rendered=self.preparation.rendered,
            held=self.preparation.held,
        )

    def _bar_state(self) -> BarState | None:
        if self._session is None or 0 in self.place.size:
            return None
        index, count = self.list_place()
        return BarState.from_session(
            self._session,
            self._selection,
            fullscreen=self._window.fullscreen,
            index=index,
            count=count,
            aspect=self.place.width / self.place.height,
        )

    def _stats(self) -> Stats | None:
        return None if self._session is None else self.stats(self._session)
