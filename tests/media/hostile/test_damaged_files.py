"""Three hundred damaged files: each ends by itself, whole or not at all, and no loss is silent.

The judge is FFmpeg: what it decodes in one thread, and what it complains of.
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest
from support.clips.damaged_clips import (
    COUNT,
    KINDS,
    Case,
    Damage,
    Kind,
    cases,
    damaged_pictures,
    write_whole,
    write_whole_picture,
)

from anime4k_gl.errors import Anime4KError
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.transcoding import transcode

VIDEOS, PICTURES = 252, 63
QUICK: dict[str, Any] = {"preset": "none", "scale": 1.0, "scaler": "bilinear"}


@dataclass(frozen=True)
class Judgement:
    """What FFmpeg makes of a file: the frames it decodes, and the lines it complains in."""

    frames: int
    complaints: tuple[str, ...]


def judged(path: Path) -> Judgement:
    """Read a file with one thread, in which all that FFmpeg says is heard."""
    frames = 0
    said: list[tuple[int, str, str]] = []
    av.logging.set_level(av.logging.ERROR)
    av.logging.set_skip_repeated(False)
    try:
        with av.logging.Capture() as said, av.open(str(path)) as container:
            stream = container.streams.video[0]
            context = stream.codec_context
            if context is None:
                return Judgement(0, ("no decoder",))
            context.thread_count = 1
            for packet in container.demux():
                if packet.size and packet.stream_index == stream.index:
                    try:
                        frames += len(context.decode(packet))
                    except av.FFmpegError as error:
                        said.append((0, "", str(error)))
            with contextlib.suppress(av.error.EOFError):
                frames += len(context.decode(None))
    except (av.FFmpegError, IndexError) as error:
        said.append((0, "", str(error)))
    finally:
        av.logging.set_level(None)
        av.logging.set_skip_repeated(True)
    return Judgement(frames, tuple(dict.fromkeys(text for _, _, text in said)))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The whole clips by their names, made once."""
    folder = tmp_path_factory.mktemp("whole")
    return {kind.name: write_whole(folder / kind.name, kind).read_bytes() for kind in KINDS}


@pytest.fixture(scope="session")
def whole_pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("pictures")
    return {
        suffix: write_whole_picture(folder / f"whole.{suffix}").read_bytes()
        for suffix in {suffix for _, suffix, _ in damaged_pictures(PICTURES)}
    }


def sampled(number: int) -> Any:
    """Leave most to the slow tests."""
    return () if number % 13 == 0 else pytest.mark.slow


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name, marks=sampled(c.number)) for c in cases(VIDEOS)]
)
def test_a_damaged_video(case: Case, whole: dict[str, bytes], tmp_path: Path) -> None:
    path, out = tmp_path / f"in.{case.kind.suffix}", tmp_path / "out.mkv"
    path.write_bytes(case.apply(whole[case.kind.name]))
    told: tuple[str, ...]
    try:
        done = transcode(path, out, codec_preset="ultrafast", **QUICK)
    except Anime4KError as error:
        told, lossy, frames = (str(error),), True, 0
        assert "\n" not in str(error)
        assert [each.name for each in tmp_path.iterdir()] == [path.name]
    else:
        told, lossy, frames = done.notes, done.with_losses, done.frames
        assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, out.name]
        with av.open(str(out)) as container:
            assert sum(1 for _ in container.decode(video=0)) == frames
    judgement = judged(path)
    if judgement.frames < COUNT or judgement.complaints:
        assert told, f"{judgement} and nothing was said"
    if judgement.frames < COUNT or frames < judgement.frames:
        assert lossy, f"{judgement}, {frames} frames: {told}"


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_whole_video_is_not_called_damaged(
    kind: Kind, whole: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"in.{kind.suffix}"
    path.write_bytes(whole[kind.name])
    with VideoSource(path, listen=True) as source:
        assert sum(1 for _ in source.frames()) == COUNT
        assert source.grumbles is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.suffix == "ts"])
@pytest.mark.parametrize("parts", ["cut", "joined", "cut and joined"])
def test_what_was_cut_or_joined_is_not_called_damaged(
    kind: Kind, parts: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Recordings begin anywhere, and are joined byte for byte."""
    data = whole[kind.name]
    begun = data[len(data) // 188 // 4 * 188 :] if "cut" in parts else data
    path = tmp_path / "in.ts"
    path.write_bytes(begun + (data if "joined" in parts else b""))
    with VideoSource(path, listen=True) as source:
        count = sum(1 for _ in source.frames())
        assert source.grumbles is None
    assert (count > COUNT) is ("joined" in parts) and count >= COUNT // 2


@pytest.mark.parametrize(
    ("number", "suffix", "damage"),
    [
        pytest.param(*case, id=f"{case[0]:03}-{case[2].__name__}.{case[1]}",
                     marks=sampled(case[0]))
        for case in damaged_pictures(PICTURES)
    ],
)  # fmt: skip
def test_a_damaged_picture(
    number: int, suffix: str, damage: Damage, whole_pictures: dict[str, bytes], tmp_path: Path
) -> None:
    path, out = tmp_path / f"in.{suffix}", tmp_path / "out.png"
    dice = random.Random(f"{number} of pictures")
    path.write_bytes(damage(bytearray(whole_pictures[suffix]), dice))
    try:
        transcode(path, out, **QUICK)
    except Anime4KError as error:
        assert "\n" not in str(error)
        assert [each.name for each in tmp_path.iterdir()] == [path.name]
    else:
        assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, out.name])
