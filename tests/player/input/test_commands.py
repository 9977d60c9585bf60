"""Commands by name, the keys they are bound to, and the list of those on the screen."""

from __future__ import annotations

from typing import Any

import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.player.input.bindings import GROUPS, KeyBindings, key_name
from anime4k_gl.player.input.commands import COMMANDS, parse_command
from anime4k_gl.player.window.key_names import SPECIAL_NAMES, normalised


class Recorder:
    """Stands for the player: notes which of its parts' methods were called, and with what."""

    def __init__(self, name: str = "", calls: list[tuple[Any, ...]] | None = None) -> None:
        self.name, self.calls = name, [] if calls is None else calls

    def __getattr__(self, name: str) -> Recorder:
        return Recorder(f"{self.name}.{name}".lstrip("."), self.calls)

    def __call__(self, *values: Any, **named: Any) -> None:
        self.calls.append((self.name, *values, *named.values()))


def calls(command: str) -> list[tuple[Any, ...]]:
    player: Any = Recorder()
    parse_command(command)(player)
    return player.calls


def test_commands_call_the_parts_with_their_arguments() -> None:
    assert calls("pause") == [("transport.toggle_pause",)]
    assert calls("seek -5") == [("transport.seek_by", -5.0, True)]
    assert calls("seek 60 keyframe") == [("transport.seek_by", 60.0, False)]
    assert calls("screenshot") == [("screenshots.take", "output")]
    assert calls("screenshot  window") == [("screenshots.take", "window")]
    assert calls("chapter -1") == [("transport.go_chapter", -1)]
    assert calls("none") == []


def test_every_command_calls_something_the_player_has() -> None:
    from anime4k_gl.player.controls.fields import FieldControls
    from anime4k_gl.player.controls.files import FileControls
    from anime4k_gl.player.controls.screenshots import ScreenshotControls
    from anime4k_gl.player.controls.tracks import TrackControls
    from anime4k_gl.player.controls.transport import Transport
    from anime4k_gl.player.controls.view import ViewControls
    from anime4k_gl.player.controls.viewport import ViewportControls
    from anime4k_gl.player.display.display import Display
    from anime4k_gl.player.display.notices import Notices
    from anime4k_gl.player.player import Player

    parts = {
        "transport": Transport, "tracks": TrackControls, "view": ViewControls,
        "files": FileControls, "screenshots": ScreenshotControls, "display": Display,
        "notices": Notices, "placing": ViewportControls,
        "fields": FieldControls,
    }  # fmt: skip
    samples = {"compare": "split", "screenshot": "window"}
    for command in COMMANDS.values():
        given = [samples.get(command.name, "2") for a in command.arguments if a.default is None]
        for name, *_ in calls(" ".join([command.name, *given])):
            part, _, method = name.rpartition(".")
            assert hasattr(parts[part] if part else Player, method), command.name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "unknown command ''; valid are: pause, "),
        ("seek", "command 'seek': seconds is missing: a number of seconds"),
        ("seek far", "command 'seek': seconds must be a number of seconds, not 'far'"),
        ("seek 5 fast", "command 'seek': how must be exact or keyframe, not 'fast'"),
        ("pause now", "command 'pause' has too many arguments: 'now'"),
        (
            "compare sideways",
            "command 'compare': mode must be off or split or side-by-side or blink",
        ),
    ],
)
def test_what_is_no_command(text: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse_command(text)
    assert str(caught.value).startswith(message)


def test_own_bindings_come_before_ours_and_are_listed() -> None:
    ours = KeyBindings()
    assert ours.get("q") is not None
    assert ours.get("Ctrl+q") is None
    own = KeyBindings({"ctrl+Q": "quit", "space": "none", "Wheel-Up": "seek 5"})
    bound = {key: own.get(key) for key in ("Ctrl+Shift+q", "space", "wheel-up", "p")}
    assert {key: b and b.command.name for key, b in bound.items()} == {
        "Ctrl+Shift+q": "quit", "space": "none", "wheel-up": "seek", "p": "pause",
    }  # fmt: skip
    first = own.pages()[0]
    listed = [line for block in first[:-1] for line in block]
    assert not any(line[0] == "space" for line in listed if not isinstance(line, str))
    assert ("space", "none") in first[-1]
    headings = [block[0] for block in own.page() if block]
    assert "From the settings file" in str(headings)
    assert "From the settings file" not in str([block[0] for block in ours.page() if block])


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"Hyper+x": "quit"}, "unknown modifier 'Hyper' in 'Hyper+x'"),
        ({"nokey": "quit"}, "unknown key 'nokey'"),
        ({"x": "quitt"}, "unknown command 'quitt'"),
    ],
)
def test_wrong_bindings_are_told(own: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        KeyBindings(own)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("s", "s"), ("Shift+s", "S"), ("ctrl+shift+s", "Ctrl+Shift+s"), ("Ctrl+S", "Ctrl+Shift+s"),
        ("+", "+"), ("Ctrl++", "Ctrl++"), ("#", "#"), ("SHIFT+Left", "Shift+left"),
        ("Alt+Ctrl+F5", "Ctrl+Alt+f5"), ("Double-Click", "double-click"),
    ],
)  # fmt: skip
def test_a_key_has_one_name(written: str, name: str) -> None:
    assert key_name(written) == name
    assert key_name(name) == name


def test_all_keys_we_bind_have_such_names() -> None:
    for heading, rows in GROUPS:
        assert heading
        for keys, commands, description in rows:
            assert description
            assert len(keys.split()) == len(commands.split("|"))
            for key in keys.split():
                assert normalised(key) == key
    assert "space" in SPECIAL_NAMES
