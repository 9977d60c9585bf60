"""The shape of frames where it changes in the middle: to the frame, forwards and after seeks."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.clips.shape_clips import FRAMES, RATE, Part, write_joined

from anime4k_gl.colour import Range
from anime4k_gl.formats import Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.damage.completeness import TruncatedError
from anime4k_gl.media.headers.model import Crop
from anime4k_gl.media.video.frame_at import frames_from
from anime4k_gl.media.video.region import Region, shown_region
from anime4k_gl.media.video.video_source import VideoSource

WIDE = Fraction(16, 11)


def shape(frame: Frame) -> Any:
    return frame.size, frame.sample_aspect_ratio, frame.rotation


def shapes(source: VideoSource) -> list[Any]:
    """Return what frames say of their shape; that joined parts complain is not looked at."""
    found = []
    with contextlib.suppress(TruncatedError):
        for frame in source.frames():
            found.append(shape(frame))
    return found


def shape_at(source: VideoSource, number: int) -> Any:
    """Return the shape of a frame that is sought."""
    time = source.start + number / RATE
    frames = frames_from(source, time, lambda frame: (frame.time or 0) < time + 0.01)
    return next(shape(frame) for frame in frames if (frame.time or 0) > time - 0.01)


def runs(found: list[Any]) -> list[tuple[int, Any]]:
    """Return where a shape begins, and the shape."""
    return [(n, one) for n, one in enumerate(found) if n == 0 or found[n - 1] != one]


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_shapes_change_with_the_first_frame_that_has_another(tmp_path: Path, codec: str) -> None:
    aspects = (Fraction(4, 3), Fraction(16, 9)) if codec == "mpeg2video" else (WIDE, Fraction(1))
    # MPEG-2 says the aspect of the picture, and of few aspects.
    per_pixel = [a / Fraction(64, 36) if codec == "mpeg2video" else a for a in aspects]
    parts = [
        Part(aspect=per_pixel[0], codec=codec),
        Part(aspect=per_pixel[1], codec=codec),
        Part(aspect=per_pixel[0], codec=codec),
    ]
    if codec == "libx264":  # FFmpeg's MPEG-2 decoder loses a frame where the size changes
        parts.append(Part(48, 36))
    else:
        parts.append(Part(aspect=per_pixel[1], codec=codec))
    with VideoSource(write_joined(tmp_path / "joined.ts", parts)) as source:
        found = shapes(source)
        size = Size(64, 36)
        expected = [
            (0, (size, per_pixel[0], 0)),
            (FRAMES, (size, per_pixel[1], 0)),
            (2 * FRAMES, (size, per_pixel[0], 0)),
            (3 * FRAMES, (Size(parts[3].width, 36), parts[3].aspect, 0)),
        ]
        assert runs(found) == expected
        # Back and forth: each seek decodes from a key frame on.
        for number in (3, 1, 2, 0, 2):
            for within in (FRAMES - 1, 0):
                assert shape_at(source, number * FRAMES + within) == expected[number][1]


def test_a_rotation_holds_until_the_next_key_frame(tmp_path: Path) -> None:
    parts = [Part(), Part(turned=90), Part(turned=180), Part()]
    with VideoSource(write_joined(tmp_path / "turned.ts", parts)) as source:
        assert source.rotation == 0
        assert [(n, shape[2]) for n, shape in runs(shapes(source))] == [
            (0, 0), (FRAMES, 270), (2 * FRAMES, 180), (3 * FRAMES, 0),
        ]  # fmt: skip
        turns = [shape_at(source, part * FRAMES + 3)[2] for part in (3, 1, 2, 0)]
        assert turns == [0, 270, 180, 0]


def test_colours_are_those_of_the_key_frame_whatever_the_decoder_knows_by_then(
    tmp_path: Path,
) -> None:
    # The first part says nothing of its range, and FFmpeg takes what it read last of it.
    joined = write_joined(tmp_path / "joined.ts", [Part(), Part(full_range=True)])
    with VideoSource(joined) as source:

        def ranges() -> list[Any]:
            with contextlib.suppress(TruncatedError):
                found.extend(frame.colour.range for frame in source.frames())
            return found

        found: list[Any] = []
        expected = [Range.LIMITED] * FRAMES + [Range.FULL] * FRAMES
        assert ranges() == expected
        found.clear()
        source.seek(source.start)
        assert ranges() == expected


def test_a_containers_crop_is_taken_of_frames_of_another_size_too(tmp_path: Path) -> None:
    joined = write_joined(tmp_path / "joined.ts", [Part(64, 36), Part(128, 72)])
    with VideoSource(joined) as source:
        shown = shown_region(Crop(left=8, top=2, right=8, bottom=6), source.size)
        assert shown is not None
        source.crop_to(shown)  # as a container's headers have it done
        assert {shape[0] for shape in shapes(source)} == {Size(48, 28), Size(96, 56)}
    region = Region(10, 2, Size(30, 20))
    assert region.moved(Size(64, 36), Size(64, 36)) is region
    assert region.moved(Size(64, 36), Size(32, 18)) == Region(5, 1, Size(15, 10))
    assert region.moved(Size(64, 36), Size(1, 1)).fits(Size(1, 1))
