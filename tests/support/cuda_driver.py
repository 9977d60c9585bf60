"""A made-up CUDA driver whose device memory is the machine's own."""

from __future__ import annotations

import ctypes
import enum
import sys
import types
from typing import Any

import numpy as np
import pytest

from anime4k_gl.formats import Size
from anime4k_gl.frame import Plane
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.pixel_transfer import Transfers
from support.rawgl import GL


class Result(enum.IntEnum):
    SUCCESS = 0
    ERROR_NO_DEVICE = 100


class Flags(enum.IntEnum):
    CU_GL_DEVICE_LIST_ALL = 1
    CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD = 2
    CU_MEMORYTYPE_DEVICE = 2
    CU_MEMORYTYPE_ARRAY = 3
    CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL = 9


class Driver(types.ModuleType):
    """As much of cuda.bindings.driver as is used, with what its rules forbid as failures."""

    CUGLDeviceList = CUgraphicsRegisterFlags = CUmemorytype = CUpointer_attribute = Flags
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
        self.buffers: dict[str, Any] = {}  # the memory that stands for each buffer while mapped
        self.gl: GL | None = None  # of the context whose buffers they are
        self.array_device = 0

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
        if resource.startswith("buffer"):
            self.buffers.pop(resource, None)
            self._copy(resource, "glGetBufferSubData")
        return (Result.SUCCESS,)

    def cuGraphicsUnmapResources(self, count: int, resource: str, stream: int) -> Any:
        self.mapped.remove(resource)
        if resource.startswith("buffer"):
            self._copy(resource, "glBufferSubData")
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

    # Buffers, and memory without rows.

    def cuGraphicsGLRegisterBuffer(self, name: int, flags: int) -> Any:
        assert self.current and name not in self.registered.values()
        self.registered[f"buffer {name}"] = name
        return (Result.SUCCESS, f"buffer {name}")

    def cuGraphicsResourceGetMappedPointer(self, resource: str) -> Any:
        assert resource in self.mapped
        memory = self.buffers[resource]
        return (Result.SUCCESS, ctypes.addressof(memory), len(memory))

    def cuMemcpyDtoD(self, to: int, of: int, size: int) -> Any:
        assert self.current and self.mapped
        ctypes.memmove(to, of, size)
        self.copied += 1
        return (Result.SUCCESS,)

    def cuCtxSynchronize(self) -> Any:
        assert self.current
        return (Result.SUCCESS,)

    def cuPointerGetAttribute(self, kind: Flags, address: int) -> Any:
        assert kind == Flags.CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL and address
        return (Result.SUCCESS, self.array_device)

    def _copy(self, resource: str, function: str) -> None:
        """Copy between a buffer of OpenGL's and the memory that stands for it."""
        assert self.gl is not None
        target = 0x8F36  # GL_COPY_READ_BUFFER
        self.gl.glBindBuffer(target, self.registered[resource])
        size = ctypes.c_int()
        self.gl.glGetBufferParameteriv(target, 0x8764, ctypes.byref(size))
        if resource not in self.buffers:
            self.buffers[resource] = (ctypes.c_ubyte * size.value)()
        getattr(self.gl, function)(
            target, ctypes.c_ssize_t(0), ctypes.c_ssize_t(size.value), self.buffers[resource]
        )
        self.gl.glBindBuffer(target, 0)


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    made = Driver()
    package = types.ModuleType("cuda.bindings")
    package.driver = made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cuda", types.ModuleType("cuda"))
    monkeypatch.setitem(sys.modules, "cuda.bindings", package)
    monkeypatch.setitem(sys.modules, "cuda.bindings.driver", made)
    return made
