"""The player among other windows: full screen at once, its place, the screen saver, D-Bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.window.running_player import RunningPlayer, virtual_screen, write_bars
from support.window.session_bus import PROPERTIES, BusClient, session_bus
from Xlib import X, Xatom
from Xlib.display import Display

from anime4k_gl.player.desktop.mpris_interface import BUS_NAME, OBJECT, PLAYER
from anime4k_gl.player.text import layout

SCREEN = (800, 600)
CI = bool(os.environ.get("CI"))

pytestmark = [
    pytest.mark.skipif(shutil.which(name) is None and not CI, reason=f"{name} is not installed")
    for name in ("Xvfb", "xdotool", "openbox", "dbus-daemon")
]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bars(tmp_path_factory.mktemp("manners") / "bars.mkv", frames=1200)


@pytest.fixture
def server() -> Iterator[Display]:
    with virtual_screen(*SCREEN) as name:
        display = Display(name)
        display.set_screen_saver(600, 600, X.PreferBlanking, X.AllowExposures)
        display.sync()
        yield display
        display.close()


def until(condition: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def timeout(server: Display) -> int:
    return int(server.get_screen_saver().timeout)


class Client:
    """The player's window, as the X server and the window manager have it."""

    def __init__(self, server: Display, player: RunningPlayer) -> None:
        self._server = server
        number = int(player.tool("search", "--onlyvisible", "--name", "bars.mkv").split()[-1])
        self.window = server.create_resource_object("window", number)

    @property
    def place(self) -> tuple[int, int, int, int]:
        corner = self.window.translate_coords(self._server.screen().root, 0, 0)
        size = self.window.get_geometry()
        return -corner.x, -corner.y, size.width, size.height

    def has(self, state: str) -> bool:
        found = self.window.get_full_property(self._server.get_atom("_NET_WM_STATE"), Xatom.ATOM)
        return found is not None and self._server.get_atom(state) in found.value


def first_mapped(server: Display) -> tuple[int, int, int, int]:
    """Return where the first window of some size on the root is when it is shown."""
    places: dict[int, tuple[int, int, int, int]] = {}
    while True:
        event = server.next_event()
        if event.type in (X.CreateNotify, X.ConfigureNotify):
            places[event.window.id] = (event.x, event.y, event.width, event.height)
        elif event.type == X.MapNotify and min(places[event.window.id][2:]) > 16:
            return places[event.window.id]


def test_full_screen_at_once_place_and_screen_saver(
    server: Display, clip: Path, tmp_path: Path
) -> None:
    options = ["--no-config", "--no-audio", "--ontop", "--geometry", "300x200-40+50"]
    with session_bus(tmp_path) as address:
        environment = {
            **os.environ, "DISPLAY": server.get_display_name(), "HOME": str(tmp_path),
            "DBUS_SESSION_BUS_ADDRESS": address,
        }  # fmt: skip
        manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
        root = server.screen().root
        try:
            supported = server.get_atom("_NET_SUPPORTED")
            until(lambda: root.get_full_property(supported, Xatom.ATOM), "openbox does not start")
            root.change_attributes(event_mask=X.SubstructureNotifyMask)
            with RunningPlayer(
                server.get_display_name(), words=["--fullscreen", *options, clip],
                environment=environment,
            ) as player:  # fmt: skip
                assert first_mapped(server) == (0, 0, *SCREEN)
                root.change_attributes(event_mask=X.NoEventMask)
                player.wait_for(lambda s: s["shown"] >= 1 and s["fullscreen"], timeout=120)
                client = Client(server, player)
                assert client.window.get_wm_class() == ("anime4k-gl", "anime4k-gl")
                assert client.has("_NET_WM_STATE_FULLSCREEN")
                until(lambda: timeout(server) == 0, "the screen saver stays armed")
                player.key("f")
                wanted = (SCREEN[0] - 300 - 40, 50, 300, 200)
                until(lambda: client.place == wanted, f"{client.place}, not {wanted}")
                until(lambda: client.has("_NET_WM_STATE_ABOVE"), "not on top")
                assert timeout(server) == 0
                player.key("T")
                until(lambda: not client.has("_NET_WM_STATE_ABOVE"), "still on top")
                with BusClient(address) as other:
                    until(lambda: other.names(BUS_NAME), "not on the bus")
                    (known,) = other.call(BUS_NAME, OBJECT, PROPERTIES, "GetAll", "s", PLAYER)
                    assert known["Metadata"][1]["xesam:url"] == ("s", clip.as_uri())
                    assert known["Metadata"][1]["mpris:length"] == ("x", 120_000_000)
                    other.call(BUS_NAME, OBJECT, PLAYER, "Pause")
                    track = known["Metadata"][1]["mpris:trackid"][1]
                    other.watch(BUS_NAME)
                    other.call(BUS_NAME, OBJECT, PLAYER, "SetPosition", "ox", track, 60_000_000)
                    player.wait_for(lambda s: s["paused"] and s["position"] == 60.0)
                    until(
                        lambda: other.bus("GetId") and ("Seeked", (60_000_000,)) in other.signals,
                        f"no Seeked: {other.signals}",
                    )
                until(lambda: timeout(server) == 600, "the screen saver stays away")
                player.key("f")
                player.wait_for(lambda s: s["fullscreen"])
                assert timeout(server) == 600
                player.key("space")
                until(lambda: timeout(server) == 0, "the screen saver stays armed")
                player.key("q")
                assert player.finish() == (0, "")
            assert timeout(server) == 600
        finally:
            manager.terminate()
            manager.wait(10)


def test_a_dense_screen_without_a_window_manager(server: Display, clip: Path) -> None:
    root = server.screen().root
    root.change_property(server.get_atom("RESOURCE_MANAGER"), Xatom.STRING, 8, b"Xft.dpi:\t192\n")
    root.change_attributes(event_mask=X.SubstructureNotifyMask)
    server.sync()
    name = server.get_display_name()
    with RunningPlayer(
        name, words=["--no-audio", "--no-stop-screensaver", "--scale", "1", "--fullscreen", clip]
    ) as player:
        assert first_mapped(server) == (0, 0, *SCREEN)
        player.wait_for(lambda s: s["shown"] >= 1 and s["fullscreen"], timeout=120)
        assert timeout(server) == 600
        player.key("f")
        player.wait_for(lambda s: s["window"] == [256, 144])
        player.key("XF86AudioPlay")
        player.wait_for(lambda s: s["paused"])
        player.key("q")
        assert player.finish() == (0, "")
    assert timeout(server) == 600


def test_text_is_readable_on_dense_screens() -> None:
    small = layout.font_height(300, layout.PAGE_SHARE)
    layout.adapt_to(2.0)
    try:
        assert layout.font_height(300, layout.PAGE_SHARE) == 2 * small == 2 * layout.MIN_FONT
        assert layout.font_height(2160, layout.PAGE_SHARE) == round(2160 * layout.PAGE_SHARE)
    finally:
        layout.adapt_to(1.0)
