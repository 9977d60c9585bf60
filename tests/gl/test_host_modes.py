"""Modes of a host that not every context has: none spoils a result, and all are on afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from support import compat_host


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
    assert set(told.values()) == {0}, told
