"""Pixel buffers through which arrays of a CUDA device go to textures and back, on the device.

CUDA cannot write textures of three channels. It writes a pixel buffer instead, which OpenGL then
copies into the texture, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .. import constants as GL
from ..functions import GLFunctions
from ..resources.memory import allocating
from .device import CudaDevice, CudaError, call


class CudaBuffers:
    """The pixel buffers of the current context. Its methods are called inside `preserved`."""

    def __init__(self, gl: GLFunctions) -> None:
        """Find the context's CUDA device.

        Raises
        ------
        CudaError : cuda-bindings or the CUDA driver is missing, or the context is not on such a
            device
        """
        self._gl = gl
        self._device = CudaDevice()
        self._buffers = {
            target: _Buffer(gl, self._device, target)
            for target in (GL.PIXEL_UNPACK_BUFFER, GL.PIXEL_PACK_BUFFER)
        }

    def upload(self, texture: Any, address: int, size: int) -> None:
        """Fill a texture from an array on the device, without gaps, row 0 first.

        Parameters
        ----------
        address, size : of the array, in bytes; everything that fills it is waited for

        Raises
        ------
        CudaError : it is on another device, or CUDA failed
        """
        gl, driver = self._gl, self._device.driver
        with self._device.current():
            self._check(address)
            call(driver.cuCtxSynchronize)  # whatever stream fills it
            with self._buffers[GL.PIXEL_UNPACK_BUFFER].mapped(size) as buffer:
                call(driver.cuMemcpyDtoD, buffer, address, size)
        self._buffers[GL.PIXEL_UNPACK_BUFFER].bind()
        gl.glActiveTexture(GL.TEXTURE0)
        gl.glBindTexture(GL.TEXTURE_2D, texture.glo)
        gl.glTexSubImage2D(
            GL.TEXTURE_2D, 0, 0, 0, texture.width, texture.height,
            GL.CHANNEL_FORMATS[texture.components], GL.COMPONENT_TYPES[texture.dtype], 0,
        )  # fmt: skip
        gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, 0)

    def read(self, texture: Any, framebuffer: int, channels: int, address: int, size: int) -> None:
        """Fill an array on the device from a texture, and wait until that is done.

        Parameters
        ----------
        framebuffer : the name of one around the texture
        channels : how many of the texture's
        address, size : of the array, in bytes

        Raises
        ------
        CudaError : it is on another device, or CUDA failed
        """
        gl, driver = self._gl, self._device.driver
        buffer = self._buffers[GL.PIXEL_PACK_BUFFER]
        with self._device.current():
            self._check(address)
            buffer.reserve(size)
            gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer)
            gl.glReadPixels(
                0, 0, texture.width, texture.height,
                GL.CHANNEL_FORMATS[channels], GL.COMPONENT_TYPES[texture.dtype], 0,
            )  # fmt: skip
            gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, 0)
            with buffer.mapped(size) as pixels:
                call(driver.cuMemcpyDtoD, address, pixels, size)
            call(driver.cuCtxSynchronize)

    def release(self) -> None:
        """Free the buffers."""
        with self._device.current():
            for buffer in self._buffers.values():
                buffer.release()
        self._device.release()

    def _check(self, address: int) -> None:
        """Raise a CudaError where an address is of another device's memory."""
        driver = self._device.driver
        kind = driver.CUpointer_attribute.CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL
        (number,) = call(driver.cuPointerGetAttribute, kind, address)
        if int(number) != self._device.number:
            raise CudaError(
                f"the array is on CUDA device {number}, and OpenGL draws on device"
                f" {self._device.number}; move it there, or to main memory"
            )


class _Buffer:
    """One pixel buffer that CUDA knows; grown as needed. Its methods need the CUDA context."""

    def __init__(self, gl: GLFunctions, device: CudaDevice, target: int) -> None:
        self._gl, self._driver, self._target = gl, device.driver, target
        self._name, self._bytes = 0, 0
        self._resource: Any = None

    def bind(self) -> None:
        self._gl.glBindBuffer(self._target, self._name)

    def reserve(self, size: int) -> None:
        """Bind it, with room for `size` bytes."""
        if size > self._bytes:
            self.release()
            self._name = self._gl.generate("Buffers")
            self.bind()
            with allocating(self._gl, "a picture on its way", size):
                self._gl.glBufferData(self._target, size, None, GL.STREAM_COPY)
            (self._resource,) = call(self._driver.cuGraphicsGLRegisterBuffer, self._name, 0)
            self._bytes = size
        self.bind()

    @contextmanager
    def mapped(self, size: int) -> Iterator[Any]:
        """Yield where CUDA finds it, after what OpenGL does with it and before what it will do."""
        self.reserve(size)
        self._gl.glBindBuffer(self._target, 0)
        call(self._driver.cuGraphicsMapResources, 1, self._resource, 0)
        try:
            yield call(self._driver.cuGraphicsResourceGetMappedPointer, self._resource)[0]
        finally:
            call(self._driver.cuGraphicsUnmapResources, 1, self._resource, 0)

    def release(self) -> None:
        if self._resource is not None:
            self._driver.cuGraphicsUnregisterResource(self._resource)
            self._resource = None
        if self._name:
            self._gl.delete("Buffers", self._name)
            self._name, self._bytes = 0, 0
