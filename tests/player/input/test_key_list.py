"""The list of keys: mpv's defaults are all in it, and the page of the docs is what is bound."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from anime4k_gl.formats import Size
from anime4k_gl.player.controls.files import FileControls
from anime4k_gl.player.controls.tracks import TrackControls
from anime4k_gl.player.controls.transport import Transport
from anime4k_gl.player.controls.window_scale import set_window_scale
from anime4k_gl.player.input.bindings import ALSO, GROUPS, KeyBindings, shown_key
from anime4k_gl.player.input.key_list import key_list
from anime4k_gl.player.input.mpv_keys import MPV_KEYS, compared

ROOT = Path(__file__).resolve().parents[3]

DEFAULTS = """
double-click click-right click-back click-forward wheel-up wheel-down wheel-left wheel-right
right left up down Shift+right Shift+left Shift+up Shift+down Ctrl+left Ctrl+right Ctrl+Shift+left
Ctrl+Shift+right Alt+left Alt+right Alt+up Alt+down Alt++ Alt+- Alt+bs pgup pgdwn Shift+pgup
Shift+pgdwn [ ] { } bs Shift+bs Ctrl+Shift+bs q Q esc p . , space > enter < O o P i I ` z Z x Ctrl++
Ctrl+- G F 9 / 0 * m 1 2 3 4 5 6 7 8 Alt+0 Alt+1 Alt+2 d r R t v Alt+v V u j J # _ T f s S Ctrl+s
Alt+s w W e A power play pause playpause playonly pauseonly stop forward rewind next prev volume_up
volume_down mute close_win Ctrl+w E l L Ctrl+c del Ctrl+h f8 f9 ! @
"""
"""What ``etc/input.conf`` of mpv 0.35 binds; the left button's one click is bound to nothing."""


def test_each_of_mpvs_default_keys_is_in_the_list_once() -> None:
    listed = Counter(key for row in MPV_KEYS for key, _ in row.pairs())
    assert listed == Counter(DEFAULTS.split())


def test_the_page_of_the_docs_is_what_is_bound() -> None:
    page = (ROOT / "docs" / "keys.md").read_text("utf-8")
    assert page == key_list(), "run: python -m anime4k_gl.player.input.key_list docs/keys.md"


def test_no_key_is_bound_twice() -> None:
    ours = Counter(key for _, rows in GROUPS for keys, _, _ in rows for key in keys.split())
    ours.update(ALSO.keys())
    assert not [key for key, count in ours.items() if count > 1]


def test_the_list_on_the_screen_has_each_of_mpvs_keys() -> None:
    shown = {
        key
        for block in KeyBindings().page()
        for line in block
        if isinstance(line, tuple)
        for key in line[0].split(" ")
    }
    words = {word for key in DEFAULTS.split() for word in shown_key(key).split(" ")}
    assert words <= shown


def test_a_key_is_the_same_by_what_it_is_bound_to() -> None:
    own = KeyBindings({"space": "none", "p": "mute", "Ctrl+h": "quit"})
    by_keys = {each.row.keys: each for each in own.compared()}
    assert by_keys["space p"].same == ()
    assert by_keys["space p"].others == (("p", "mute"),)
    assert by_keys["space p"].missing == ("space",)
    assert by_keys["Ctrl+h"].others == (("Ctrl+h", "quit"),)
    assert not any(each.same or each.others for each in compared({}.get))


class Told:
    """A notifier that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def notify(self, text: str, seconds: float = 0.0) -> None:
        self.lines.append(text)

    def show_error(self, text: str) -> None:
        self.lines.append(text)

    def show_status(self) -> None:
        self.lines.append("status")


class Playing:
    """Playback that is where it was sought."""

    seeking, end, seek_failure = False, None, None

    def __init__(self) -> None:
        self.position = 0.0

    def seek(self, position: float, *, exact: bool = True) -> bool:
        self.position = position
        return True


def test_a_seek_is_taken_back_and_a_mark_returned_to() -> None:
    playing: Any = Playing()
    told = Told()
    carried: Any = None
    transport = Transport(lambda: playing, carried, told)

    def then(action: Any) -> float:
        action()
        transport.apply()
        return float(playing.position)

    assert then(transport.revert_seek) == 0.0 and told.lines == ["nothing was sought yet"]
    playing.position = 12.0
    assert then(lambda: transport.seek_by(60.0)) == 72.0
    playing.position = 80.0
    assert then(transport.revert_seek) == 12.0
    assert then(transport.revert_seek) == 80.0
    transport.revert_seek(mark=True)
    assert told.lines[-1] == "marked 1:20"
    assert then(lambda: transport.seek(5.0)) == 5.0
    assert then(transport.revert_seek) == 80.0
    assert then(lambda: transport.seek(6.0)) == 6.0 and then(transport.revert_seek) == 80.0
    transport.reset()
    assert then(transport.revert_seek) == 80.0 and told.lines[-1] == "nothing was sought yet"


@pytest.mark.parametrize(
    ("scale", "size"), [(0.5, Size(320, 180)), (2.0, Size(1280, 720)), (9.0, Size(1600, 900))]
)
def test_the_window_has_a_multiple_of_the_videos_size(scale: float, size: Size) -> None:
    sizes: list[Size] = []
    window: Any = SimpleNamespace(
        fullscreen=False, largest_size=Size(1600, 900), resize=sizes.append
    )
    source = SimpleNamespace(size=Size(480, 360), sample_aspect_ratio=Fraction(4, 3), rotation=0)
    playback: Any = SimpleNamespace(source=source)
    told: Any = Told()
    set_window_scale(window, playback, told, scale)
    assert sizes == [size] and told.lines[0].startswith(f"window {size}, ")
    window.fullscreen = True
    set_window_scale(window, playback, told, scale)
    set_window_scale(window, None, told, scale)
    assert len(sizes) == 1


def test_places_and_tracks_are_told() -> None:
    told: Any = Told()
    track = SimpleNamespace
    audio = track(tracks=(track(index=1, label="jpn"), track(index=2, label="eng")),
                  track=track(index=2))  # fmt: skip
    subtitles = track(tracks=(track(label="eng (ass)"),), track=None)
    session: Any = track(audio=audio, subtitles=subtitles)
    carried: Any = None
    tracks = TrackControls(lambda: session, carried, told)
    tracks.show()
    session.audio = session.subtitles = None
    tracks.show()
    assert told.lines == [
        "audio: jpn   [audio: eng]   subtitles: eng (ass)", "no sound and no subtitles"
    ]  # fmt: skip
    files = FileControls(tracks, told, told.notify)
    files.show_place()
    files.playlist = track(items=("a/1.mkv", "http://b/2.mkv"), index=0, current="a/1.mkv")  # type: ignore[assignment]
    files.show_place()
    assert told.lines[2:] == ["file 1 of 2: 1.mkv; then http://b/2.mkv"]
