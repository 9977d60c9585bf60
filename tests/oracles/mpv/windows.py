"""Ask mpv what it draws into a window: its video outputs, on every kind of driver it takes.

mpv plays a clip's first frame in an X server without a screen; the window is resized from outside,
and mpv saves what it shows. Answers are kept on disk as the `oracle`'s are.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from anime4k_gl.formats import Size
from oracles.mpv.oracle import ATTEMPTS, BLUE, MpvFailed, MpvRefused, x_server
from oracles.mpv.player import Player, installed

Picture = npt.NDArray[np.uint8]

GL = ("--gpu-api=opengl", "--gpu-context=x11egl", "--gpu-sw=yes")
VULKAN = ("--gpu-api=vulkan", "--gpu-context=x11vk", "--gpu-sw=yes")
OUTPUTS = {
    "gl": ("--vo=gpu", *GL),
    "gles": ("--vo=gpu", *GL, "--opengl-es=yes"),
    "vulkan": ("--vo=gpu", *VULKAN),
    "next-gl": ("--vo=gpu-next", *GL),
    "next-vulkan": ("--vo=gpu-next", *VULKAN),
}
"""The video outputs, by name, as options."""

_OPTIONS = (
    "--osd-level=0", "--pause", "--keep-open=yes", "--keepaspect-window=no", "--border=no",
    "--cursor-autohide=no", "--geometry=+0+0", "--screenshot-high-bit-depth=no",
)  # fmt: skip
_PATIENCE = 30.0  # seconds; mpv's window takes half of one
_DRIVERS = Path("/usr/share/vulkan/icd.d")


class Windows:
    """Runs mpv with a window, and keeps what it drew.

    Parameters
    ----------
    player : the mpv that is asked
    scratch : a folder for this process alone
    cache : a folder that other processes and later runs share
    """

    def __init__(self, player: Player, scratch: Path, cache: Path) -> None:
        self.player = player
        self._scratch, self._cache = scratch, cache

    def pictures(
        self,
        output: str,
        clip: Path,
        text: str,
        *,
        sizes: Sequence[Size],
        options: Sequence[str] = (),
        commands: Sequence[Sequence[str]] = (),
    ) -> list[Picture]:
        """Return what mpv shows of a clip's first frame at each size of its window.

        Parameters
        ----------
        output : of `OUTPUTS`
        clip : a video file
        text : a user shader file
        options : further options, in the words of 0.35
        commands : what it is told to do once it plays

        Raises
        ------
        MpvRefused : it did not compile the shader
        MpvFailed : it shows no window or saves no picture; the message is the end of its log
        """
        told = (*self.player.plain(), *_OPTIONS, *OUTPUTS[output], *self.player.options(options))
        asked = [
            self.player.line, hashlib.sha256(clip.read_bytes()).hexdigest(), text,
            [list(size) for size in sizes], list(told), [list(command) for command in commands],
        ]  # fmt: skip
        kept = self._cache / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}.npz"
        if kept.exists():
            with np.load(kept) as answer:
                return [answer[str(number)] for number in range(len(sizes))]
        pictures = self._ask(output, clip, text, sizes, told, commands)
        if any((picture == BLUE).all() for picture in pictures):
            raise MpvRefused("mpv did not compile the shader")
        aside = self._cache / f"{uuid.uuid4().hex}.npz"
        named: Any = {str(number): picture for number, picture in enumerate(pictures)}
        np.savez(aside, **named)
        aside.replace(kept)
        return pictures

    def _ask(
        self,
        output: str,
        clip: Path,
        text: str,
        sizes: Sequence[Size],
        options: Sequence[str],
        commands: Sequence[Sequence[str]],
    ) -> list[Picture]:
        shader, log = self._scratch / "shader.glsl", self._scratch / "log"
        shader.write_text(text)
        arguments = [
            *options, f"--log-file={log}", "--msg-level=all=debug",
            f"--glsl-shaders-append={shader}", str(clip),
        ]  # fmt: skip
        disguised = "vulkan" in output and not self.player.takes_software_vulkan
        before = self._called_a_card() if disguised else ""
        # Mesa's EGL sometimes has no display, and gpu-next on Vulkan at times dies of a screenshot.
        for attempt in range(ATTEMPTS):
            try:
                with (
                    x_server() as display,
                    playing(arguments, self._scratch, display, before) as mpv,
                ):
                    mpv.wait(lambda: mpv.get("video-params/w") and mpv.get("osd-width"))
                    for command in commands:
                        mpv.run(*command)
                    return [self._shot(mpv, size, display) for size in sizes]
            except MpvFailed as failure:
                if attempt == ATTEMPTS - 1:
                    said = log.read_text(errors="replace") if log.exists() else ""
                    raise MpvFailed(f"{failure}:\n{said[-4000:]}") from None
        raise AssertionError("unreachable")

    def _called_a_card(self) -> str:
        """Return the library without which mpv takes no Vulkan driver that draws in software."""
        library = self._scratch / "called_a_card.so"
        if not library.exists():
            source = Path(__file__).with_name("called_a_card.c")
            subprocess.run(
                ["cc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source, "-ldl"],
                check=True,
            )
        return str(library)

    def _shot(self, mpv: Remote, size: Size, display: str) -> Picture:
        subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--class", "mpv",
             "windowsize", "--sync", str(size.width), str(size.height)],
            env=os.environ | {"DISPLAY": display},
            check=True,
            capture_output=True,
            timeout=_PATIENCE,
        )  # fmt: skip
        mpv.wait(lambda: (mpv.get("osd-width"), mpv.get("osd-height")) == tuple(size))
        path = self._scratch / "shot.png"
        for _ in range(50):
            mpv.run("screenshot-to-file", str(path), "window")
            picture = np.asarray(Image.open(path).convert("RGB"))
            if picture.shape[:2] == (size.height, size.width):
                return picture
        raise MpvFailed("the picture never has the window's size")


class Remote:
    """mpv's JSON interface."""

    def __init__(self, path: Path, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_PATIENCE)
        # The socket is there a little before mpv listens.
        self.wait(lambda: self._socket.connect_ex(str(path)) == 0)
        self._file = self._socket.makefile("rw")

    def run(self, *command: str) -> Any:
        """Run a command and return its answer's data, None where it failed."""
        try:
            self._file.write(json.dumps({"command": command, "request_id": 1}) + "\n")
            self._file.flush()
            for line in self._file:
                answer = json.loads(line)
                if answer.get("request_id") == 1:
                    return answer.get("data")
        except OSError as error:
            raise MpvFailed("mpv is gone") from error
        raise MpvFailed("mpv is gone")

    def get(self, name: str) -> Any:
        """Return a property's value, None where it has none."""
        return self.run("get_property", name)

    def wait(self, holds: Any) -> None:
        """Wait until something holds."""
        end = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > end or self._process.poll() is not None:
                raise MpvFailed("mpv shows nothing")
            time.sleep(0.01)

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@contextmanager
def playing(
    arguments: Sequence[str], scratch: Path, display: str = "", before: str = ""
) -> Iterator[Remote]:
    """Run mpv, with a library loaded before its own; yield its remote control."""
    path = scratch / f"{uuid.uuid4().hex[:8]}.socket"
    driver = next(iter(sorted(_DRIVERS.glob("lvp_icd*.json"))), "")
    environment = os.environ | {
        "DISPLAY": display,
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "VK_ICD_FILENAMES": str(driver),
        "LD_PRELOAD": before,
    }
    process = subprocess.Popen(
        ["mpv", f"--input-ipc-server={path}", *arguments],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        remote = Remote(path, process)
        yield remote
        remote.close()
    finally:
        process.terminate()
        process.wait(_PATIENCE)


@functools.cache
def missing() -> str | None:
    """Return what is missing to ask mpv for windows; None where all is there."""
    if installed() is None or not shutil.which("xdotool") or not shutil.which("cc"):
        return "mpv, Xvfb, xdotool or a C compiler"
    return None
