"""glfw's library, found without asking each one on the machine for its version."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anime4k_gl.player.window import glfw_wheel
from anime4k_gl.player.window.glfw_wheel import wheel_library


@pytest.fixture
def glfw_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package glfw with both of its wheel's libraries, and no wish of the user's."""
    for name in ("PYGLFW_LIBRARY", "PYGLFW_LIBRARY_VARIANT", "LD_LIBRARY_PATH", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for variant in ("x11", "wayland"):
        (tmp_path / variant).mkdir()
        (tmp_path / variant / "libglfw.so").touch()

    class Spec:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(glfw_wheel, "find_spec", lambda name: Spec)
    monkeypatch.setattr(glfw_wheel.sys, "platform", "linux")
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "library"),
    [
        ({}, "x11/libglfw.so"),
        ({"XDG_SESSION_TYPE": "wayland"}, "wayland/libglfw.so"),
        ({"XDG_SESSION_TYPE": "wayland", "PYGLFW_LIBRARY_VARIANT": "X11"}, "x11/libglfw.so"),
        ({"PYGLFW_LIBRARY_VARIANT": "wayland"}, "wayland/libglfw.so"),
        ({"PYGLFW_LIBRARY": "/opt/libglfw.so"}, None),
        ({"LD_LIBRARY_PATH": "/opt/lib"}, None),
    ],
)
def test_it_is_the_one_that_glfw_takes_or_the_users(
    glfw_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    library: str | None,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wheel_library() == (None if library is None else glfw_folder / library)


def test_where_the_wheel_has_none_glfw_searches(glfw_folder: Path) -> None:
    (glfw_folder / "x11" / "libglfw.so").unlink()
    assert wheel_library() is None


def test_no_process_is_started_for_it() -> None:
    program = (
        "import os, subprocess\n"
        "def refused(*given, **named): raise AssertionError('a process was started')\n"
        "subprocess.Popen = refused\n"
        "from anime4k_gl.player.window.glfw_wheel import import_glfw, wheel_library\n"
        "if wheel_library() is not None:\n"
        "    import_glfw()\n"
        "    import glfw\n"
        "    assert glfw.get_version() >= (3, 3)\n"
        "assert 'PYGLFW_LIBRARY' not in os.environ\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYGLFW")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
