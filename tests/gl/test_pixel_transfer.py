"""Planes of pixels on their way to textures and back, as they lie and through pixel buffers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from support.clips.media_clips import smooth, write_clip
from support.drawing import SOURCE, ramp
from support.rawgl import GL

import anime4k_gl as a4k
from anime4k_gl.colour import guess
from anime4k_gl.formats import PIXEL_LAYOUTS, RGBA8, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.transcoding.stages import held_back

BUFFERED = pytest.mark.parametrize("buffered", [False, True], ids=["as they lie", "buffered"])


def padded(name: str, size: Size, padding: int) -> Frame:
    """Return a frame of noise whose rows are padded, with noise too."""
    layout = PIXEL_LAYOUTS[name]
    noise = np.random.default_rng(1)
    planes = []
    for plane in layout.planes:
        width, height = plane.size(size)
        data = noise.integers(
            0, 256, (height, width * plane.format.texel_bytes + padding), np.uint8
        )
        planes.append(Plane(data.tobytes(), data.shape[1], Size(width, height)))
    return Frame(size, layout, guess(layout, size), tuple(planes))


@BUFFERED
@pytest.mark.parametrize("padding", [0, 1, 24])
@pytest.mark.parametrize("name", ["yuv420p", "yuv444p16le", "nv12", "rgb24", "rgba", "gbrp"])
def test_planes_come_back_as_they_went(
    context: Any, name: str, padding: int, buffered: bool
) -> None:
    size = Size(37, 10) if name.startswith("rgb") else Size(38, 10)
    frame = padded(name, size, padding)
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="nearest"), buffered=buffered)
    renderer.render(frame, target=size, output=PlaneOutput(frame.layout, frame.colour))
    memory = [np.zeros(len(plane.data), np.uint8) for plane in frame.planes]
    renderer.read_into(
        [Plane(m, p.stride, p.size) for m, p in zip(memory, frame.planes, strict=True)]
    ).wait()
    for got, array, plane in zip(memory, renderer.read(), frame.planes, strict=True):
        shape, row = (plane.size.height, plane.stride), plane.stride - padding
        rows = got.reshape(shape)[:, :row]
        assert np.array_equal(rows, array.view(np.uint8).reshape(rows.shape))
        if name.startswith("rgb"):  # noise in Y'CbCr is no picture, and comes back changed
            assert np.array_equal(rows, np.frombuffer(plane.data, np.uint8).reshape(shape)[:, :row])
    renderer.release()


@BUFFERED
def test_pictures_under_way_do_not_mix(context: Any, buffered: bool) -> None:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="nearest"), buffered=buffered)
    pictures = [np.full((6, 8, 4), value, np.uint8) for value in range(0, 200, 25)]

    def begin(picture: Any) -> tuple[Any, Any]:
        renderer.render(picture, target=SOURCE, output=RGBA8)
        into = bytearray(6 * 8 * 4)
        return into, renderer.read_into([Plane(into, 8 * 4, SOURCE)])

    seen = []
    for into, reading in held_back(map(begin, pictures), 3):
        reading.wait()
        reading.wait()  # does nothing more
        seen.append(set(into[::4]))
    assert seen == [{value} for value in range(0, 200, 25)]
    renderer.release()


def test_readings_given_up_leave_nothing_behind(context: Any) -> None:
    before = GL(context).objects()
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="nearest"), buffered=True)
    for _ in range(3):
        renderer.render(ramp(), target=SOURCE, output=RGBA8)
        renderer.read_into([Plane(bytearray(6 * 8 * 4), 8 * 4, SOURCE)])
    renderer.release()
    assert GL(context).objects() == before


@BUFFERED
def test_the_hosts_buffers_stay_bound(context: Any, buffered: bool) -> None:
    gl = GL(context)
    pack, unpack = gl.generate("Buffers", 2)
    gl.glBindBuffer(0x88EB, pack)
    gl.glBindBuffer(0x88EC, unpack)
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="nearest"), buffered=buffered)
    renderer.render(ramp(), target=SOURCE, output=RGBA8)
    renderer.read()
    assert (gl.integers(0x88ED), gl.integers(0x88EF)) == ((pack,), (unpack,))
    renderer.release()
    gl.glBindBuffer(0x88EB, 0)
    gl.glBindBuffer(0x88EC, 0)
    gl.delete("Buffers", [pack, unpack])


@BUFFERED
def test_short_planes_are_refused(context: Any, buffered: bool) -> None:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="nearest"), buffered=buffered)
    layout = PIXEL_LAYOUTS["gray"]
    short = Frame(SOURCE, layout, guess(layout, SOURCE), (Plane(bytes(47), 8, SOURCE),))
    with pytest.raises(ValueError, match="47 bytes with rows 8 apart is short of 6 rows"):
        renderer.render(short, target=SOURCE, output=RGBA8)
    renderer.render(ramp(), target=SOURCE, output=RGBA8)
    with pytest.raises(ValueError, match="no room for 6 rows of 32 bytes"):
        renderer.read_into([Plane(bytearray(191), 32, SOURCE)])
    renderer.release()


def test_a_video_is_the_same_through_buffers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl.gl.pixel_transfer import Transfers

    write_clip(tmp_path / "in.mkv", make=smooth, count=9)
    videos = []
    real = Transfers.__init__
    for buffered in (False, True):

        def init(self: Transfers, gl: Any, *, buffered: bool, chosen: bool = buffered) -> None:
            real(self, gl, buffered=chosen)

        monkeypatch.setattr(Transfers, "__init__", init)
        done = a4k.transcode(
            tmp_path / "in.mkv", tmp_path / f"{buffered}.mkv", codec="ffv1", scale=1.5
        )
        assert done.frames == 9
        assert set(done.seconds) >= {"decode", "upload", "draw", "read", "encode"}
        videos.append(pixels(tmp_path / f"{buffered}.mkv"))
    assert videos[0] == videos[1]


def pixels(path: Path) -> list[bytes]:
    """Return every frame's bytes."""
    with av.open(path) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


def test_what_is_held_back_comes_before_an_error() -> None:
    def numbers() -> Iterator[int]:
        yield from range(5)
        raise OSError("the end")

    made, seen = [], []
    with pytest.raises(OSError, match="the end"):
        for number in held_back(map(lambda n: made.append(n) or n, numbers()), 2):
            seen.append((number, len(made)))
    assert seen == [(0, 3), (1, 4), (2, 5), (3, 5), (4, 5)]
