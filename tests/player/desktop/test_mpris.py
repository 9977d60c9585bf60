"""The player on a real bus of the test's own, asked as media keys, panels and scripts ask."""

from __future__ import annotations

import os
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.window.session_bus import PROPERTIES, BusClient, has_bus, session_bus

from anime4k_gl.player.desktop.mpris import MprisService
from anime4k_gl.player.desktop.mpris_interface import BUS_NAME, INTERFACES, OBJECT, PLAYER, ROOT
from anime4k_gl.player.desktop.mpris_state import MprisState, MprisTrack, state_of
from anime4k_gl.player.desktop.remote import Remote

pytestmark = pytest.mark.skipif(
    not has_bus() and not os.environ.get("CI"), reason="dbus-daemon is not installed"
)


class Clip:
    """A file that plays, without a file."""

    def __init__(self) -> None:
        self.paused, self.speed, self.seek_failure = False, 1.0, None
        self.loop = type("Loop", (), {"file": False})()


class Parts:
    """A player and all its parts in one, as far as the remote control needs them."""

    def __init__(self) -> None:
        self.playback, self.position, self.volume = Clip(), 10.0, 100.0
        self.fullscreen = self.left = False
        self.done: list[Any] = []
        self.loop, self.index, self.is_last = False, 0, False
        self.transport = self.tracks = self.files = self.window = self.playlist = self

    def toggle_pause(self) -> None:
        self.playback.paused = not self.playback.paused

    def seek(self, to: float) -> None:
        self.position = to

    def set_speed(self, speed: float) -> None:
        self.playback.speed = speed

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def toggle_fullscreen(self) -> None:
        self.fullscreen = not self.fullscreen

    def go(self, step: int) -> None:
        self.done.append(step)

    def drop(self, paths: list[str]) -> None:
        self.done.append(paths)
        self.left = "gone" not in paths[0]

    def focus(self) -> None:
        self.done.append("focus")

    def quit(self) -> None:
        self.done.append("quit")


TRACK = MprisTrack(7, "A song", "file:///a%20song.mkv", 60.0, artist="Someone")


class Running:
    """A service, and the loop of its player."""

    def __init__(self, address: str) -> None:
        self.parts: Any = Parts()
        self.said: list[str] = []
        self.remote = Remote(self.parts, self.state)
        self.jumped = False
        self._due, self._ended = threading.Event(), False
        self.service = MprisService(
            address, self.state(), wake=self._due.set, report=self.said.append
        )
        self._thread = threading.Thread(target=self._loop)
        self._thread.start()

    def state(self) -> MprisState:
        now = time.perf_counter()
        return state_of(
            self.parts, self.parts.playback, TRACK, stopped=self.remote.stopped, now=now
        )

    def _loop(self) -> None:
        while not self._ended:
            self._due.wait(0.02)
            self._due.clear()
            self.service.obey(self.remote, self.state)
            jumped, self.jumped = self.jumped, False
            self.service.update(self.state(), jumped=jumped)

    def close(self) -> None:
        self._ended = True
        self._thread.join()
        self.service.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with session_bus(tmp_path_factory.mktemp("bus")) as found:
        yield found


@pytest.fixture
def running(address: str) -> Iterator[Running]:
    started = Running(address)
    yield started
    started.close()


@pytest.fixture
def client(address: str, running: Running) -> Iterator[BusClient]:
    with BusClient(address) as found:
        until(lambda: found.names(BUS_NAME) == [BUS_NAME])
        yield found


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def get(client: BusClient, name: str, interface: str = PLAYER) -> Any:
    (variant,) = client.call(BUS_NAME, OBJECT, PROPERTIES, "Get", "ss", interface, name)
    return variant[1]


def put(client: BusClient, name: str, signature: str, value: Any, interface: str = PLAYER) -> Any:
    return client.call(
        BUS_NAME, OBJECT, PROPERTIES, "Set", "ssv", interface, name, (signature, value)
    )


def do(client: BusClient, member: str, signature: str = "", *body: Any) -> Any:
    return client.call(BUS_NAME, OBJECT, PLAYER, member, signature, *body)


def test_what_can_be_known(client: BusClient, running: Running) -> None:
    (known,) = client.call(BUS_NAME, OBJECT, PROPERTIES, "GetAll", "s", PLAYER)
    assert {name: signature for name, (signature, _) in known.items()} == {
        name: each.signature for name, each in INTERFACES[PLAYER].items()
    }
    values = {name: value for name, (_, value) in known.items()}
    assert (values["PlaybackStatus"], values["LoopStatus"]) == ("Playing", "None")
    assert values["Metadata"] == {
        "mpris:trackid": ("o", "/org/anime4k_gl/track/7"),
        "mpris:length": ("x", 60_000_000),
        "xesam:title": ("s", "A song"),
        "xesam:url": ("s", "file:///a%20song.mkv"),
        "xesam:artist": ("as", ["Someone"]),
    }
    assert (values["CanGoNext"], values["CanGoPrevious"], values["CanSeek"]) == (True, False, True)
    (root,) = client.call(BUS_NAME, OBJECT, PROPERTIES, "GetAll", "s", ROOT)
    assert root["DesktopEntry"] == ("s", "anime4k-gl")
    assert "file" in root["SupportedUriSchemes"][1]
    assert "video/x-matroska" in root["SupportedMimeTypes"][1]
    first = get(client, "Position")
    assert 10_000_000 <= first < 60_000_000
    until(lambda: get(client, "Position") > first)
    (xml,) = client.call(BUS_NAME, OBJECT, "org.freedesktop.DBus.Introspectable", "Introspect")
    described = ET.fromstring(xml).findall(f"interface[@name='{PLAYER}']/property")
    assert {p.get("name"): p.get("type") for p in described} == {
        name: each.signature for name, each in INTERFACES[PLAYER].items()
    }


def test_what_can_be_done(client: BusClient, running: Running) -> None:
    parts = running.parts
    assert do(client, "PlayPause") == ()
    assert get(client, "PlaybackStatus") == "Paused"
    do(client, "Play")
    do(client, "Pause")
    do(client, "Pause")
    assert (get(client, "PlaybackStatus"), get(client, "Position")) == ("Paused", 10_000_000)
    do(client, "Seek", "x", 5_000_000)
    assert parts.position == 15.0
    do(client, "SetPosition", "ox", "/org/anime4k_gl/track/7", 20_500_000)
    assert parts.position == 20.5
    for track, position in (("/other", 1), (TRACK.path, -1), (TRACK.path, 60_000_001)):
        do(client, "SetPosition", "ox", track, position)
    assert parts.position == 20.5, "what the specification says is to be passed over"
    do(client, "Seek", "x", 100_000_000)
    do(client, "Next")
    do(client, "Previous")  # there is none
    assert parts.done == [1, 1]
    do(client, "Stop")
    assert (get(client, "PlaybackStatus"), parts.position) == ("Stopped", 0.0)
    do(client, "Play")
    assert get(client, "PlaybackStatus") == "Playing"
    client.call(BUS_NAME, OBJECT, ROOT, "Raise")
    client.call(BUS_NAME, OBJECT, ROOT, "Quit")
    do(client, "OpenUri", "s", "file:///tmp/a%20b%C3%A9%25.mkv")
    assert parts.done[2:] == ["focus", "quit", ["/tmp/a bé%.mkv"]]


def test_what_can_be_set(client: BusClient, running: Running) -> None:
    assert put(client, "Volume", "d", 0.5) == ()
    put(client, "Rate", "d", 1.5)
    put(client, "LoopStatus", "s", "Playlist")
    put(client, "Fullscreen", "b", True, ROOT)
    assert [get(client, name) for name in ("Volume", "Rate", "LoopStatus")] == [
        0.5, 1.5, "Playlist"
    ]  # fmt: skip
    assert get(client, "Fullscreen", ROOT) is True
    assert (running.parts.volume, running.parts.playback.speed) == (50.0, 1.5)
    put(client, "LoopStatus", "s", "Track")
    assert running.parts.playback.loop.file and not running.parts.loop
    put(client, "Rate", "d", 0.0)
    assert get(client, "PlaybackStatus") == "Paused"


def test_what_is_wrong_is_answered(client: BusClient) -> None:
    def kind(answer: Any) -> str:
        return str(answer[0]).removeprefix("org.freedesktop.DBus.Error.")

    assert kind(put(client, "CanSeek", "b", False)) == "PropertyReadOnly"
    assert kind(put(client, "Nothing", "b", False)) == "UnknownProperty"
    assert kind(put(client, "Volume", "s", "loud")) == "InvalidArgs"
    assert kind(put(client, "Volume", "d", float("nan"))) == "InvalidArgs"
    assert kind(put(client, "Rate", "d", -1.0)) == "InvalidArgs"
    assert kind(put(client, "LoopStatus", "s", "Twice")) == "InvalidArgs"
    assert kind(do(client, "Dance")) == "UnknownMethod"
    assert kind(do(client, "Seek", "s", "far")) == "InvalidArgs"
    assert kind(do(client, "OpenUri", "s", "gone://x")) == "InvalidArgs"
    assert kind(do(client, "OpenUri", "s", "file:///gone.mkv")) == "InvalidArgs"
    assert kind(client.call(BUS_NAME, "/else", PLAYER, "Play")) == "UnknownObject"
    assert kind(client.call(BUS_NAME, OBJECT, "no.such", "Play")) == "UnknownInterface"


def test_changes_are_told(client: BusClient, running: Running) -> None:
    client.watch(BUS_NAME)
    do(client, "Pause")
    running.parts.position, running.jumped = 42.0, True
    until(
        lambda: get(client, "Volume") == 1.0 and any(name == "Seeked" for name, _ in client.signals)
    )
    told = [body for name, body in client.signals if name == "PropertiesChanged"]
    assert told == [(PLAYER, {"PlaybackStatus": ("s", "Paused")}, [])]
    assert ("Seeked", (42_000_000,)) in client.signals
    client.signals.clear()
    running.parts.is_last = True
    running.parts.volume = 30.0
    until(lambda: get(client, "Volume") == 0.3 and bool(client.signals))
    changed: dict[str, Any] = {}
    for _, body in client.signals:
        changed |= body[1]
    assert changed == {"CanGoNext": ("b", False), "Volume": ("d", 0.3)}


def test_a_second_player_has_a_name_of_its_own(
    client: BusClient, running: Running, address: str
) -> None:
    second = Running(address)
    own = f"{BUS_NAME}.instance{os.getpid()}"
    until(lambda: client.names(BUS_NAME) == [BUS_NAME, own])
    client.call(own, OBJECT, PLAYER, "Pause")
    assert second.parts.playback.paused and not running.parts.playback.paused
    second.close()
    until(lambda: client.names(BUS_NAME) == [BUS_NAME])


def test_a_bus_that_is_not_there_is_said_and_one_that_goes_away_is_not(tmp_path: Path) -> None:
    lost = Running(f"unix:path={tmp_path}/none")
    until(lambda: bool(lost.said))
    assert lost.said[0].startswith("no media controls: the session bus cannot be used: ")
    lost.close()
    with session_bus(tmp_path) as address:
        running = Running(address)
        with BusClient(address) as client:
            until(lambda: client.names(BUS_NAME) == [BUS_NAME])
    running.close()
    assert running.said == []
