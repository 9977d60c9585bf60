"""Frames on a CUDA device, by a made-up driver whose device memory is the machine's own."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from support.cuda_driver import Driver, Result, driver  # noqa: F401
from support.rawgl import GL

from anime4k_gl.colour import guess
from anime4k_gl.errors import GLError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.gl import cuda
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer


class OnDevice:
    """What PyAV's plane is of a frame on a device: an address, and no buffer."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self.buffer_ptr = data.ctypes.data


def frames(name: str, size: Size) -> tuple[Frame, Frame]:
    """Return a frame in memory and the same on a device."""
    layout = PIXEL_LAYOUTS[name]
    noise = np.random.default_rng(3)
    here, there = [], []
    for plane in layout.planes:
        width, height = plane.size(size)
        stride = width * plane.format.texel_bytes + 32
        data = noise.integers(60, 180, stride * height).astype(np.uint8)
        here.append(Plane(data, stride, Size(width, height)))
        there.append(Plane(OnDevice(data), stride, Size(width, height), "cuda"))
    colour = guess(layout, size)
    return Frame(size, layout, colour, tuple(here)), Frame(size, layout, colour, tuple(there))


@pytest.mark.parametrize("name", ["nv12", "p010le", "yuv444p"])
def test_a_frame_on_the_device_draws_the_same(context: Any, driver: Driver, name: str) -> None:  # noqa: F811
    before = GL(context).objects()
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
    for size in (Size(38, 20), Size(24, 16)):  # the second one has new textures
        here, there = frames(name, size)
        results = []
        for frame in (here, there, there):
            target = Size(size.width * 2, size.height * 2)
            output = PlaneOutput(PIXEL_LAYOUTS["yuv420p"], frame.colour)
            renderer.prepare(_format(frame), target=target, output=output)
            driver.textures = {texture.glo: texture for texture in renderer._inputs}
            renderer.render(frame, target=target, output=output)
            results.append([array.tobytes() for array in renderer.read()])
        assert results[0] == results[1] == results[2]
        assert len(driver.registered) == len(there.planes)
    assert driver.copied == 4 * len(there.planes)
    renderer.release()
    assert (driver.registered, driver.mapped, driver.current) == ({}, set(), [])
    assert driver.retained == 0
    assert GL(context).objects() == before


def _format(frame: Frame) -> Any:
    from anime4k_gl.rendering.source_format import SourceFormat

    return SourceFormat.from_picture(frame)


def test_a_failure_is_told_and_leaves_nothing_mapped(context: Any, driver: Driver) -> None:  # noqa: F811
    _, there = frames("nv12", Size(16, 16))
    driver.cuMemcpy2D = lambda copy: (Result.ERROR_NO_DEVICE,)  # type: ignore[method-assign]
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
    with pytest.raises(GLError, match="ERROR_NO_DEVICE"):
        renderer.render(there, target=Size(16, 16), output=PlaneOutput(there.layout, there.colour))
    renderer.release()
    assert (driver.registered, driver.mapped, driver.current) == ({}, set(), [])


def test_why_it_cannot_be_used(
    context: Any,
    driver: Driver,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cuda.unusable() is None
    driver.device = 1
    assert cuda.unusable() == "OpenGL is on CUDA device 1, decoding on device 0"
    driver.cuGLGetDevices = lambda *_: (Result.ERROR_NO_DEVICE,)  # type: ignore[method-assign]
    assert "ERROR_NO_DEVICE" in str(cuda.unusable())
    assert driver.retained == 0
    monkeypatch.setitem(sys.modules, "cuda.bindings", None)
    assert cuda.unusable() == "cuda-bindings is not installed; pip install 'anime4k-gl[cuda]'"
