"""Cropping: the right pixels of every plane, whatever the layout, and nothing between samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.clips.media_clips import write_clip

from anime4k_gl.errors import MediaError, OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.video.region import Region, region_of
from anime4k_gl.media.video.video_source import VideoSource

YUV420 = PIXEL_LAYOUTS["yuv420p"]


def rows_of(frame: Frame) -> list[np.ndarray]:
    """Return the bytes of each plane's rows; the last row need not be padded."""
    found = []
    for plane, described in zip(frame.planes, frame.layout.planes, strict=True):
        data, texel = np.frombuffer(plane.data, np.uint8), described.format.texel_bytes
        shape = plane.size.height, plane.size.width * texel
        assert data.size >= plane.stride * (shape[0] - 1) + shape[1]
        found.append(np.lib.stride_tricks.as_strided(data, shape, (plane.stride, 1)))
    return found


@pytest.mark.parametrize(
    "layout",
    ["yuv420p", "yuv422p12le", "yuv444p", "yuv410p", "yuva420p", "nv12", "gray10le", "gbrp",
     "rgb24", "rgba64le"],
)  # fmt: skip
@pytest.mark.parametrize(
    "region", [Region(4, 8, Size(17, 7)), Region(0, 0, Size(37, 23)), Region(36, 20, Size(1, 3))]
)
def test_a_region_of_every_plane(layout: str, region: Region, tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "clip.nut", layout=layout, codec="rawvideo", size=Size(37, 23), count=2
    )
    with VideoSource(clip.path) as source:
        source.crop_to(region)
        assert source.size == region.size
        frames = list(source.frames())
    assert len(frames) == 2
    for frame, whole in zip(frames, clip.frames, strict=True):
        assert frame.size == region.size
        planes = PIXEL_LAYOUTS[layout].planes
        for rows, uncut, plane in zip(rows_of(frame), whole, planes, strict=True):
            width, height = plane.size(region.size)
            x, y = region.x >> plane.log2_x, region.y >> plane.log2_y
            texel = plane.format.texel_bytes
            wanted = uncut[y : y + height, x * texel : (x + width) * texel]
            np.testing.assert_array_equal(rows, wanted)


def test_regions_of_regions(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", size=Size(64, 48), count=1)
    with VideoSource(clip.path) as source:
        source.crop_to(Region(3, 5, Size(50, 40)))  # as a container's may be: moved outwards
        assert (source.region, source.size) == (Region(2, 4, Size(51, 41)), Size(51, 41))
        source.crop_to(Region(10, 6, Size(20, 10)))
        assert source.region == Region(12, 10, Size(20, 10))
        (frame,) = source.frames()
    assert frame.size == Size(20, 10)
    np.testing.assert_array_equal(rows_of(frame)[0], clip.frames[0][0][10:20, 12:32])


def test_a_frame_that_does_not_hold_the_region_is_an_error(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", size=Size(64, 48), count=1)
    with VideoSource(clip.path) as source:
        source.crop_to(Region(0, 0, Size(66, 48)))
        with pytest.raises(MediaError, match="64x48 in it does not hold the crop"):
            list(source.frames())


def test_crops_as_they_are_written() -> None:
    frame = Size(640, 480)
    assert region_of("600:400:20:40", frame, YUV420) == Region(20, 40, Size(600, 400))
    assert region_of(" 600:401 ", frame, YUV420) == Region(20, 38, Size(600, 401))
    assert region_of("640:480:0:0", frame, YUV420) == Region(0, 0, Size(640, 480))
    assert region_of("3:3:1:1", frame, PIXEL_LAYOUTS["yuv444p"]) == Region(1, 1, Size(3, 3))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must be W:H:X:Y"),
        ("600x400", "must be W:H:X:Y"),
        ("600:400:1", "must be W:H:X:Y"),
        ("600:400:-2:0", "must be W:H:X:Y"),
        ("600:400:42:0", "does not fit a picture of 640x480"),
        ("600:400:0:82", "does not fit a picture of 640x480"),
        ("0:400:0:0", "must be W:H:X:Y"),
        ("641:480", "does not fit a picture of 640x480"),
        ("600:400:3:2", "yuv420p can be cut at 2:2, not at 3:2; take --crop 601:400:2:2"),
    ],
)
def test_wrong_crops_are_told(text: str, message: str) -> None:
    with pytest.raises(OptionError, match=message) as caught:
        region_of(text, Size(640, 480), YUV420)
    assert "\n" not in str(caught.value)
