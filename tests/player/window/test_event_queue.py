"""A window's keys by name: media keys, and those that are typed with Shift on some keyboards."""

from __future__ import annotations

import sys
from typing import Any

import glfw
import pytest

from anime4k_gl.player.input.bindings import KeyBindings
from anime4k_gl.player.window.event_queue import EventQueue
from anime4k_gl.player.window.events import Exposed, KeyPressed


class Library:
    """glfw without a display: its constants, and the callbacks that were set."""

    def __init__(self, typed: dict[int, str]) -> None:
        self.typed, self.callbacks = typed, {}

    def get_key_name(self, key: int, _: int) -> str | None:
        return self.typed.get(key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("set_") and name.endswith("_callback"):
            return lambda _, callback: self.callbacks.update({name: callback})
        return getattr(glfw, name)


def pressed(typed: dict[int, str], key: int, scancode: int, modifiers: int = 0) -> list[str]:
    library = Library(typed)
    events = EventQueue(library, None, lambda x, y: (x, y))
    library.callbacks["set_key_callback"](None, key, scancode, glfw.PRESS, modifiers)
    return [event.name for event in events.take() if isinstance(event, KeyPressed)]


@pytest.mark.parametrize(
    ("platform", "scancode", "command"),
    [
        ("linux", 172, "pause"), ("linux", 171, "next"), ("linux", 173, "previous"),
        ("linux", 174, "quit"), ("linux", 208, "pause"), ("linux", 216, "seek 60"),
        ("win32", 0x122, "pause"), ("win32", 0x119, "next"), ("win32", 0x110, "previous"),
    ],
)  # fmt: skip
def test_media_keys(
    platform: str, scancode: int, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    (name,) = pressed({}, glfw.KEY_UNKNOWN, scancode)
    bound = KeyBindings().get(name)
    assert bound is not None and bound.text == command
    assert pressed({}, glfw.KEY_UNKNOWN, 5) == []


@pytest.mark.parametrize(
    ("typed", "key", "modifiers"),
    [
        ({}, glfw.KEY_EQUAL, glfw.MOD_CONTROL | glfw.MOD_SHIFT),  # an American keyboard
        ({glfw.KEY_RIGHT_BRACKET: "+"}, glfw.KEY_RIGHT_BRACKET, glfw.MOD_CONTROL),  # a German one
        ({glfw.KEY_KP_ADD: "+"}, glfw.KEY_KP_ADD, glfw.MOD_CONTROL),
    ],
)
def test_control_and_plus(typed: dict[int, str], key: int, modifiers: int) -> None:
    (name,) = pressed(typed, key, 30, modifiers)
    bound = KeyBindings().get(name)
    assert bound is not None and bound.text == "audio-delay 0.1"


def test_another_screens_scale_has_the_window_drawn_again() -> None:
    library = Library({})
    events = EventQueue(library, None, lambda x, y: (x, y))
    library.callbacks["set_window_content_scale_callback"](None, 2.0, 2.0)
    assert events.take() == [Exposed()]
