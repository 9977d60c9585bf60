"""Window events as plain values: keys, the mouse, dropped files. No glfw here."""

from __future__ import annotations

from ...lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key went down, or repeats.

    Attributes
    ----------
    name : as mpv's input.conf writes it, with keys that type nothing in lower case: ``space``,
        ``Shift+left``, ``S``, ``?``, ``Ctrl+s``
    """

    name: str


@dataclass(frozen=True, slots=True)
class KeyMoved:
    """A key went down or up: for what handles text and modifiers itself.

    Attributes
    ----------
    key : glfw's number of the key
    down : whether it is held now
    modifiers : glfw's bits
    """

    key: int
    down: bool
    modifiers: int


@dataclass(frozen=True, slots=True)
class TextTyped:
    """Text was typed, by whatever the system's input method makes of the keys."""

    text: str


@dataclass(frozen=True, slots=True)
class MouseMoved:
    """The pointer moved; `x` and `y` in framebuffer pixels from the top left."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MouseLeft:
    """The pointer left the window."""


@dataclass(frozen=True, slots=True)
class ButtonMoved:
    """A mouse button went down or up.

    Attributes
    ----------
    button : ``left``, ``right``, ``middle``, ``back`` or ``forward``
    down : whether it is held now
    x, y : as for `MouseMoved`
    """

    button: str
    down: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DoubleClicked:
    """The left button was pressed twice in one place."""


@dataclass(frozen=True, slots=True)
class WheelTurned:
    """The wheel, or two fingers, moved by steps: to the right and up."""

    right: float
    up: float


@dataclass(frozen=True, slots=True)
class FilesDropped:
    """Files or folders were dropped onto the window."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exposed:
    """What the window shows has to be drawn again."""


Event = (
    KeyPressed
    | KeyMoved
    | TextTyped
    | MouseMoved
    | MouseLeft
    | ButtonMoved
    | DoubleClicked
    | WheelTurned
    | FilesDropped
    | Exposed
)
