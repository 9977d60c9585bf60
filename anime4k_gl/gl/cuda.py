"""Copies of planes decoded by CUDA into textures, without leaving the device.

Needs the extra ``cuda`` (NVIDIA's cuda-bindings) and an OpenGL context on the same device. PyAV
decodes in the device's primary CUDA context, on its default stream. Copies on that stream run after
the decoding, and mapping a texture orders them with OpenGL's commands.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from ..dependencies import fault
from ..errors import GLError
from ..frame import Plane
from . import constants as GL
from .resources.textures import texel_bytes


class CudaError(GLError):
    """CUDA is missing, or one of its calls failed."""


class CudaTextures:
    """Textures of the current context that CUDA can write. Owned by the context's thread."""

    def __init__(self) -> None:
        """Find the context's CUDA device.

        Raises
        ------
        CudaError : cuda-bindings or the CUDA driver is missing, or the context is not on such a
            device
        """
        self._driver = _bindings()
        with ExitStack() as undo:
            _call(self._driver.cuInit, 0)
            every = self._driver.CUGLDeviceList.CU_GL_DEVICE_LIST_ALL
            count, devices = _call(self._driver.cuGLGetDevices, 1, every)
            if not count:
                raise CudaError("the OpenGL context is not on a CUDA device")
            device = devices[0]
            (self._context,) = _call(self._driver.cuDevicePrimaryCtxRetain, device)
            undo.callback(self._driver.cuDevicePrimaryCtxRelease, device)
            self.device = int(device)
            self._resources: dict[int, Any] = {}
            self._release_stack = undo.pop_all()

    def upload(self, texture: Any, plane: Plane) -> None:
        """Fill a texture from a plane on the device, which must have the texture's size.

        Raises
        ------
        CudaError : a CUDA call failed
        """
        driver = self._driver
        with _Current(driver, self._context):
            resource = self._resources.get(texture.glo)
            if resource is None:
                flags = driver.CUgraphicsRegisterFlags.CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD
                (resource,) = _call(
                    driver.cuGraphicsGLRegisterImage, texture.glo, GL.TEXTURE_2D, int(flags)
                )
                self._resources[texture.glo] = resource
            _call(driver.cuGraphicsMapResources, 1, resource, 0)
            try:
                (array,) = _call(driver.cuGraphicsSubResourceGetMappedArray, resource, 0, 0)
                copy = driver.CUDA_MEMCPY2D()
                copy.srcMemoryType = driver.CUmemorytype.CU_MEMORYTYPE_DEVICE
                copy.srcDevice = plane.data.buffer_ptr
                copy.srcPitch = plane.stride
                copy.dstMemoryType = driver.CUmemorytype.CU_MEMORYTYPE_ARRAY
                copy.dstArray = array
                copy.WidthInBytes = texture.width * texel_bytes(texture)
                copy.Height = texture.height
                _call(driver.cuMemcpy2D, copy)
            finally:
                _call(driver.cuGraphicsUnmapResources, 1, resource, 0)

    def release(self) -> None:
        """Release the textures, which must still exist, and the device."""
        with _Current(self._driver, self._context):
            for resource in self._resources.values():
                self._driver.cuGraphicsUnregisterResource(resource)
        self._resources.clear()
        self._release_stack.close()


def unusable() -> str | None:
    """Return why frames cannot go from CUDA to the current OpenGL context, or None if they can."""
    try:
        textures = CudaTextures()
    except CudaError as error:
        return str(error)
    textures.release()
    if textures.device != 0:  # which FFmpeg decodes on
        return f"OpenGL is on CUDA device {textures.device}, decoding on device 0"
    return None


class _Current:
    """Makes a CUDA context current on the thread within a block."""

    def __init__(self, driver: Any, context: Any) -> None:
        self._driver, self._context = driver, context

    def __enter__(self) -> None:
        _call(self._driver.cuCtxPushCurrent, self._context)

    def __exit__(self, *_: object) -> None:
        self._driver.cuCtxPopCurrent()


def _bindings() -> Any:
    try:
        from cuda.bindings import driver
    except ImportError:
        raise CudaError("cuda-bindings is not installed; pip install 'anime4k-gl[cuda]'") from None
    too_old = fault("cuda.bindings")
    if too_old is not None:
        raise CudaError(too_old)
    return driver


def _call(function: Any, *arguments: Any) -> tuple[Any, ...]:
    """Call a driver function; return its values without the result code."""
    try:
        code, *values = function(*arguments)
    except Exception as error:  # cuda-bindings has an exception of its own for a missing driver
        raise CudaError(f"no CUDA driver ({type(error).__name__})") from error
    if int(code):
        raise CudaError(f"{function.__name__}: {getattr(code, 'name', code)}")
    return tuple(values)
