"""The examples that need nothing beside what all tests do; `check_toolkits.py` has the others."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.examples import (
    EXAMPLES,
    FEWEST_LINES,
    GOLDEN_TOLERANCE,
    MOST_LINES,
    TOLERANCE,
    TOOLKITS,
    check_window,
    farthest,
    golden,
    opened,
    run,
    upscaled,
)
from support.paths import ROOT

from anime4k_gl import upscale

SHARED = {"common.py", "scene.py"}


@pytest.mark.parametrize("name", ["embed_pygame.py", "embed_imgui.py"])
def test_windows(name: str, tmp_path: Path, display: str) -> None:
    if name == "embed_imgui.py" and sys.version_info < (3, 11):
        pytest.skip("imgui-bundle needs Python 3.11")
    check_window(name, tmp_path, display)


def test_a_pass_of_ones_own(tmp_path: Path, picture: Path) -> None:
    run(EXAMPLES / "own_pass.py", picture, tmp_path / "out.png")
    assert farthest(opened(tmp_path / "out.png"), golden("evening")) <= GOLDEN_TOLERANCE


def test_anybodys_mpv_shader(tmp_path: Path, picture: Path) -> None:
    said = run(
        EXAMPLES / "mpv_shader.py", EXAMPLES / "vignette.glsl", picture, tmp_path / "out.png",
        "strength=0.8",
    )  # fmt: skip
    assert "strength: How dark the corners become; 0 turns it off (0.0 to 1.0, 0.6)" in said
    shader, params = EXAMPLES / "vignette.glsl", {"strength": 0.8}
    shaded = upscale(upscaled(), scale=1, scaler="none", shaders=[shader], params=params)
    assert farthest(opened(tmp_path / "out.png"), shaded) <= TOLERANCE
    assert farthest(shaded, upscaled()) > 50


def test_the_server_answers_pictures_and_says_what_is_none(picture: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, EXAMPLES / "http_server.py", "--port", "0", "--frames", "3"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        for _ in range(2):  # the second is served by what the first made
            with urllib.request.urlopen(address, picture.read_bytes(), timeout=60) as answer:
                answered = np.asarray(Image.open(io.BytesIO(answer.read())).convert("RGB"))
            assert farthest(answered, upscaled()) <= GOLDEN_TOLERANCE
        with pytest.raises(urllib.error.HTTPError, match="cannot upscale that") as failed:
            urllib.request.urlopen(address, b"no picture", timeout=60)
        assert failed.value.code == 400
        assert server.wait(timeout=60) == 0
    finally:
        server.kill()
        server.wait()


def test_the_examples_are_short() -> None:
    for path in (*EXAMPLES.glob("*.py"), *TOOLKITS.glob("embed_*.py")):
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) >= FEWEST_LINES, path.name
        assert len([line for line in lines if line.strip()]) <= MOST_LINES, path.name


def test_each_example_is_named_in_the_documentation() -> None:
    text = (ROOT / "docs" / "toolkits.md").read_text("utf-8")
    names = {path.name for path in (*EXAMPLES.glob("*.*"), *TOOLKITS.glob("*.py"))}
    assert {name for name in names - SHARED if name not in text} == set()
