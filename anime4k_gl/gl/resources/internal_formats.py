"""OpenGL's enums for texture formats."""

from __future__ import annotations

from ...formats import TextureFormat
from .. import constants as GL
from ..functions import GLFunctions

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


def internal_format(fmt: TextureFormat) -> int:
    """Return the enum with which textures are made, and bound as images."""
    return _FORMATS[fmt.dtype][0][fmt.components - 1]


def data_type(fmt: TextureFormat) -> int:
    """Return the enum of the type in which texels are written."""
    return _FORMATS[fmt.dtype][1]


def read_dtype(gl: GLFunctions, dtype: str) -> str:
    """Return as which dtype the bound framebuffer's pixels can be read, given their own."""
    if not gl.profile.es or dtype != "f2":
        return dtype
    kind = gl.integer(GL.IMPLEMENTATION_COLOR_READ_TYPE)
    channels = gl.integer(GL.IMPLEMENTATION_COLOR_READ_FORMAT)
    halves = (GL.COMPONENT_TYPES["f2"], GL.CHANNEL_FORMATS[4])
    return dtype if (kind, channels) == halves else "f4"
