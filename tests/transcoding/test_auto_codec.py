"""``--codec auto`` as a user meets it: a device's encoder where one works, and the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.clips.media_clips import smooth, write_clip

import anime4k_gl as a4k
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import PixelLayout, Size
from anime4k_gl.media.writing import device_encoders
from anime4k_gl.media.writing.device_encoders import TrialError

QUICK: dict[str, Any] = {"preset": "none", "scaler": "nearest", "codec": "auto"}


@pytest.fixture(autouse=True)
def trials(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Size, str]]:
    """Have no device work, whatever there is on this machine; return what was tried."""
    asked: list[tuple[str, Size, str]] = []

    def trial(encoder: str, size: Size, layout: PixelLayout, options: dict[str, str]) -> float:
        asked.append((encoder, size, layout.name))
        raise TrialError("failed: no such device")

    monkeypatch.setattr(device_encoders, "try_encoder", trial)
    return asked


def codec_of(path: Path) -> tuple[str, str]:
    with av.open(str(path)) as file:
        context = file.streams.video[0].codec_context
        return context.name, context.pix_fmt or ""


@pytest.mark.parametrize(
    ("layout", "target", "expected"),
    [("yuv420p", "out.mkv", ("h264", "yuv420p")),
     ("yuv420p10le", "out.mp4", ("hevc", "yuv420p10le")),
     ("yuv420p", "out.webm", ("libdav1d", "yuv420p")),
     ("yuv420p", "out.y4m", ("rawvideo", "yuv420p"))],
)  # fmt: skip
def test_without_a_device_software_encodes(
    tmp_path: Path, trials: list[Any], layout: str, target: str, expected: tuple[str, str]
) -> None:
    clip = write_clip(tmp_path / "in.mkv", layout=layout, size=Size(64, 48), make=smooth, count=3)
    told: list[str] = []
    done = a4k.transcode(clip.path, tmp_path / target, **QUICK,
                         decided=lambda decisions: told.extend(decisions.notes))  # fmt: skip
    assert codec_of(tmp_path / target) == expected
    if target == "out.y4m":
        assert not trials
        return
    # Before the work, and in the result.
    (line,) = [note for note in done.notes if note.startswith("--codec auto: lib")]
    assert line in told
    # As large as what is encoded, and as deep.
    assert {size for _, size, _ in trials} <= {Size(128, 96)}
    assert all(name.startswith("p010") for *_, name in trials) or layout == "yuv420p"


def test_the_quality_is_that_of_the_codec_by_its_name(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "in.mkv", size=Size(64, 48), make=smooth, count=3)
    a4k.transcode(clip.path, tmp_path / "auto.mkv", **QUICK)
    a4k.transcode(clip.path, tmp_path / "named.mkv", **{**QUICK, "codec": "libx264"})

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as file:
            return [bytes(packet) for packet in file.demux(video=0)]

    assert packets(tmp_path / "auto.mkv") == packets(tmp_path / "named.mkv")


@pytest.mark.parametrize(
    "given", [{"codec_preset": "slow"}, {"tune": "animation"}, {"encoder_options": {"bf": "2"}}]
)
def test_what_each_encoder_takes_otherwise_needs_a_name(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    clip = write_clip(tmp_path / "in.mkv", count=1)
    with pytest.raises(OptionError, match="name one with --codec"):
        a4k.transcode(clip.path, tmp_path / "out.mkv", **QUICK, **given)


def test_animations_too(tmp_path: Path) -> None:
    frames = [Image.fromarray(np.full((8, 8, 3), 40 * n, np.uint8)) for n in range(3)]
    frames[0].save(tmp_path / "in.gif", save_all=True, append_images=frames[1:], duration=100)
    done = a4k.transcode(tmp_path / "in.gif", tmp_path / "out.mkv", **QUICK)
    assert codec_of(tmp_path / "out.mkv")[0] == "h264"
    assert len([note for note in done.notes if note.startswith("--codec auto: lib")]) == 1
    a4k.transcode(tmp_path / "out.mkv", tmp_path / "again.gif", **QUICK)
    assert (tmp_path / "again.gif").exists()
