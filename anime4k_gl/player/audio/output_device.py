"""The output device, through sounddevice and PortAudio: optional parts, which may be missing."""

from __future__ import annotations

import ctypes
import functools
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ...dependencies import fault
from ...errors import Anime4KError
from ...lazy.dataclass import dataclass
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


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A device that can be asked for: PortAudio's number, and its name."""

    number: int
    name: str


def chosen_device(name: str, devices: Sequence[DeviceChoice]) -> DeviceChoice:
    """Return the device of a name, or the only one with that in its name, whatever the case.

    Raises
    ------
    SoundDeviceError : there is none, or there are several; the message lists them
    """
    wanted = " ".join(name.split()).casefold()
    for device in devices:
        if " ".join(device.name.split()).casefold() == wanted:
            return device
    alike = [device for device in devices if wanted in device.name.casefold()]
    if len(alike) == 1 and wanted:
        return alike[0]
    listed = "; ".join(device.name for device in alike or devices)
    if alike and wanted:
        raise SoundDeviceError(f"no sound: several audio devices are called {name!r}: {listed}")
    raise SoundDeviceError(f"no sound: no audio device is called {name!r}; there are: {listed}")


_NO_DEVICE = "no sound: no output device found; connect one"

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


def device_names() -> tuple[str, ...]:
    """Return the names of all output devices; raise `SoundDeviceError`."""
    return tuple(device.name for device in _outputs(_sounddevice()))


def open_device(fill: Fill, name: str | None = None) -> OutputDevice:
    """Open a device by its name, or a part of it, or the system's default device for None.

    Raises `SoundDeviceError` where there is none.
    """
    global _stale
    module = _sounddevice()
    if _stale:
        _look_again(module)
    _stale = True  # unless it can be opened
    device = SystemDevice(module, fill, name)
    _stale = False
    return device


class SystemDevice:
    """An output device of the system, its default by default. See `OutputDevice`."""

    def __init__(self, module: Any, fill: Fill, name: str | None = None) -> None:
        global _open_streams
        number = None if name is None else chosen_device(name, _outputs(module)).number
        device = _output(module, number)
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
                device=number,
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


def _outputs(module: Any) -> list[DeviceChoice]:
    """Return all devices that play; raise `SoundDeviceError` where there is none."""
    try:
        devices, systems = module.query_devices(), module.query_hostapis()
    except module.PortAudioError as error:
        raise _unusable("PortAudio", error) from error
    found = [(i, d) for i, d in enumerate(devices) if d["max_output_channels"] > 0]
    names = [str(device["name"]) for _, device in found]
    if not found:
        raise SoundDeviceError(_NO_DEVICE)

    def full_name(device: Any) -> str:
        name = str(device["name"])
        # Windows has each device once in each of its sound systems.
        return name if names.count(name) == 1 else f"{name}, {systems[device['hostapi']]['name']}"

    return [DeviceChoice(number, full_name(device)) for number, device in found]


def _output(module: Any, number: int | None = None) -> dict[str, Any]:
    try:
        device: dict[str, Any] = module.query_devices(number, kind="output")
    except (module.PortAudioError, ValueError):
        raise SoundDeviceError(_NO_DEVICE) from None
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
