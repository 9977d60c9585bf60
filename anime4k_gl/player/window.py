"""A glfw window with an OpenGL context, and its events as plain values."""

from __future__ import annotations

import ctypes
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import moderngl

from ..errors import GLError
from ..formats import Size

REMEDY = "anime4k-gl upscale works without one"
"""What to do where no window can be had."""

DOUBLE_CLICK_SECONDS = 0.35
DOUBLE_CLICK_PIXELS = 8  # a hand moves a little between two clicks

_INITIAL = Size(640, 360)  # of the window before the first video says what it should be


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key went down, or repeats: its name as in `key_name`."""

    name: str


@dataclass(frozen=True, slots=True)
class DoubleClicked:
    """The left button was pressed twice in one place."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What the window shows has to be drawn again."""


Event = KeyPressed | DoubleClicked | Exposed


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

    def resize(self, size: Size) -> None:
        """Give the window a size in framebuffer pixels; does nothing in full screen."""
        if self.fullscreen:
            return
        across, down = self._pixels_per_unit()
        width, height = round(size.width / across), round(size.height / down)
        self._glfw.set_window_size(self._handle, max(1, width), max(1, height))

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
        glfw.set_error_callback(lambda _code, text: failures.append(_sentence(text)))
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
        glfw.set_key_callback(handle, self._on_key)
        glfw.set_mouse_button_callback(handle, self._on_button)
        glfw.set_window_refresh_callback(handle, lambda _: self._events.append(Exposed()))
        glfw.set_framebuffer_size_callback(handle, lambda *_: self._events.append(Exposed()))

    def _on_key(self, _: Any, key: int, scancode: int, action: int, modifiers: int) -> None:
        glfw = self._glfw
        if action not in (glfw.PRESS, glfw.REPEAT):
            return
        if modifiers & (glfw.MOD_CONTROL | glfw.MOD_ALT | glfw.MOD_SUPER):
            return
        name = key_name(glfw, key, scancode)
        if name is not None:
            self._events.append(KeyPressed(name))

    def _on_button(self, handle: Any, button: int, action: int, _modifiers: int) -> None:
        glfw = self._glfw
        if button != glfw.MOUSE_BUTTON_LEFT or action != glfw.PRESS:
            return
        now = glfw.get_time()
        x, y = glfw.get_cursor_pos(handle)
        before, last_x, last_y = self._last_click
        near = max(abs(x - last_x), abs(y - last_y)) <= DOUBLE_CLICK_PIXELS
        if now - before <= DOUBLE_CLICK_SECONDS and near:
            self._events.append(DoubleClicked())
            now = float("-inf")  # a third click starts anew
        self._last_click = (now, x, y)

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
    """Finds OpenGL functions for moderngl and `RawGL` through glfw; the window owns the context."""

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


def key_name(glfw: Any, key: int, scancode: int) -> str | None:
    """Return a key's name: what it types in lower case, or ``space``, ``left``, ``esc`` ...

    What it types depends on the keyboard's layout, as the letters on the keys do; on a layout
    without Latin letters it is what the key types on an American one. None for a key that has no
    name here.
    """
    special = {
        glfw.KEY_SPACE: "space",
        glfw.KEY_ESCAPE: "esc",
        glfw.KEY_ENTER: "enter",
        glfw.KEY_LEFT: "left",
        glfw.KEY_RIGHT: "right",
        glfw.KEY_UP: "up",
        glfw.KEY_DOWN: "down",
    }
    if key in special:
        return special[key]
    typed = _text(glfw.get_key_name(key, scancode) or "")  # glfw gives bytes in some versions
    if typed and typed.isascii():
        return typed.lower()
    # glfw numbers its keys by the ASCII characters of that layout.
    return chr(key).lower() if ord(" ") < key < 127 else None


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _sentence(value: str | bytes) -> str:
    """Return one of glfw's messages in one line without a full stop."""
    return " ".join(_text(value).split()).rstrip(".")


def _load_glfw() -> Any:
    try:
        import glfw
    except ImportError as error:
        raise GLError(f"no window library ({error}); install glfw, or else {REMEDY}") from error
    return glfw
