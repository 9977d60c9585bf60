"""Lookup tables: textures of one to three dimensions with the data of a ``//!TEXTURE`` block.

Created without moderngl, which has no 1D textures and lacks some formats.
"""

from __future__ import annotations

import math
from typing import Any

import moderngl

from ...dependencies import np
from ...errors import GLError
from ...formats import TextureFormat
from ...usershader import Border, Filter, Texture
from .. import constants as GL
from ..functions import GLFunctions
from .memory import allocating

_TARGETS = {1: GL.TEXTURE_1D, 2: GL.TEXTURE_2D, 3: GL.TEXTURE_3D}
_PROXIES = {1: GL.PROXY_TEXTURE_1D, 2: GL.PROXY_TEXTURE_2D, 3: GL.PROXY_TEXTURE_3D}
_WRAPS = (GL.TEXTURE_WRAP_S, GL.TEXTURE_WRAP_T, GL.TEXTURE_WRAP_R)

# By component type: the internal formats of 1 to 4 channels and the type of the data.
_FORMATS = {
    "f1": ((0x8229, 0x822B, 0x8051, 0x8058), 0x1401),
    "nu2": ((0x822A, 0x822C, 0x8054, 0x805B), 0x1403),
    "f2": ((0x822D, 0x822F, 0x881B, 0x881A), 0x140B),
    "f4": ((0x822E, 0x8230, 0x8815, 0x8814), 0x1406),
    "u1": ((0x8232, 0x8238, 0x8D7D, 0x8D7C), 0x1401),
    "u2": ((0x8234, 0x823A, 0x8D77, 0x8D76), 0x1403),
    "u4": ((0x8236, 0x823C, 0x8D71, 0x8D70), 0x1405),
    "i1": ((0x8231, 0x8237, 0x8D8F, 0x8D8E), 0x1400),
    "i2": ((0x8233, 0x8239, 0x8D89, 0x8D88), 0x1402),
    "i4": ((0x8235, 0x823B, 0x8D83, 0x8D82), 0x1404),
    "rgb10_a2": ((0, 0, 0, 0x8059), 0x8368),
}
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
        internal, data_type = _FORMATS[fmt.dtype]
        self._internal = internal[fmt.components - 1]
        channels = GL.CHANNEL_FORMATS if fmt.filterable else _INTEGER_CHANNELS
        self._transfer = (channels[fmt.components], data_type)
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
                self._specify(self._target, texture.size, data.ctypes.data)
        except GLError:
            self.release()
            raise
        if not texture.storage:
            self._sampler = _sampler(context, gl, texture)

    def use(self, unit: int) -> None:
        """Bind it to a texture unit, for samplers."""
        self._gl.glActiveTexture(GL.TEXTURE0 + unit)
        self._gl.glBindTexture(self._target, self.glo)
        self._sampler.use(unit)

    def use_as_image(self, unit: int) -> None:
        """Bind it to an image unit, to read and to write."""
        layered = self._target == GL.TEXTURE_3D
        self._gl.glBindImageTexture(
            unit, self.glo, 0, layered, 0, GL.READ_WRITE, self._internal
        )  # fmt: skip

    def release(self) -> None:
        """Free the texture."""
        self._gl.delete("Textures", self.glo)
        if self._sampler is not None:
            self._sampler.release()

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
        # A proxy texture tells without an error whether the driver accepts the size.
        proxy = _PROXIES[len(texture.size)]
        self._specify(proxy, texture.size, None)
        if self._gl.texture_width(proxy) == 0:
            raise GLError(f"{what} takes {self.bytes} bytes, which is too much for this driver")


def image_format(fmt: TextureFormat) -> int:
    """Return OpenGL's enum for a texture format, with which images are bound."""
    return _FORMATS[fmt.dtype][0][fmt.components - 1]


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
