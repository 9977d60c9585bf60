"""The examples that need toolkits of their own, by `make test-examples`, which installs those."""

from __future__ import annotations

import base64
import io
import re
import shutil
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest
from PIL import Image
from support.examples import (
    EXAMPLES,
    GOLDEN_TOLERANCE,
    check_window,
    farthest,
    opened,
    run,
    upscaled,
)

from anime4k_gl.media.pyav import av

WINDOWS = ("arcade", "glfw", "kivy", "moderngl_window", "pyglet", "qt", "qt_view", "sdl2",
           "thread", "vispy", "wx")  # fmt: skip

LINEAR_DOTS = (204, 59, 56)
"""The dots where colours are blended as light."""


@pytest.mark.parametrize("name", WINDOWS)
def test_windows(name: str, tmp_path: Path, display: str) -> None:
    if name == "wx":
        pytest.importorskip("wx", reason="Debian's python3-wxgtk4.0 is not installed")
    check_window(f"embed_{name}.py", tmp_path, display)


def test_pygfx(tmp_path: Path, display: str) -> None:
    check_window("embed_pygfx.py", tmp_path, display, dots=LINEAR_DOTS)


def test_opencv(tmp_path: Path, picture: Path) -> None:
    video = tmp_path / "in.mkv"
    write_video(video, np.asarray(Image.open(picture).convert("RGB")), pictures=4)
    shot = tmp_path / "shot.png"
    said = run(EXAMPLES / "opencv_capture.py", video, tmp_path / "out.mp4", "--screenshot", shot)
    assert said.splitlines()[-1] == "4 pictures of 320x180"
    assert farthest(opened(shot), upscaled()) <= GOLDEN_TOLERANCE
    with av.open(str(tmp_path / "out.mp4")) as out:
        assert len(list(out.decode(video=0))) == 4


def test_the_notebook(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "picture.png", tmp_path)
    notebook = nbformat.read(EXAMPLES / "notebook.ipynb", as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": tmp_path}}
    ).execute()
    page = notebook.cells[2].outputs[0].data["text/html"]
    shown = {
        name: np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))
        for name, data in re.findall(r'class="(\w+)"[^>]*src="data:image/png;base64,([^"]+)"', page)
    }
    assert farthest(shown["before"], opened(EXAMPLES / "picture.png")) == 0
    assert farthest(shown["after"], upscaled()) <= GOLDEN_TOLERANCE
    assert "push_strength: " in notebook.cells[4].outputs[0].text


def write_video(path: Path, pixels: np.ndarray, pictures: int) -> None:
    """Write a lossless video of one picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=10)
        stream.height, stream.width = pixels.shape[:2]
        stream.pix_fmt = "bgr0"
        for _ in range(pictures):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode())
