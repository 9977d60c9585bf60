"""Fixtures of the tests that ask libplacebo: a pytest plugin that those modules name."""

from __future__ import annotations

import os

import pytest

from oracles.libplacebo.oracle import Placebo, installed


@pytest.fixture(scope="session")
def placebo(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Placebo:
    """libplacebo, to be asked. Without it tests are skipped, and fail where CI runs them."""
    filter = installed()
    if filter is None:
        if os.environ.get("CI"):
            pytest.fail("ffmpeg's libplacebo is needed here, and CI must not pass without it")
        pytest.skip(
            "ffmpeg with libplacebo, or lavapipe, is not installed: tools/setup.sh dev does that"
        )
    return Placebo(
        filter,
        tmp_path_factory.mktemp("libplacebo"),
        pytestconfig.cache.mkdir("libplacebo-answers"),
    )
