"""A window that plays one file after another, and what can be done with it meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..errors import Anime4KError, GLError, MediaError, OptionError, UserShaderError
from ..formats import Size
from ..gl.context import Capabilities
from ..media.decode import TruncatedError
from ..media.subtitle_tracks import EXTERNAL_SUFFIXES
from ..options import parse_size, scaled
from .clock import FrameRate, Lead
from .events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    Exposed,
    FilesDropped,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    WheelTurned,
)
from .frames import TimedFrame
from .geometry import Rect, display_size, letterbox, limited, turned
from .keys import DOUBLE_CLICK, RIGHT_CLICK, WHEEL
from .looks import looks_of
from .messages import Messages
from .overlay import MESSAGE_SECONDS
from .panels import Panels
from .playback import Playback
from .playlist import Playlist
from .resume import ResumeStore
from .screen import Scene, Screen
from .screenshots import Screenshots
from .session import Levels, Report, Session
from .settings import Settings
from .settle import SizeSettler
from .shooting import shoot
from .stats import Stats, stats_page, status_line
from .subtitle_images import SubtitleImage
from .tracks import Tracks
from .transport import Transport
from .upscaling import Upscaling
from .viewing import Viewing
from .window import Window

IDLE_SECONDS = 0.1
"""The longest the loop waits for events (s), whatever it believes will happen next."""

MINIMISED_SECONDS = 0.05
"""How long it waits between looks at a window that has no pixels."""

SLEEP_SECONDS = 0.004
"""A frame due within this (s) is waited for asleep: events are not needed in between, and a wait
for events is less exact."""

STATS_SECONDS = 0.25
"""How often the numbers on the screen change: more often they cannot be read."""

PAGE_SECONDS = 5.0
"""How long the stats page stays that was not asked to stay."""

POINTER_SECONDS = 1.0
"""How long the mouse pointer stays over the picture without moving."""


class Player:
    """Plays files in one window. A context manager; `close` may be called twice.

    Its methods, and those of its parts, are what keys, scripts and tests do; all belong to the
    thread that made it, which must be the main one.

    Attributes
    ----------
    transport, tracks, viewing : what can be done with time, with sound and subtitles, and with
        what is seen

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
        self._quit = False
        self._watch_later = False
        self._step = 1  # by how many files to go on when this one is left
        self._left = False  # whether this one is to be left
        self._page_shown = self._help_shown = False
        self._page_until = 0.0
        self._start_fullscreen = settings.fullscreen
        self._playlist: Playlist | None = None
        self._settler = SizeSettler()
        self._lead = Lead()
        with ExitStack() as undo:
            self._window = undo.enter_context(Window("anime4k-gl"))
            context = self._window.context
            self._capabilities = Capabilities.of(context)
            self._upscaling = Upscaling(
                context,
                looks_of(
                    settings.shaders,
                    preset_name=settings.preset,
                    scaler=settings.scaler,
                    params=settings.params,
                    dialect=settings.dialect,
                    scaling=settings.scaling,
                ),
                scale=settings.scale,
                effect=settings.effect,
            )
            undo.callback(self._upscaling.release)
            self._upscaling.tone_map = settings.tone_map
            self._screen = undo.enter_context(Screen(self._window))
            self._screenshots = undo.enter_context(Screenshots(settings.screenshot_folder))
            self._resources = undo.pop_all()
        self._messages = Messages(self._window.wake)
        self.transport = Transport(self._playing, self._levels, self)
        self.tracks = Tracks(lambda: self._session, self._levels, self)
        self.viewing = Viewing(self._upscaling, settings, self, self._now)
        self._panels = Panels(self._screen, self.viewing, settings)
        self._reset()

    def _reset(self) -> None:
        """Forget the last file."""
        self._session: Session | None = None
        self._drawn: TimedFrame | None = None  # the frame in the upscaled texture
        self._awaited: TimedFrame | None = None  # the same, until it is on the screen
        self._stale = True  # whether the screen has to be drawn again
        self._stats: Stats | None = None
        self._stats_at = float("-inf")
        self._dropped = 0
        self._good: tuple[str, ...] = ()  # the looks that were drawn last
        self._place = Rect(0, 0, 1, 1)
        self._pointer_at = self._now()
        self._messages.reset()
        self._rate = FrameRate()
        self._lead.reset()
        self.transport.reset()
        self.viewing.forget_costs()

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release everything, the window included."""
        self._resources.close()

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
            if playlist.current is item and not self.has_quit and self._step:
                self._go(playlist)
        return played

    def play(self, path: str | os.PathLike[str]) -> None:
        """Play a file until its end, until another one is asked for, or until the user quits.

        Raises
        ------
        MediaError : it cannot be opened; what goes wrong later is reported, and ends the file
        OptionError, GLError, UserShaderError : it cannot be drawn
        """
        self._reset()
        self._left = False
        with Session(
            path, self._settings, self._levels, wake=self._window.wake,
            report=self._messages.put, resumption=self._store.load(path),
        ) as session:  # fmt: skip
            self._session = session
            playback = session.playback
            self._prepare_window(playback)
            try:
                while not (self.has_quit or self._left or self._ended(playback)):
                    self._handle_events()
                    self.transport.apply()
                    self._choose_frame(playback)
                    self._draw_picture(playback)
                    self._present(session)
                    self._follow_panels()
                    self._tell(playback)
                    self._on_tick(self)
                self._keep_position(session)
            finally:
                self._session = None

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

    def toggle_page(self) -> None:
        """Show the stats page, or no more."""
        self._page_shown, self._page_until = not self._page_seen, 0.0
        self._refresh_stats()

    def show_page(self) -> None:
        """Show the stats page for a while; hide it where it is seen."""
        seen = self._page_seen
        self._page_shown = False
        self._page_until = 0.0 if seen else self._now() + PAGE_SECONDS
        self._refresh_stats()

    def toggle_help(self) -> None:
        """Show the list of keys, or no more."""
        self._help_shown, self._stale = not self._help_shown, True

    def toggle_panels(self) -> None:
        """Show the panels for tuning and profiling, or no more."""
        try:
            self._panels.toggle()
        except OptionError as error:
            self.show_message(str(error))
        self._stale = True

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or return to a window."""
        self._window.set_fullscreen(not self._window.fullscreen)
        self._stale = True

    def escape(self) -> None:
        """Leave the list of keys, or full screen; quit where neither is on."""
        if self._help_shown:
            self.toggle_help()
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
        others = [path for path in paths if path not in subtitles]
        if others and self._playlist is not None and self._playlist.add(others, replace=True):
            self._step, self._left = 0, True

    def show_message(self, text: str) -> None:
        """Show a line of text for a few seconds."""
        self._screen.overlay.show_message(text, self._now())
        self._stale = True

    def say(self, text: str) -> None:
        """Show a line of text for a moment, in answer to a key."""
        self._screen.overlay.show_message(text, self._now(), MESSAGE_SECONDS)
        self._stale = True

    def show_status(self) -> None:
        """Show where we are for a moment."""
        self._screen.overlay.show_status(self._now())
        self._refresh_stats()

    def take_screenshot(self, kind: str = "output") -> None:
        """Write a picture of what is seen, of one of `KINDS`, into the folder for that."""
        session, frame = self._session, self._drawn
        if session is None or frame is None:
            return
        try:
            pixels, record = shoot(
                kind, session.playback, frame.frame, self._window.context,
                upscaling=self._upscaling, settings=self._settings, compose=self._read_window,
            )  # fmt: skip
            self._screenshots.take(pixels, record)
        except Anime4KError as error:
            self.show_message(str(error))
        self._drawn, self._stale = None, True

    def screenshot(self, path: str | os.PathLike[str]) -> None:
        """Write what the window shows, text included, as a picture file named by `path`."""
        from PIL import Image

        pixels = self._read_window()
        if pixels.dtype.itemsize > 1:
            pixels = (pixels >> 8).astype("u1")
        Image.fromarray(pixels[..., :3].copy()).save(path)

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return self._upscaling.gl_error()

    def stats(self) -> Stats:
        """Return the state of the file that plays."""
        session = self._session
        if session is None:
            raise RuntimeError("nothing is playing")
        texture = self._upscaling.texture
        playback = session.playback
        return Stats.of(
            session,
            output_size=Size(*texture.size) if texture else playback.source.size,
            window_size=self._window.framebuffer_size,
            renderer=self._capabilities.renderer,
            software=self._capabilities.software,
            scaler=self._settings.scaler,
            fps=self._rate.fps,
            viewing=self.viewing,
            upscaling=self._upscaling,
        )

    # The loop's steps, in their order.

    def _handle_events(self) -> None:
        """Wait until there is something to do, then do what the user asks for."""
        for event in self._window.events(self._timeout()):
            if self._panels.takes(event):
                continue
            self._handle(event)

    def _handle(self, event: Event) -> None:
        compare = self.viewing.compare
        window = self._window.framebuffer_size
        match event:
            case KeyPressed(name):
                self._run(name)
            case MouseMoved(x, y):
                self._show_pointer()
                if compare.move((x, y), window, self._place):
                    self._stale = True
            case MouseLeft():
                if compare.move(None, window, self._place):
                    self._stale = True
            case ButtonMoved("left", down, x, y):
                if down:
                    compare.press((x, y), window, self._place)
                else:
                    compare.let_go()
            case ButtonMoved("right", True):
                self._run(RIGHT_CLICK)
            case DoubleClicked() if not compare.grabbed:
                self._run(DOUBLE_CLICK)
            case WheelTurned(right, up):
                way = ("right" if right < 0 else "left") if abs(right) > abs(up) else ""
                self._run(WHEEL[way or ("up" if up > 0 else "down")])
            case FilesDropped(paths):
                self.drop(paths)
            case Exposed():
                self._stale = True
            case _:
                pass

    def _run(self, key: str) -> None:
        command = self._settings.bindings.get(key)
        if command is not None:
            command(self)
            self._stale = True

    def _choose_frame(self, playback: Playback) -> None:
        """Take the next frame if it is time to draw it, unless one is drawn and not yet seen."""
        if self._awaited is not None and not playback.stale(self._awaited):
            return
        self._awaited = playback.next_frame(self._lead.seconds)

    def _draw_picture(self, playback: Playback) -> None:
        """Upscale where the frame, the look or the size it is seen at is another than before."""
        frame = self._awaited or playback.current
        window = self._window.framebuffer_size
        if frame is None or 0 in window:
            return
        if self.viewing.compare.tick(self._now()):
            self._stale = True
        settled = self._settler.update(window, self._now())
        rotation = playback.source.rotation
        wanted = turned(self._fit(playback, frame, settled).size, rotation)
        target = self._upscaling.target(frame.frame.size, wanted)
        viewing = self.viewing
        if self._upscaling.holds(frame.frame, target, viewing.looks, viewing.view):
            self._drawn = frame
            return
        start = self._now()
        try:
            drawn = self._upscaling.draw(frame.frame, target, viewing.looks, viewing.view)
        except (GLError, OptionError, UserShaderError) as error:
            self._give_look_up(error)
            return
        took = self._now() - start
        self._good = (self._upscaling.look,)
        if drawn.repeated:
            self._lead.measured(took)
            self._judge(playback, frame, took)
        self._panels.measured(took)
        self._drawn, self._stale = frame, True

    def _present(self, session: Session) -> None:
        """Show what was drawn once its time has come."""
        playback, frame = session.playback, self._awaited
        if 0 in self._window.framebuffer_size:
            self._pass_unseen(playback)
            return
        arrives = frame is not None and self._drawn is frame
        if frame is not None and arrives:
            due = playback.until_due(frame)
            if due > SLEEP_SECONDS:
                return
            if due > 0:
                time.sleep(due)
            self._awaited = None
        elif not self._must_redraw(session):
            return
        if playback.current is None and not arrives:
            return
        self._compose(session, frame if arrives else playback.current)
        self._window.swap()
        playback.schedule.swapped()
        if frame is not None and arrives:
            playback.seen(frame)
            self._rate.count(self._now())
        self._stale = False

    def _follow_panels(self) -> None:
        """Apply what was changed in the panels, and read shader files that were saved anew."""
        try:
            if self.viewing.follow_panels():
                self._stale = True
        except Anime4KError as error:
            self.show_message(str(error))
        message = self._panels.watch(self._now())
        if message:
            self._report(message)
            self.show_message(message)
            self._drawn = None

    def _tell(self, playback: Playback) -> None:
        """Say what could not be done: each thing once."""
        if playback.source.device_failure is not None:
            self._messages.put(playback.source.device_failure)
        for text in self._messages.take():
            self._report(text)
            self.show_message(text)
        for text in self._screenshots.messages():
            self.show_message(text)
        error = playback.end.error if playback.end is not None else None
        if error is None:
            return
        if not isinstance(error, MediaError):
            raise error
        text = str(error)
        if isinstance(error, TruncatedError):  # its own words are about writing files
            text = f"{error.path}: {error.reason}; it is played up to there"
        self._messages.put(text)

    # Parts of the steps.

    def _playing(self) -> Playback | None:
        return self._session.playback if self._session is not None else None

    def _go(self, playlist: Playlist) -> None:
        """Go on to the item that is asked for."""
        if self._step > 0:
            playlist.next()
        elif playlist.previous() is None:
            self.say("this is the first file")

    def _ended(self, playback: Playback) -> bool:
        if not playback.finished or self._awaited is not None:
            return False
        last = self._playlist is None or (
            not self._playlist.loop and self._playlist.index + 1 >= len(self._playlist)
        )
        if self._settings.keep_open and last and playback.current is not None:
            playback.set_paused(True)
            return False
        return True

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
        self._settler.reset()
        if self._settings.display_sync:
            playback.set_refresh(self._window.refresh_rate)

    def _timeout(self) -> float:
        """Return how long nothing but an event will need us, in seconds."""
        session = self._session
        if session is None:
            return 0.0
        playback = session.playback
        if 0 in self._window.framebuffer_size:
            return MINIMISED_SECONDS
        if self.transport.due or self._panels.busy:
            return 0.0
        now = self._now()
        waits: list[float | None] = [IDLE_SECONDS, self._settler.remaining(now)]
        waits.append(self._screen.overlay.remaining(now))
        waits.append(self.viewing.compare.remaining(now))
        if self._stale or self._drawn is None:
            waits.append(0.0 if playback.current else None)
        if self._awaited is not None:
            waits.append(playback.until_due(self._awaited) - SLEEP_SECONDS / 2)
        else:
            waits.append(playback.until_next(self._lead.seconds))
        return max(0.0, min(wait for wait in waits if wait is not None))

    def _must_redraw(self, session: Session) -> bool:
        """Whether what the window shows has to be drawn again though no frame comes."""
        now = self._now()
        if self._page_until and now >= self._page_until:
            self._page_until, self._stale = 0.0, True
        if self._page_seen and now - self._stats_at >= STATS_SECONDS:
            self._stale = True
        self._hide_pointer(now)
        subtitles = session.subtitles
        return (
            self._stale
            or self._screen.overlay.stale(now)
            or self._panels.stale
            or (subtitles is not None and subtitles.stale)
        )

    def _judge(self, playback: Playback, frame: TimedFrame, took: float) -> None:
        """Let the governor know of a frame that was drawn while playing."""
        dropped, self._dropped = playback.dropped - self._dropped, playback.dropped
        if playback.paused or playback.seeking:
            return
        budget = (frame.end - frame.time) / playback.speed
        self._panels.model.profile.budget = 1000 * budget
        self.viewing.drawn(draw=took, budget=budget, dropped=dropped)

    def _give_look_up(self, error: Anime4KError) -> None:
        """Go back to the look that was drawn last; raise where there is none."""
        if not self._good or self._good == (self._upscaling.look,):
            raise error
        self._report(str(error))
        self.show_message(f"{self._upscaling.look}: {str(error).splitlines()[0]}")
        if self.viewing.compare.on:
            self.viewing.toggle_compare(self.viewing.compare.mode)
        self.viewing.choose(self._good[0])

    def _fit(self, playback: Playback, frame: TimedFrame, window: Size) -> Rect:
        source = playback.source
        picture = display_size(frame.frame.size, source.sample_aspect_ratio, source.rotation)
        return letterbox(picture, window)

    def _compose(self, session: Session, frame: TimedFrame | None) -> None:
        """Draw the whole window anew, without showing it yet."""
        playback, now = session.playback, self._now()
        window = self._window.framebuffer_size
        drawn = self._upscaling.drawn
        subtitles = session.subtitles
        images: tuple[SubtitleImage, ...] = ()
        if frame is not None:
            self._place = self._fit(playback, frame, window)
            if subtitles is not None:
                images = subtitles.images(frame.time, self._place.size, playback.source.size)
        status = ""
        if self._screen.overlay.status_shown(now) or self._page_seen or self._panels.model.shown:
            if self._stats is None or now - self._stats_at >= STATS_SECONDS:
                self._stats, self._stats_at = self.stats(), now
                self._panels.show(self._stats)
            status = status_line(self._stats)
        page = stats_page(self._stats) if self._page_seen and self._stats is not None else []
        scene = Scene(
            drawn=drawn if frame is not None else None,
            place=self._place,
            rotation=playback.source.rotation,
            compare=self.viewing.compare,
            subtitles=images,
            page=page,
            help=self._settings.bindings.page() if self._help_shown else (),
            status=status,
        )
        self._screen.compose(scene, now)

    def _read_window(self) -> Any:
        assert self._session is not None
        self._compose(self._session, self._session.playback.current)
        pixels = self._screen.read()
        self._window.swap()
        return pixels

    def _pass_unseen(self, playback: Playback) -> None:
        """Let a frame go by while the window is minimised, so that time goes on in the file too."""
        frame = self._awaited
        if frame is not None and playback.until_due(frame) <= 0:
            self._awaited = None
            playback.seen(frame)

    @property
    def _page_seen(self) -> bool:
        return self._page_shown or self._now() < self._page_until

    def _refresh_stats(self) -> None:
        self._stats, self._stale = None, True

    def _show_pointer(self) -> None:
        self._pointer_at = self._now()
        self._window.show_pointer(True)

    def _hide_pointer(self, now: float) -> None:
        playback = self._playing()
        busy = self.viewing.compare.on or self._panels.model.shown
        still = now - self._pointer_at > POINTER_SECONDS
        if playback is not None and not playback.paused and not busy and still:
            self._window.show_pointer(False)
