"""Shared by all tests: software rendering where the machine has no GPU, and a GL context."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")

# Whoever runs the tests may have settings, presets and half-watched films of their own.
_HOME = tempfile.mkdtemp(prefix="anime4k_gl-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = os.path.join(_HOME, _variable)


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
