"""The start of the player: what is done before its window is open, and what is told first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from anime4k_gl.errors import GLError, MediaError, OptionError
from anime4k_gl.player import launch
from anime4k_gl.player.settings import Settings

UNTIL_THE_WINDOW = """
import sys
from anime4k_gl import cli
from anime4k_gl.player import launch

def import_glfw():
    print(*sorted({"av", "numpy", "PIL", "anime4k_gl.player.player"} & set(sys.modules)))
    raise SystemExit(0)

launch.import_glfw = import_glfw
cli.main(["play", "episode.mkv", "--no-config"])
"""


def test_the_window_is_waited_for_by_nothing_that_can_be_imported_meanwhile() -> None:
    """Options at their defaults are checked without what only other values need."""
    done = subprocess.run(
        [sys.executable, "-c", UNTIL_THE_WINDOW], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def told(path: Path, **options: object) -> BaseException:
    """Return what is told where there is no window."""
    settings = Settings.from_options(**options)
    with pytest.raises((GLError, MediaError, OptionError)) as caught:
        launch._play(
            [path], settings, GLError("no display"), report=lambda text: None,
            on_tick=lambda player: None,
        )  # fmt: skip
    return caught.value


def test_without_a_window_what_is_wrong_with_the_rest_is_told_first(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert isinstance(told(tmp_path / "empty"), MediaError)
    (tmp_path / "there.mkv").write_bytes(b"x")
    assert isinstance(told(tmp_path / "there.mkv"), GLError)
    assert isinstance(told(tmp_path / "there.mkv", keys={"x": "quitt"}), OptionError)
