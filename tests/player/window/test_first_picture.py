"""The first picture in a window: seen before what it does without has been imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.window.running_player import virtual_screen, write_bars

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None and not os.environ.get("CI"), reason="Xvfb is not installed"
)

FIRST_SWAP = """
import sys
from anime4k_gl import cli
from anime4k_gl.player.window.glfw_window import Window

swap = Window.swap

def swapped(self):
    swap(self)
    print("loaded", *sys.modules)
    raise SystemExit(0)

Window.swap = swapped
cli.main(["play", *sys.argv[1:], "--no-config", "--no-audio"])
"""

LATER = {
    "numpy", "PIL", "cffi", "hashlib", "statistics", "jeepney", "wakepy", "chardet",
    "sounddevice", "imgui_bundle", "asyncio", "email", "http", "importlib.metadata",
    "importlib.resources", "anime4k_gl.media.pictures", "anime4k_gl.player.desktop.mpris",
    "anime4k_gl.media.subtitles.reader", "anime4k_gl.screenshots.record", "anime4k_gl.exporters",
}  # fmt: skip


def test_the_first_picture_is_seen_without_what_comes_later(tmp_path: Path) -> None:
    clip = write_bars(tmp_path / "clip.mkv", frames=4)
    # imgui-bundle names its own library to glfw, for the rest of the process.
    environment = {name: value for name, value in os.environ.items() if name != "PYGLFW_LIBRARY"}
    with virtual_screen(640, 480) as display:
        done = subprocess.run(
            [sys.executable, "-c", FIRST_SWAP, str(clip)], capture_output=True, text=True,
            env={**environment, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1",
                 "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "anime4k_gl.player.player" in loaded
    assert loaded & LATER == set()
