"""Key bindings, as in mpv where mpv has them: one table, and the list of it on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...errors import OptionError
from ..text.layout import Heading, Left, Line
from ..window.key_names import normalised
from .commands import Bound, parse_command
from .mpv_keys import MPV, KeyComparison, compared

GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Playing", (
        ("space", "pause", "pause or resume"),
        ("left right", "seek -5|seek 5", "5 seconds back, forward"),
        ("down up", "seek -60|seek 60", "a minute back, forward"),
        ("Shift+left Shift+right", "seek -1|seek 1", "a second back, forward"),
        ("Shift+bs", "revert-seek", "back to before the last seek"),
        (", .", "step-back|step", "one frame back, forward"),
        ("pgdwn pgup", "chapter -1|chapter 1", "previous, next chapter"),
        ("[ ]", "speed-by 0.9091|speed-by 1.1", "slower, faster"),
        ("{ }", "speed-by 0.5|speed-by 2", "half, double speed"),
        ("bs", "speed 1", "normal speed"),
        ("l", "loop-ab", "A-B loop: set A, set B, clear"),
        ("L", "loop-file", "repeat the file or not"),
        ("< >", "previous|next", "previous, next file"),
    )),
    ("Audio and subtitles", (
        ("9 0", "volume-by -2|volume-by 2", "quieter, louder (or the wheel)"),
        ("m", "mute", "mute or unmute"),
        ("#", "audio-track", "next audio track"),
        ("Ctrl+- Ctrl++", "audio-delay -0.1|audio-delay 0.1", "sound earlier, later"),
        ("j J", "sub-track 1|sub-track -1", "next, previous subtitles"),
        ("v", "sub-visible", "show or hide subtitles"),
        ("z x", "sub-delay -0.1|sub-delay 0.1", "subtitles earlier, later"),
        ("F G", "sub-scale -0.1|sub-scale 0.1", "subtitles smaller, larger"),
        ("r R", "sub-pos -1|sub-pos 1", "subtitles higher, lower"),
        ("u", "sub-override", "ASS styles replaced or not"),
        ("Ctrl+left Ctrl+right", "sub-seek -1|sub-seek 1", "previous, next subtitle"),
    )),
    ("Picture", (
        ("f", "fullscreen", "full screen (or a double click)"),
        ("Alt+0 Alt+1 Alt+2", "window-scale 0.5|window-scale 1|window-scale 2",
         "half, own, double size"),
        ("T", "ontop", "window above all others or not"),
        ("c", "effect", "shaders off or on"),
        ("n N", "look 1|look -1", "next, previous preset or shader"),
        ("k", "compare split", "before | after; drag the line"),
        ("K", "compare side-by-side", "side by side"),
        ("D", "compare difference", "the difference"),
        ("- =", "difference-gain 0.5|difference-gain 2", "weaker, stronger"),
        ("b", "blink", "swap before and after"),
        ("B", "look-before 1", "next preset to compare with"),
        ("h H", "loupe|loupe-zoom", "loupe at the mouse, its zoom"),
        ("y Y", "inner 1|inner -1", "intermediate textures: next, previous"),
        ("Alt+- Alt++", "zoom -0.1|zoom 0.1", "zoom out, in (or Ctrl and the wheel)"),
        ("Alt+left Alt+right", "pan 0.1 0|pan -0.1 0", "move the picture right, left"),
        ("Alt+up Alt+down", "pan 0 0.1|pan 0 -0.1", "move the picture down, up"),
        ("Alt+bs", "zoom-reset", "no zoom, no pan"),
        ("w W", "panscan -0.1|panscan 0.1", "fill less, more of the bars"),
        ("d", "deinterlace", "deinterlace or not"),
        ("A", "aspect", "aspect: 16:9, 4:3, 2.35:1, the file's"),
    )),
    ("Tuning and the rest", (
        ("t", "tune", "sliders and GPU times"),
        ("Ctrl+z Ctrl+Shift+z", "undo|redo", "undo, redo slider changes"),
        ("g", "governor", "skip passes to avoid drops, or not"),
        ("s", "screenshot output", "screenshot: picture"),
        ("S", "screenshot source", "screenshot: source"),
        ("Ctrl+s", "screenshot window", "screenshot: window"),
        ("i I", "stats|stats-toggle", "stats page, for a while or to stay"),
        ("o P", "status|status", "where it is"),
        ("f8 f9", "playlist|tracks", "place in the list; tracks"),
        ("?", "help", "this list; again: the picture's, mpv's keys"),
        ("q", "quit", "quit"),
        ("Q", "quit-watch-later", "quit and resume here next time"),
        ("esc", "escape", "leave full screen or quit"),
    )),
)  # fmt: skip
"""Headings, and under each the keys, their commands and what they do, keys of a pair together."""

_SECOND_PAGE = ("Picture",)
"""The headings of which the list on the screen has a page of its own: it is long."""

ALSO = {
    "p": "pause",
    "wheel-up": "volume-by 2",
    "wheel-down": "volume-by -2",
    "wheel-left": "seek -10",
    "wheel-right": "seek 10",
    "double-click": "fullscreen",
    "click-right": "pause",
    "click-back": "previous",
    "click-forward": "next",
    "Shift+up": "seek 5",
    "Shift+down": "seek -5",
    "Ctrl+Shift+bs": "revert-seek mark",
    "!": "chapter -1",
    "@": "chapter 1",
    "Ctrl+w": "quit",
    "Ctrl+c": "quit",
    "Alt+=": "zoom 0.1",
    "Alt+Shift+=": "zoom 0.1",
    "Alt+Shift++": "zoom 0.1",
    "/": "volume-by -2",
    "*": "volume-by 2",
    "Shift+pgup": "seek 600 keyframe",
    "Shift+pgdwn": "seek -600 keyframe",
    "Z": "sub-delay 0.1",
    "e": "panscan 0.1",
    "Ctrl+Shift+left": "sub-step -1",
    "Ctrl+Shift+right": "sub-step 1",
    "home": "seek-to 0",
    "enter": "next",
    "f1": "help",
    "Ctrl+=": "audio-delay 0.1",
    "Ctrl+Shift+=": "audio-delay 0.1",  # Ctrl++ where + is typed with Shift
    **dict.fromkeys(("play", "pause", "playpause"), "pause"),
    "stop": "quit",
    "next": "next",
    "prev": "previous",
    "forward": "seek 60",
    "rewind": "seek -60",
}
"""Other bindings, of keys that do what a listed one does, or nearly that."""

DOUBLE_CLICK = "double-click"
CLICKS = {name: f"click-{name}" for name in ("right", "back", "forward")}
WHEEL = {"up": "wheel-up", "down": "wheel-down", "left": "wheel-left", "right": "wheel-right"}
MOUSE_NAMES = frozenset({DOUBLE_CLICK, *CLICKS.values(), *WHEEL.values()})
"""The mouse's names in bindings."""


class KeyBindings:
    """The commands of all keys: mpv's and ours, with the user's own over them.

    Parameters
    ----------
    own : commands by keys, as in the settings file

    Raises
    ------
    OptionError : no key or no command is called that
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._bound: dict[str, Bound] = {}
        self._own: dict[str, Bound] = {}
        for _, rows in GROUPS:
            for keys, commands, _ in rows:
                for key, command in zip(keys.split(), commands.split("|"), strict=True):
                    self._bound[key] = parse_command(command)
        for key, command in ALSO.items():
            self._bound[key] = parse_command(command)
        for key, command in (own or {}).items():
            name = key_name(key)
            self._own[name] = self._bound[name] = parse_command(command)

    def get(self, key: str) -> Bound | None:
        """Return what a key, as events name it, is bound to."""
        return self._bound.get(key)

    def compared(self) -> list[KeyComparison]:
        """Return what mpv's keys are here."""
        return compared({key: bound.text for key, bound in self._bound.items()}.get)

    def _of_mpv(self) -> list[Sequence[Line]]:
        """Return the blocks of mpv's keys that are not listed, or are something else here."""
        listed = {key for _, rows in GROUPS for keys, _, _ in rows for key in keys.split()}
        blocks: dict[str, list[Line]] = {
            "Also as in mpv": [], f"Otherwise in {MPV}": [], f"Of {MPV}, and nothing here": []
        }  # fmt: skip
        for each in self.compared():
            also = [key for key in each.same if key not in listed]
            others = [key for key, _ in each.others]
            here = " / ".join(command for key, command in each.others if key not in listed)
            for block, keys in zip(blocks.values(), (also, others, each.missing), strict=True):
                if keys:
                    block.append((" ".join(map(shown_key, keys)), Left(each.row.does)))
                if keys is others and here:
                    block.append(("", Left(f"here: {here}")))
        return [[Heading(heading), *lines] for heading, lines in blocks.items() if lines]

    def pages(self) -> list[list[Sequence[Line]]]:
        """Return the list of keys in pages for the screen: a block of lines each heading.

        First what plays a file, then what changes its picture, then mpv's keys.
        """
        pages: list[list[Sequence[Line]]] = [[], []]
        for heading, rows in GROUPS:
            lines: list[Line] = [Heading(heading)]
            for keys, _, description in rows:
                left = [key for key in keys.split() if key not in self._own]
                if left:
                    lines.append((" ".join(map(shown_key, left)), Left(description)))
            pages[heading in _SECOND_PAGE].append(lines)
        if self._own:
            own: list[Line] = [Heading("From the settings file")]
            own += [(shown_key(key), Left(bound.text)) for key, bound in self._own.items()]
            pages[0].append(own)
        return [*pages, self._of_mpv()]

    def page(self) -> list[Sequence[Line]]:
        """Return the blocks of all pages; an empty one begins another page."""
        first, *others = self.pages()
        return first + [block for page in others for block in ([], *page)]


def key_name(written: str) -> str:
    """Return a key's name as events have it, or the mouse's, of one that a person wrote.

    Raises
    ------
    OptionError : nothing is called that
    """
    if written.strip().lower() in MOUSE_NAMES:
        return written.strip().lower()
    try:
        return normalised(written)
    except ValueError as error:
        raise OptionError(str(error)) from None


def said(key: str, command: str) -> str:
    """Return what a key does: in words where it is listed with some, else its command."""
    for _, rows in GROUPS:
        for keys, commands, text in rows:
            if (key, command) in zip(keys.split(), commands.split("|"), strict=True):
                return text
    return command


_SHOWN = {
    "bs": "backspace", "pgup": "page up", "pgdwn": "page down", "click-right": "right button",
    "click-back": "back button", "click-forward": "forward button", "wheel-up": "wheel up",
    "wheel-down": "wheel down", "wheel-left": "wheel left", "wheel-right": "wheel right",
    "double-click": "double click",
}  # fmt: skip


def shown_key(key: str) -> str:
    """Return a key's name for people."""
    *words, last = key.split("+") if len(key) > 1 and not key.endswith("++") else [key]
    return "+".join([*words, _SHOWN.get(last, last)])
