"""Lookup tables: textures of one to three dimensions with the data of a ``//!TEXTURE`` block.

Created without moderngl, which has no 1D textures and lacks some formats.
"""

from __future__ import annotations

import math
from typing import Any

import moderngl

from ...dependencies import np
from ...errors import GLError
from ...usershader import Border, Filter, Texture
from .. import constants as GL
from ..functions import GLFunctions
from ..recording import Recording
from .internal_formats import data_type, internal_format
from .memory import allocating

_TARGETS = {1: GL.TEXTURE_1D, 2: GL.TEXTURE_2D, 3: GL.TEXTURE_3D}
_PROXIES = {1: GL.PROXY_TEXTURE_1D, 2: GL.PROXY_TEXTURE_2D, 3: GL.PROXY_TEXTURE_3D}
_WRAPS = (GL.TEXTURE_WRAP_S, GL.TEXTURE_WRAP_T, GL.TEXTURE_WRAP_R)

_INTEGER_CHANNELS = {1: 0x8D94, 2: 0x8228, 3: 0x8D98, 4: 0x8D99}


class LookupTexture:
    """The texture of one table.

    Attributes
    ----------
    glo : the texture's OpenGL name
    bytes : the GPU memory it takes
    """

    def __init__(self, context: Any, gl: GLFunctions, texture: Texture) -> None:
        """Make and fill the texture, inside `preserved`.

        Raises
        ------
        GLError : larger than the driver allows, or a storage format that shaders cannot write
        """
        self._gl = gl
        self._target = _TARGETS[len(texture.size)]
        self._storage = texture.storage
        fmt = texture.format
        self._internal = internal_format(fmt)
        channels = GL.CHANNEL_FORMATS if fmt.filterable else _INTEGER_CHANNELS
        self._transfer = (channels[fmt.components], data_type(fmt))
        self.bytes = math.prod(texture.size) * fmt.texel_bytes
        self._sampler: Any = None
        self._check(context, texture)
        data = _texels(texture)
        self.glo = gl.generate("Textures")
        gl.glActiveTexture(GL.TEXTURE0)
        gl.glBindTexture(self._target, self.glo)
        # An image is complete by the texture's own settings, whatever a sampler sets.
        gl.glTexParameteri(self._target, GL.TEXTURE_MIN_FILTER, GL.NEAREST)
        gl.glTexParameteri(self._target, GL.TEXTURE_MAG_FILTER, GL.NEAREST)
        gl.glTexParameteri(self._target, GL.TEXTURE_MAX_LEVEL, 0)
        try:
            with allocating(gl, f"TEXTURE {texture.name}", self.bytes):
                if texture.storage and gl.profile.immutable_images:
                    self._store(texture.size, data.ctypes.data)
                else:
                    self._specify(self._target, texture.size, data.ctypes.data)
        except GLError:
            self.release()
            raise
        if not texture.storage:
            self._sampler = _sampler(context, gl, texture)

    def record(self, recording: Recording, unit: int) -> None:
        """Record that it is in a texture unit, for samplers."""
        recording.use_texture(unit, self._target, self.glo, self._sampler._glo)

    def record_as_image(self, recording: Recording, unit: int) -> None:
        """Record that it is in an image unit, to read and to write."""
        layered = self._target == GL.TEXTURE_3D
        recording.use_image(unit, self.glo, self._internal, GL.READ_WRITE, layered=layered)

    def release(self) -> None:
        """Free the texture."""
        self._gl.delete("Textures", self.glo)
        if self._sampler is not None:
            self._sampler.release()

    def _store(self, size: tuple[int, ...], data: int) -> None:
        """Fill it for ever in this size, which OpenGL ES asks of images."""
        gl = self._gl
        flat = len(size) == 2
        (gl.glTexStorage2D if flat else gl.glTexStorage3D)(self._target, 1, self._internal, *size)
        fill = gl.glTexSubImage2D if flat else gl.glTexSubImage3D
        fill(self._target, 0, *(0 for _ in size), *size, *self._transfer, data)

    def _specify(self, target: int, size: tuple[int, ...], data: int | None) -> None:
        specify = (self._gl.glTexImage1D, self._gl.glTexImage2D, self._gl.glTexImage3D)[
            len(size) - 1
        ]
        specify(target, 0, self._internal, *size, 0, *self._transfer, data)

    def _check(self, context: Any, texture: Texture) -> None:
        shape = "x".join(map(str, texture.size))
        what = f"TEXTURE {texture.name}, {shape} of {texture.format},"
        if texture.storage and texture.format.components == 3:
            raise GLError(f"{what} cannot be a STORAGE texture; choose a format of four channels")
        limit = self._gl.integer(
            GL.MAX_3D_TEXTURE_SIZE if len(texture.size) == 3 else GL.MAX_TEXTURE_SIZE
        )
        if max(texture.size) > limit:
            raise GLError(f"{what} is beyond this driver's limit of {limit} texels a side")
        if self._gl.profile.es:  # which has no proxies; an error is asked for after all
            return
        # A proxy texture tells without an error whether the driver accepts the size.
        proxy = _PROXIES[len(texture.size)]
        self._specify(proxy, texture.size, None)
        if self._gl.texture_width(proxy) == 0:
            raise GLError(f"{what} takes {self.bytes} bytes, which is too much for this driver")


def _texels(texture: Texture) -> np.ndarray[Any, np.dtype[Any]]:
    """Return a table's texels as the driver reads them, zeros where the block has no data."""
    fmt = texture.format
    if not texture.data:
        return np.zeros(math.prod(texture.size) * fmt.texel_bytes, np.uint8)
    if fmt.dtype == "f2" and fmt.hex_bytes != fmt.texel_bytes:
        # Stored as half floats, written as 32-bit floats.
        with np.errstate(over="ignore", invalid="ignore"):
            return np.frombuffer(texture.data, "<f4").astype("<f2")
    return np.frombuffer(texture.data, np.uint8)


def _sampler(context: Any, gl: GLFunctions, texture: Texture) -> Any:
    nearest = texture.filter is Filter.NEAREST or not texture.format.filterable
    mode = moderngl.NEAREST if nearest else moderngl.LINEAR
    repeat = texture.border is Border.REPEAT
    sampler = context.sampler(repeat, repeat, repeat, filter=(mode, mode))
    if texture.border is Border.MIRROR:  # moderngl does not offer it
        for side in _WRAPS:
            gl.glSamplerParameteri(sampler._glo, side, GL.MIRRORED_REPEAT)
    return sampler
