"""Frames on a CUDA device, by a made-up driver whose device memory is the machine's own."""

from __future__ import annotations

import ctypes
import enum
import sys
import types
from typing import Any

import numpy as np
import pytest
from support.rawgl import GL

from anime4k_gl.colour import guess
from anime4k_gl.errors import GLError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.gl import cuda
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.pixel_transfer import Transfers
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer


class Result(enum.IntEnum):
    SUCCESS = 0
    ERROR_NO_DEVICE = 100


class Flags(enum.IntEnum):
    CU_GL_DEVICE_LIST_ALL = 1
    CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD = 2
    CU_MEMORYTYPE_DEVICE = 2
    CU_MEMORYTYPE_ARRAY = 3


class Driver(types.ModuleType):
    """As much of cuda.bindings.driver as is used, with what its rules forbid as failures."""

    CUGLDeviceList = CUgraphicsRegisterFlags = CUmemorytype = Flags
    CUDA_MEMCPY2D = types.SimpleNamespace

    def __init__(self) -> None:
        super().__init__("cuda.bindings.driver")
        self.device = 0
        self.retained = 0
        self.current: list[str] = []
        self.registered: dict[str, int] = {}
        self.mapped: set[str] = set()
        self.copied = 0
        self.textures: dict[int, Any] = {}

    def cuInit(self, flags: int) -> Any:
        return (Result.SUCCESS,)

    def cuGLGetDevices(self, count: int, which: Flags) -> Any:
        return (Result.SUCCESS, 1, [self.device])

    def cuDevicePrimaryCtxRetain(self, device: int) -> Any:
        self.retained += 1
        return (Result.SUCCESS, "primary")

    def cuDevicePrimaryCtxRelease(self, device: int) -> Any:
        self.retained -= 1
        return (Result.SUCCESS,)

    def cuCtxPushCurrent(self, context: str) -> Any:
        self.current.append(context)
        return (Result.SUCCESS,)

    def cuCtxPopCurrent(self) -> Any:
        return (Result.SUCCESS, self.current.pop())

    def cuGraphicsGLRegisterImage(self, name: int, target: int, flags: int) -> Any:
        assert self.current and target == 0x0DE1
        assert name not in self.registered.values()
        self.registered[f"resource {name}"] = name
        return (Result.SUCCESS, f"resource {name}")

    def cuGraphicsUnregisterResource(self, resource: str) -> Any:
        assert self.current and resource not in self.mapped
        del self.registered[resource]
        return (Result.SUCCESS,)

    def cuGraphicsMapResources(self, count: int, resource: str, stream: int) -> Any:
        assert count == 1 and resource in self.registered and resource not in self.mapped
        self.mapped.add(resource)
        return (Result.SUCCESS,)

    def cuGraphicsUnmapResources(self, count: int, resource: str, stream: int) -> Any:
        self.mapped.remove(resource)
        return (Result.SUCCESS,)

    def cuGraphicsSubResourceGetMappedArray(self, resource: str, index: int, level: int) -> Any:
        assert resource in self.mapped
        return (Result.SUCCESS, self.registered[resource])

    def cuMemcpy2D(self, copy: Any) -> Any:
        rows = np.lib.stride_tricks.as_strided(
            np.frombuffer(ctypes.string_at(copy.srcDevice, copy.srcPitch * copy.Height), np.uint8),
            (copy.Height, copy.WidthInBytes), (copy.srcPitch, 1),
        )  # fmt: skip
        self.copied += 1
        texture = self.textures[copy.dstArray]
        assert texture.height == copy.Height
        Transfers(GLFunctions(texture.ctx), buffered=False).upload(
            texture, Plane(rows.tobytes(), copy.WidthInBytes, Size(*texture.size))
        )
        return (Result.SUCCESS,)


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    made = Driver()
    package = types.ModuleType("cuda.bindings")
    package.driver = made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cuda", types.ModuleType("cuda"))
    monkeypatch.setitem(sys.modules, "cuda.bindings", package)
    monkeypatch.setitem(sys.modules, "cuda.bindings.driver", made)
    return made


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
def test_a_frame_on_the_device_draws_the_same(context: Any, driver: Driver, name: str) -> None:
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


def test_a_failure_is_told_and_leaves_nothing_mapped(context: Any, driver: Driver) -> None:
    _, there = frames("nv12", Size(16, 16))
    driver.cuMemcpy2D = lambda copy: (Result.ERROR_NO_DEVICE,)  # type: ignore[method-assign]
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
    with pytest.raises(GLError, match="ERROR_NO_DEVICE"):
        renderer.render(there, target=Size(16, 16), output=PlaneOutput(there.layout, there.colour))
    renderer.release()
    assert (driver.registered, driver.mapped, driver.current) == ({}, set(), [])


def test_why_it_cannot_be_used(
    context: Any, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cuda.unusable() is None
    driver.device = 1
    assert cuda.unusable() == "OpenGL is on CUDA device 1, decoding on device 0"
    driver.cuGLGetDevices = lambda *_: (Result.ERROR_NO_DEVICE,)  # type: ignore[method-assign]
    assert "ERROR_NO_DEVICE" in str(cuda.unusable())
    assert driver.retained == 0
    monkeypatch.setitem(sys.modules, "cuda.bindings", None)
    assert cuda.unusable() == "cuda-bindings is not installed; pip install 'anime4k-gl[cuda]'"
