"""The panels for the player: events in, a frame of panels out."""

from __future__ import annotations

from typing import Any

from imgui_bundle import imgui

from ...formats import Size
from ..window.events import ButtonMoved, MouseLeft, MouseMoved
from . import faults, profiler, theme, tune
from .draw import Painter
from .input import tell
from .model import HudModel
from .page import Box, Page

SETTLING = 3
"""Frames drawn after an event: ImGui answers to a press with the next frame, and takes what comes
within one frame apart over several."""


class Hud:
    """Panels over a window's picture, in its moderngl context, whose thread all calls come from.

    Attributes
    ----------
    model : what is shown
    """

    def __init__(self, context: Any) -> None:
        self.model = HudModel()
        self._context = imgui.create_context()
        self._use()
        io = imgui.get_io()
        io.set_ini_filename("")
        io.set_log_filename("")
        io.backend_flags |= imgui.BackendFlags_.renderer_has_textures
        io.config_input_text_cursor_blink = False  # nothing is drawn only to blink
        self._fonts = theme.load_fonts()
        self._scale = 0.0
        self._painter: Painter | None = Painter(context)
        self._unsettled = 0
        self._shown: object = None  # the panels of the last frame
        self._mouse: tuple[float, float] | None = None
        self._moved = False  # whether the mouse was since the last frame
        self._held: list[object] = []  # events for after the next frame
        self._last: float | None = None
        self._places: dict[str, Box] = {}
        self._panels: list[Box] = []

    def feed(self, event: object) -> None:
        """Tell the panels of an event of mouse or keyboard; others are passed over."""
        if self._held or (self._moved and isinstance(event, ButtonMoved) and not event.down):
            # ImGui would let go before it follows the mouse there: the way's last part was lost.
            self._held.append(event)
            self._unsettled = SETTLING
            return
        self._moved = self._moved or isinstance(event, MouseMoved)
        self._tell(event)

    def _tell(self, event: object) -> None:
        self._use()
        if not tell(imgui.get_io(), event):
            return
        match event:
            case MouseMoved(x=x, y=y) | ButtonMoved(x=x, y=y):
                over = self._over()
                self._mouse = (x, y)
                if not (over or self._over() or self.wants_mouse):
                    return  # far from all panels: nothing will look different
            case MouseLeft():
                self._mouse = None
        self._unsettled = SETTLING

    @property
    def wants_mouse(self) -> bool:
        """Whether the mouse is over a panel or a list of choices, or drags something of one."""
        if not self.model.shown:
            return False
        self._use()
        return bool(self._over() or imgui.get_io().want_capture_mouse)

    @property
    def wants_keyboard(self) -> bool:
        """Whether text is typed into a panel's field, so that keys do not command the player."""
        if not self.model.shown:
            return False
        self._use()
        return bool(imgui.get_io().want_text_input)

    @property
    def stale(self) -> bool:
        """Whether another frame would look different because of what was fed."""
        return self._unsettled > 0 and self.model.shown

    def place(self, name: str) -> Box | None:
        """Return where a widget was in the last frame, for scripts: ``value thin_strength``."""
        return self._places.get(name)

    @property
    def panels(self) -> tuple[Box, ...]:
        """Where the panels were in the last frame."""
        return tuple(self._panels)

    def draw(
        self, window: Size, now: float, *, content_scale: float = 1.0, room: Size | None = None
    ) -> None:
        """Draw the panels over what the bound framebuffer shows; OpenGL's state stays as it is.

        Parameters
        ----------
        window : the framebuffer's size
        now : a monotonic time (s)
        content_scale : of the screen, 1 for about 96 dots an inch
        room : what of the window there is for them, from its top left; all of it by default
        """
        assert self._painter is not None
        if not self.model.shown:
            self._unsettled, self._places, self._panels = 0, {}, []
            self._shown = None
            return
        self._use()
        model = self.model
        room = room or window
        shown = (model.show_tune, model.show_profiler, tuple(model.errors), window, room)
        if shown != self._shown:
            # ImGui measures what is new in a frame in which it is not seen yet.
            self._shown, self._unsettled = shown, SETTLING
        io = imgui.get_io()
        io.display_size = imgui.ImVec2(float(window.width), float(window.height))
        # ImGui takes no time that has not passed.
        io.delta_time = max(1e-4, now - self._last) if self._last is not None else 1 / 60
        self._last = now
        scale = theme.scale_for(window.height, content_scale)
        if scale != self._scale:
            self._scale = scale
            theme.apply(scale)
        imgui.new_frame()
        try:
            page = Page(float(room.width), float(room.height), scale, self._fonts)
            self._lay_out(page)
        finally:
            imgui.render()
        self._places, self._panels = page.places, page.panels
        self._unsettled = max(0, self._unsettled - 1)
        self._painter.paint(imgui.get_draw_data(), window)
        self._moved, held, self._held = False, self._held, []
        for event in held:
            self.feed(event)

    def release(self) -> None:
        """Free everything. May be called twice."""
        if self._painter is not None:
            self._use()
            self._painter.release()
            self._painter = None
            imgui.destroy_context(self._context)

    def _lay_out(self, page: Page) -> None:
        """Place the panels side by side: time left, tuning right, errors below."""
        model, margin = self.model, page.margin
        room = page.width - 2 * margin
        both = model.show_profiler and model.show_tune and model.parameters is not None
        most = (room - margin) / 2 if both else room
        below = faults.draw(page, model, bottom=page.height - margin)
        height = page.height - 2 * margin - (below + margin if below else 0)
        if model.show_profiler:
            width = min(page.px(profiler.WIDTH), most)
            profiler.draw(page, model, left=margin, top=margin, width=width, most=height)
        if model.show_tune and model.parameters is not None:
            width = min(page.px(tune.WIDTH), most)
            left = page.width - margin - width
            tune.draw(page, model, left=left, top=margin, width=width, most=height)

    def _over(self) -> bool:
        if self._mouse is None:
            return False
        x, y = self._mouse
        return any(
            left <= x < left + width and top <= y < top + height
            for left, top, width, height in self._panels
        )

    def _use(self) -> None:
        imgui.set_current_context(self._context)
