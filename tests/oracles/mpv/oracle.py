"""Ask mpv what picture a user shader makes: its vo_gpu, as the video filter ``vf=gpu``.

mpv draws into an X server without a screen and writes the frames as raw R'G'B'; its trace says
which hook points fired, which passes ran and why others did not. Starting it costs five times what
a small picture does, so it is asked several questions at once. Answers are kept on disk by the
content of everything that was asked, so that a second run on a machine starts no mpv.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
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

_DRAWS, _DRAWS_WITH_CACHE = 16, 4
"""How often mpv is asked for an answer that is to be had twice, see `Oracle.mpv_frames`."""

_TIMEOUT = 240  # seconds; a small frame takes one, a large network on a busy machine minutes
_ABORTED = -6
_GARBLED = 20.0  # dB to the bilinearly scaled picture; other kernels are above 25, garbage under 15
_OWN_SCALER = re.compile(r"--[cd]?scale(-radius)?=(?!(bilinear)?$)")

_TRACED = "--msg-level=all=trace"

_FILE = re.compile(r"^Playing: .*$", re.MULTILINE)
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


Answer = MpvRun | MpvFailed


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


@dataclass(frozen=True)
class Question:
    """What mpv is asked.

    Attributes
    ----------
    clip : a video file
    shaders : the texts of files; the same one may come twice
    size : of the picture, which it fills
    frames : how many of the clip's first frames
    options : further options of mpv's command line, in the words of 0.35
    confirmed : ask until two answers are alike, and like mpv's without the options: its own
        scalers, whose weights lie in a texture, at times draw garbage on Mesa's rasteriser
    """

    clip: Path
    shaders: tuple[str, ...]
    size: Size
    frames: int = 1
    options: tuple[str, ...] = ()
    confirmed: bool = False

    def without_scaler(self) -> Question:
        """Return it without options that choose a scaler."""
        return replace(self, options=tuple(o for o in self.options if not _OWN_SCALER.match(o)))


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
        self._known: dict[str, Answer] = {}
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
    ) -> MpvRun:
        """Return what mpv makes of a clip's first frames; see `Question` and `answer`."""
        texts = tuple(s.read_text() if isinstance(s, Path) else s for s in shaders)
        return self.answer(Question(clip, texts, size, frames, tuple(options)))

    def answer(self, question: Question, beside: Sequence[Question] = ()) -> MpvRun:
        """Return what mpv makes of a clip's first frames.

        Parameters
        ----------
        question : what is asked
        beside : questions of the same size, which are likely to be asked next: where mpv must be
            started, it is asked all of them

        Raises
        ------
        MpvCrashed, MpvRefused : mpv aborted, or did not compile a shader
        MpvGarbled : it gave no picture that could be confirmed
        MpvFailed : it gave no picture for another reason
        """
        key = self._key(question)
        answer = self._kept(key)
        if answer is None:
            asked = [q for q in beside if q.confirmed == question.confirmed]
            asked = asked if question in asked else [question]
            # Whoever else runs tests is not to ask mpv the same meanwhile.
            with _held(self._cache / f"{self._key(asked[0])}.lock"):
                answer = self._kept(key)
                if answer is None:
                    ask = self._confirmed if question.confirmed else self._ask
                    for each, found in zip(asked, ask(asked), strict=True):
                        _store(self._cache / self._key(each), found)
                        if each == question:
                            answer = found
        assert answer is not None
        self._known[key] = answer
        if isinstance(answer, MpvFailed):
            raise answer
        return answer

    def _key(self, question: Question) -> str:
        options = (*self.player.plain(), *self.player.options(question.options))
        asked = [
            self.player.line, hashlib.sha256(question.clip.read_bytes()).hexdigest(),
            list(question.shaders), list(question.size), question.frames, list(options),
            question.confirmed and _GARBLED,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]

    def _kept(self, key: str) -> Answer | None:
        return self._known.get(key) or _load(self._cache / key)

    def _confirmed(self, questions: Sequence[Question]) -> list[Answer]:
        """Return answers that mpv gave twice and that are no garbage.

        What it draws with its weights' texture unset can come twice too, so the answer must also
        be somewhat like what mpv itself draws with its sampler's bilinear scaling. Mesa's own cache
        begins empty each time: with Mesa 25 every second compilation of such a scaler draws black,
        and one that is kept would be drawn with again each time. After a few draws it is left out,
        which takes three times as long.
        """
        plain = dict(
            zip(questions, self._ask([q.without_scaler() for q in questions]), strict=True)
        )
        found: dict[Question, Answer] = {}
        seen: dict[Question, list[MpvRun]] = {question: [] for question in questions}
        for number in range(_DRAWS):
            open_ones = [question for question in questions if question not in found]
            uncached = number >= _DRAWS_WITH_CACHE
            with TemporaryDirectory(dir=self._scratch) as empty:
                cache = {"MESA_SHADER_CACHE_DIR": empty, "MESA_GLSL_CACHE_DIR": empty}
                mesa = {"MESA_SHADER_CACHE_DISABLE": "true"} if uncached else cache
                drawn = self._ask(open_ones, mesa) if open_ones else []
            for question, answer in zip(open_ones, drawn, strict=True):
                like = plain[question]
                if isinstance(answer, MpvFailed) or isinstance(like, MpvFailed):
                    found[question] = answer
                elif _likeness(answer, like) >= _GARBLED:
                    if any(_likeness(answer, other) == float("inf") for other in seen[question]):
                        found[question] = answer
                    seen[question].append(answer)
        garbled = MpvGarbled("mpv draws garbage with this scaler on this driver")
        return [found.get(question, garbled) for question in questions]

    def _ask(self, questions: Sequence[Question], mesa: Mapping[str, str] = {}) -> list[Answer]:
        """Return the answers of one mpv; of one for each where they cannot be told apart.

        Parameters
        ----------
        mesa : variables for its driver
        """
        try:
            return self._ask_at_once(questions, mesa)
        except MpvFailed as failed:
            if len(questions) == 1:
                return [failed]
            return [answer for q in questions for answer in self._ask([q], mesa)]

    def _ask_at_once(self, questions: Sequence[Question], mesa: Mapping[str, str]) -> list[Answer]:
        output = self._scratch / "out.raw"
        command = [
            "mpv", *self.player.plain(), _TRACED,
            "--of=rawvideo", "--ovc=rawvideo", f"--o={output}",
            *(word for question in questions for word in self._words(question)),
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
                | dict(mesa),
            )
            trace = ended.stdout
            if ended.returncode == _ABORTED:
                raise MpvCrashed(f"mpv aborted: {ended.stderr.strip()[-400:]}")
            if "Could not initialize EGL" not in trace + ended.stderr and output.exists():
                break
            time.sleep(0.2 * attempt)
        else:
            raise MpvFailed(f"mpv wrote no picture:\n{trace[-2000:]}")
        data = output.read_bytes()
        lengths = [question.frames * question.size.pixels * 4 for question in questions]
        # Which file is playing is said where there are several.
        traces = _FILE.split(trace)[1:] if len(questions) > 1 else [trace]
        if len(data) != sum(lengths) or len(traces) != len(questions):
            raise MpvFailed(f"mpv wrote {len(data)} bytes for {len(traces)} files, not {lengths}")
        answers: list[Answer] = []
        for question, length, said in zip(questions, lengths, traces, strict=True):
            answers.append(_answer(question, data[:length], said))
            data = data[length:]
        return answers

    def _words(self, question: Question) -> list[str]:
        """Return the words of a command line that ask one of several questions."""
        paths = []
        for text in question.shaders:
            # The same text is the same file, so that giving it twice means to mpv what it says.
            path = self._scratch / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.glsl"
            path.write_bytes(text.encode())
            paths.append(path)
        return [
            "--{", f"--frames={question.frames}", *self.player.options(question.options),
            f"--vf=gpu=w={question.size.width}:h={question.size.height}",
            *(f"--glsl-shaders-append={path}" for path in paths), str(question.clip), "--}",
        ]  # fmt: skip

    def _x_display(self) -> str:
        if self._server is None:
            self._server = x_server()
            self._display = self._server.__enter__()
        return self._display


def _answer(question: Question, data: bytes, trace: str) -> MpvRun | MpvRefused:
    """Return what mpv drew and said for one question."""
    size = question.size
    pictures = np.frombuffer(data, np.uint8).reshape(-1, size.height, size.width, 4)[..., :3].copy()
    if (pictures == BLUE).all():
        return MpvRefused(f"mpv did not compile a shader:\n{_complaint(trace)}")
    lines = [line for line in trace.splitlines() if not _NOISE.match(line)]
    return MpvRun(list(pictures), "\n".join(lines))


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep other processes from what is done under this name."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _likeness(a: MpvRun, b: MpvRun) -> float:
    """Return the PSNR of two answers in dB."""
    return psnr(np.stack(a.frames), np.stack(b.frames), peak=255)


def _complaint(trace: str) -> str:
    """Return the lines of a trace in which the GLSL compiler complains."""
    lines = trace.splitlines()
    wanted = [n for n, line in enumerate(lines) if "log (status=0)" in line or "error:" in line]
    return "\n".join(dict.fromkeys(line for n in wanted for line in lines[n : n + 3])) or trace


def _store(path: Path, answer: Answer) -> None:
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


def _load(path: Path) -> Answer | None:
    try:
        with np.load(path.with_suffix(".npz")) as kept:
            if "failed" in kept:
                kind = {"MpvCrashed": MpvCrashed, "MpvRefused": MpvRefused}[str(kept["failed"])]
                return kind(str(kept["text"]))
            trace = gzip.decompress(kept["trace"].tobytes()).decode()
            return MpvRun(list(kept["frames"]), trace)
    except (OSError, ValueError, KeyError):
        return None
