"""Copies of planes decoded by CUDA into textures, without leaving the device.

PyAV decodes on the default stream. Copies on that stream run after the decoding, and mapping a
texture orders them with OpenGL's commands.
"""

from __future__ import annotations

from typing import Any

from ...frame import Plane
from .. import constants as GL
from ..resources.textures import texel_bytes
from .device import CudaDevice, CudaError, call


class CudaTextures:
    """Textures of the current context that CUDA can write. Owned by the context's thread."""

    def __init__(self) -> None:
        """Find the context's CUDA device.

        Raises
        ------
        CudaError : as `CudaDevice`
        """
        self._device = CudaDevice()
        self.device = self._device.number
        self._resources: dict[int, Any] = {}

    def upload(self, texture: Any, plane: Plane) -> None:
        """Fill a texture from a plane on the device, which must have the texture's size.

        Raises
        ------
        CudaError : a CUDA call failed
        """
        driver = self._device.driver
        with self._device.current():
            resource = self._resources.get(texture.glo)
            if resource is None:
                flags = driver.CUgraphicsRegisterFlags.CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD
                (resource,) = call(
                    driver.cuGraphicsGLRegisterImage, texture.glo, GL.TEXTURE_2D, int(flags)
                )
                self._resources[texture.glo] = resource
            call(driver.cuGraphicsMapResources, 1, resource, 0)
            try:
                (array,) = call(driver.cuGraphicsSubResourceGetMappedArray, resource, 0, 0)
                copy = driver.CUDA_MEMCPY2D()
                copy.srcMemoryType = driver.CUmemorytype.CU_MEMORYTYPE_DEVICE
                copy.srcDevice = plane.data.buffer_ptr
                copy.srcPitch = plane.stride
                copy.dstMemoryType = driver.CUmemorytype.CU_MEMORYTYPE_ARRAY
                copy.dstArray = array
                copy.WidthInBytes = texture.width * texel_bytes(texture)
                copy.Height = texture.height
                call(driver.cuMemcpy2D, copy)
            finally:
                call(driver.cuGraphicsUnmapResources, 1, resource, 0)

    def release(self) -> None:
        """Release the textures, which must still exist, and the device."""
        with self._device.current():
            for resource in self._resources.values():
                self._device.driver.cuGraphicsUnregisterResource(resource)
        self._resources.clear()
        self._device.release()


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
