"""The start of the player: what is done before its window is open, and what is told first."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
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
    print(*sys.modules)
    raise SystemExit(0)

launch.import_glfw = import_glfw
cli.main(["play", "episode.mkv", "--no-config"])
"""


READY = """
import sys
from anime4k_gl.player import launch

launch._Readiness({}).settings()
print(*sys.modules)
"""

MOST_BEFORE_THE_WINDOW, MOST_BEFORE_A_PICTURE = 220, 580
"""How many modules may be loaded until then: a little over what there are, and Python's own."""


def loaded_by(program: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded, as a program prints them."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_window_is_waited_for_by_nothing_that_can_be_imported_meanwhile() -> None:
    """Options are checked while it opens; until then they are read."""
    loaded = loaded_by(UNTIL_THE_WINDOW)
    parts = {f"anime4k_gl.{name}" for name in ("media", "library", "usershader", "plan", "gl")}
    assert not loaded & {"av", "numpy", "PIL", "cffi", "anime4k_gl.player.player", *parts}
    assert len(loaded) <= MOST_BEFORE_THE_WINDOW


def test_a_picture_is_made_ready_for_by_few_modules() -> None:
    loaded = loaded_by(READY)
    assert "anime4k_gl.player.player" in loaded
    assert not loaded & {"numpy", "PIL", "cffi", "hashlib", "asyncio", "email", "http"}
    assert len(loaded) <= MOST_BEFORE_A_PICTURE


def test_no_module_before_a_picture_compiles_its_dataclasses_methods_at_once() -> None:
    """Each would take a millisecond; `lazy.dataclass` is what to take in place of Python's own."""
    own = [name for name in loaded_by(READY) if name.startswith("anime4k_gl.")]
    eager = []
    for name in own:
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None
        text = Path(spec.origin).read_text("utf-8")
        if re.search(r"^from dataclasses import .*\bdataclass\b", text, re.MULTILINE):
            eager.append(name)
    assert eager == []


def test_what_is_wrong_with_an_option_is_told_by_the_readiness() -> None:
    for options, wrong in (({"scaler": "nothing"}, OptionError), ({"scalar": 1}, TypeError)):
        with pytest.raises(wrong):
            launch._Readiness(options).settings()


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
