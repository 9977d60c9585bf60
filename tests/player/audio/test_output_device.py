"""The choice of an audio device by its name, and what is said of one that is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.sound import SoundCard, sound_card  # noqa: F401

from anime4k_gl.player.audio import output_device
from anime4k_gl.player.audio.output_device import (
    DeviceChoice,
    SoundDeviceError,
    chosen_device,
    open_device,
)

DEVICES = [
    DeviceChoice(3, "HDA Intel: ALC257 Analog (hw:0,0)"),
    DeviceChoice(5, "USB Headset, MME"),
    DeviceChoice(9, "USB Headset, Windows WASAPI"),
    DeviceChoice(11, "default"),
    DeviceChoice(12, "sysdefault"),
]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("HDA Intel: ALC257 Analog (hw:0,0)", 3), ("  hda  intel: alc257 analog (hw:0,0)", 3),
        ("alc257", 3),
        ("USB Headset, MME", 5), ("wasapi", 9), ("default", 11), ("sysd", 12),
    ],
)  # fmt: skip
def test_by_its_name_or_a_part_of_it(name: str, number: int) -> None:
    assert chosen_device(name, DEVICES).number == number


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("usb", "no sound: several audio devices are called 'usb': USB Headset, MME; USB Headset,"),
        ("HDMI", "no sound: no audio device is called 'HDMI'; there are: HDA Intel: ALC257"),
        ("", "no sound: no audio device is called ''; there are: HDA"),
    ],
)
def test_a_name_that_will_not_do_is_said_with_a_list(name: str, message: str) -> None:
    with pytest.raises(SoundDeviceError) as caught:
        chosen_device(name, DEVICES)
    assert str(caught.value).startswith(message)


class PortAudio:
    """PortAudio's devices: an input, a headset in two systems, speakers; what was opened."""

    class PortAudioError(Exception):
        pass

    def __init__(self) -> None:
        self.opened: list[Any] = []
        self.devices = [
            {"name": "Microphone", "hostapi": 0, "max_output_channels": 0},
            {"name": "Headset", "hostapi": 0, "max_output_channels": 2},
            {"name": "Headset", "hostapi": 1, "max_output_channels": 2},
            {"name": "Speakers", "hostapi": 1, "max_output_channels": 8},
        ]
        for device in self.devices:
            device["default_samplerate"] = 48000.0

    def query_hostapis(self) -> Any:
        return ({"name": "MME"}, {"name": "WASAPI"})

    def query_devices(self, device: Any = None, kind: Any = None) -> Any:
        return self.devices if kind is None else self.devices[3 if device is None else device]

    def OutputStream(self, *, device: Any, **_: Any) -> Any:
        self.opened.append(device)
        return type("Stream", (), {"closed": True, "latency": 0.1})()

    def _terminate(self) -> None: ...
    def _initialize(self) -> None: ...


def test_the_one_that_was_chosen_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    audio = PortAudio()
    monkeypatch.setattr(output_device, "_sounddevice", lambda: audio)
    monkeypatch.setattr(output_device, "_open_streams", 0)
    monkeypatch.setattr(output_device, "_stale", False)
    assert output_device.device_names() == ("Headset, MME", "Headset, WASAPI", "Speakers")
    for name in (None, "speakers", "Headset, WASAPI"):
        open_device(lambda *_: None, name)
    assert audio.opened == [None, 3, 2]
    del audio.devices[3]
    with pytest.raises(SoundDeviceError, match="no audio device is called 'speakers'; there are: "):
        open_device(lambda *_: None, "speakers")


def play(card: SoundCard, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "anime4k_gl", "play", *words],
        env=card.environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_null_sink_the_command_lists_them(sound_card: SoundCard) -> None:  # noqa: F811
    done = play(sound_card, "--audio-device", "help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "default" in done.stdout.splitlines()
