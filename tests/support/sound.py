"""A sound card for tests: a PulseAudio daemon of their own whose one sink leads nowhere.

PortAudio reaches it through ALSA, whose settings name PulseAudio as the one device there is.
Whoever is to make sound gets `SoundCard.environment`; `SoundCard.record` gives what was played.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

PROGRAMS = ("pulseaudio", "pactl", "parec")
RATE = 48000
"""Samples per second of the sink."""

_ALSA = """
pcm.!default { type pulse hint { show on description "Null sound card" } }
ctl.!default { type pulse }
"""


class SoundCard:
    """A PulseAudio daemon with a null sink. A context manager.

    Attributes
    ----------
    environment : what a process needs in its environment to play here
    """

    def __init__(self) -> None:
        # Short, since the path of a socket may have no more than 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="snd"))
        settings = self._folder / "asound.conf"
        settings.write_text(_ALSA, "utf-8")
        runtime = self._folder / "run"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PULSE_")},
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_SERVER": f"unix:{runtime}/native",
            "ALSA_CONFIG_PATH": str(settings),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._listener: subprocess.Popen[bytes] | None = None
        self.start()

    def __enter__(self) -> SoundCard:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the daemon, anew after `kill`; return when it answers."""
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disallow-exit", "--high-priority=no", "--realtime=no",
            f"--load=module-null-sink sink_name=null rate={RATE} channels=2",
            f"--load=module-native-protocol-unix socket={self._folder}/run/native auth-anonymous=1",
        ]  # fmt: skip
        environment = {k: v for k, v in self.environment.items() if k != "PULSE_SERVER"}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while self._ask("info") is None:
            assert self.process.poll() is None, "pulseaudio has ended"
            assert time.monotonic() < deadline, "pulseaudio does not answer"
            time.sleep(0.05)
        # Left alone, the sink takes sound in strides of two seconds, and streams wait as long; with
        # a listener who is impatient it does not, once it has begun anew.
        self._ask("suspend-sink", "null", "1")
        self._listener = self._listen(10, subprocess.DEVNULL)
        while not self._ask("list", "short", "source-outputs"):
            assert time.monotonic() < deadline, "the sink's monitor cannot be heard"
            time.sleep(0.02)
        self._ask("suspend-sink", "null", "0")

    def kill(self) -> None:
        """End the daemon at once, as if the sound card had been pulled out."""
        for process in (self.process, self._listener):
            if process is not None:
                process.kill()
                process.wait()
        self.process = self._listener = None

    @contextlib.contextmanager
    def record(self) -> Iterator[Recording]:
        """Record in the block what is played."""
        recording = Recording()
        with tempfile.TemporaryFile() as file:
            process = self._listen(20, file.fileno())
            try:
                yield recording
            finally:
                process.terminate()
                process.wait()
                file.seek(0)
                data = file.read()
        whole = len(data) // 8 * 8
        recording.samples = np.frombuffer(data[:whole], np.float32).reshape(-1, 2)

    def inputs(self) -> int:
        """Return how many streams are playing on it."""
        return len((self._ask("list", "short", "sink-inputs") or "").splitlines())

    def _listen(self, latency: int, output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["parec", "--device=null.monitor", "--format=float32le", f"--rate={RATE}",
             "--channels=2", f"--latency-msec={latency}"],
            env=self.environment, stdout=output, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _ask(self, *arguments: str) -> str | None:
        answer = subprocess.run(
            ["pactl", *arguments], env=self.environment, capture_output=True, text=True
        )
        return answer.stdout if answer.returncode == 0 else None


class Recording:
    """What was played; `samples`, (n, 2) float32, are there once the recording has ended."""

    samples: npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def sound_card() -> Iterator[SoundCard]:
    """A sound card that leads nowhere; skips where PulseAudio is missing, and fails in CI."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        why = f"{', '.join(missing)} not installed; tools/setup.sh dev does that"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with SoundCard() as card:
        yield card
