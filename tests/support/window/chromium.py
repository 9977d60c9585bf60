"""A headless Chromium to open pages in, driven through its own debugging protocol over pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_READ_END, _WRITE_END = 3, 4
"""The descriptors that --remote-debugging-pipe reads commands from, and writes answers to."""

_PATIENCE = 60.0  # seconds: a software rasteriser on a busy machine


def chromium_path() -> str | None:
    """Return where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class PageError(Exception):
    """What a page threw, or the browser refused."""


class Chromium:
    """One browser process with one page. WebGL runs in software, by SwiftShader."""

    def __init__(self, *, size: tuple[int, int] = (1280, 800), flags: tuple[str, ...] = ()) -> None:
        path = chromium_path()
        assert path is not None
        self._profile = tempfile.mkdtemp(prefix="anime4k-chromium-")
        command_read, command_write = os.pipe()
        answer_read, answer_write = os.pipe()
        self._write, self._read = command_write, answer_read

        def pipes() -> None:
            # Moved out of the way first: the ends may be 3 and 4 themselves, the wrong way round.
            here, there = os.dup2(command_read, 100), os.dup2(answer_write, 101)
            os.dup2(here, _READ_END)
            os.dup2(there, _WRITE_END)

        self._process = subprocess.Popen(
            [
                path,
                "--headless=new",
                "--no-sandbox",  # which root cannot have
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--use-gl=angle",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                "--force-color-profile=srgb",
                "--autoplay-policy=no-user-gesture-required",
                "--mute-audio",
                f"--window-size={size[0]},{size[1]}",
                f"--user-data-dir={self._profile}",
                "--remote-debugging-pipe",
                *flags,
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=pipes,
            close_fds=False,
        )
        os.close(command_read)
        os.close(answer_write)
        self._buffer = b""
        self._count = 0
        self._loaded = False
        self._session: str | None = None
        self.said: list[str] = []
        """What pages wrote to the console, errors first of all."""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the browser's answer to a command."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        _write(self._write, json.dumps(message).encode() + b"\0")
        return self._answer(self._count)

    def open(self, url: str) -> None:
        """Go to a page, and wait until it has loaded."""
        self.said.clear()
        self._loaded = False
        self.call("Page.navigate", url=url)
        until = time.monotonic() + _PATIENCE
        while not self._loaded:
            self._take(until)

    def run(self, expression: str) -> Any:
        """Return the value of some JavaScript, or of what it promises.

        Raises
        ------
        PageError : what it throws
        """
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True,
            replMode=True,
        )  # fmt: skip
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise PageError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def choose_file(self, selector: str, path: Path) -> None:
        """Put a file into a file input, as a user's choice."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def press(self, key: str, code: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag with the left button, by places in CSS pixels."""
        for kind, (x, y) in (
            ("mousePressed", start),
            ("mouseMoved", end),
            ("mouseReleased", end),
        ):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1,
                clickCount=1,
            )  # fmt: skip

    def screenshot(self) -> bytes:
        """Return what is to be seen, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        """End the browser."""
        self._session = None
        try:
            self.call("Browser.close")
            self._process.wait(10)
        except (PageError, OSError, TimeoutError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        os.close(self._read)
        shutil.rmtree(self._profile, ignore_errors=True)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(self, number: int) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while True:
            message = self._take(until)
            if message.get("id") != number:
                continue
            if "error" in message:
                raise PageError(message["error"]["message"])
            result: dict[str, Any] = message["result"]
            return result

    def _take(self, until: float) -> dict[str, Any]:
        """Return the next message; an event is noted, too."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError(f"Chromium said nothing for {_PATIENCE:g} s")
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise PageError(f"Chromium ended with exit code {self._process.wait()}")
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        params = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Runtime.consoleAPICalled":
                self.said.append(" ".join(str(a.get("value", "")) for a in params["args"]))
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                thrown = details.get("exception", {}).get("description", details["text"])
                self.said.append(thrown)
            case "Log.entryAdded":
                self.said.append(params["entry"]["text"])
        return message


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
