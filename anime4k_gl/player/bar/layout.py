"""The layout of the bar for the mouse: its parts' places by window size and scale. No window here.

Places are pixels of the window's framebuffer, from its top left. Where there is not enough room,
words go first, then the title, then one button after the other; the seek bar stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Point, Rect, contains
from ..text.label import label_height, text_width
from ..text.times import clock_text
from .state import BarState
from .timeline import bar_height

FONT_SHARES = (1 / 40, 1 / 64)
"""Font height as a share of the window's height, and of its width: the less counts."""

LEAST_FONT = 13
"""The smallest font at a content scale of 1, in pixels."""

LARGEST_SHARE = 1 / 9
"""Of the window's height: the largest font there is, whatever the scale."""

ONE_ROW = 20
"""Below this height, in fonts, everything is in one row."""

_LEAST_SEEK = 7  # in fonts: below this width of the seek bar, other things give way
_LEAST_TITLE = 8  # in fonts
_MOST_TITLE = 40
_MOST_WORD = 10  # in fonts: of the words beside a button


class BarPart(Enum):
    """What can be pointed at."""

    PANEL = "panel"
    SEEK = "seek"
    ELAPSED = "elapsed"
    LENGTH = "length"
    PREVIOUS = "previous"
    PLAY = "play"
    NEXT = "next"
    MUTE = "mute"
    VOLUME = "volume"
    TITLE = "title"
    AUDIO = "audio"
    SUBTITLES = "subtitles"
    SWITCH = "switch"
    LOOK = "look"
    FULLSCREEN = "fullscreen"


_BEHIND = (BarPart.PANEL, BarPart.TITLE, BarPart.ELAPSED)
"""Parts where a click does nothing."""


@dataclass(frozen=True)
class BarLayout:
    """Where everything is.

    Attributes
    ----------
    panel : all of the bar
    font_px : the height of its text
    parts : where the mouse finds each; those that found no room are not there
    words : what stands beside the icons of some, and in the texts
    track : the drawn seek bar
    slider : the drawn volume; None where there is no room
    """

    panel: Rect
    font_px: int
    parts: Mapping[BarPart, Rect]
    words: Mapping[BarPart, str]
    track: Rect
    slider: Rect | None

    @classmethod
    def at(
        cls, state: BarState, window: Size, scale: float = 1.0, *, elapsed: float | None = None
    ) -> BarLayout:
        """Return the layout for a window.

        Parameters
        ----------
        window : the framebuffer's size
        scale : the screen's content scale, 1 for about 96 dots an inch
        elapsed : the time to show (s), where it is not the position
        """
        return _Build(state, window, scale, elapsed).layout()

    def hit(self, point: Point) -> BarPart | None:
        """Return what is at a point; `BarPart.PANEL` beside the others, None beside the bar."""
        for part, place in self.parts.items():
            if contains(place, point):
                return BarPart.PANEL if part in _BEHIND else part
        return BarPart.PANEL if contains(self.panel, point) else None

    def share_at(self, x: float) -> float:
        """Return the share of the duration that a place on the seek bar stands for, 0 to 1."""
        return min(1.0, max(0.0, (x - self.track.x) / max(1, self.track.width)))

    def volume_at(self, x: float) -> float:
        """Return the volume that a place on its slider stands for, 0 to 100 %."""
        if self.slider is None:
            return 100.0
        return 100.0 * min(1.0, max(0.0, (x - self.slider.x) / max(1, self.slider.width)))


def font_for_window(window: Size, scale: float) -> int:
    """Return the height of the bar's text in a window, in pixels."""
    wanted = min(window.height * FONT_SHARES[0], window.width * FONT_SHARES[1])
    least = LEAST_FONT * max(1.0, scale)
    return max(9, round(min(max(wanted, least), max(LEAST_FONT, window.height * LARGEST_SHARE))))


def margin_for(window: Size) -> int:
    """Return how many pixels are left free around the bar."""
    return max(4, round(window.height / 60))


@dataclass
class _Item:
    """Something in a row that wants a width, and how early it gives way (lower: earlier)."""

    part: BarPart
    width: int
    stays: int
    word: str = ""


@dataclass
class _Build:
    state: BarState
    window: Size
    scale: float
    elapsed: float | None
    parts: dict[BarPart, Rect] = field(default_factory=dict)
    words: dict[BarPart, str] = field(default_factory=dict)
    slider: Rect | None = None

    def layout(self) -> BarLayout:
        self.font = font_for_window(self.window, self.scale)
        self.gap = round(self.font * 0.5)
        self.side = round(self.font * 2.0)  # a button's
        margin = margin_for(self.window)
        one_row = self.window.height < ONE_ROW * self.font
        row = max(label_height(self.font), round(self.font * 1.5))
        height = self.side + self.gap // 2 * 2 + (0 if one_row else row)
        self.panel = Rect(
            margin, self.window.height - margin - height, max(1, self.window.width - 2 * margin),
            height,
        )  # fmt: skip
        left, right = self.panel.x + self.gap, self.panel.x + self.panel.width - self.gap
        buttons = self.panel.y + height - self.gap // 2 - self.side
        if one_row:
            left, right = self._sides(left, right, buttons, seek=True)
            track = self._seek(left, right, buttons, self.side)
        else:
            track = self._seek(left, right, self.panel.y + self.gap // 2, row)
            left, right = self._sides(left, right, buttons, seek=False)
            self._title(left, right, buttons)
        return BarLayout(self.panel, self.font, self.parts, self.words, track, self.slider)

    def _seek(self, left: int, right: int, top: int, height: int) -> Rect:
        """Place the times, and the seek bar between them."""
        state = self.state
        elapsed = clock_text(state.position if self.elapsed is None else self.elapsed)
        length = "live" if state.live else clock_text(state.duration)
        # As wide as the longest it will be, so that the bar does not move as time goes by.
        longest = "0" * len(clock_text(max(state.duration or 0.0, self.elapsed or state.position)))
        wide = text_width(longest.replace("000", "0:00", 1), self.font)
        length_wide = max(text_width(length, self.font), 1)
        room = right - left - wide - length_wide - 2 * self.gap
        if room >= 3 * self.font:
            self._text(BarPart.ELAPSED, elapsed, Rect(left, top, wide, height))
            self._text(BarPart.LENGTH, length, Rect(right - length_wide, top, length_wide, height))
            left, right = left + wide + self.gap, right - length_wide - self.gap
        thick = max(bar_height(self.window), round(self.font * 0.4))
        track = Rect(left, top + (height - thick) // 2, max(1, right - left), thick)
        if state.seekable:
            self.parts[BarPart.SEEK] = Rect(left, top, max(1, right - left), height)
        return track

    def _text(self, part: BarPart, text: str, place: Rect) -> None:
        self.parts[part], self.words[part] = place, text

    def _sides(self, left: int, right: int, top: int, *, seek: bool) -> tuple[int, int]:
        """Place the buttons at both sides; return the room that is left between them."""
        starts, ends = self._starts(), self._ends()
        room = right - left - (_LEAST_SEEK * self.font + self._times() if seek else 0)
        self._shrink(starts, ends, room, words=not seek)
        for item in starts:
            left = self._put(item, left, top)
        for item in reversed(ends):
            self._put(item, right - item.width, top)
            right -= item.width + self._space(item)
        return left + (self.gap if starts else 0), right - (self.gap if ends else 0)

    def _times(self) -> int:
        longest = clock_text(max(self.state.duration or 0.0, self.state.position))
        return 2 * (text_width(longest, self.font) + self.gap) + 2 * self.gap

    def _starts(self) -> list[_Item]:
        several, sound = self.state.count > 1, self.state.has_sound or bool(self.state.audio.labels)
        items = [_Item(BarPart.PREVIOUS, self.side, 40)] if several else []
        items.append(_Item(BarPart.PLAY, self.side, 100))
        items += [_Item(BarPart.NEXT, self.side, 50)] if several else []
        if sound:
            items.append(_Item(BarPart.MUTE, self.side, 80))
            items.append(_Item(BarPart.VOLUME, 5 * self.font, 30))
        return items

    def _ends(self) -> list[_Item]:
        state, items = self.state, []
        if state.audio.labels:
            items.append(_Item(BarPart.AUDIO, self.side, 45, state.audio.short))
        if state.subtitles.labels:
            items.append(_Item(BarPart.SUBTITLES, self.side, 60, state.subtitles.short))
        if state.looks.labels:
            items.append(_Item(BarPart.SWITCH, round(self.font * 2.1), 70))
            if state.looks.current is not None:
                name = state.looks.labels[state.looks.current]
                items.append(_Item(BarPart.LOOK, 0, 20, name))
        items.append(_Item(BarPart.FULLSCREEN, self.side, 90))
        return items

    def _shrink(self, starts: list[_Item], ends: list[_Item], room: int, *, words: bool) -> None:
        """Make everything fit: without words first, then without what gives way earliest."""
        if words:
            for item in ends:
                if item.word:
                    wide = min(text_width(item.word, self.font), _MOST_WORD * self.font)
                    item.width += wide + (self.gap if item.width else 0)
        else:
            ends[:] = [item for item in ends if item.part is not BarPart.LOOK]
            for item in ends:
                item.word = ""
        while self._wide(starts) + self._wide(ends) > room:
            worded = [item for item in ends if item.word and item.part is not BarPart.LOOK]
            if worded:
                worded[0].word, worded[0].width = "", self.side
                continue
            side = min((starts, ends), key=lambda items: min((i.stays for i in items), default=999))
            if not side or (len(side) == 1 and side[0].stays == 100):
                break
            side.remove(min(side, key=lambda item: item.stays))

    def _wide(self, items: list[_Item]) -> int:
        return sum(item.width + self._space(item) for item in items)

    def _space(self, item: _Item) -> int:
        """Return what is left free beside an item: icons have room of their own."""
        return self.gap if item.word or item.part in (BarPart.VOLUME, BarPart.SWITCH) else 0

    def _put(self, item: _Item, left: int, top: int) -> int:
        place = Rect(left, top, item.width, self.side)
        self.parts[item.part] = place
        if item.word:
            self.words[item.part] = item.word
        if item.part is BarPart.VOLUME:
            thick = max(bar_height(self.window), round(self.font * 0.4))
            self.slider = Rect(left, top + (self.side - thick) // 2, item.width, thick)
        return left + item.width + self._space(item)

    def _title(self, left: int, right: int, top: int) -> None:
        """Place the title in the middle of what is left, where there is room for a few letters."""
        room = min(right - left - 2 * self.gap, _MOST_TITLE * self.font)
        if room >= _LEAST_TITLE * self.font:
            room = min(room, text_width(self.state.title, self.font))
            place = Rect(left + (right - left - room) // 2, top, room, self.side)
            self._text(BarPart.TITLE, self.state.title, place)
