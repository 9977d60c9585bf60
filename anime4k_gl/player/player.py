"""A window that plays one file after another, and what can be done with it meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack

from ..errors import MediaError
from ..formats import Size
from ..gl import cuda
from ..gl.context import Capabilities
from ..media.decode import TruncatedError
from ..media.hwdec import CUDA_HWDECS
from ..options import parse_size, scaled
from .clock import FrameRate, Lead
from .events import DoubleClicked, Exposed, KeyPressed
from .frames import TimedFrame
from .geometry import Rect, display_size, letterbox, limited, turned
from .keys import BINDINGS, DOUBLE_CLICK
from .looks import looks_of
from .osd import Line
from .overlay import Overlay
from .playback import Playback
from .present import Presenter
from .settings import Settings
from .settle import SizeSettler
from .stats import Stats, stats_page, status_line
from .upscaling import Upscaling
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

Report = Callable[[str], None]
"""Takes a message for the user, one line."""


class Player:
    """Plays files in one window. A context manager; `close` may be called twice.

    Its methods are what keys, scripts and tests do; all belong to the thread that made it, which
    must be the main one.

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
    ) -> None:
        self._settings = settings
        self._report = report
        self._on_tick = on_tick
        self._now = time.perf_counter
        self._quit = False
        self._page_shown = False
        self._start_fullscreen = settings.fullscreen
        self._settler = SizeSettler()
        self._lead = Lead()
        self._reset()
        with ExitStack() as undo:
            self._window = undo.enter_context(Window("anime4k-gl"))
            context = self._window.context
            self._capabilities = Capabilities.of(context)
            looks = looks_of(
                settings.shaders,
                preset_name=settings.preset,
                scaler=settings.scaler,
                params=settings.params,
                dialect=settings.dialect,
                scaling=settings.scaling,
            )
            self._upscaling = Upscaling(
                context, looks, scale=settings.scale, effect=settings.effect
            )
            undo.callback(self._upscaling.release)
            self._presenter = Presenter(context)
            undo.callback(self._presenter.release)
            self._overlay = Overlay(self._presenter)
            undo.callback(self._overlay.release)
            self._resources = undo.pop_all()

    def _reset(self) -> None:
        """Forget the last file."""
        self._playback: Playback | None = None
        self._drawn: TimedFrame | None = None  # the frame in the upscaled texture
        self._awaited: TimedFrame | None = None  # the same, until it is on the screen
        self._stale = True  # whether the screen has to be drawn again
        self._shown = 0
        self._seek_to: float | None = None
        self._stats: Stats | None = None
        self._stats_at = float("-inf")
        self._reported: set[str] = set()
        self._rate = FrameRate()
        self._lead.reset()

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

    # What can be done with it.

    def play(self, path: str | os.PathLike[str]) -> None:
        """Play a file until its end, or until the user quits.

        Raises
        ------
        MediaError : it cannot be opened; what goes wrong later is reported, and ends the file
        OptionError, GLError, UserShaderError : it cannot be drawn
        """
        hwdec = self._settings.hwdec
        with Playback(
            path, hwdec=hwdec, on_device=hwdec in CUDA_HWDECS and cuda.unusable() is None,
            on_item=self._window.wake,
        ) as playback:  # fmt: skip
            self._reset()
            self._playback = playback
            self._prepare_window(playback)
            while not (self.has_quit or (playback.finished and self._awaited is None)):
                self._handle_events()
                self._apply_seek(playback)
                self._choose_frame(playback)
                self._draw_picture(playback)
                self._present(playback)
                self._note_error(playback)
                self._on_tick(self)
            self._playback = None

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._playback is not None:
            self._playback.clock.set_paused(not self._playback.clock.paused)
            self._show_status()

    def seek_by(self, seconds: float) -> None:
        """Seek exactly, by media seconds from where we are or are about to be."""
        if self._playback is not None:
            before = self._playback.position if self._seek_to is None else self._seek_to
            self.seek(before + seconds)

    def seek(self, position: float) -> None:
        """Seek exactly, to media seconds from the first frame."""
        self._seek_to = max(0.0, position)

    def step(self) -> None:
        """Pause, and show the next frame."""
        if self._playback is not None:
            self._playback.step()
            self._show_status()

    def set_effect(self, on: bool) -> None:
        """Run the shaders, or the scaler alone."""
        if on != self._upscaling.effect:
            self._upscaling.effect = on
            self._drawn = None
            self._lead.reset()
            self._show_status()

    def toggle_effect(self) -> None:
        """Run the shaders, or no more."""
        self.set_effect(not self._upscaling.effect)

    def toggle_page(self) -> None:
        """Show the stats page, or no more."""
        self._page_shown = not self._page_shown
        self._refresh_stats()

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or return to a window."""
        self._window.set_fullscreen(not self._window.fullscreen)
        self._stale = True

    def escape(self) -> None:
        """Leave full screen; quit where that is not on."""
        if self._window.fullscreen:
            self.toggle_fullscreen()
        else:
            self.quit()

    def quit(self) -> None:
        """End playing, of this file and of those that follow."""
        self._quit = True

    def show_message(self, text: str) -> None:
        """Show a line of text for a few seconds."""
        self._overlay.show_message(text, self._now())
        self._stale = True

    def screenshot(self, path: str | os.PathLike[str]) -> None:
        """Write what the window shows, text included, as a picture file named by `path`."""
        from PIL import Image

        self._compose()
        pixels = self._presenter.read()
        self._window.swap()
        Image.fromarray(pixels[..., :3].copy()).save(path)

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return self._upscaling.gl_error()

    def stats(self) -> Stats:
        """Return the state of the file that plays."""
        playback = self._playback
        if playback is None:
            raise RuntimeError("nothing is playing")
        texture = self._upscaling.texture
        return Stats(
            path=os.fspath(playback.source.path),
            position=playback.position,
            duration=playback.duration,
            paused=playback.clock.paused,
            effect=self._upscaling.effect,
            preset=self._settings.preset,
            scaler=self._settings.scaler,
            source_size=playback.source.size,
            output_size=Size(*texture.size) if texture else playback.source.size,
            window_size=self._window.framebuffer_size,
            renderer=self._capabilities.renderer,
            software=self._capabilities.software,
            fps=self._rate.fps,
            shown=self._shown,
            dropped=playback.dropped,
            passes=tuple(self._upscaling.report()),
        )

    # The loop's steps, in their order.

    def _handle_events(self) -> None:
        """Wait until there is something to do, then do what the user asks for."""
        for event in self._window.events(self._timeout()):
            match event:
                case KeyPressed(name) if name in BINDINGS:
                    BINDINGS[name].action(self)
                case DoubleClicked():
                    BINDINGS[DOUBLE_CLICK].action(self)
                case Exposed():
                    self._stale = True
                case _:
                    pass

    def _apply_seek(self, playback: Playback) -> None:
        if self._seek_to is not None and self._may_seek(playback):
            playback.seek(self._seek_to)
            self._seek_to = None
            self._show_status()

    def _choose_frame(self, playback: Playback) -> None:
        """Take the next frame if it is time to draw it, unless one is drawn and not yet seen."""
        if self._awaited is not None and not playback.stale(self._awaited):
            return
        self._awaited = playback.next_frame(self._lead.seconds)

    def _draw_picture(self, playback: Playback) -> None:
        """Upscale where the frame, the effect or the size it is seen at is another than before."""
        frame = self._awaited or playback.current
        window = self._window.framebuffer_size
        if frame is None or 0 in window:
            return
        settled = self._settler.update(window, self._now())
        rotation = playback.source.rotation
        wanted = turned(self._place(playback, frame, settled).size, rotation)
        target = self._upscaling.target(frame.frame.size, wanted)
        texture = self._upscaling.texture
        if frame is self._drawn and texture is not None and Size(*texture.size) == target:
            return
        start = self._now()
        if self._upscaling.draw(frame.frame, target).repeated:
            self._lead.measured(self._now() - start)
        self._drawn, self._stale = frame, True

    def _present(self, playback: Playback) -> None:
        """Show what was drawn once its time has come."""
        frame = self._awaited
        if 0 in self._window.framebuffer_size:
            self._pass_unseen(playback)
            return
        if frame is not None and self._drawn is frame:
            due = self._until_due(playback, frame)
            if due > SLEEP_SECONDS:
                return
            if due > 0:
                time.sleep(due)
            self._awaited = None
            self._shown += 1
            self._rate.count(self._now())
            playback.seen(frame)
        elif not (self._stale or self._overlay.stale(self._now())):
            return
        if playback.current is None:
            return
        self._compose()
        self._window.swap()
        self._stale = False

    # Parts of the steps.

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

    def _timeout(self) -> float:
        """Return how long nothing but an event will need us, in seconds."""
        playback = self._playback
        if playback is None:
            return 0.0
        if 0 in self._window.framebuffer_size:
            return MINIMISED_SECONDS
        if self._seek_to is not None and self._may_seek(playback):
            return 0.0
        now = self._now()
        waits: list[float | None] = [IDLE_SECONDS, self._settler.remaining(now)]
        waits.append(self._overlay.remaining(now))
        if self._stale or self._drawn is None:
            waits.append(0.0 if playback.current else None)
        if self._awaited is not None:
            waits.append(self._until_due(playback, self._awaited) - SLEEP_SECONDS / 2)
        else:
            waits.append(playback.until_next(self._lead.seconds))
        return max(0.0, min(wait for wait in waits if wait is not None))

    def _may_seek(self, playback: Playback) -> bool:
        """Whether a seek may begin: after the last one has shown its frame.

        A key held down asks for more seeks than can be decoded. Were each to end the one before,
        nothing would be seen until the key is let go.
        """
        return not playback.seeking or playback.end is not None

    def _until_due(self, playback: Playback, frame: TimedFrame) -> float:
        """Return the seconds until a drawn frame is to be seen; 0 where its time does not count."""
        if playback.seeking or playback.clock.paused:
            return 0.0
        return playback.clock.until(frame.time)

    def _place(self, playback: Playback, frame: TimedFrame, window: Size) -> Rect:
        source = playback.source
        picture = display_size(frame.frame.size, source.sample_aspect_ratio, source.rotation)
        return letterbox(picture, window)

    def _compose(self) -> None:
        """Draw the whole window anew, without showing it yet."""
        playback, now = self._playback, self._now()
        window = self._window.framebuffer_size
        self._presenter.begin(window)
        if playback is None or playback.current is None:
            return
        place = self._place(playback, playback.current, window)
        self._presenter.picture(self._upscaling.texture, place, playback.source.rotation)
        status_shown = self._overlay.status_shown(now)
        page: list[Line] = []
        status = ""
        if status_shown or self._page_shown:
            if self._stats is None or now - self._stats_at >= STATS_SECONDS:
                self._stats, self._stats_at = self.stats(), now
            status = status_line(self._stats)
            page = stats_page(self._stats) if self._page_shown else []
        self._overlay.draw(window, now, page=page, status=status)

    def _pass_unseen(self, playback: Playback) -> None:
        """Let a frame go by while the window is minimised, so that time goes on in the file too."""
        frame = self._awaited
        if frame is not None and self._until_due(playback, frame) <= 0:
            self._awaited = None
            playback.seen(frame)

    def _show_status(self) -> None:
        self._overlay.show_status(self._now())
        self._refresh_stats()

    def _refresh_stats(self) -> None:
        self._stats, self._stale = None, True

    def _note_error(self, playback: Playback) -> None:
        """Say why a device does not decode, and why a file ends before it should: each once.

        The latter when what was decoded has been shown.
        """
        if playback.source.device_failure is not None:
            self._report_once(playback.source.device_failure)
        error = playback.end.error if playback.end is not None else None
        if error is None:
            return
        if not isinstance(error, MediaError):
            raise error
        text = str(error)
        if isinstance(error, TruncatedError):  # its own words are about writing files
            text = f"{error.path}: {error.reason}; it is played up to there"
        if text not in self._reported:
            self.show_message(text)
        self._report_once(text)

    def _report_once(self, text: str) -> None:
        if text not in self._reported:
            self._reported.add(text)
            self._report(text)
