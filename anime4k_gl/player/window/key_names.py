"""Key names as in mpv's input.conf, those of keys that type nothing in lower case.

A key that types a character is called by that character, whatever the layout needs to be pressed
for it: ``S``, ``?``, ``#``. Others have names: ``space``, ``left``, ``pgup``, ``f5``. Modifiers
stand before the name in one order, ``Ctrl+Alt+Shift+Meta+``; Shift only where the key types
nothing, since a character says it by itself.
"""

from __future__ import annotations

import sys
from typing import Any

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
"""The modifiers in the order in which names have them."""

_SPECIAL = {
    "SPACE": "space", "ESCAPE": "esc", "ENTER": "enter", "KP_ENTER": "enter", "TAB": "tab",
    "BACKSPACE": "bs", "INSERT": "ins", "DELETE": "del", "LEFT": "left", "RIGHT": "right",
    "UP": "up", "DOWN": "down", "PAGE_UP": "pgup", "PAGE_DOWN": "pgdwn", "HOME": "home",
    "END": "end", "PRINT_SCREEN": "print", "PAUSE": "pause",
    **{f"F{number}": f"f{number}" for number in range(1, 13)},
}  # fmt: skip
"""Names of keys that type nothing, by glfw's names for them."""

_MEDIA = {
    "playpause": (164, 0x122), "play": (207, 200), "pause": (201,), "stop": (166, 0x124),
    "next": (163, 0x119), "prev": (165, 0x110), "forward": (208,), "rewind": (168,),
}  # fmt: skip
"""Keys that glfw has no name for, by mpv's: the numbers of Linux's input devices, and from 256 on
those of Windows."""

_X11_OFFSET = 8  # of X's and Wayland's numbers to those of Linux's input devices

SPECIAL_NAMES = frozenset({*_SPECIAL.values(), *_MEDIA})


def special_name(glfw: Any, key: int) -> str | None:
    """Return the name of a key that types nothing; None for one that types, and for others."""
    for constant, name in _SPECIAL.items():
        if key == getattr(glfw, f"KEY_{constant}"):
            return name
    return None


def media_name(glfw: Any, key: int, scancode: int) -> str | None:
    """Return the name of a keyboard's media key; None for every other.

    Most desktops take these keys for themselves and tell players by MPRIS.
    """
    if key != glfw.KEY_UNKNOWN:
        return None
    number = scancode if sys.platform == "win32" else scancode - _X11_OFFSET
    return next((name for name, numbers in _MEDIA.items() if number in numbers), None)


def typing_name(glfw: Any, key: int, scancode: int) -> str | None:
    """Return what a key types by itself, in lower case.

    What it types depends on the keyboard's layout, as the letters on the keys do; on a layout
    without Latin letters it is what the key types on an American one. None for a key that types
    nothing there.
    """
    typed = text(glfw.get_key_name(key, scancode) or "")  # glfw gives bytes in some versions
    if typed and typed.isascii():
        return typed.lower()
    # glfw numbers its keys by the ASCII characters of that layout.
    return chr(key).lower() if ord(" ") < key < 127 else None


def modified(glfw: Any, name: str, modifiers: int, *, shift: bool) -> str:
    """Return a key's name with its modifiers before it; `shift` says whether Shift is one."""
    bits = (glfw.MOD_CONTROL, glfw.MOD_ALT, glfw.MOD_SHIFT if shift else 0, glfw.MOD_SUPER)
    held = [word for word, bit in zip(MODIFIERS, bits, strict=True) if modifiers & bit]
    return "+".join([*held, name])


def normalised(name: str) -> str:
    """Return a key's name as events have it, of one that a person wrote.

    Modifiers may come in any order and case, special names in any case; ``Shift+s`` is ``S``.

    Raises
    ------
    ValueError : no key has such a name; the message says why
    """
    given = name.strip()
    # The key + itself stands last, as it is: "+" or "Ctrl++".
    key, words = ("+", given[:-1]) if given.endswith("+") else (given, "")
    if key != "+":
        words, _, key = given.rpartition("+")
    elif words and not words.endswith("+"):
        raise ValueError(f"no key in {name!r}")
    parts = words.removesuffix("+").split("+") if words else []
    held = {word.strip().capitalize() for word in parts}
    unknown = sorted(held - set(MODIFIERS))
    if unknown or (not parts and given != key):
        what = unknown[0] if unknown else ""
        valid = ", ".join(MODIFIERS)
        raise ValueError(f"unknown modifier {what!r} in {name!r}; valid are: {valid}")
    key = key.strip()
    if len(key) == 1:
        if "Shift" in held and key.isalpha():
            held, key = held - {"Shift"}, key.upper()
        if held & {"Ctrl", "Alt", "Meta"} and key.isalpha() and key.isupper():
            held, key = held | {"Shift"}, key.lower()
    elif key.lower() in SPECIAL_NAMES:
        key = key.lower()
    else:
        raise ValueError(f"unknown key {key!r}" if key else f"no key in {name!r}")
    return "+".join([*(word for word in MODIFIERS if word in held), key])


def text(value: str | bytes) -> str:
    """Return glfw's text, which is bytes in some of its versions."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
