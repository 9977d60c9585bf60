"""The player: a window that plays one file after another, and its parts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from ..errors import MediaError
from ..gl.context import Capabilities
from ..media.network.lists import WebListError
from .capture.writer import ScreenshotWriter
from .controls.fields import FieldControls
from .controls.files import FileControls
from .controls.screenshots import ScreenshotControls
from .controls.tracks import TrackControls
from .controls.transport import Transport
from .controls.view import ViewControls
from .controls.viewport import ViewportControls
from .display.display import Display
from .display.notices import ERROR_SECONDS, Notices
from .notices import Report
from .picture.auto_preset import AutoPreset
from .picture.profiles import profiles_of
from .picture.quality_memory import QualityMemory
from .picture.renderer_pool import RendererPool
from .picture.selection import Selection
from .playback.playback import Playback
from .session.carried_state import CarriedState
from .session.message_queue import MessageQueue
from .session.playlist import Playlist
from .session.resume import ResumeStore
from .session.session import PlaybackSession
from .settings import Settings
from .status.stats import Stats
from .text.layout import Line
from .viewport import Viewport
from .window.aspect import WindowAspect
from .window.events import Event
from .window.glfw_window import Window
from .window.opening import NO_ON_TOP, WindowOpener
from .window.pointer import Pointer

IDLE_SECONDS = 0.1
"""The longest the loop waits for events (s), whatever it believes will happen next."""

MINIMISED_SECONDS = 0.05
"""How long it waits between checks of a window that has no pixels (s)."""

SLEEP_SECONDS = 0.004
"""A frame due within this (s) is waited for asleep: events are not needed in between, and a wait
for events is less exact."""


class Player:
    """Plays files in one window. A context manager; `close` may be called twice.

    Its methods, and those of its parts, are what keys, scripts and tests do; all belong to the
    thread that made it, which must be the main one.

    Parameters
    ----------
    settings : what is asked for
    window : one that is open already, and is closed here; by default one is opened
    report : takes messages, a line each
    on_event : called with each of the window's events
    on_tick : called at the end of each turn of the loop
    key_list : returns the list of keys to show, a block of lines each heading
    resume_store : where positions in files are remembered; the user's own by default

    Attributes
    ----------
    transport, fields, tracks, view, placing, files, screenshots : the controls, of time, of
        deinterlacing, of sound and subtitles, of what is seen, and where in the window, of which
        file plays, of screenshots
    selection : the selected render profiles and their values
    display, notices : the window's picture, and the texts over it
    window, aspect, pointer : the window itself, its aspect, and the mouse's pointer over it

    Raises
    ------
    GLError : no window can be opened
    """

    def __init__(
        self,
        settings: Settings,
        *,
        window: Window | None = None,
        report: Report,
        on_event: Callable[[Player, Event], None] = lambda player, event: None,
        on_tick: Callable[[Player], None] = lambda player: None,
        key_list: Callable[[], Sequence[Sequence[Line]]] = tuple,
        resume_store: ResumeStore | None = None,
    ) -> None:
        self._settings, self._report = settings, report
        self._on_event, self._on_tick = on_event, on_tick
        self._now = time.perf_counter
        self._store = resume_store or ResumeStore()
        self._carried = CarriedState(settings)
        self._session: PlaybackSession | None = None
        self._quit = self._watch_later = False
        self._viewport = Viewport.of(settings)
        with ExitStack() as undo:
            self.window = undo.enter_context(window or Window("anime4k-gl"))
            driver = Capabilities.from_context(self.window.context)
            profiles, machine = profiles_of(settings.render).on(driver), driver.machine
            self._pool = RendererPool(
                self.window.context, profiles, scale=settings.scale, held=settings.held
            )
            undo.callback(self._pool.release)
            self._pool.tone_map = settings.tone_map
            self.selection = Selection(
                self._pool, effect=settings.effect, governed=settings.governor != "off",
                now=self._now, machine=machine, memory=QualityMemory.of(settings.governor, report),
            )  # fmt: skip
            self.display = undo.enter_context(
                Display(
                    self.window, self._pool, self.selection, self._viewport,
                    scale=settings.scale, scaler=settings.render.scaler,
                    key_list=key_list, report=report, now=self._now, with_bar=settings.bar,
                    auto=AutoPreset.of(settings, self._pool, self.selection, machine, report),
                )
            )  # fmt: skip
            self._screenshot_writer = undo.enter_context(
                ScreenshotWriter(settings.screenshot_folder)
            )
            self._resources = undo.pop_all()
        self._messages = MessageQueue(self.window.wake)
        self.aspect = WindowAspect(self.window)
        self.pointer = Pointer(self.window, self._now)
        self._opener = WindowOpener(
            self.window, scale=settings.scale, size=settings.size, geometry=settings.geometry,
            fullscreen=settings.fullscreen, on_top=settings.on_top,
            awake=settings.stop_screensaver, report=self._messages.put,
        )  # fmt: skip
        self.transport = Transport(self._playing, self._carried, self.notices)
        self.fields = FieldControls(self._playing, self.transport, self.notices, report)
        self.tracks = TrackControls(lambda: self._session, self._carried, self.notices)
        self.view = ViewControls(self.selection, self.notices)
        self.placing = ViewportControls(self._viewport, self.display.placed, self.notices)
        self.files = FileControls(
            self.tracks, self.notices, report, allow_references=settings.allow_references
        )
        self.screenshots = ScreenshotControls(
            self.window.context, self._playing, self._pool, self.selection,
            scale=settings.scale, output_size=self.display.output_size, compose=self.display.read,
            writer=self._screenshot_writer, notifier=self.notices,
        )  # fmt: skip

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release everything, the window included."""
        self._resources.close()

    @property
    def notices(self) -> Notices:
        """The texts over the picture."""
        return self.display.notices

    @property
    def has_quit(self) -> bool:
        """Whether the user has quit, or closed the window."""
        return self._quit or self.window.closing

    @property
    def fullscreen(self) -> bool:
        """Whether the window fills a screen."""
        return self.window.fullscreen

    # Playing.

    def run(self, playlist: Playlist) -> int:
        """Play a list's items until its end, or until the user quits; return how many there were.

        What cannot be played is reported, and passed over.

        Raises
        ------
        MediaError : the only item there is cannot be opened
        OptionError, GLError, UserShaderError : nothing can be rendered as was asked for
        """
        self.files.playlist, played = playlist, 0
        self.display.list_place = lambda: (playlist.index, len(playlist))
        while (item := playlist.current) is not None and not self.has_quit:
            try:
                self.play(item)
                played += 1
            except MediaError as error:
                if isinstance(error, WebListError) and playlist.unfold(error.names):
                    continue
                if len(playlist) == 1 and not played:
                    raise
                playlist.fail(str(error))
                self.notices.show_error(str(error))
            self.files.move_on()
        return played

    def play(self, path: str | os.PathLike[str]) -> None:
        """Play a file until its end, until another one is asked for, or until the user quits.

        Raises
        ------
        MediaError : it cannot be opened; what goes wrong later is reported, and ends the file
        OptionError, GLError, UserShaderError : it cannot be rendered
        """
        self.files.left = False
        self._messages.reset()
        self.transport.reset()
        with PlaybackSession(
            path, self._settings, self._carried, wake=self.window.wake,
            report=self._messages.put, resumption=self._store.load(path),
        ) as session:  # fmt: skip
            self._session = session
            if self._settings.tone_map is not None:
                # By how bright the file says it gets.
                self._pool.tone_map = session.playback.source.hdr.tone_map
            self.display.begin(session)
            try:
                self._prepare_window(session.playback)
                self._loop(session.playback)
                self._keep_position(session)
            finally:
                self._session = None

    def _loop(self, playback: Playback) -> None:
        while not (self.has_quit or self.files.left or self._ended(playback)):
            self._handle_events(playback)
            self.transport.apply()
            playback.choose_frame(self.display.preparation.time.lead)
            self._render(playback)
            self._present(playback)
            self.display.apply_changes()
            self._tell(playback)
            self._on_tick(self)

    # The loop's steps, in their order.

    def _handle_events(self, playback: Playback) -> None:
        """Wait until something is due, and hand on the events until then."""
        for event in self.window.events(self._timeout(playback)):
            self._on_event(self, event)

    def _render(self, playback: Playback) -> None:
        """Render the frame that is to be seen, ahead of its time."""
        frame = playback.pending or playback.current
        if frame is not None and 0 not in self.window.framebuffer_size:
            self.display.render(playback, frame)

    def _present(self, playback: Playback) -> None:
        """Show what was rendered once its time has come."""
        display, frame = self.display, playback.pending
        if 0 in self.window.framebuffer_size:
            playback.pass_unseen()
            return
        arrives = frame is not None and display.preparation.has_rendered(frame)
        if frame is not None and arrives:
            due = playback.until_due(frame)
            if due > SLEEP_SECONDS:
                return
            if due > 0:
                time.sleep(due)
        else:
            if not (playback.paused or display.keeps_pointer):
                self.pointer.hide_if_still()
            if playback.current is None or not display.must_compose():
                return
        display.compose(frame if arrives else playback.current)
        self.window.swap()
        playback.schedule.swapped()
        if frame is not None and arrives:
            if not playback.shown or not display.preparation.complete:
                display.prepare(playback, frame)
            playback.seen(frame)
            display.rate.count(self._now())

    def _tell(self, playback: Playback) -> None:
        """Tell what could not be done, and why a file ends before it should: each thing once.

        The latter when what was decoded has been shown.
        """
        self.notices.show_waiting(playback.waits_for)
        self.fields.apply(playback)
        self._messages.put_failures(playback)
        for text in self._messages.take():
            self._report(text)
            self.notices.show_error(text)
        for text in self._screenshot_writer.messages():
            self.notices.notify(text, ERROR_SECONDS)

    # Control.

    def seek(self, position: float) -> None:
        """Seek exactly, to media seconds from the first frame."""
        self.transport.seek(position)

    def set_effect(self, on: bool) -> None:
        """Run the shaders, or the scaler alone."""
        self.view.set_effect(on)

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or return to a window."""
        self.window.set_fullscreen(not self.window.fullscreen)
        self.display.stale = True

    def toggle_on_top(self) -> None:
        """Have the window stay above all others, or stop that."""
        done = self.window.set_on_top(not self.window.on_top)
        state = "on" if self.window.on_top else "off"
        self.notices.notify(f"on top: {state}" if done else NO_ON_TOP)

    def escape(self) -> None:
        """Leave the list of keys, or full screen; quit where neither is on."""
        if self.notices.help_shown:
            self.notices.hide_help()
        elif self.window.fullscreen:
            self.toggle_fullscreen()
        else:
            self.quit()

    def quit(self, *, watch_later: bool = False) -> None:
        """End playing, of this file and of those that follow.

        Parameters
        ----------
        watch_later : remember where this file was, to go on from there
        """
        self._quit, self._watch_later = True, watch_later

    def screenshot(self, path: str | os.PathLike[str]) -> None:
        """Write what the window shows, text included, as a picture file named by `path`."""
        from PIL import Image

        pixels = self.display.read()
        if pixels.dtype.itemsize > 1:
            pixels = (pixels >> 8).astype("u1")
        Image.fromarray(pixels[..., :3].copy()).save(path)

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return self._pool.gl_error()

    def stats(self) -> Stats:
        """Return the statistics of the file that plays."""
        if self._session is None:
            raise RuntimeError("nothing is playing")
        return self.display.stats(self._session)

    # Parts of the steps.

    def _playing(self) -> Playback | None:
        return self._session.playback if self._session is not None else None

    def _ended(self, playback: Playback) -> bool:
        if not playback.finished:
            return False
        if self._settings.keep_open and playback.current is not None and self.files.is_last:
            playback.set_paused(True)
            return False
        return True

    def _keep_position(self, session: PlaybackSession) -> None:
        """Remember where a file was left, or forget it where its end was seen."""
        if session.playback.finished:
            self._store.forget(session.path)
        elif self._watch_later or self._settings.save_position:
            try:
                self._store.save(session.path, session.resumption())
            except MediaError as error:
                self._report(str(error))

    def _prepare_window(self, playback: Playback) -> None:
        source = playback.source
        picture = self._viewport.shown_size(source)
        size = self._opener.open(picture, f"{os.path.basename(source.path)} - anime4k-gl")
        self.aspect.begin(picture, size, keep=self._settings.keep_aspect)
        if self._settings.display_sync:
            playback.set_refresh(self.window.refresh_rate)

    def _timeout(self, playback: Playback) -> float:
        """Return the seconds until something other than an event is due."""
        if 0 in self.window.framebuffer_size:
            return MINIMISED_SECONDS
        if self.transport.due:
            return 0.0
        display = self.display
        waits: list[float | None] = [IDLE_SECONDS, *display.waits]
        if display.outdated:
            waits.append(0.0 if playback.current else None)
        if playback.pending is not None:
            waits.append(playback.until_due(playback.pending) - SLEEP_SECONDS / 2)
        else:
            waits.append(playback.until_next(display.preparation.time.lead))
        return max(0.0, min(wait for wait in waits if wait is not None))
