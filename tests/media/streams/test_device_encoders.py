"""The choice of a device's encoder, by trials that answer as devices do, and by real encoders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import av
import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, PixelLayout, Size
from anime4k_gl.media.writing import device_encoders
from anime4k_gl.media.writing.device_encoders import (
    EncoderChoice,
    Trial,
    TrialError,
    choose_encoder,
    try_encoder,
)

SIZE = Size(640, 360)
ALL = frozenset(
    {"libx264", "libx265", "libsvtav1", "libvpx-vp9"}
    | {f"{codec}_{family}" for codec in ("h264", "hevc", "av1") for family in ("nvenc", "qsv")}
)


def devices(*working: str, refuse: str = "failed: no such device") -> tuple[Trial, list[str]]:
    """Return a trial in which these encoders work, and what it was asked for."""
    asked: list[str] = []

    def trial(encoder: str, size: Size, layout: PixelLayout, options: dict[str, str]) -> float:
        asked.append(encoder)
        if encoder not in working:
            raise TrialError(refuse)
        return 120.0

    return trial, asked


@pytest.fixture(autouse=True)
def build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let FFmpeg's build have the same encoders everywhere."""
    missing = sorted(ALL - set(av.codecs_available))
    if missing:
        pytest.skip(f"this build of FFmpeg has no {', '.join(missing)}")
    monkeypatch.setattr(device_encoders, "_encoders", lambda: ALL)


def choose(trial: Trial, layout: str = "yuv420p", container: str = "matroska", **more: Any) -> Any:
    return choose_encoder(container, SIZE, PIXEL_LAYOUTS[layout], trial=trial, **more)


@pytest.mark.parametrize(
    ("layout", "working", "expected"),
    [
        ("yuv420p", ("h264_nvenc", "h264_qsv", "hevc_nvenc"), "h264_nvenc"),
        ("yuv420p", ("h264_qsv", "hevc_nvenc"), "h264_qsv"),
        ("yuv420p", ("hevc_nvenc",), "hevc_nvenc"),  # too large for H.264, say
        ("yuv420p10le", ("h264_nvenc", "hevc_qsv"), "hevc_qsv"),
        ("yuv420p", (), "libx264"),
        ("yuv420p10le", (), "libx265"),
    ],
)
def test_the_best_that_works_is_taken(layout: str, working: tuple[str, ...], expected: str) -> None:
    trial, asked = devices(*working)
    choice = choose(trial, layout)
    assert choice.encoder == expected
    assert choice.why.startswith(f"--codec auto: {expected}")
    if working:
        assert "encodes 640x360 as" in choice.why and "120 frames a second" in choice.why
        assert asked[-1] == expected


def test_the_line_says_what_each_device_answered() -> None:
    choice = choose(devices()[0])
    assert choice == EncoderChoice(
        "libx264",
        "--codec auto: libx264, since no device encodes this here: h264_nvenc failed: no such"
        " device; h264_qsv failed: no such device",
    )


def test_a_build_without_any_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_encoders, "_encoders", lambda: frozenset({"libx264"}))
    choice = choose(devices("h264_nvenc")[0])
    assert choice.encoder == "libx264"
    assert choice.why.endswith("this build of FFmpeg has none that fits")


def test_nothing_is_lost_that_software_keeps() -> None:
    # QSV's H.264 takes 4:2:0 alone, and NVENC's 4:4:4 too.
    trial, asked = devices("h264_qsv")
    choice = choose(trial, "yuv444p")
    assert choice.encoder == "libx264" and "h264_qsv" not in asked
    assert "h264_qsv does not keep chroma resolution" in choice.why
    assert choose(devices("h264_nvenc")[0], "yuv444p").encoder == "h264_nvenc"


def test_containers_and_wishes_are_kept_to() -> None:
    everything = devices(*ALL)[0]
    assert choose(everything, container="webm").encoder == "av1_nvenc"
    assert choose(devices()[0], container="webm").encoder == "libsvtav1"
    assert choose(everything, pix_fmt="nv12").encoder == "h264_nvenc"
    assert choose(devices("h264_qsv", "h264_nvenc")[0], pix_fmt="yuv444p").encoder == "h264_nvenc"
    deep = choose(everything, crf=60)  # which only AV1's scale has
    assert deep.encoder == "av1_nvenc"
    with pytest.raises(OptionError, match="name a codec"):
        choose(everything, container="webm", pix_fmt="gbrp16le")


# Trials of encoders that are there.


@pytest.mark.parametrize(
    ("encoder", "layout"),
    [("libx264", "yuv420p"), ("libx264", "yuv444p10le"), ("libx264", "nv12"),
     ("libsvtav1", "yuv420p10le")],
)  # fmt: skip
def test_a_trial_of_what_works(encoder: str, layout: str) -> None:
    assert try_encoder(encoder, Size(322, 182), PIXEL_LAYOUTS[layout], {}) > 0


def test_a_trial_of_what_fails_says_why_and_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = av.logging.get_level()
    with pytest.raises(TrialError, match="failed: width not divisible by 2"):
        try_encoder("libx264", Size(321, 181), PIXEL_LAYOUTS["yuv420p"], {})
    assert capfd.readouterr().err == ""
    assert av.logging.get_level() == before


@pytest.mark.parametrize(
    ("spoil", "message"),
    [(lambda frames: frames[:-1], "made 7 frames of 8"),
     (lambda frames: [frames[-1].reformat(width=64) for _ in frames], "made pictures of 64x182"),
     (lambda frames: [_black(frame) for frame in frames], "made other pictures")],
)  # fmt: skip
def test_what_comes_out_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any], Any], message: str
) -> None:
    """Drivers have written green pictures, and said that all is well."""
    decoded = device_encoders._decoded
    monkeypatch.setattr(device_encoders, "_decoded", lambda *given: spoil(decoded(*given)))
    with pytest.raises(TrialError, match=message):
        try_encoder("libx264", Size(322, 182), PIXEL_LAYOUTS["yuv420p"], {})


def _black(frame: av.VideoFrame) -> av.VideoFrame:
    pixels = frame.to_ndarray(format="gray")
    pixels[:] = 0
    return av.VideoFrame.from_ndarray(pixels, format="gray")
