"""Shared by all tests: software rendering where there is no GPU, a GL context, which are slow."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")

# Whoever runs the tests may have settings, presets and half-watched films of their own.
_HOME = tempfile.mkdtemp(prefix="anime4k_gl-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_variable] = os.path.join(_HOME, _variable)

# Nor is their desktop told of players that tests run.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"

SLOW_FOLDERS = ("oracles", "player/window", "transcoding/matrix")
"""Below tests/: windows, and questions to other players and to ffmpeg."""

SLOW_FIXTURES = frozenset({
    "browser", "display", "installed", "needs_chromium", "oracle", "placebo", "sound_card",
    "windows",
})  # fmt: skip
"""What starts another program: an X server, mpv, ffmpeg, a browser, pip, a sound server."""

SLOW_MODULES = frozenset({
    "bench/test_bench.py",
    "check/test_hostile.py",
    "cli/test_cli.py",
    "exporters/test_export_glsl.py",
    "exporters/test_export_hosts.py",
    "exporters/test_export_mpc.py",
    "exporters/test_export_mpv.py",
    "exporters/test_export_web.py",
    "media/hostile/test_hostile_files.py",
    "media/test_hwdec.py",
    "media/test_video_writer.py",
    "player/audio/test_audio_player.py",
    "player/hud/test_hud.py",
    "player/playback/test_seeks.py",
    "player/playback/test_vsync.py",
    "project/test_minimal_install.py",
    "project/test_types.py",
    "examples/test_examples.py",
    "project/test_wheel.py",
    "rendering/test_shader_forms.py",
    "rendering/test_upscaler.py",
    "screenshots/test_screenshots.py",
    "shaders/test_fast.py",
})  # fmt: skip
"""Below tests/: large corpora, large pictures, hosts' compilers, many videos."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases", type=int, metavar="N",
        help="of a test with more than N cases run N, evenly spaced (as tools/versions.py does)",
    )  # fmt: skip


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End with 2 where a module could not be read: no failed test, to be asked once more alone."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    errors = reporter.stats.get("error", []) if reporter else []
    if any(isinstance(report, pytest.CollectReport) for report in errors):
        session.exitstatus = pytest.ExitCode.INTERRUPTED


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Mark what `make fast` leaves out; leave out cases beyond ``--cases`` of what is left."""
    _mark_slow(items)
    yield
    most = config.getoption("cases", None)
    if most is None:
        return
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    chosen = {
        id(cases[at * len(cases) // min(most, len(cases))])
        for cases in tests.values()
        for at in range(min(most, len(cases)))
    }
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in chosen])
    items[:] = [item for item in items if id(item) in chosen]


def _mark_slow(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        place = item.path.relative_to(here).as_posix() if item.path.is_relative_to(here) else ""
        fixtures = SLOW_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if place in SLOW_MODULES or fixtures or place.startswith(SLOW_FOLDERS):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def session_context() -> Iterator[Any]:
    from anime4k_gl.gl.context import create_headless_context

    context = create_headless_context()
    yield context
    context.release()


@pytest.fixture
def context(session_context: Any) -> Iterator[Any]:
    """A current OpenGL context; the test fails where it leaves an OpenGL error behind."""
    from anime4k_gl.gl.functions import GLFunctions

    gl = GLFunctions(session_context)
    with session_context:
        assert gl.glGetError() == 0, "an OpenGL error was pending before the test"
        yield session_context
        assert gl.glGetError() == 0, "the test left an OpenGL error behind"


@pytest.fixture(scope="session")
def needs_chromium() -> None:
    """Tests are skipped without a browser, and fail where CI runs them."""
    from support.window.chromium import chromium_path

    if chromium_path() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed here, and CI must not pass without it")
        pytest.skip("Chromium is not installed: tools/setup.sh dev installs it")
