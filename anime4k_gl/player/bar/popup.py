"""The popup above the bar: a place's time, chapter and picture, or what a button does. Pure."""

from __future__ import annotations

from ...formats import Size
from ...lazy.dataclass import dataclass
from ..geometry import Rect
from ..text.label import cut_text, label_height, text_width
from ..text.times import clock_text
from .layout import BarLayout, BarPart, margin_for
from .state import BarState, Choices

PICTURE_SHARE = 1 / 6
"""Of the window's height: how high the picture of a place is."""

LEAST_PICTURE = 36
"""Pixels: a picture that would be lower is left out."""

_MOST_WIDTH = 26  # in fonts, of the text


@dataclass(frozen=True)
class Popup:
    """What stands above the mouse.

    Attributes
    ----------
    box : all of it
    lines : its text, cut to fit, with the place of each line's top left
    picture : where the picture of a place is; None for none
    seconds : the place in the file it is about; None for a button
    """

    box: Rect
    lines: tuple[tuple[str, int, int], ...]
    picture: Rect | None = None
    seconds: float | None = None

    @classmethod
    def at(
        cls,
        part: BarPart,
        x: float,
        state: BarState,
        layout: BarLayout,
        window: Size,
        *,
        pictured: bool = True,
    ) -> Popup | None:
        """Return the popup for a part, above the bar; None where there is nothing to say.

        Parameters
        ----------
        x : of the mouse
        pictured : whether there are pictures of places
        """
        margin = margin_for(window)
        pad, height = round(layout.font_px * 0.35), label_height(layout.font_px)
        seconds, picture = None, None
        if part is BarPart.SEEK and state.duration:
            share = layout.share_at(x)
            seconds = share * state.duration
            texts = [clock_text(seconds), state.chapter_at(share)]
            middle = layout.track.x + share * layout.track.width
            room = layout.panel.y - 2 * margin - len(list(filter(None, texts))) * height - 3 * pad
            picture = _picture(state.aspect, window, room) if pictured else None
        else:
            texts = [tip(part, state), hint(part)]
            place = layout.parts.get(part, layout.panel)
            middle = place.x + place.width / 2
        texts = [text for text in texts if text]
        if not texts:
            return None
        most = min(_MOST_WIDTH * layout.font_px, window.width - 2 * margin - 2 * pad)
        texts = [cut_text(text, layout.font_px, most) for text in texts]
        inner = max(text_width(text, layout.font_px) for text in texts)
        inner = max(inner, picture.width if picture else 0)
        tall = len(texts) * height + 2 * pad + (picture.height + pad if picture else 0)
        left = round(middle - inner / 2) - pad
        left = max(margin, min(left, window.width - margin - inner - 2 * pad))
        box = Rect(left, layout.panel.y - margin // 2 - tall, inner + 2 * pad, tall)
        top = box.y + pad
        shown = None
        if picture:
            shown = Rect(left + pad + (inner - picture.width) // 2, top, *picture)
            top += picture.height + pad
        lines = tuple(
            (text, left + pad + (inner - text_width(text, layout.font_px)) // 2, top + n * height)
            for n, text in enumerate(texts)
        )
        return cls(box, lines, shown, seconds)


def _picture(aspect: float, window: Size, room: int) -> Size | None:
    height = min(round(window.height * PICTURE_SHARE), room)
    width = min(round(height * aspect), window.width // 3)
    height = round(width / aspect)
    return Size(width, height) if height >= LEAST_PICTURE and width > 0 else None


def tip(part: BarPart, state: BarState) -> str:
    """Return what a button is for, in a few words; empty for what is no button."""
    match part:
        case BarPart.PLAY:
            return "Play" if state.paused else "Pause"
        case BarPart.PREVIOUS:
            return f"Previous file ({state.index + 1} of {state.count} plays)"
        case BarPart.NEXT:
            return f"Next file ({state.index + 1} of {state.count} plays)"
        case BarPart.MUTE:
            return "Unmute" if state.muted else "Mute"
        case BarPart.VOLUME:
            return f"Volume {state.volume:.0f} %" + (", muted" if state.muted else "")
        case BarPart.AUDIO:
            return _track_tip("Sound", state.audio)
        case BarPart.SUBTITLES:
            return _track_tip("Subtitles", state.subtitles)
        case BarPart.SWITCH:
            return "Switch the shaders off" if state.effect else "Switch the shaders on"
        case BarPart.LOOK:
            return "Choose a preset"
        case BarPart.FULLSCREEN:
            return "Leave full screen" if state.fullscreen else "Full screen"
    return ""


def _track_tip(kind: str, tracks: Choices) -> str:
    now = "off" if tracks.current is None else tracks.labels[tracks.current]
    return f"{kind}: {now}"


def hint(part: BarPart) -> str:
    """Return how else a button can be used; empty where it can only be clicked."""
    return "right click for the list" if part in (BarPart.AUDIO, BarPart.SUBTITLES) else ""
