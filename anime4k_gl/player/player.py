"""A window that plays one file after another, and what can be done with it meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from ..errors import Anime4KError, MediaError
from ..media.failures import is_url
from ..media.subtitles.tracks import EXTERNAL_SUFFIXES
from ..media.video.video_source import TruncatedError, VideoSource
from ..options import parse_size, scaled
from .capture.capture import shoot
from .capture.writer import Screenshots
from .controls.tracks import Tracks
from .controls.transport import Transport
from .display.display import Drawing
from .geometry import display_size, limited
from .input.dispatch import Controls
from .picture.selection import Viewing
from .playback.frame_queue import TimedFrame
from .playback.playback import Playback
from .session.message_queue import Messages
from .session.playlist import LIST_SUFFIXES, Playlist
from .session.resume import ResumeStore
from .session.session import Levels, Report, Session
from .settings import Settings
from .status.stats import Stats
from .window.glfw_window import Window

IDLE_SECONDS = 0.1
"""The longest the loop waits for events (s), whatever it believes will happen next."""

MINIMISED_SECONDS = 0.05
"""How long it waits between looks at a window that has no pixels."""

SLEEP_SECONDS = 0.004
"""A frame due within this (s) is waited for asleep: events are not needed in between, and a wait
for events is less exact."""


class Player:
    """Plays files in one window. A context manager; `close` may be called twice.

    Its methods, and those of its parts, are what keys, scripts and tests do; all belong to the
    thread that made it, which must be the main one.

    Attributes
    ----------
    transport, tracks, viewing, drawing : what can be done with time, with sound and subtitles, with
        the looks that are seen, and with what stands over the picture

    Raises
    ------
    GLError : no window can be had
    """

    def __init__(
        self,
        settings: Settings,
        *,
        report: Report,
        on_tick: Callable[[Player], None] = lambda player: None,
        resume_store: ResumeStore | None = None,
    ) -> None:
        self._settings = settings
        self._report = report
        self._on_tick = on_tick
        self._now = time.perf_counter
        self._store = resume_store or ResumeStore()
        self._levels = Levels(settings)
        self._session: Session | None = None
        self._playlist: Playlist | None = None
        self._awaited: TimedFrame | None = None  # drawn, until it is on the screen
        self._quit = self._watch_later = False
        self._left = False  # whether this file is to be left
        self._step = 1  # by how many files to go on then
        self._start_fullscreen = settings.fullscreen
        with ExitStack() as undo:
            self._window = undo.enter_context(Window("anime4k-gl"))
            self.drawing = undo.enter_context(
                Drawing(self._window, settings, report=report, now=self._now)
            )
            self._screenshots = undo.enter_context(Screenshots(settings.screenshot_folder))
            self._resources = undo.pop_all()
        self._messages = Messages(self._window.wake)
        self.transport = Transport(self._playing, self._levels, self.drawing)
        self.tracks = Tracks(lambda: self._session, self._levels, self.drawing)
        self._controls = Controls(self, self.drawing, settings.bindings, self._now)

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release everything, the window included."""
        self._resources.close()

    @property
    def viewing(self) -> Viewing:
        """Which looks are seen."""
        return self.drawing.viewing

    @property
    def has_quit(self) -> bool:
        """Whether the user wants no more of it."""
        return self._quit or self._window.closing

    @property
    def fullscreen(self) -> bool:
        """Whether the window fills a screen."""
        return self._window.fullscreen

    # Playing.

    def run(self, playlist: Playlist) -> int:
        """Play a list's items until its end, or until the user quits; return how many there were.

        What cannot be played is reported, and passed over.

        Raises
        ------
        MediaError : the only item there is cannot be opened
        OptionError, GLError, UserShaderError : nothing can be drawn as was asked for
        """
        self._playlist, played = playlist, 0
        while (item := playlist.current) is not None and not self.has_quit:
            self._step = 1
            try:
                self.play(item)
                played += 1
            except MediaError as error:
                if len(playlist) == 1 and not played:
                    raise
                playlist.fail(str(error))
                self.show_message(str(error))
            if self._step > 0:
                playlist.next()
            elif self._step < 0 and playlist.previous() is None:
                self.drawing.say("this is the first file")
        return played

    def play(self, path: str | os.PathLike[str]) -> None:
        """Play a file until its end, until another one is asked for, or until the user quits.

        Raises
        ------
        MediaError : it cannot be opened; what goes wrong later is reported, and ends the file
        OptionError, GLError, UserShaderError : it cannot be drawn
        """
        self._left, self._awaited = False, None
        self._messages.reset()
        self.transport.reset()
        with Session(
            path, self._settings, self._levels, wake=self._window.wake,
            report=self._messages.put, resumption=self._store.load(path),
        ) as session:  # fmt: skip
            self._session = session
            self.drawing.begin(session)
            try:
                self._prepare_window(session.playback)
                self._loop(session)
                self._keep_position(session)
            finally:
                self._session = None

    def _loop(self, session: Session) -> None:
        playback = session.playback
        while not (self.has_quit or self._left or self._ended(playback)):
            for event in self._window.events(self._timeout(playback)):
                self._controls.handle(event)
            self.transport.apply()
            self._choose_frame(playback)
            self._draw_picture(playback)
            self._present(playback)
            self.drawing.follow_panels()
            self._tell(playback)
            self._on_tick(self)

    # What can be done with it.

    def seek(self, position: float) -> None:
        """Seek exactly, to media seconds from the first frame."""
        self.transport.seek(position)

    def set_effect(self, on: bool) -> None:
        """Run the shaders, or the scaler alone."""
        self.viewing.set_effect(on)

    def go_file(self, step: int) -> None:
        """Leave this file for one that comes after, or before it."""
        self._step, self._left = step, True

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or return to a window."""
        self._window.set_fullscreen(not self._window.fullscreen)
        self.drawing.stale = True

    def escape(self) -> None:
        """Leave the list of keys, or full screen; quit where neither is on."""
        if self.drawing.help_shown:
            self.drawing.toggle_help()
        elif self._window.fullscreen:
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

    def drop(self, paths: Sequence[str]) -> None:
        """Play files, or folders, instead of what plays; show subtitles with it."""
        subtitles = [p for p in paths if Path(p).suffix.lower() in EXTERNAL_SUFFIXES]
        for path in subtitles:
            self.tracks.add_subtitles(path)
        others = [path for path in paths if path not in subtitles and self._opens(path)]
        if others and self._playlist is not None and self._playlist.add(others, replace=True):
            self.go_file(0)

    def show_message(self, text: str) -> None:
        """Show a line of text for a few seconds."""
        self.drawing.show_message(text)

    def take_screenshot(self, kind: str = "output") -> None:
        """Write a picture of what is seen, of one of `KINDS`, into the folder for that."""
        drawing, frame = self.drawing, self.drawing.drawn
        if self._session is None or frame is None:
            return
        try:
            pixels, record = shoot(
                kind, self._session.playback, frame.frame, self._window.context,
                upscaling=drawing.upscaling, settings=self._settings, compose=drawing.read,
            )  # fmt: skip
            self._screenshots.take(pixels, record)
        except Anime4KError as error:
            self.show_message(str(error))
        drawing.stale = True

    def screenshot(self, path: str | os.PathLike[str]) -> None:
        """Write what the window shows, text included, as a picture file named by `path`."""
        from PIL import Image

        pixels = self.drawing.read()
        if pixels.dtype.itemsize > 1:
            pixels = (pixels >> 8).astype("u1")
        Image.fromarray(pixels[..., :3].copy()).save(path)

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return self.drawing.upscaling.gl_error()

    def stats(self) -> Stats:
        """Return the state of the file that plays."""
        if self._session is None:
            raise RuntimeError("nothing is playing")
        return self.drawing.stats(self._session)

    def _opens(self, path: str) -> bool:
        """Whether a file, or what else was dropped, can be played as far as is known; say why not.

        Else what plays would end for it.
        """
        if is_url(path) or Path(path).is_dir() or Path(path).suffix.lower() in LIST_SUFFIXES:
            return True
        try:
            VideoSource(path).close()
        except MediaError as error:
            self._report(str(error))
            self.show_message(str(error))
            return False
        return True

    # The loop's steps, in their order.

    def _choose_frame(self, playback: Playback) -> None:
        """Take the next frame if it is time to draw it, unless one is drawn and not yet seen."""
        if self._awaited is None or playback.stale(self._awaited):
            self._awaited = playback.next_frame(self.drawing.lead.seconds)

    def _draw_picture(self, playback: Playback) -> None:
        frame = self._awaited or playback.current
        if frame is not None and 0 not in self._window.framebuffer_size:
            self.drawing.draw(playback, frame)

    def _present(self, playback: Playback) -> None:
        """Show what was drawn once its time has come."""
        drawing, frame = self.drawing, self._awaited
        if 0 in self._window.framebuffer_size:
            self._pass_unseen(playback)
            return
        arrives = frame is not None and drawing.drawn is frame
        if frame is not None and arrives:
            due = playback.until_due(frame)
            if due > SLEEP_SECONDS:
                return
            if due > 0:
                time.sleep(due)
        else:
            self._controls.hide_pointer(playing=not playback.paused)
            if playback.current is None or not drawing.must_compose():
                return
        drawing.compose(frame if arrives else playback.current)
        self._window.swap()
        playback.schedule.swapped()
        if frame is not None and arrives:
            self._awaited = None
            if not playback.shown or not drawing.complete:
                drawing.prepare(playback, frame)
            playback.seen(frame)
            drawing.rate.count(self._now())

    def _tell(self, playback: Playback) -> None:
        """Say what could not be done, and why a file ends before it should: each thing once.

        The latter when what was decoded has been shown.
        """
        if playback.source.device_failure is not None:
            self._messages.put(playback.source.device_failure)
        error = playback.end.error if playback.end is not None else None
        if error is not None and not isinstance(error, MediaError):
            raise error
        if isinstance(error, TruncatedError):  # its own words are about writing files
            self._messages.put(f"{error.path}: {error.reason}; it is played up to there")
        elif error is not None:
            self._messages.put(str(error))
        for text in self._messages.take():
            self._report(text)
            self.show_message(text)
        for text in self._screenshots.messages():
            self.show_message(text)

    # Parts of the steps.

    def _playing(self) -> Playback | None:
        return self._session.playback if self._session is not None else None

    def _ended(self, playback: Playback) -> bool:
        if not playback.finished or self._awaited is not None:
            return False
        if self._settings.keep_open and playback.current is not None and self._is_last:
            playback.set_paused(True)
            return False
        return True

    @property
    def _is_last(self) -> bool:
        playlist = self._playlist
        return playlist is None or (not playlist.loop and playlist.index + 1 >= len(playlist))

    def _keep_position(self, session: Session) -> None:
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
        self._window.set_title(f"{os.path.basename(source.path)} - anime4k-gl")
        natural = display_size(source.size, source.sample_aspect_ratio, source.rotation)
        if self._settings.size is not None:
            wanted = parse_size(self._settings.size, natural)
        else:
            wanted = scaled(natural, self._settings.scale)
        self._window.resize(limited(wanted, self._window.largest_size))
        self._window.show()
        if self._start_fullscreen:
            self._start_fullscreen = False
            self._window.set_fullscreen(True)
        self._window.events(0)  # takes in the new size
        if self._settings.display_sync:
            playback.set_refresh(self._window.refresh_rate)

    def _timeout(self, playback: Playback) -> float:
        """Return how long nothing but an event will need us, in seconds."""
        if 0 in self._window.framebuffer_size:
            return MINIMISED_SECONDS
        if self.transport.due:
            return 0.0
        drawing = self.drawing
        waits: list[float | None] = [IDLE_SECONDS, *drawing.waits]
        if drawing.stale or drawing.drawn is None:
            waits.append(0.0 if playback.current else None)
        if self._awaited is not None:
            waits.append(playback.until_due(self._awaited) - SLEEP_SECONDS / 2)
        else:
            waits.append(playback.until_next(drawing.lead.seconds))
        return max(0.0, min(wait for wait in waits if wait is not None))

    def _pass_unseen(self, playback: Playback) -> None:
        """Let a frame go by while the window is minimised, so that time goes on in the file too."""
        frame = self._awaited
        if frame is not None and playback.until_due(frame) <= 0:
            self._awaited = None
            playback.seen(frame)
