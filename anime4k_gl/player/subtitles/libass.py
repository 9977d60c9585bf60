"""Text subtitles laid out and drawn by libass, the system's library, through ctypes.

Only what the player needs of it. libass draws a frame as a list of one-colour bitmaps that lie over
each other; `AssRenderer.render` gives that list, which holds until the next call.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from ...errors import Anime4KError
from ...formats import Size
from ...media.subtitles.decoder import TextEvent
from ...media.subtitles.source import AssScript
from .look import SANS, SubtitleLook

REMEDY = "apt install libass9 (Debian, Ubuntu), brew install libass (macOS)"

_NAMES = {
    "win32": ("libass-9.dll", "ass-9.dll", "ass.dll"),
    "darwin": ("libass.9.dylib", "/opt/homebrew/lib/libass.9.dylib", "libass.dylib"),
}
_UNIX_NAMES = ("libass.so.9", "libass.so")

_WARNING = 2  # libass's levels: 0 fatal, 1 error, 2 warning, 4 information ...
_AUTODETECT = 1  # the system's own way to find fonts
_MAX_MESSAGES = 3
"""A file with a fault often has it on every line."""

_ADDRESS = re.compile(r"^\[0x[0-9a-f]+\]:\s*")  # which of libass's own objects speaks
_NO_GLYPH = re.compile(r"failed to find any fallback with glyph 0x([0-9a-f]+)", re.IGNORECASE)

_P, _INT, _LL, _SIZE, _CHARS = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_longlong,
    ctypes.c_size_t,
    ctypes.c_char_p,
)
_MESSAGE = ctypes.CFUNCTYPE(None, _INT, _P, _P, _P)


class _Image(ctypes.Structure):
    """ASS_Image, as ass.h has it since its first release."""


class _Style(ctypes.Structure):
    """ASS_Style, as ass_types.h has it since 0.15; sizes are for a script of 288 lines."""

    _fields_ = (
        ("name", _CHARS), ("font", _CHARS), ("size", ctypes.c_double),
        ("primary", ctypes.c_uint32), ("secondary", ctypes.c_uint32),
        ("outline_colour", ctypes.c_uint32), ("back", ctypes.c_uint32),
        ("bold", _INT), ("italic", _INT), ("underline", _INT), ("strike_out", _INT),
        ("scale_x", ctypes.c_double), ("scale_y", ctypes.c_double),
        ("spacing", ctypes.c_double), ("angle", ctypes.c_double), ("border_style", _INT),
        ("outline", ctypes.c_double), ("shadow", ctypes.c_double),
        ("alignment", _INT), ("left", _INT), ("right", _INT), ("vertical", _INT),
        ("encoding", _INT), ("as_pattern", _INT), ("blur", ctypes.c_double), ("justify", _INT),
    )  # fmt: skip


# What a style of the user's replaces, of events that are no signs.
_FONT_NAME, _ALL_OF_IT = 1 << 3, 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6

_Image._fields_ = [
    ("w", _INT),
    ("h", _INT),
    ("stride", _INT),
    ("bitmap", _P),
    ("color", ctypes.c_uint32),
    ("x", _INT),
    ("y", _INT),
    ("next", ctypes.POINTER(_Image)),
    ("type", _INT),
]

# name: (result, arguments)
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ass_library_version": (_INT, ()),
    "ass_library_init": (_P, ()),
    "ass_library_done": (None, (_P,)),
    "ass_set_message_cb": (None, (_P, _MESSAGE, _P)),
    "ass_set_extract_fonts": (None, (_P, _INT)),
    "ass_add_font": (None, (_P, _CHARS, _CHARS, _INT)),
    "ass_renderer_init": (_P, (_P,)),
    "ass_renderer_done": (None, (_P,)),
    "ass_set_fonts": (None, (_P, _CHARS, _CHARS, _INT, _CHARS, _INT)),
    "ass_set_frame_size": (None, (_P, _INT, _INT)),
    "ass_set_storage_size": (None, (_P, _INT, _INT)),
    "ass_set_font_scale": (None, (_P, ctypes.c_double)),
    "ass_set_line_position": (None, (_P, ctypes.c_double)),
    "ass_set_selective_style_override_enabled": (None, (_P, _INT)),
    "ass_set_selective_style_override": (None, (_P, ctypes.POINTER(_Style))),
    "ass_new_track": (_P, (_P,)),
    "ass_free_track": (None, (_P,)),
    "ass_read_memory": (_P, (_P, _CHARS, _SIZE, _CHARS)),
    "ass_process_codec_private": (None, (_P, _CHARS, _INT)),
    "ass_process_chunk": (None, (_P, _CHARS, _INT, _LL, _LL)),
    "ass_set_check_readorder": (None, (_P, _INT)),
    "ass_step_sub": (_LL, (_P, _LL, _INT)),
    "ass_render_frame": (ctypes.POINTER(_Image), (_P, _P, _LL, ctypes.POINTER(_INT))),
}


class LibassError(Anime4KError):
    """libass is missing, or refused something."""


class AssBitmap(NamedTuple):
    """One colour, and how much of it there is at each pixel.

    `address` is that of `height` rows of `width` bytes, `stride` bytes apart, row 0 on top, of
    which only those bytes may be read; `colour` is 0xRRGGBBTT, TT the transparency.
    """

    x: int
    y: int
    width: int
    height: int
    stride: int
    address: int
    colour: int


@cache
def _library() -> Any:
    found = ctypes.util.find_library("ass")
    names = (found,) if found else ()
    for name in (*_NAMES.get(sys.platform, _UNIX_NAMES), *names):
        try:
            library = ctypes.CDLL(name)
            for function, (result, arguments) in _PROTOTYPES.items():
                entry = getattr(library, function)
                entry.restype, entry.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return library
    return None


def load() -> Any:
    """Return libass with its prototypes set.

    Raises `LibassError` where it is missing, or too old to have all that is needed.
    """
    library = _library()
    if library is None:
        raise LibassError(
            f"text subtitles need libass 0.15 or later, which is not installed; {REMEDY}"
        )
    return library


def version() -> str:
    """Return libass's version; raises `LibassError` where it is missing."""
    number = load().ass_library_version()
    # Binary-coded decimals: two digits of hexadecimal each, the third a single one.
    return f"{number >> 28}.{number >> 20 & 255:x}.{number >> 12 & 255:x}"


class AssRenderer:
    """One track of text, and what draws it. A context manager; `close` frees it.

    One thread at a time may use it. To make one takes its time: the system's fonts are looked
    through.

    Parameters
    ----------
    script : the header, or all of it, and the fonts that are looked for first
    look : the user's; `set_look` changes it later
    report : called with one line for each of the first few things that libass complains about,
        from whichever thread is in here; never for the same thing twice

    Raises `LibassError` where libass is missing or has no memory.
    """

    def __init__(
        self,
        script: AssScript,
        *,
        look: SubtitleLook | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._styled = script.styled
        self._look = SubtitleLook()
        self._library = library = load()
        self._report = report
        self._messages: set[str] = set()
        self._track = self._renderer = None
        self._origin = script.origin if script.whole else 0.0
        self._sizes: tuple[Size, Size] | None = None
        self._changed = _INT()
        text = script.text
        # Kept as long as libass may call it.
        self._callback = _MESSAGE(self._on_message)
        self._handle: int | None = self._made(library.ass_library_init())
        try:
            library.ass_set_message_cb(self._handle, self._callback, None)
            library.ass_set_extract_fonts(self._handle, 1)
            for font in script.fonts:
                name = font.name.encode("utf-8", "replace")
                library.ass_add_font(self._handle, name, font.data, len(font.data))
            self._renderer = self._made(library.ass_renderer_init(self._handle))
            if script.whole:
                track = library.ass_read_memory(self._handle, text, len(text), None)
                self._track = self._made(track)
            else:
                self._track = self._made(library.ass_new_track(self._handle))
                library.ass_process_codec_private(self._track, text, len(text))
                # Each event comes once, and some codecs' have no order of their own.
                library.ass_set_check_readorder(self._track, 0)
            self.set_look(look or SubtitleLook())
            family = self._look.font.encode("utf-8", "replace")
            library.ass_set_fonts(self._renderer, None, family, _AUTODETECT, None, 1)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> AssRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free everything. May be called twice."""
        if self._track:
            self._library.ass_free_track(self._track)
        if self._renderer:
            self._library.ass_renderer_done(self._renderer)
        if self._handle:
            self._library.ass_library_done(self._handle)
        self._track = self._renderer = self._handle = None

    def add(self, event: TextEvent) -> None:
        """Add an event, where they are not all in the script."""
        start, end = (round(time * 1000) for time in (event.start, event.end))
        line = event.line
        self._library.ass_process_chunk(self._track, line, len(line), start, end - start)

    def set_look(self, look: SubtitleLook) -> None:
        """Draw in another look from now on; its font is for text that names none from the start."""
        if look == self._look:
            return
        self._look = look
        library, renderer = self._library, self._renderer
        own = self._styled and look.override == "no"
        library.ass_set_font_scale(renderer, 1.0 if own else look.scale)
        library.ass_set_line_position(renderer, 0.0 if own else 100.0 - look.position)
        replaced = _FONT_NAME if look.font != SANS and not self._styled else 0
        if look.override == "force":
            replaced = _ALL_OF_IT
        if replaced:
            style = _Style(
                name=b"Default", font=look.font.encode("utf-8", "replace"), size=16.0,
                primary=0xFFFFFF00, secondary=0xFFFFFF00, outline_colour=0x10101000,
                back=0x00000080, scale_x=1.0, scale_y=1.0, border_style=1, outline=1.1,
                shadow=0.5, alignment=2, left=16, right=16, vertical=14, encoding=1,
            )  # fmt: skip
            library.ass_set_selective_style_override(renderer, ctypes.byref(style))
        library.ass_set_selective_style_override_enabled(renderer, replaced)

    def render(self, time: float, frame: Size, storage: Size) -> list[AssBitmap] | None:
        """Draw a moment.

        Parameters
        ----------
        time : seconds
        frame : size of the picture to draw for, in pixels of the screen
        storage : size of the video as coded, which some effects are measured by

        Returns the bitmaps from the lowest to the topmost, valid until the next call; None where
        they are the same as the last time.
        """
        if self._sizes != (frame, storage):
            self._sizes = (frame, storage)
            self._library.ass_set_frame_size(self._renderer, *frame)
            self._library.ass_set_storage_size(self._renderer, *storage)
        changed = self._changed
        moment = self._milliseconds(time)
        first = self._library.ass_render_frame(self._renderer, self._track, moment, changed)
        if not changed.value:
            return None
        bitmaps = []
        while first:
            image = first.contents
            if image.w > 0 and image.h > 0:
                bitmaps.append(
                    AssBitmap(
                        image.x, image.y, image.w, image.h, image.stride, image.bitmap, image.color
                    )
                )
            first = image.next
        return bitmaps

    def step(self, time: float, events: int) -> float:
        """Return the seconds from a time to an event so many after it, or before it; 0 for none."""
        moment = self._milliseconds(time)
        return int(self._library.ass_step_sub(self._track, moment, events)) / 1000

    def _milliseconds(self, time: float) -> int:
        return round((time - self._origin) * 1000)

    def _made(self, handle: int | None) -> int:
        if not handle:
            raise LibassError("libass: out of memory")
        return handle

    def _on_message(self, level: int, form: int, arguments: int, _data: int) -> None:
        if level > _WARNING or len(self._messages) >= _MAX_MESSAGES:
            return
        text = _plain(_formatted(form, arguments))
        if text and text not in self._messages:
            self._messages.add(text)
            self._report(text)


def _plain(text: str) -> str:
    """Return a message of libass's for people; empty for what is no fault of the file's."""
    text = _ADDRESS.sub("", " ".join(text.split()))
    if text.startswith("fontselect: Using default font family"):
        return ""  # nearly every file asks for Arial, which few systems have
    missing = _NO_GLYPH.search(text)
    if missing:
        character = chr(int(missing[1], 16))
        return f"no installed font has the character {character!r}; install one, such as Noto"
    return text[:1].lower() + text[1:]


@cache
def _vsnprintf() -> Any:
    """Return C's function that fills in a message, None where there is none by that name."""
    try:
        library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        function = library._vsnprintf if sys.platform == "win32" else library.vsnprintf
    except (OSError, AttributeError):
        return None
    function.restype, function.argtypes = _INT, (_P, _SIZE, _P, _P)
    return function


def _formatted(form: int, arguments: int) -> str:
    function = _vsnprintf()
    if function is None:
        return ctypes.string_at(form).decode("utf-8", "replace")
    buffer = ctypes.create_string_buffer(1024)
    # Wherever libass is built a va_list goes to a function as one pointer.
    function(buffer, len(buffer) - 1, form, arguments)
    return buffer.value.decode("utf-8", "replace")
