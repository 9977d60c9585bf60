"""Fixtures of the tests that ask mpv: a pytest plugin that those modules name."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from oracles.mpv.clips import Clips
from oracles.mpv.oracle import Oracle
from oracles.mpv.player import installed
from oracles.mpv.windows import Windows, missing


@pytest.fixture(scope="session")
def oracle(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Oracle]:
    """Mpv, to be asked. Without it tests are skipped, and fail where CI runs them."""
    player = installed()
    if player is None:
        if os.environ.get("CI"):
            pytest.fail("mpv and Xvfb are needed here, and CI must not pass without them")
        pytest.skip("mpv or Xvfb is not installed: tools/setup.sh dev installs them")
    oracle = Oracle(player, tmp_path_factory.mktemp("mpv"), pytestconfig.cache.mkdir("mpv-answers"))
    yield oracle
    oracle.close()


@pytest.fixture(scope="session")
def clips(pytestconfig: pytest.Config) -> Clips:
    """The clips, written where later runs find them again."""
    return Clips(pytestconfig.cache.mkdir("mpv-clips"))


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Windows:
    """Mpv's windows. Without them tests are skipped, and fail where CI runs them."""
    player, needed = installed(), missing()
    if player is None or needed:
        if os.environ.get("CI"):
            pytest.fail(f"{needed} is needed here, and CI must not pass without it")
        pytest.skip(f"{needed} is not installed: tools/setup.sh dev installs them")
    return Windows(
        player, tmp_path_factory.mktemp("windows"), pytestconfig.cache.mkdir("mpv-windows")
    )
