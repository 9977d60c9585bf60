"""The format of a source picture, as plans depend on it: its size and pixel layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from ..colour import Colour
from ..dependencies import np
from ..errors import OptionError
from ..formats import RGBA8, TEXTURE_FORMATS, PixelLayout, Size, TextureFormat
from ..frame import Frame, Plane
from ..lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DeviceArray:
    """An array (H, W, 3) in the memory of a CUDA device, without gaps.

    Attributes
    ----------
    address : of its first element
    size : in pixels
    dtype : uint8, uint16, float16 or float32
    room : returns the address of where the result goes, (height, width, 3) of that dtype, for its
        size
    """

    address: int
    size: Size
    dtype: str
    room: Callable[[Size], int]

    def bytes_of(self, size: Size) -> int:
        """Return how many bytes such an array of a size takes."""
        return size.width * size.height * 3 * np.dtype(self.dtype).itemsize


Picture: TypeAlias = "Frame | np.ndarray[Any, np.dtype[Any]]"
"""A decoded frame, or an array (H, W, 3 or 4) of uint8, uint16, float16 or float32."""

ARRAY_DTYPES = {"f1": "uint8", "nu2": "uint16", "f2": "float16", "f4": "float32"}
"""The dtype of an array with a texture's components, by moderngl's name of theirs."""

_ARRAY_FORMATS = {"uint8": "8", "uint16": "16", "float16": "16f", "float32": "32f"}


def array_format(image: np.ndarray[Any, np.dtype[Any]]) -> TextureFormat:
    """Return the texture format of an image array.

    Raises
    ------
    OptionError : its shape or dtype is not that of an image
    """
    if image.ndim != 3 or image.shape[2] not in (3, 4) or 0 in image.shape:
        raise OptionError(f"an image must have the shape (H, W, 3 or 4), not {image.shape}")
    suffix = _ARRAY_FORMATS.get(image.dtype.name)
    if suffix is None:
        raise OptionError.unknown("image dtype", str(image.dtype), _ARRAY_FORMATS)
    return TEXTURE_FORMATS[f"{'rgba'[: image.shape[2]]}{suffix}"]


def result_format(fmt: TextureFormat) -> TextureFormat:
    """Return the four-channel format that holds a result as precisely as `fmt` held the source."""
    return TEXTURE_FORMATS["rgba" + fmt.name.lstrip("rgba")]


def array_plane(array: np.ndarray[Any, np.dtype[Any]]) -> Plane:
    """Return the memory of a contiguous array (H, W, channels) as a plane."""
    height, width, _ = array.shape
    # The stride of an array of one row is arbitrary.
    return Plane(array.reshape(-1).view(np.uint8), array.nbytes // height, Size(width, height))


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """What a plan depends on in a picture.

    Attributes
    ----------
    size : in pixels
    layout, colour : of a decoded frame; None for an array
    texture, alpha : for an array, its texture format and whether it has alpha
    """

    size: Size
    layout: PixelLayout | None = None
    colour: Colour | None = None
    texture: TextureFormat = RGBA8
    alpha: bool = False

    @classmethod
    def from_picture(cls, picture: Picture | DeviceArray) -> SourceFormat:
        """Return a picture's format."""
        if isinstance(picture, Frame):
            return cls(picture.size, picture.layout, picture.colour)
        if isinstance(picture, DeviceArray):
            return cls(picture.size, texture=TEXTURE_FORMATS[f"rgb{_ARRAY_FORMATS[picture.dtype]}"])
        fmt = array_format(picture)
        size = Size(picture.shape[1], picture.shape[0])
        return cls(size, texture=fmt, alpha=fmt.components == 4)
