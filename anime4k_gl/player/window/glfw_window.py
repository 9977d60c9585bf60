"""A glfw window with an OpenGL context, and its events as plain values."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import moderngl

from ...errors import GLError
from ...formats import Size
from ..geometry import Rect
from .event_queue import EventQueue
from .events import Event
from .glfw_library import REMEDY, GLFWLoader, load_glfw, sentence
from .placement import Geometry, centred
from .x11 import connected
from .x11_screen_saver import X11ScreenSaver

APP_ID = "anime4k-gl"
"""The name by which desktops know the window's program, as its ``.desktop`` file is called."""

_INITIAL = Size(640, 360)  # of the window before the first video says what it should be


class Window:
    """One window, hidden until `show`. Its thread must be the program's main thread.

    Attributes
    ----------
    context : the moderngl context that draws into it; owned by the window

    Raises
    ------
    GLError : no display, or no OpenGL 3.3 on it; the message says what to do instead
    """

    def __init__(self, title: str) -> None:
        self._glfw = load_glfw()
        self._windowed: tuple[int, int, int, int] | None = None  # place and size before full screen
        self._placed = self._on_top = False
        with ExitStack() as undo:
            self._start(undo)
            self._handle = self._create(title)
            undo.callback(self._glfw.destroy_window, self._handle)
            self._glfw.make_context_current(self._handle)
            # Without an X server's or a driver's help there is no vsync; the loop paces itself too.
            self._glfw.swap_interval(1)
            self.context = self._attach()
            undo.callback(self.context.release)
            self._events = EventQueue(self._glfw, self._handle, self._pixel)
            self._x11 = connected(self._glfw, self._handle)
            self._saver = X11ScreenSaver(self._x11) if self._x11 is not None else None
            undo.callback(self.keep_awake, False)
            self._resources = undo.pop_all()

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def framebuffer_size(self) -> Size:
        """What there is to draw, in pixels; 0x0 while the window is minimised on some systems."""
        return Size(*self._glfw.get_framebuffer_size(self._handle))

    @property
    def closing(self) -> bool:
        """Whether the user has asked for the window to be closed."""
        return bool(self._glfw.window_should_close(self._handle))

    @property
    def fullscreen(self) -> bool:
        """Whether the window fills a screen."""
        return self._windowed is not None

    @property
    def largest_size(self) -> Size:
        """The largest framebuffer a window on the main screen can have beside panels, in pixels."""
        glfw = self._glfw
        monitor = glfw.get_primary_monitor()
        if not monitor:
            return Size(1 << 14, 1 << 14)
        _, _, width, height = glfw.get_monitor_workarea(monitor)
        left, top, right, bottom = glfw.get_window_frame_size(self._handle)
        across, down = self._pixels_per_unit()
        return Size(
            max(1, int((width - left - right) * across)),
            max(1, int((height - top - bottom) * down)),
        )

    @property
    def refresh_rate(self) -> float:
        """Pictures a second of the screen that the window is on, 0 where that is unknown."""
        monitor = self._monitor()
        mode = self._glfw.get_video_mode(monitor) if monitor else None
        return float(mode.refresh_rate) if mode else 0.0

    @property
    def content_scale(self) -> float:
        """How much larger than usual the system wants things drawn."""
        return float(max(self._glfw.get_window_content_scale(self._handle)))

    @property
    def mouse(self) -> tuple[float, float]:
        """The pointer's place in framebuffer pixels from the top left."""
        return self._pixel(*self._glfw.get_cursor_pos(self._handle))

    @property
    def control_held(self) -> bool:
        """Whether a Ctrl key is down."""
        keys = (self._glfw.KEY_LEFT_CONTROL, self._glfw.KEY_RIGHT_CONTROL)
        return any(self._glfw.get_key(self._handle, key) for key in keys)

    def show_pointer(self, shown: bool) -> None:
        """Show the mouse pointer over the window, or hide it."""
        glfw = self._glfw
        kind = glfw.CURSOR_NORMAL if shown else glfw.CURSOR_HIDDEN
        glfw.set_input_mode(self._handle, glfw.CURSOR, kind)

    @property
    def placeable(self) -> bool:
        """Whether programs may say where their windows are, which Wayland leaves to itself."""
        return self._x11 is not None or self._glfw.get_platform() != self._glfw.PLATFORM_WAYLAND

    def fit(self, size: Size, geometry: Geometry | None = None, *, place: bool = True) -> Size:
        """Give the window a size and a place, except in full screen; return that size.

        Parameters
        ----------
        size : in framebuffer pixels
        geometry : what is said instead
        place : whether to put it where that says, too
        """
        if self.fullscreen:
            return size
        glfw = self._glfw
        across, down = self._pixels_per_unit()
        wanted = Size(max(1, round(size.width / across)), max(1, round(size.height / down)))
        monitor = self._monitor()
        if geometry is not None and monitor:
            screen = self._area(monitor)
            wanted = geometry.size(wanted, screen.size)
            to = geometry.place(wanted, screen) if place and self.placeable else None
            if to is not None:
                glfw.set_window_pos(self._handle, *to)
                self._placed = True
            if place and geometry.desktop is not None and self._x11 is not None:
                self._x11.begin_on(geometry.desktop)
        glfw.set_window_size(self._handle, *wanted)
        return Size(round(wanted.width * across), round(wanted.height * down))

    def keep_aspect(self, size: Size | None) -> None:
        """Have the window system keep the aspect of a size where it is resized; None: any."""
        free = self._glfw.DONT_CARE
        self._glfw.set_window_aspect_ratio(self._handle, *(size or (free, free)))

    def show(self, *, fullscreen: bool = False) -> None:
        """Make the window visible, filling a screen from the first moment on or as it is."""
        windowed = self._cover_screen() if fullscreen and not self.fullscreen else None
        self._glfw.show_window(self._handle)
        self._placed = True
        if windowed is not None:
            self.set_fullscreen(True)
            self._windowed = windowed

    def focus(self) -> None:
        """Bring the window before the others, as far as the desktop lets programs do that."""
        if self._glfw.get_window_attrib(self._handle, self._glfw.ICONIFIED):
            self._glfw.restore_window(self._handle)
        self._glfw.focus_window(self._handle)

    @property
    def on_top(self) -> bool:
        """Whether the window stays above all others; see `set_on_top`."""
        return self._on_top

    def set_on_top(self, on_top: bool) -> bool:
        """Have the window stay above all others, or not; return False where that cannot be had."""
        glfw = self._glfw
        possible = self.placeable
        if self._x11 is not None:
            possible = self._x11.can("_NET_WM_STATE_ABOVE")
        if possible:
            self._on_top = on_top
            glfw.set_window_attrib(self._handle, glfw.FLOATING, on_top)
        return possible

    def keep_awake(self, awake: bool) -> bool:
        """Keep an X server's screen saver away, or not; to be called again and again.

        Returns False where there is no X server.
        """
        if self._saver is not None:
            self._saver.keep_away(awake, self._glfw.get_time())
        return self._saver is not None

    def set_title(self, title: str) -> None:
        """Change the text in the window's frame."""
        self._glfw.set_window_title(self._handle, title)

    def set_fullscreen(self, fullscreen: bool) -> None:
        """Fill the screen the window is on, or return to the place and size of before."""
        glfw = self._glfw
        monitor = self._monitor()
        if fullscreen == self.fullscreen or not monitor:
            return
        if self._saver is not None:
            self._saver.lift()  # glfw notes what it is, and brings that back in the end
        if self._windowed is not None:
            glfw.set_window_monitor(self._handle, None, *self._windowed, 0)
            self._windowed = None
            glfw.set_window_attrib(self._handle, glfw.FLOATING, self._on_top)
        else:
            mode = glfw.get_video_mode(monitor)
            self._windowed = self._place_and_size()
            glfw.set_window_monitor(
                self._handle, monitor, 0, 0, mode.size.width, mode.size.height, mode.refresh_rate
            )
        if self._saver is not None:
            self._saver.settle()

    def events(self, timeout: float) -> list[Event]:
        """Wait up to `timeout` seconds for events; return those that came."""
        if timeout > 0:
            self._glfw.wait_events_timeout(timeout)
        else:
            self._glfw.poll_events()
        return self._events.take()

    def wake(self) -> None:
        """End a wait for events; may be called from any thread."""
        self._glfw.post_empty_event()

    def swap(self) -> None:
        """Show what was drawn; waits for the screen where that is possible."""
        self._glfw.swap_buffers(self._handle)

    def close(self) -> None:
        """Destroy the window and its context. May be called twice."""
        self.keep_awake(False)
        self._saver = None  # its server is told through the window
        self._resources.close()

    def _start(self, undo: ExitStack) -> None:
        failures: list[str] = []
        glfw = self._glfw
        glfw.set_error_callback(lambda _code, why: failures.append(sentence(why)))
        undo.callback(glfw.set_error_callback, None)
        if not glfw.init():
            why = failures[-1] if failures else "glfw does not start"
            raise GLError(f"no display for a window ({why}); {REMEDY}")
        undo.callback(glfw.terminate)
        self._failures = failures

    def _create(self, title: str) -> Any:
        glfw = self._glfw
        glfw.default_window_hints()
        for hint, value in (
            (glfw.CONTEXT_VERSION_MAJOR, 3),
            (glfw.CONTEXT_VERSION_MINOR, 3),
            (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE),
            (glfw.OPENGL_FORWARD_COMPAT, True),
            (glfw.VISIBLE, False),
            (glfw.AUTO_ICONIFY, False),
            (glfw.SCALE_TO_MONITOR, True),  # so that Windows resizes it between screens
            # The picture is opaque and flat: nothing is gained by these, and memory is lost.
            (glfw.DEPTH_BITS, 0),
            # Ten bits a channel where the window system has such surfaces; else what is nearest.
            (glfw.RED_BITS, 10),
            (glfw.GREEN_BITS, 10),
            (glfw.BLUE_BITS, 10),
            (glfw.ALPHA_BITS, 2),
            (glfw.STENCIL_BITS, 0),
        ):
            glfw.window_hint(hint, value)
        for hint in (glfw.X11_CLASS_NAME, glfw.X11_INSTANCE_NAME, glfw.WAYLAND_APP_ID):
            glfw.window_hint_string(hint, APP_ID)
        handle = glfw.create_window(*_INITIAL, title, None, None)
        if not handle:
            why = self._failures[-1] if self._failures else "no reason given"
            raise GLError(f"no window with OpenGL 3.3 ({why}); {REMEDY}")
        return handle

    def _attach(self) -> Any:
        try:
            loader: Any = GLFWLoader(self._glfw)
            return moderngl.create_context(require=330, context=loader)
        except Exception as error:  # moderngl raises bare Exception
            why = " ".join(str(error).split())
            raise GLError(f"no window with OpenGL 3.3 ({why}); {REMEDY}") from error

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return a place in window coordinates in framebuffer pixels."""
        across, down = self._pixels_per_unit()
        return x * across, y * down

    def _pixels_per_unit(self) -> tuple[float, float]:
        """Return how many pixels one unit of window coordinates is, across and down."""
        width, height = self._glfw.get_window_size(self._handle)
        pixels = self.framebuffer_size
        if not (width and height and pixels.width and pixels.height):
            return 1.0, 1.0
        return pixels.width / width, pixels.height / height

    def _cover_screen(self) -> tuple[int, int, int, int] | None:
        """Let a hidden window begin in full screen; return its place and size for afterwards.

        On X glfw would show it as it is first, and make it larger then.
        """
        monitor = self._monitor()
        if not monitor:
            return None
        windowed, area = self._place_and_size(), self._area(monitor)
        if self._x11 is None:
            self.set_fullscreen(True)
            return windowed
        self._glfw.set_window_pos(self._handle, area.x, area.y)
        self._glfw.set_window_size(self._handle, *area.size)
        if self._x11.can("_NET_WM_STATE_FULLSCREEN"):
            self._x11.begin_with("_NET_WM_STATE_FULLSCREEN")
        return windowed

    def _place_and_size(self) -> tuple[int, int, int, int]:
        size = Size(*self._glfw.get_window_size(self._handle))
        if self._placed:
            return (*self._glfw.get_window_pos(self._handle), *size)
        return (*centred(size, self._area(self._monitor())), *size)

    def _area(self, monitor: Any) -> Rect:
        """Return the part of the desktop that a screen shows, in window coordinates."""
        glfw = self._glfw
        return Rect(*glfw.get_monitor_pos(monitor), *glfw.get_video_mode(monitor).size)

    def _monitor(self) -> Any:
        """Return the screen that shows most of the window; the main one where none does."""
        glfw = self._glfw
        if not self._placed:
            return glfw.get_primary_monitor()
        left, top = glfw.get_window_pos(self._handle)
        width, height = glfw.get_window_size(self._handle)

        def shared(monitor: Any) -> int:
            area = self._area(monitor)
            across = min(left + width, area.x + area.width) - max(left, area.x)
            down = min(top + height, area.y + area.height) - max(top, area.y)
            return int(max(0, across) * max(0, down))

        monitors = glfw.get_monitors()
        return max(monitors, key=shared) if monitors else glfw.get_primary_monitor()
