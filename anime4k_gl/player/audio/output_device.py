"""The output device, through sounddevice and PortAudio: optional parts, which may be missing."""

from __future__ import annotations

import ctypes
import functools
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from ...dependencies import fault
from ...errors import Anime4KError
from ...media.audio.filters import Samples

LATENCY = 0.1
"""Seconds of sound that the device is asked to hold."""

STALL_SECONDS = 4.0
"""A device that has asked for nothing for so long is lost; sound servers take 2 s to begin."""

_PLAUSIBLE = (-0.5, 5.0)  # seconds from now within which a device may say it will play a buffer

Fill = Callable[[Samples, float], None]
"""Called to fill (samples, channels) float32, with the real time (s, `time.perf_counter`) at which
the first of them will be heard. Runs in the device's thread and must not wait."""


class SoundDeviceError(Anime4KError):
    """No sound can be played: a part is missing, or no device can be opened."""


class OutputDevice(Protocol):
    """Where samples go.

    Attributes
    ----------
    name : what the user knows the device by
    rate : samples per second
    channels : of each sample
    latency : seconds from being filled to being heard, as the device says
    underruns : how often the device itself ran dry
    """

    name: str
    rate: int
    channels: int
    underruns: int

    @property
    def latency(self) -> float: ...

    @property
    def lost(self) -> bool:
        """Whether it has stopped by itself."""

    def start(self) -> None:
        """Begin to ask for samples. Raises `SoundDeviceError`."""

    def abort(self) -> None:
        """Stop at once; what was not heard yet is dropped."""

    def close(self) -> None: ...


OpenDevice = Callable[[Fill], OutputDevice]

_library = threading.Lock()  # PortAudio's starting and ending is the process's
_open_streams = 0
_stale = False  # whether PortAudio's list of devices may be out of date


def missing() -> str | None:
    """Return what is not installed, and how to get it, in one line; None where all is."""
    try:
        _sounddevice()
    except SoundDeviceError as error:
        return str(error)
    return None


def default_device() -> str:
    """Return the name of the device that would be used; raise `SoundDeviceError`."""
    return str(_output(_sounddevice())["name"])


def open_device(fill: Fill) -> OutputDevice:
    """Open the system's default device; raise `SoundDeviceError` where there is none."""
    global _stale
    module = _sounddevice()
    if _stale:
        _look_again(module)
    _stale = True  # unless it can be opened
    device = SystemDevice(module, fill)
    _stale = False
    return device


class SystemDevice:
    """The system's default output device. See `OutputDevice`."""

    def __init__(self, module: Any, fill: Fill) -> None:
        global _open_streams
        device = _output(module)
        self._fill = fill
        self._failure: BaseException | None = None
        self._started = False
        self._last_callback = 0.0
        self.underruns = 0
        self.name = str(device["name"])
        self.rate = round(device["default_samplerate"])
        self.channels = min(2, device["max_output_channels"])
        try:
            self._stream: Any = module.OutputStream(
                samplerate=self.rate,
                channels=self.channels,
                dtype="float32",
                latency=LATENCY,
                callback=self._callback,
            )
        except (module.PortAudioError, ValueError) as error:
            raise _unusable(self.name, error) from error
        self._error = module.PortAudioError
        with _library:
            _open_streams += 1

    @property
    def latency(self) -> float:
        """Seconds from being filled to being heard, as the device says."""
        return float(self._stream.latency)

    @property
    def lost(self) -> bool:
        """Whether it has stopped by itself."""
        if not self._started:
            return False
        global _stale
        stalled = time.perf_counter() - self._last_callback > STALL_SECONDS
        gone = stalled or self._failure is not None or not self._stream.active
        _stale = _stale or gone
        return gone

    def start(self) -> None:
        """Begin to ask for samples."""
        self._last_callback = time.perf_counter()
        try:
            self._stream.start()
        except self._error as error:
            raise _unusable(self.name, error) from error
        self._started = True

    def abort(self) -> None:
        """Stop at once."""
        self._started = False
        self._stream.abort(ignore_errors=True)

    def close(self) -> None:
        """Let go of the device. May be called twice."""
        global _open_streams
        self._started = False
        if self._stream.closed:
            return
        self._stream.close(ignore_errors=True)
        with _library:
            _open_streams -= 1

    def _callback(self, out: Samples, count: int, times: Any, status: Any) -> None:
        now = self._last_callback = time.perf_counter()
        # The device's own clock, read at the same moment, since this thread may come late.
        heard_at = now - self._stream.time + times.outputBufferDacTime
        if not _PLAUSIBLE[0] < heard_at - now < _PLAUSIBLE[1]:
            heard_at = now + self.latency
        self.underruns += bool(status.output_underflow)
        try:
            self._fill(out, heard_at)
        except BaseException as error:  # would end up on stderr as a traceback
            self._failure = error
            out[:] = 0


@functools.cache
def _hush_alsa() -> Any:
    """Keep ALSA from writing to stderr; return what must stay alive for that.

    It does so for each device it does not find, a dozen on a usual desktop, and for each
    underrun.
    """
    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )(lambda *_: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):
        return None
    return handler


def _sounddevice() -> Any:
    if sys.platform.startswith("linux"):
        _hush_alsa()
    try:
        import sounddevice  # an extra, and slow to load
    except ImportError:
        raise SoundDeviceError(
            "no sound: sounddevice is not installed; pip install 'anime4k-gl[audio]'"
        ) from None
    except OSError:  # it is there, PortAudio is not
        how = "; apt install libportaudio2" if sys.platform.startswith("linux") else ""
        raise SoundDeviceError(f"no sound: PortAudio is not installed{how}") from None
    except Exception as error:  # PortAudio is there and cannot begin
        raise _unusable("PortAudio", error) from error
    too_old = fault("sounddevice")
    if too_old is not None:
        raise SoundDeviceError(f"no sound: {too_old}")
    return sounddevice


def _output(module: Any) -> dict[str, Any]:
    try:
        device: dict[str, Any] = module.query_devices(kind="output")
    except (module.PortAudioError, ValueError):
        raise SoundDeviceError("no sound: no output device found; connect one") from None
    return device


def _look_again(module: Any) -> None:
    """Have PortAudio list the devices again: it does so only when it starts."""
    with _library:
        if _open_streams:
            return
        try:
            module._terminate()
            module._initialize()
        except module.PortAudioError as error:
            raise _unusable("PortAudio", error) from error


def _unusable(name: str, error: BaseException) -> SoundDeviceError:
    text = str(error.args[0]) if error.args else type(error).__name__
    text = " ".join(text.split()).rstrip(".")
    return SoundDeviceError(f"no sound: {name} cannot be used: {text[:1].lower()}{text[1:]}")
