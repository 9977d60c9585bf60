"""The window's events as ImGui's input."""

from __future__ import annotations

from functools import cache
from typing import Any

import glfw
from imgui_bundle import imgui

from ..window.events import ButtonMoved, KeyMoved, MouseLeft, MouseMoved, TextTyped, WheelTurned

_NOWHERE = -3.4e38  # ImGui's own "no mouse": the lowest float
_BUTTONS = {"left": 0, "right": 1, "middle": 2}


def tell(io: Any, event: object) -> bool:
    """Tell ImGui of an event; return whether it is one that panels know."""
    match event:
        case MouseMoved(x=x, y=y):
            io.add_mouse_pos_event(x, y)
        case MouseLeft():
            io.add_mouse_pos_event(_NOWHERE, _NOWHERE)
        case ButtonMoved(button=button, down=down, x=x, y=y):
            io.add_mouse_pos_event(x, y)
            if button in _BUTTONS:
                io.add_mouse_button_event(_BUTTONS[button], down)
        case WheelTurned(right=right, up=up):
            io.add_mouse_wheel_event(-right, up)
        case KeyMoved(key=key, down=down, modifiers=modifiers):
            for bit, modifier in _modifiers():
                io.add_key_event(modifier, bool(modifiers & bit))
            known = _keys().get(key)
            if known is not None:
                io.add_key_event(known, down)
        case TextTyped(text=text):
            io.add_input_characters_utf8(text)
        case _:
            return False
    return True


@cache
def _modifiers() -> tuple[tuple[int, Any], ...]:
    key = imgui.Key
    return (
        (glfw.MOD_CONTROL, key.mod_ctrl),
        (glfw.MOD_SHIFT, key.mod_shift),
        (glfw.MOD_ALT, key.mod_alt),
        (glfw.MOD_SUPER, key.mod_super),
    )


@cache
def _keys() -> dict[int, Any]:
    """Return ImGui's keys by glfw's numbers: those that text fields and sliders use."""
    key = imgui.Key
    named = {
        "TAB": key.tab, "LEFT": key.left_arrow, "RIGHT": key.right_arrow, "UP": key.up_arrow,
        "DOWN": key.down_arrow, "PAGE_UP": key.page_up, "PAGE_DOWN": key.page_down,
        "HOME": key.home, "END": key.end, "INSERT": key.insert, "DELETE": key.delete,
        "BACKSPACE": key.backspace, "SPACE": key.space, "ENTER": key.enter,
        "KP_ENTER": key.keypad_enter, "ESCAPE": key.escape, "LEFT_CONTROL": key.left_ctrl,
        "RIGHT_CONTROL": key.right_ctrl, "LEFT_SHIFT": key.left_shift,
        "RIGHT_SHIFT": key.right_shift,
    }  # fmt: skip
    # Those of Ctrl: all, copy, paste, cut, redo, undo.
    named |= {letter.upper(): getattr(key, letter) for letter in "acvxyz"}
    return {getattr(glfw, f"KEY_{name}"): value for name, value in named.items()}
