"""Ask mpv what picture a user shader makes: its vo_gpu, as the video filter ``vf=gpu``.

mpv draws into an X server without a screen and writes the frames as raw R'G'B'; its trace says
which hook points fired, which passes ran and why others did not. Answers are kept on disk by the
content of everything that was asked, so that a second run on a machine starts no mpv.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from support.compare import psnr

from anime4k_gl.formats import Size
from oracles.mpv.player import Player

Picture = npt.NDArray[np.uint8]

BLUE = (0, 13, 128)
"""What mpv paints where a shader does not compile."""

ATTEMPTS = 5
"""How often mpv is started; Mesa's EGL sometimes has no display for it."""

_DRAWS = 16
"""How often mpv is asked for an answer that is to be had twice, see `Oracle.mpv_frames`."""

_TIMEOUT = 240  # seconds; a small frame takes one, a large network on a busy machine minutes
_ABORTED = -6
_GARBLED = 20.0  # dB to the bilinearly scaled picture; other kernels are above 25, garbage under 15
_OWN_SCALER = re.compile(r"--[cd]?scale(-radius)?=(?!(bilinear)?$)")

_TRACED = "--msg-level=all=trace"

_POINT = re.compile(r"^\[gpu\] Running hooks for (\w+)$", re.MULTILINE)
_SKIP = re.compile(r"^\[gpu\] Skipping hook on (\w+) due to (.+?)\.?$", re.MULTILINE)
_PASS = re.compile(r"^\[gpu\] pass 'user shader: (.*) \(\w+\)': ", re.MULTILINE)
_FIRST_POINTS = ("LUMA", "RGB", "XYZ")
_NOISE = re.compile(r"^\[gpu\] (Updating |EGL_|  )|^\[(?!gpu|vf|vd)")


class MpvFailed(Exception):
    """mpv gave no picture that could be compared."""


class MpvGarbled(MpvFailed):
    """mpv drew no picture that could be confirmed."""


class MpvCrashed(MpvFailed):
    """mpv aborted: one of its assertions failed."""


class MpvRefused(MpvFailed):
    """mpv painted the frame blue, as it does where a shader does not compile."""


@dataclass(frozen=True)
class MpvRun:
    """What mpv made of a clip.

    Attributes
    ----------
    frames : arrays (H, W, 3), R'G'B', row 0 on top
    trace : what mpv's video filter said, without the noise
    points : the hook points that fired for the first frame, in order
    ran : DESC of each user pass that ran for the first frame, in order; at most about 60
    skipped : the passes that did not: at which hook point, and mpv's reason
    """

    frames: list[Picture]
    trace: str
    points: tuple[str, ...] = field(init=False)
    ran: tuple[str, ...] = field(init=False)
    skipped: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        first = _first_frame(self.trace)
        object.__setattr__(self, "points", tuple(_POINT.findall(first)))
        object.__setattr__(self, "ran", tuple(_PASS.findall(first)))
        object.__setattr__(self, "skipped", tuple(_SKIP.findall(first)))


def _first_frame(trace: str) -> str:
    """Return the trace up to where the second frame's first hook point fires."""
    starts = [m.start() for m in _POINT.finditer(trace) if m[1] in _FIRST_POINTS]
    return trace[: starts[1]] if len(starts) > 1 else trace


@contextmanager
def x_server() -> Iterator[str]:
    """Run an X server on a display of its own choice; yield the display's name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x240x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise MpvFailed("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class Oracle:
    """Runs mpv, and keeps what it answered.

    Parameters
    ----------
    player : the mpv that is asked
    scratch : a folder for this process alone
    cache : a folder that other processes and later runs share
    """

    def __init__(self, player: Player, scratch: Path, cache: Path) -> None:
        self.player = player
        self._scratch = scratch
        self._cache = cache
        self._known: dict[str, MpvRun | MpvFailed] = {}
        self._server: Any = None
        self._display = ""
        cache.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Stop the X server, if one was needed."""
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    def mpv_frames(
        self,
        clip: Path,
        shaders: Sequence[Path | str],
        *,
        size: Size,
        frames: int = 1,
        options: Sequence[str] = (),
        confirmed: bool = False,
    ) -> MpvRun:
        """Return what mpv makes of a clip's first frames.

        Parameters
        ----------
        clip : a video file
        shaders : files, or the texts of files; the same one may come twice
        size : of mpv's window, which the picture fills
        frames : how many frames
        options : further options of mpv's command line, in the words of 0.35
        confirmed : ask until two answers are alike, and like mpv's without the options: its own
            scalers, whose weights lie in a texture, at times draw garbage on Mesa's rasteriser

        Raises
        ------
        MpvCrashed, MpvRefused : mpv aborted, or did not compile a shader
        MpvGarbled : it gave no picture that could be confirmed
        MpvFailed : it gave no picture for another reason
        """
        texts = [s.read_text() if isinstance(s, Path) else s for s in shaders]
        options = (*self.player.plain(), *self.player.options(options))
        key = _key(self.player, clip, texts, size, frames, options, confirmed)
        answer = self._known.get(key) or _load(self._cache / key)
        if answer is None:
            if confirmed:
                answer = self._confirmed(clip, texts, size, frames, options)
            else:
                answer = self._ask(clip, texts, size, frames, options)
            _store(self._cache / key, answer)
        self._known[key] = answer
        if isinstance(answer, MpvFailed):
            raise answer
        return answer

    def _confirmed(
        self, clip: Path, texts: Sequence[str], size: Size, frames: int, options: Sequence[str]
    ) -> MpvRun | MpvFailed:
        """Return an answer that mpv gave twice and that is no garbage.

        What it draws with its weights' texture unset can come twice too, so the answer must also
        be somewhat like what mpv itself draws with its sampler's bilinear scaling. Mesa's own cache
        is left out: with Mesa 25 every second compilation of such a scaler draws black, and one
        that is kept would be drawn with again each time.
        """
        plain = self._ask(
            clip, texts, size, frames, [o for o in options if not _OWN_SCALER.match(o)]
        )
        answers: list[MpvRun] = []
        for _ in range(_DRAWS):
            answer = self._ask(clip, texts, size, frames, options, afresh=True)
            if isinstance(answer, MpvFailed) or isinstance(plain, MpvFailed):
                return answer
            if _likeness(answer, plain) < _GARBLED:
                continue
            if any(_likeness(answer, other) == float("inf") for other in answers):
                return answer
            answers.append(answer)
        raise MpvGarbled("mpv draws garbage with this scaler on this driver")

    def _ask(
        self,
        clip: Path,
        texts: Sequence[str],
        size: Size,
        frames: int,
        options: Sequence[str],
        *,
        afresh: bool = False,
    ) -> MpvRun | MpvFailed:
        paths = []
        for text in texts:
            # The same text is the same file, so that giving it twice means to mpv what it says.
            path = self._scratch / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.glsl"
            path.write_bytes(text.encode())
            paths.append(path)
        output = self._scratch / "out.raw"
        command = [
            "mpv", *options, _TRACED, f"--frames={frames}",
            f"--vf=gpu=w={size.width}:h={size.height}",
            *(f"--glsl-shaders-append={path}" for path in paths),
            "--of=rawvideo", "--ovc=rawvideo", f"--o={output}", str(clip),
        ]  # fmt: skip
        trace = ""
        for attempt in range(ATTEMPTS):
            output.unlink(missing_ok=True)
            ended = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_TIMEOUT,
                env=os.environ
                | {"DISPLAY": self._x_display(), "LIBGL_ALWAYS_SOFTWARE": "1"}
                | ({"MESA_SHADER_CACHE_DISABLE": "true"} if afresh else {}),
            )
            trace = ended.stdout
            if ended.returncode == _ABORTED:
                return MpvCrashed(f"mpv aborted: {ended.stderr.strip()[-400:]}")
            if "Could not initialize EGL" not in trace + ended.stderr and output.exists():
                break
            time.sleep(0.2 * attempt)
        else:
            raise MpvFailed(f"mpv wrote no picture:\n{trace[-2000:]}")
        data = np.fromfile(output, np.uint8)
        if data.size != frames * size.pixels * 4:
            raise MpvFailed(f"mpv wrote {data.size} bytes, not {frames} frames of {size}")
        pictures = data.reshape(frames, size.height, size.width, 4)[..., :3].copy()
        if (pictures == BLUE).all():
            return MpvRefused(f"mpv did not compile a shader:\n{_complaint(trace)}")
        lines = [line for line in trace.splitlines() if not _NOISE.match(line)]
        return MpvRun(list(pictures), "\n".join(lines))

    def _x_display(self) -> str:
        if self._server is None:
            self._server = x_server()
            self._display = self._server.__enter__()
        return self._display


def _likeness(a: MpvRun, b: MpvRun) -> float:
    """Return the PSNR of two answers in dB."""
    return psnr(np.stack(a.frames), np.stack(b.frames), peak=255)


def _complaint(trace: str) -> str:
    """Return the lines of a trace in which the GLSL compiler complains."""
    lines = trace.splitlines()
    wanted = [n for n, line in enumerate(lines) if "log (status=0)" in line or "error:" in line]
    return "\n".join(dict.fromkeys(line for n in wanted for line in lines[n : n + 3])) or trace


def _key(
    player: Player,
    clip: Path,
    texts: Sequence[str],
    size: Size,
    frames: int,
    options: Sequence[str],
    confirmed: bool,
) -> str:
    asked = [
        player.line, hashlib.sha256(clip.read_bytes()).hexdigest(),
        list(texts), list(size), frames, list(options), confirmed and _GARBLED,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]


def _store(path: Path, answer: MpvRun | MpvFailed) -> None:
    if isinstance(answer, MpvFailed):
        kept: dict[str, Any] = {
            "failed": np.array(type(answer).__name__), "text": np.array(str(answer)),
        }  # fmt: skip
    else:
        trace = np.frombuffer(gzip.compress(answer.trace.encode()), np.uint8)
        kept = {"frames": np.stack(answer.frames), "trace": trace}
    # Written aside and renamed: another worker may be looking for it now.
    aside = path.with_suffix(f".{uuid.uuid4().hex}.npz")
    np.savez(aside, **kept)
    aside.replace(path.with_suffix(".npz"))


def _load(path: Path) -> MpvRun | MpvFailed | None:
    try:
        with np.load(path.with_suffix(".npz")) as kept:
            if "failed" in kept:
                kind = {"MpvCrashed": MpvCrashed, "MpvRefused": MpvRefused}[str(kept["failed"])]
                return kind(str(kept["text"]))
            trace = gzip.decompress(kept["trace"].tobytes()).decode()
            return MpvRun(list(kept["frames"]), trace)
    except (OSError, ValueError, KeyError):
        return None
