"""A glfw window with an OpenGL context, and its events as plain values."""

from __future__ import annotations

import ctypes
from contextlib import ExitStack
from typing import Any

import moderngl

from ...dependencies import require
from ...errors import GLError
from ...formats import Size
from .events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    Exposed,
    FilesDropped,
    KeyMoved,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    TextTyped,
    WheelTurned,
)
from .key_names import modified, special_name, text, typing_name

REMEDY = "anime4k-gl upscale works without one"
"""The remedy where no window can be opened."""

DOUBLE_CLICK_SECONDS = 0.35
DOUBLE_CLICK_PIXELS = 8  # a hand moves a little between two clicks

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
        self._glfw = _load_glfw()
        self._events: list[Event] = []
        self._windowed: tuple[int, int, int, int] | None = None  # place and size before full screen
        self._last_click = (float("-inf"), 0.0, 0.0)
        self._typing: tuple[str | None, int] = (None, 0)  # the key whose text is to come
        with ExitStack() as undo:
            self._start(undo)
            self._handle = self._create(title)
            undo.callback(self._glfw.destroy_window, self._handle)
            self._glfw.make_context_current(self._handle)
            # Without an X server's or a driver's help there is no vsync; the loop paces itself too.
            self._glfw.swap_interval(1)
            self.context = self._attach()
            undo.callback(self.context.release)
            self._listen()
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

    def resize(self, size: Size) -> None:
        """Give the window a size in framebuffer pixels; does nothing in full screen."""
        if self.fullscreen:
            return
        across, down = self._pixels_per_unit()
        width, height = round(size.width / across), round(size.height / down)
        self._glfw.set_window_size(self._handle, max(1, width), max(1, height))

    def keep_aspect(self, size: Size | None) -> None:
        """Have the window system keep the aspect of a size where it is resized; None: any."""
        free = self._glfw.DONT_CARE
        self._glfw.set_window_aspect_ratio(self._handle, *(size or (free, free)))

    def show(self) -> None:
        """Make the window visible."""
        self._glfw.show_window(self._handle)

    def set_title(self, title: str) -> None:
        """Change the text in the window's frame."""
        self._glfw.set_window_title(self._handle, title)

    def set_fullscreen(self, fullscreen: bool) -> None:
        """Fill the screen the window is on, or return to the place and size of before."""
        glfw = self._glfw
        if fullscreen == self.fullscreen:
            return
        if self._windowed is not None:
            glfw.set_window_monitor(self._handle, None, *self._windowed, 0)
            self._windowed = None
            return
        monitor = self._monitor()
        if not monitor:
            return
        mode = glfw.get_video_mode(monitor)
        place = glfw.get_window_pos(self._handle)
        self._windowed = (*place, *glfw.get_window_size(self._handle))
        glfw.set_window_monitor(
            self._handle, monitor, 0, 0, mode.size.width, mode.size.height, mode.refresh_rate
        )

    def events(self, timeout: float) -> list[Event]:
        """Wait up to `timeout` seconds for events; return those that came."""
        if timeout > 0:
            self._glfw.wait_events_timeout(timeout)
        else:
            self._glfw.poll_events()
        events, self._events = self._events, []
        return events

    def wake(self) -> None:
        """End a wait for events; may be called from any thread."""
        self._glfw.post_empty_event()

    def swap(self) -> None:
        """Show what was drawn; waits for the screen where that is possible."""
        self._glfw.swap_buffers(self._handle)

    def close(self) -> None:
        """Destroy the window and its context. May be called twice."""
        self._resources.close()

    def _start(self, undo: ExitStack) -> None:
        failures: list[str] = []
        glfw = self._glfw
        glfw.set_error_callback(lambda _code, why: failures.append(_sentence(why)))
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
        handle = glfw.create_window(*_INITIAL, title, None, None)
        if not handle:
            why = self._failures[-1] if self._failures else "no reason given"
            raise GLError(f"no window with OpenGL 3.3 ({why}); {REMEDY}")
        return handle

    def _attach(self) -> Any:
        try:
            # Through glfw, whatever it made the context with (GLX, EGL, WGL ...): moderngl's own
            # search needs libGL.so or libEGL.so by the names only development packages give them.
            loader: Any = _Loader(self._glfw)
            return moderngl.create_context(require=330, context=loader)
        except Exception as error:  # moderngl raises bare Exception
            why = " ".join(str(error).split())
            raise GLError(f"no window with OpenGL 3.3 ({why}); {REMEDY}") from error

    def _listen(self) -> None:
        glfw, handle = self._glfw, self._handle
        append = self._events_append
        glfw.set_key_callback(handle, self._on_key)
        glfw.set_char_callback(handle, self._on_character)
        glfw.set_mouse_button_callback(handle, self._on_button)
        glfw.set_cursor_pos_callback(handle, lambda _, x, y: append(MouseMoved(*self._pixel(x, y))))
        glfw.set_cursor_enter_callback(handle, lambda _, inside: inside or append(MouseLeft()))
        glfw.set_scroll_callback(handle, lambda _, right, up: append(WheelTurned(right, up)))
        glfw.set_drop_callback(handle, self._on_drop)
        glfw.set_window_refresh_callback(handle, lambda _: append(Exposed()))
        glfw.set_framebuffer_size_callback(handle, lambda *_: append(Exposed()))

    def _events_append(self, event: Event) -> None:
        self._events.append(event)

    def _on_key(self, _: Any, key: int, scancode: int, action: int, modifiers: int) -> None:
        glfw = self._glfw
        self._typing = (None, 0)
        if action != glfw.REPEAT:
            self._events.append(KeyMoved(key, action == glfw.PRESS, modifiers))
        if action not in (glfw.PRESS, glfw.REPEAT):
            return
        name = special_name(glfw, key)
        if name is not None:
            self._events.append(KeyPressed(modified(glfw, name, modifiers, shift=True)))
            return
        name = typing_name(glfw, key, scancode)
        if modifiers & (glfw.MOD_CONTROL | glfw.MOD_ALT | glfw.MOD_SUPER):
            if name is not None:  # such keys type nothing
                self._events.append(KeyPressed(modified(glfw, name, modifiers, shift=True)))
            return
        self._typing = (name, modifiers)

    def _on_character(self, _: Any, code: int) -> None:
        """A character was typed: it is the name of its key, the layout's shifts applied."""
        glfw, typed = self._glfw, chr(code)
        self._events.append(TextTyped(typed))
        name, modifiers = self._typing
        if name is None:  # of a key that has a name of its own, such as space
            return
        self._typing = (None, 0)
        if not typed.isascii():  # on a layout without Latin letters: the letter of the key
            typed = name.upper() if modifiers & glfw.MOD_SHIFT else name
        self._events.append(KeyPressed(typed))

    def _on_button(self, handle: Any, button: int, action: int, _modifiers: int) -> None:
        glfw = self._glfw
        names = {
            glfw.MOUSE_BUTTON_LEFT: "left",
            glfw.MOUSE_BUTTON_RIGHT: "right",
            glfw.MOUSE_BUTTON_MIDDLE: "middle",
        }
        if button not in names:
            return
        x, y = glfw.get_cursor_pos(handle)
        down = action == glfw.PRESS
        self._events.append(ButtonMoved(names[button], down, *self._pixel(x, y)))
        if not down or button != glfw.MOUSE_BUTTON_LEFT:
            return
        now = glfw.get_time()
        before, last_x, last_y = self._last_click
        near = max(abs(x - last_x), abs(y - last_y)) <= DOUBLE_CLICK_PIXELS
        if now - before <= DOUBLE_CLICK_SECONDS and near:
            self._events.append(DoubleClicked())
            now = float("-inf")  # a third click starts over
        self._last_click = (now, x, y)

    def _on_drop(self, _: Any, paths: list[str]) -> None:
        self._events.append(FilesDropped(tuple(text(path) for path in paths)))

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

    def _monitor(self) -> Any:
        """Return the screen that shows most of the window; the main one where none does."""
        glfw = self._glfw
        left, top = glfw.get_window_pos(self._handle)
        width, height = glfw.get_window_size(self._handle)

        def shared(monitor: Any) -> int:
            x, y = glfw.get_monitor_pos(monitor)
            size = glfw.get_video_mode(monitor).size
            across = min(left + width, x + size.width) - max(left, x)
            down = min(top + height, y + size.height) - max(top, y)
            return int(max(0, across) * max(0, down))

        monitors = glfw.get_monitors()
        return max(monitors, key=shared) if monitors else glfw.get_primary_monitor()


class _Loader:
    """Finds OpenGL functions for moderngl and `GLFunctions` through glfw; owned by the window."""

    def __init__(self, glfw: Any) -> None:
        self._glfw = glfw

    def load(self, name: str) -> int:
        """Return a function's address, 0 where the driver has none of that name."""
        address = self._glfw.get_proc_address(name)
        return ctypes.cast(address, ctypes.c_void_p).value or 0

    load_opengl_function = load

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def release(self) -> None:
        """Nothing to do: the window destroys the context."""


def _sentence(value: str | bytes) -> str:
    """Return one of glfw's messages in one line without a full stop."""
    return " ".join(text(value).split()).rstrip(".")


def _load_glfw() -> Any:
    try:
        import glfw
    except ImportError as error:
        raise GLError(f"no window library ({error}); install glfw, or else {REMEDY}") from error
    require("glfw")
    return glfw
