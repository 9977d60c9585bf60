"""Modes of a host that not every context has: none spoils a result, and all are on afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, cast

import pytest
from support.hosts import compat_host

from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.host_modes import HostModes
from anime4k_gl.gl.profiles.profile import GLProfile


@pytest.mark.skipif(sys.platform != "linux", reason="Mesa's override makes the context")
def test_modes_of_a_compatibility_context() -> None:
    environment = {**os.environ, "MESA_GL_VERSION_OVERRIDE": "4.5COMPAT"}
    done = subprocess.run(
        [sys.executable, compat_host.__file__], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    condition = told.pop("condition")
    assert condition.startswith("conditional rendering is on, which may leave out what is to be")
    assert "has alpha alone; give a two-dimensional" in told.pop("alpha alone")
    assert "is of the kind rectangle; give a two-dimensional" in told.pop("rectangle")
    assert set(told.values()) == {0}, told


class LockedGL:
    """A driver that tells of a clamp in a core context, and does not let anybody set it."""

    def __init__(self) -> None:
        self.profile = GLProfile(330)
        self.errors: list[int] = []
        self.clamped: list[int] = []

    def glGetError(self) -> int:
        return self.errors.pop() if self.errors else 0

    def glIsEnabled(self, _: int) -> int:
        self.errors.append(0x500)
        return 0

    def glGetIntegerv(self, *_: Any) -> None:
        pass

    def untyped(self, name: str) -> Any:
        return getattr(self, name)

    def integer(self, _: int) -> int:
        return 0

    def glClampColor(self, clamp: int, _: int) -> None:
        if clamp == 0x891B:
            self.errors.append(0x500)
        else:
            self.clamped.append(clamp)


def test_what_nobody_may_set_is_left_alone() -> None:
    gl = LockedGL()
    modes = HostModes(cast(GLFunctions, gl))
    assert modes.switches == ()
    with modes.neutralised():
        assert gl.clamped[-1] == 0x891C
    assert gl.errors == []
