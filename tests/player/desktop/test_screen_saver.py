"""The desktop's screen saver, asked over a bus of the test's own; where that bus is found."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.threading import ReceiveStopped, open_dbus_connection
from support.window.session_bus import has_bus, session_bus

from anime4k_gl.cli.group import cli
from anime4k_gl.errors import MediaError
from anime4k_gl.player.desktop import notification
from anime4k_gl.player.desktop import session_bus as found
from anime4k_gl.player.desktop.screen_saver import DesktopInhibitor

NAME = "org.freedesktop.ScreenSaver"


class SaverOnBus:
    """What KDE, Xfce and others have: it counts who keeps it away, and shows messages."""

    def __init__(self, address: str, name: str = NAME) -> None:
        self.held: set[int] = set()
        self.shown: list[tuple[str, str]] = []
        self._count = 0
        self._connection = open_dbus_connection(address)
        self._connection.send(message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        try:
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(message)
        except ReceiveStopped:
            self._connection.close()

    def _answer(self, message: Any) -> None:
        if message.header.fields[HeaderFields.member] == "Notify":
            self.shown.append(message.body[3:5])
            reply = new_method_return(message, "u", (1,))
        elif message.header.fields[HeaderFields.member] == "Inhibit":
            self._count += 1
            self.held.add(self._count)
            reply = new_method_return(message, "u", (self._count,))
        else:
            self.held.discard(message.body[0])
            reply = new_method_return(message)
        self._connection.send(reply)

    def close(self) -> None:
        self._connection.interrupt()
        self._thread.join()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(not has_bus() and not os.environ.get("CI"), reason="no dbus-daemon")
def test_the_desktop_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with session_bus(tmp_path) as address:
        monkeypatch.setenv(found.VARIABLE, address)
        unheard = DesktopInhibitor(said.append, needed=True)
        unheard.keep_away(True)
        until(lambda: bool(said))
        unheard.keep_away(False)
        unheard.keep_away(True)
        unheard.close()
        assert said == [
            "the screen saver cannot be kept away: this desktop has no way known to wakepy"
        ], "once"
        saver = SaverOnBus(address)
        inhibitor = DesktopInhibitor(said.append, needed=True)
        for away in (True, True, False, True, False):
            inhibitor.keep_away(away)
            until(lambda away=away: bool(saver.held) == away)
        inhibitor.keep_away(True)
        until(lambda: bool(saver.held))
        inhibitor.close()
        until(lambda: not saver.held)
        saver.close()
    assert len(said) == 1


@pytest.mark.skipif(not has_bus() and not os.environ.get("CI"), reason="no dbus-daemon")
def test_a_failure_is_shown_where_there_is_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["play", "--no-config", "--notify", "--", f"file://{tmp_path}/a%20%3C&%3E.mkv"]
    why = f"{tmp_path}/a <&>.mkv: no such file"
    with session_bus(tmp_path) as address:
        monkeypatch.setenv(found.VARIABLE, address)
        assert notification.show_failure("nobody shows it") is False
        desktop = SaverOnBus(address, "org.freedesktop.Notifications")

        def fail(*_: object, **__: object) -> int:
            raise MediaError(why)

        monkeypatch.setattr("anime4k_gl.player.play", fail)
        until(lambda: bool(desktop.shown) or CliRunner().invoke(cli, words).exit_code != 1)
        assert desktop.shown[0] == ("Not played", why.replace("&", "&amp;").replace("<", "&lt;"))
        desktop.shown.clear()
        CliRunner().invoke(cli, [word for word in words if word != "--notify"])
        assert not desktop.shown
        desktop.close()


@pytest.mark.skipif(os.name == "nt", reason="no D-Bus")
def test_where_the_bus_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv(found.VARIABLE, "disabled:")
    assert found.session_bus() is None
    monkeypatch.setenv(found.VARIABLE, "unix:path=/somewhere")
    assert found.session_bus() == "unix:path=/somewhere"
    monkeypatch.delenv(found.VARIABLE)
    assert found.session_bus() is None
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        assert found.session_bus() == f"unix:path={tmp_path}/bus" == os.environ[found.VARIABLE]
    monkeypatch.setattr("sys.platform", "darwin")
    assert found.session_bus() is None
