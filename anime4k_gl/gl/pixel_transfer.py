"""Transfer of planes between memory and textures, without waiting for the GPU.

A graphics card copies asynchronously between textures and pixel buffers: an upload returns before
the texture is filled, and a result is copied out while the next picture is drawn. A software
rasteriser draws in the same memory as the planes, where a buffer would only be one more copy; there
planes are read and written directly.

Memory is copied through ctypes, which releases Python's lock meanwhile, as waiting does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from ..dependencies import np
from ..errors import GLError
from ..frame import Plane
from . import constants as GL
from .functions import GLFunctions
from .resources.internal_formats import read_dtype
from .resources.memory import allocating
from .resources.textures import texel_bytes

_WAIT_NANOSECONDS = 1_000_000_000  # per wait for a fence; a slow pass may take many
_ALIGNMENT = 64  # of a plane within a buffer

Bytes: TypeAlias = "np.ndarray[Any, np.dtype[np.uint8]]"


class Transfers:
    """Uploads to, and readbacks from, the textures of one context, all inside `preserved`.

    Parameters
    ----------
    gl : the context's functions
    buffered : whether to go through pixel buffers
    """

    def __init__(self, gl: GLFunctions, *, buffered: bool) -> None:
        self._gl = gl
        self._buffered = buffered
        self._staging: PixelBuffer | None = None
        self._idle: list[PixelBuffer] = []
        self._pending: set[Readback] = set()

    def upload(self, texture: Any, plane: Plane) -> None:
        """Fill a texture from a plane; the plane's memory may be changed afterwards.

        Raises
        ------
        ValueError : the plane is shorter than the texture
        """
        data, stride = memoryview(plane.data).cast("B"), plane.stride
        texel, row, needed = _extent(texture, stride)
        if stride < row or data.nbytes < needed:
            raise ValueError(
                f"a plane of {data.nbytes} bytes with rows {stride} apart is short of"
                f" {texture.height} rows of {row} bytes"
            )
        if stride % texel:
            # OpenGL counts row lengths in texels; padding by a part of one has to be cut off.
            rows = _rows(np.frombuffer(data, np.uint8), texture.height, row, stride)
            data, stride, needed = memoryview(rows.tobytes()), row, rows.size
        held = _first_of(data)
        address = ctypes.addressof(held)
        gl = self._gl
        if self._buffered:
            if self._staging is None:
                self._staging = PixelBuffer(gl, GL.PIXEL_UNPACK_BUFFER, GL.STREAM_DRAW)
            self._staging.fill(address, needed)
            address = 0
        gl.glActiveTexture(GL.TEXTURE0)
        gl.glBindTexture(GL.TEXTURE_2D, texture.glo)
        gl.glPixelStorei(GL.UNPACK_ROW_LENGTH, stride // texel)
        gl.glTexSubImage2D(
            GL.TEXTURE_2D, 0, 0, 0, texture.width, texture.height,
            GL.CHANNEL_FORMATS[texture.components], GL.COMPONENT_TYPES[texture.dtype], address,
        )  # fmt: skip
        gl.glPixelStorei(GL.UNPACK_ROW_LENGTH, 0)
        gl.glBindBuffer(GL.PIXEL_UNPACK_BUFFER, 0)

    def read(
        self, textures: Sequence[Any], framebuffers: Sequence[int], planes: Sequence[Plane]
    ) -> Readback:
        """Start copying textures into planes of memory; the textures may be drawn to meanwhile.

        Parameters
        ----------
        textures, framebuffers : the textures, and the names of the framebuffers around them
        planes : the destinations; each has room for its texture and exists until the readback ends
        """
        dtypes = list(map(self._read_dtype, textures, framebuffers))
        readback = Readback(self, list(map(_Destination, textures, planes, dtypes)))
        buffer = None
        if self._buffered:
            buffer = self._idle.pop() if self._idle else self._new_buffer()
            buffer.reserve(readback.bytes)
        for texture, framebuffer, destination, dtype in zip(
            textures, framebuffers, readback.destinations, dtypes, strict=True
        ):
            self._gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer)
            self._gl.glPixelStorei(GL.PACK_ROW_LENGTH, destination.row_length)
            self._gl.glReadPixels(
                0, 0, texture.width, texture.height, GL.CHANNEL_FORMATS[texture.components],
                GL.COMPONENT_TYPES[dtype],
                destination.offset if buffer else destination.data.ctypes.data,
            )  # fmt: skip
        self._gl.glPixelStorei(GL.PACK_ROW_LENGTH, 0)
        if buffer is None:
            readback.finish()
        else:
            self._gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, 0)
            readback.start(self._gl, buffer)
            self._pending.add(readback)
        return readback

    def _read_dtype(self, texture: Any, framebuffer: int) -> str:
        self._gl.glBindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer)
        return read_dtype(self._gl, texture.dtype)

    def _new_buffer(self) -> PixelBuffer:
        return PixelBuffer(self._gl, GL.PIXEL_PACK_BUFFER, GL.STREAM_READ)

    def recycle(self, readback: Readback, buffer: PixelBuffer) -> None:
        """Take back the buffer of a finished readback."""
        self._pending.discard(readback)
        self._idle.append(buffer)

    def release(self) -> None:
        """Free the buffers; pending readbacks are abandoned."""
        for readback in tuple(self._pending):
            readback.abandon()
        for buffer in self._idle:
            buffer.release()
        self._idle.clear()
        if self._staging is not None:
            self._staging.release()
            self._staging = None


def _first_of(data: memoryview) -> ctypes.c_char:
    """Return a buffer's first byte in its place, which it keeps there."""
    if data.readonly:
        return ctypes.c_char.from_address(np.frombuffer(data, np.uint8).ctypes.data)
    return ctypes.c_char.from_buffer(data)


class Readback:
    """A copy of textures into planes of memory in progress, complete when `wait` returns."""

    def __init__(self, owner: Transfers, destinations: list[_Destination]) -> None:
        self._owner = owner
        self.destinations = destinations
        self.bytes = 0
        for destination in destinations:
            destination.offset = self.bytes
            self.bytes += -(-destination.needed // _ALIGNMENT) * _ALIGNMENT
        self._gl: Any = None
        self._buffer: PixelBuffer | None = None
        self._fence: int | None = None

    def start(self, gl: GLFunctions, buffer: PixelBuffer) -> None:
        """Set the fence behind the copy into a buffer that was just submitted."""
        self._gl, self._buffer = gl, buffer
        self._fence = gl.glFenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0)
        gl.glFlush()  # without it the GPU may not start before somebody waits

    def wait(self) -> None:
        """Wait until the planes are filled; on the context's thread, while other threads run.

        Raises
        ------
        GLError : the driver failed
        """
        if self._buffer is None:
            return
        flags, answer = GL.SYNC_FLUSH_COMMANDS_BIT, GL.TIMEOUT_EXPIRED
        while answer == GL.TIMEOUT_EXPIRED:
            answer = self._gl.glClientWaitSync(self._fence, flags, _WAIT_NANOSECONDS)
        if answer == GL.WAIT_FAILED:
            raise GLError("the graphics driver failed while a picture was read back")
        with self._buffer.mapped(self.bytes) as address:
            for destination in self.destinations:
                ctypes.memmove(
                    destination.data.ctypes.data, address + destination.offset, destination.needed
                )
        self.finish()
        self.abandon()

    def finish(self) -> None:
        """Move rows that could not be read in place to their destinations."""
        for destination in self.destinations:
            destination.finish()

    def abandon(self) -> None:
        """Release the buffer, whether the planes are filled or not."""
        if self._buffer is not None:
            self._gl.glDeleteSync(self._fence)
            self._owner.recycle(self, self._buffer)
            self._buffer = None


class _Destination:
    """A plane that a texture is read into, directly or through tightly packed rows.

    Attributes
    ----------
    data : the memory that pixels are read to
    row_length : texels from one row to the next in it
    needed : bytes from the first texel to the last
    offset : bytes from the start of the pixel buffer
    """

    def __init__(self, texture: Any, plane: Plane, dtype: str) -> None:
        self.offset = 0
        self._plane = np.frombuffer(plane.data, np.uint8)
        texel, row, self.needed = _extent(texture, plane.stride)
        if plane.stride < row or self._plane.size < self.needed:
            raise ValueError(f"no room for {texture.height} rows of {row} bytes in a plane")
        self.data: Bytes = self._plane
        self.row_length = plane.stride // texel
        self._rows: Bytes | None = None
        self._wide = dtype != texture.dtype
        if plane.stride % texel or self._wide:
            self._rows = _rows(self._plane, texture.height, row, plane.stride)
            self.data = np.empty(texture.height * row * (1 + self._wide), np.uint8)
            self.row_length, self.needed = texture.width, self.data.size

    def finish(self) -> None:
        if self._rows is not None:
            data = self.data
            if self._wide:  # half floats, read as floats of 32 bits
                data = data.view(np.float32).astype(np.float16).view(np.uint8)
            self._rows[:] = data.reshape(self._rows.shape)


class PixelBuffer:
    """One pixel buffer, grown as needed. Its methods bind it to its target; its users unbind it."""

    def __init__(self, gl: GLFunctions, target: int, usage: int) -> None:
        self._gl, self._target, self._usage = gl, target, usage
        self._bytes = 0
        self._name = gl.generate("Buffers")

    def reserve(self, size: int) -> None:
        """Bind it, with room for `size` bytes."""
        self._gl.glBindBuffer(self._target, self._name)
        if size > self._bytes:
            self._bytes = 0
            with allocating(self._gl, "a picture on its way", size):
                self._gl.glBufferData(self._target, size, None, self._usage)
            self._bytes = size

    def fill(self, address: int, size: int) -> None:
        """Bind it, filled from memory; commands that still read its former content are unaffected.

        Raises
        ------
        GLError : the driver has no memory for it
        """
        self.reserve(size)
        flags = GL.MAP_WRITE_BIT | GL.MAP_INVALIDATE_BUFFER_BIT
        target = self._gl.glMapBufferRange(self._target, 0, size, flags)
        if not target:
            raise GLError("the graphics driver has no memory to upload a picture")
        ctypes.memmove(target, address, size)
        self._gl.glUnmapBuffer(self._target)

    @contextmanager
    def mapped(self, size: int) -> Iterator[int]:
        """Yield the address at which its first `size` bytes can be read; restores the binding.

        Raises
        ------
        GLError : the driver could not map it
        """
        # `preserved` would cost more than this.
        gl = self._gl
        before = gl.integer(GL.PIXEL_PACK_BUFFER_BINDING)
        gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, self._name)
        try:
            address = gl.glMapBufferRange(GL.PIXEL_PACK_BUFFER, 0, size, GL.MAP_READ_BIT)
            if not address:
                raise GLError("the graphics driver could not hand over a picture")
            yield int(address)
            gl.glUnmapBuffer(GL.PIXEL_PACK_BUFFER)
        finally:
            gl.glBindBuffer(GL.PIXEL_PACK_BUFFER, before)

    def release(self) -> None:
        """Free the buffer."""
        self._gl.delete("Buffers", self._name)


def _extent(texture: Any, stride: int) -> tuple[int, int, int]:
    """Return the bytes of a texel, of a row, and from the first texel to the last."""
    texel = texel_bytes(texture)
    row = texture.width * texel
    return texel, row, stride * (texture.height - 1) + row


def _rows(data: Bytes, height: int, row: int, stride: int) -> Bytes:
    return np.lib.stride_tricks.as_strided(data, (height, row), (stride, 1))
